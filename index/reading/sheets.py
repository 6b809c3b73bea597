"""The rows of a sheet as a text: titles and notes are paragraphs, what stands together is a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from index.reading.layout import LaidOutText

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
        text.add_table([[row.get(column, "") for column in columns] for row in table])
        _add_paragraphs(text, region[after:])


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
