"""The layout of the pages of a document: tables and page furniture apart, columns in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from index.figures.lexicon import one_of
from index.figures.years import ARABIC
from index.reading.flow import Inset, PageFlow
from index.reading.page import Column, Line, Page, Table, lines_of, merged, rows_of
from index.reading.page_tables import TABLE_NUMBER, aligned_tables, tables_of
from index.reading.table_grid import header_depth
from index.reading.tables import table_sentences

_EDGE_ROWS = 2  # at the top and at the bottom of a page
_SAME_HEIGHT = 4.0  # points
_LEAST_PAGES, _LEAST_SHARE = 3, 0.4
_APART = 1.6  # line pitches between the text and a page number that stands alone
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]?\d)")
_PAGE_NUMBER = re.compile(
    r"[-—–·•~～]+\s*\d{1,4}\s*[-—–·•~～]+|第\s*\d{1,4}\s*页(?:[,，/ ]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
)

_Key = tuple[str, int]
_CLEAR = 0.4  # of a font size, on either side of a gutter
_LEAST_ROWS = 3
_SAME_GUTTER = 6.0  # points
_LEAST_WIDTH = 8  # characters: what is narrower is a column of a table
_FULL = 0.6  # of a column's width: lines of running text fill it, cells of a table do not
_ABOVE = 4.0  # font sizes
_CAPTION = re.compile(
    rf"{TABLE_NUMBER}|单位[:：]|[^。，]{{2,40}}{one_of('layout.table_title_end')}$"
    rf"|^{ARABIC}年[^。，]{{2,30}}情况$"
)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that repeat at one height across the pages.

    A number in such a line may grow with the pages; any other difference makes it text, so that
    rows of tables at one height are kept. Page numbers set off as such are dropped on any page.
    """
    edges = [_edges(lines) for lines in pages]
    seen: Counter[_Key] = Counter()
    for index, rows in enumerate(edges):
        seen.update({key for row in rows for key in _keys(merged(row), index)})
    enough = max(2, min(_LEAST_PAGES, round(_LEAST_SHARE * len(pages))))
    repeated = {key for key, count in seen.items() if count >= enough}
    kept = []
    for index, (lines, rows) in enumerate(zip(pages, edges, strict=True)):
        dropped = {
            line
            for row in rows
            if _is_page_number(row, lines)
            or any(near in repeated for key in _keys(merged(row), index) for near in _around(key))
            for line in row
        }
        kept.append([line for line in lines if line not in dropped])
    return kept


def _edges(lines: Sequence[Line]) -> list[list[Line]]:
    rows = rows_of(lines)
    return rows if len(rows) <= 2 * _EDGE_ROWS else [*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]]


def _keys(line: Line, index: int) -> Iterator[_Key]:
    """The line as it is, and with one or all of its numbers counted from that of the page."""
    text = re.sub(r"\s+", " ", line.text)
    height = round(line.y / _SAME_HEIGHT)

    def counted(number: re.Match[str]) -> str:
        return f"#{int(number[0]) - index}#"

    yield text, height
    yield _NUMBER.sub(counted, text), height
    for number in _NUMBER.finditer(text):
        yield text[: number.start()] + counted(number) + text[number.end() :], height


def _around(key: _Key) -> Iterator[_Key]:
    text, height = key
    return ((text, height + by) for by in (0, -1, 1))


def _is_page_number(row: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether the row is nothing but a page number, set off by dashes and the like or by a gap."""
    text = merged(row).text.strip()
    if _PAGE_NUMBER.fullmatch(text):
        return True
    if not re.fullmatch(r"\d{1,3}", text):
        return False
    heights = [each[0].y for each in rows_of(lines)]
    if len(heights) < _EDGE_ROWS + 1 or row[0].y not in (heights[0], heights[-1]):
        return False
    pitches = [below - above for above, below in pairwise(heights)]
    own = pitches[0] if row[0].y == heights[0] else pitches[-1]
    return own > _APART * median(pitches)


def columns_of(
    lines: Sequence[Line], left: float, right: float, *, known: Sequence[float] = ()
) -> Iterator[Column]:
    """The columns of the lines between `left` and `right`, in reading order.

    A gutter is a place that no line crosses over several rows, with running text on both sides;
    a line across it (a title) parts what is above it from what is below. Columns may be cut again.
    At the gutters `known` from other pages of the document, a single row is enough.
    """
    gutter = _gutter(lines, known)
    if gutter is None:
        if lines:
            rows = tuple(merged(row) for row in rows_of(lines))
            yield Column(rows, left, right)
        return
    for parted, band in _bands(lines, gutter, known):
        if not parted:
            yield from columns_of(band, left, right, known=known)
            continue
        for side in _sides(band, gutter):
            begin, end = min(line.x0 for line in side), max(line.x1 for line in side)
            yield from columns_of(side, begin, end, known=known)


def gutters_of(lines: Sequence[Line]) -> Iterator[float]:
    """The gutters of a page by itself."""
    gutter = _gutter(lines, ())
    if gutter is not None:
        yield gutter
        for parted, band in _bands(lines, gutter, ()):
            for side in _sides(band, gutter) if parted else (band,):
                yield from gutters_of(side)


def _gutter(lines: Sequence[Line], known: Sequence[float]) -> float | None:
    """Where most lines stand in columns, if anywhere; the middle of the places that are as good."""
    edges = {round(line.x1 + line.size / 2) for line in lines}
    edges |= {round(line.x0 - line.size / 2) for line in lines}
    edges |= {round(x) for x in known}
    held = {x: sum(len(band) for parted, band in _bands(lines, x, known) if parted) for x in edges}
    most = max(held.values(), default=0)
    if most == 0:
        return None
    best = sorted(x for x, count in held.items() if count == most)
    return best[len(best) // 2]


def _bands(
    lines: Sequence[Line], x: float, known: Sequence[float]
) -> list[tuple[bool, list[Line]]]:
    """Runs of lines from the top, with whether the run stands in columns on both sides of `x`."""
    ordered = sorted(lines, key=lambda line: line.y)
    least = 1 if any(abs(x - gutter) <= _SAME_GUTTER for gutter in known) else _LEAST_ROWS
    bands: list[tuple[bool, list[Line]]] = []
    for crosses, group in groupby(ordered, key=lambda line: _crosses(line, x)):
        run = list(group)
        parted = not crosses and all(_is_running_text(side, least) for side in _sides(run, x))
        if bands and not parted and not bands[-1][0]:
            bands[-1][1].extend(run)
        else:
            bands.append((parted, run))
    return bands


def _crosses(line: Line, x: float) -> bool:
    clear = _CLEAR * line.size
    return line.x0 < x + clear and line.x1 > x - clear


def _sides(lines: Sequence[Line], x: float) -> tuple[list[Line], list[Line]]:
    west = [line for line in lines if line.x1 < x]
    return west, [line for line in lines if line.x1 >= x]


def _is_running_text(lines: Sequence[Line], least: int) -> bool:
    if len(lines) < least:
        return False
    rows = rows_of(lines)
    if least == 1:
        return True
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median(sum(line.x1 - line.x0 for line in row) for row in rows)
    wide = width >= _LEAST_WIDTH * median(line.size for line in lines)
    return len(rows) >= least and wide and filled >= _FULL * width


def flows_of(pages: Sequence[Page]) -> list[PageFlow]:
    """What each page holds, in reading order, without running headers, footers, page numbers."""
    tables: list[list[Table]] = []
    lines: list[list[Line]] = []
    for page in pages:
        ruled, left = tables_of(page.glyphs, page.rules)
        tables.append(ruled)
        lines.append(lines_of(left))
    texts = without_furniture(lines)
    for number, text in enumerate(texts):
        unruled, texts[number] = _unruled_tables(text)
        tables[number] = sorted([*tables[number], *unruled], key=lambda table: table.y)
    gutters = tuple(gutter for text in texts for gutter in set(gutters_of(text)))
    for above, below in pairwise(range(len(pages))):
        tables[below] = _with_headings_of(texts[above], tables[above], texts[below], tables[below])
    return [
        PageFlow(page.number, tuple(_parts(text, ruled, gutters)))
        for page, text, ruled in zip(pages, texts, tables, strict=True)
    ]


def _unruled_tables(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables that no lines rule, on either side of a gutter by themselves, and the lines left."""
    gutter = next(gutters_of(lines), None)
    if gutter is None:
        return aligned_tables(lines)
    sides = [[line for line in lines if (line.x1 < gutter) is west] for west in (True, False)]
    found = [aligned_tables(side) for side in sides]
    return [table for tables, _ in found for table in tables], [
        line for _, left in found for line in left
    ]


def _with_headings_of(
    lines: Sequence[Line],
    tables: Sequence[Table],
    next_lines: Sequence[Line],
    next_tables: list[Table],
) -> list[Table]:
    """The tables of a page, the first with the headings of the one that it goes on from, if any."""
    if not tables or not next_tables:
        return next_tables
    last, first = tables[-1], next_tables[0]
    is_last = all(line.y < last.y for line in lines)
    is_first = all(line.y > first.y for line in next_lines)
    depth = header_depth([list(row) for row in last.rows])
    headings = last.rows[:depth]
    alike = len(last.rows[0]) == len(first.rows[0]) and first.rows[:depth] != headings
    if not (
        is_last and is_first and alike and header_depth([list(row) for row in first.rows]) == 0
    ):
        return next_tables
    return [replace(first, rows=headings + first.rows), *next_tables[1:]]


def _parts(
    lines: Sequence[Line], tables: Sequence[Table], gutters: Sequence[float]
) -> Iterator[Column | Inset]:
    """The columns above, between and below the tables, each table in its place.

    A table within a column stands after all columns: it must not split the others.
    """
    rest = list(lines)
    within = [table for table in tables if _is_within_a_column(table, lines)]
    for table in (table for table in tables if table not in within):
        caption = [line for line in rest if _is_caption(line, table)]
        above = [line for line in rest if line.y <= table.y and line not in caption]
        rest = [line for line in rest if line.y > table.y]
        yield from _columns(above, lines, gutters)
        title = " ".join(merged(row).text for row in rows_of(caption))
        yield Inset(tuple(filter(None, (title, *table_sentences(table.rows, title)))))
    yield from _columns(rest, lines, gutters)
    for table in within:
        yield Inset(tuple(table_sentences(table.rows)))


def _is_within_a_column(table: Table, lines: Sequence[Line]) -> bool:
    return any(table.right < gutter or table.left > gutter for gutter in gutters_of(lines))


def _is_caption(line: Line, table: Table) -> bool:
    """Whether the line is the title of the table or gives its unit: short, just above it."""
    near = 0 <= table.y - line.y <= _ABOVE * line.size
    return near and _CAPTION.search(line.text) is not None


def _columns(
    lines: Sequence[Line], of_page: Sequence[Line], gutters: Sequence[float]
) -> Iterator[Column]:
    if lines:
        left = min(line.x0 for line in of_page)
        right = max(line.x1 for line in of_page)
        yield from columns_of(lines, left, right, known=gutters)
