"""Running headers, footers and page numbers: what stands on pages beside their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.reading.lines import merged, rows_of
from index.reading.page import Line

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


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that repeat at one height over the pages.

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
