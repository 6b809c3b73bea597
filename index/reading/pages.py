"""The layout of the pages of a document: tables and furniture apart, columns in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.reading.aligned import aligned_tables
from index.reading.columns import columns_of, gutters_of
from index.reading.flow import Inset, PageFlow
from index.reading.furniture import without_furniture
from index.reading.lines import lines_of, merged, rows_of
from index.reading.page import Column, Line, Page, Table
from index.reading.ruled import tables_of
from index.reading.table_columns import header_depth
from index.reading.tables import table_sentences

_ABOVE = 4.0  # font sizes
_CAPTION = re.compile(
    r"^(?:附?表|图表)[\d一二三四五六七八九十 　:：、.-]|单位[:：]|[^。，]{2,40}(?:表|指标|一览)$"
    r"|^(?:19|20)\d\d年[^。，]{2,30}情况$"
)


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

    A table within a column stands after all columns: it must not part the others.
    """
    rest = list(lines)
    within = [table for table in tables if _is_within_a_column(table, lines)]
    for table in (table for table in tables if table not in within):
        caption = [line for line in rest if _is_caption(line, table)]
        above = [line for line in rest if line.y <= table.y and line not in caption]
        rest = [line for line in rest if line.y > table.y]
        yield from _columns(above, lines, gutters)
        told = " ".join(merged(row).text for row in rows_of(caption))
        yield Inset(tuple(filter(None, (told, *table_sentences(table.rows, told)))))
    yield from _columns(rest, lines, gutters)
    for table in within:
        yield Inset(tuple(table_sentences(table.rows)))


def _is_within_a_column(table: Table, lines: Sequence[Line]) -> bool:
    return any(table.right < gutter or table.left > gutter for gutter in gutters_of(lines))


def _is_caption(line: Line, table: Table) -> bool:
    """Whether the line is the title of the table or tells its unit: short, just above it."""
    near = 0 <= table.y - line.y <= _ABOVE * line.size
    return near and _CAPTION.search(line.text) is not None


def _columns(
    lines: Sequence[Line], of_page: Sequence[Line], gutters: Sequence[float]
) -> Iterator[Column]:
    if lines:
        left = min(line.x0 for line in of_page)
        right = max(line.x1 for line in of_page)
        yield from columns_of(lines, left, right, known=gutters)
