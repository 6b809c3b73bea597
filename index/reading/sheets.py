"""The rows of a sheet as a text: titles and notes are paragraphs, what stands together is a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath

from index.reading.layout import LaidOutText
from index.reading.table_cells import FromAbove, FromLeft, is_figure

_MOST_HEADS = 4  # rows

Cells = Mapping[int, str]
"""The texts of a row's cells by the number of their column; only those that hold any."""


def add_rows(text: LaidOutText, rows: Mapping[int, Cells]) -> None:
    """Add the rows of a sheet, by their numbers, to `text`."""
    for region in _regions(rows):
        several = [number for number, row in enumerate(region) if len(set(row.values())) > 1]
        first, after = (several[0], several[-1] + 1) if several else (len(region),) * 2
        _add_paragraphs(text, region[:first])
        table = region[first:after]
        columns = sorted({column for row in table for column in row})
        text.add_table(_with_merged_heads([[row.get(n, "") for n in columns] for row in table]))
        _add_paragraphs(text, region[after:])


def _with_merged_heads(rows: list[list[str]]) -> list[list[str]]:
    """The rows, headings that stood over several columns or rows in each: a file of cells alone has
    them in the first place only, and blanks in the others that the row below fills."""
    for above, below in pairwise(rows[:_MOST_HEADS]):
        gaps = [n for n, cell in enumerate(above) if not cell.strip()]
        heads = [cell for cell in (*above, *below) if cell.strip()]
        if not gaps or any(map(is_figure, heads)) or not all(below[n].strip() for n in gaps):
            break
        for n in gaps:
            above[n] = FromLeft(above[n - 1]) if n else ""
        for n, cell in enumerate(below):
            below[n] = cell if cell.strip() else FromAbove(above[n])
    return rows


def _add_paragraphs(text: LaidOutText, rows: Sequence[Cells]) -> None:
    for row in rows:
        text.add_paragraph(next(iter(row.values())))


def title_of_file(name: str) -> str:
    """What a file of tables is about, where nothing in it says so: its name."""
    return PurePath(name).stem


def _regions(rows: Mapping[int, Cells]) -> Iterator[list[Cells]]:
    """Rows right below one another; a row without text parts tables."""
    region: list[Cells] = []
    last = -1
    for number in sorted(rows):
        if region and number > last + 1:
            yield region
            region = []
        region.append(rows[number])
        last = number
    if region:
        yield region
