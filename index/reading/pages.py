"""The layout of the pages of a document: tables and furniture apart, columns in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.reading.columns import columns_of, gutters_of
from index.reading.flow import Inset, PageFlow
from index.reading.furniture import without_furniture
from index.reading.lines import lines_of
from index.reading.page import Column, Line, Page, Table
from index.reading.ruled import tables_of
from index.reading.tables import table_sentences


def flows_of(pages: Sequence[Page]) -> list[PageFlow]:
    """What each page holds, in reading order, without running headers, footers, page numbers."""
    tables: list[list[Table]] = []
    lines: list[list[Line]] = []
    for page in pages:
        ruled, left = tables_of(page.glyphs, page.rules)
        tables.append(ruled)
        lines.append(lines_of(left))
    texts = without_furniture(lines)
    gutters = tuple(gutter for text in texts for gutter in set(gutters_of(text)))
    return [
        PageFlow(page.number, tuple(_parts(text, ruled, gutters)))
        for page, text, ruled in zip(pages, texts, tables, strict=True)
    ]


def _parts(
    lines: Sequence[Line], tables: Sequence[Table], gutters: Sequence[float]
) -> Iterator[Column | Inset]:
    """The columns above, between and below the tables, each table in its place."""
    rest = list(lines)
    for table in tables:
        above = [line for line in rest if line.y <= table.y]
        rest = [line for line in rest if line.y > table.y]
        yield from _columns(above, lines, gutters)
        yield Inset(tuple(table_sentences(table.rows)))
    yield from _columns(rest, lines, gutters)


def _columns(
    lines: Sequence[Line], of_page: Sequence[Line], gutters: Sequence[float]
) -> Iterator[Column]:
    if lines:
        left = min(line.x0 for line in of_page)
        right = max(line.x1 for line in of_page)
        yield from columns_of(lines, left, right, known=gutters)
