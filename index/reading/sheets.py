"""Rows of cells as a text, and tables in text files (CSV, TSV), in any usual encoding and separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import PurePath

from index.errors import ReportUnreadable
from index.reading.encodings import decoded
from index.reading.source_text import LaidOutText, SourceText
from index.reading.table_cells import FromAbove, FromLeft, is_figure

_MOST_HEADS = 4  # rows

Cells = Mapping[int, str]
"""The texts of a row's cells by the number of their column; only those that hold any."""
MAX_CELLS = 200_000
_SEPARATORS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 30  # rows
_UNCLOSED = "unexpected end of data"  # what the csv module calls a quote that never closes


def add_rows(text: LaidOutText, rows: Mapping[int, Cells]) -> None:
    """Add the rows of a sheet, by their numbers, to `text`."""
    for region in _regions(rows):
        several = [number for number, row in enumerate(region) if len(set(row.values())) > 1]
        first, after = (several[0], several[-1] + 1) if several else (len(region),) * 2
        table = region[first:after]
        columns = sorted({column for row in table for column in row})
        for row in region[:first]:
            text.add_paragraph(next(iter(row.values())))
        text.add_table(_with_merged_heads([[row.get(n, "") for n in columns] for row in table]))
        for row in region[after:]:
            text.add_paragraph(next(iter(row.values())))


def _with_merged_heads(rows: list[list[str]]) -> list[list[str]]:
    """The rows, a heading over several columns or rows in each of them: a file of cells alone has it
    in the first place only, and blanks in the others."""
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


def _regions(rows: Mapping[int, Cells]) -> list[list[Cells]]:
    """Rows right below one another; a row without text separates tables."""
    regions: list[list[Cells]] = []
    for number in sorted(rows):
        if number - 1 not in rows:
            regions.append([])
        regions[-1].append(rows[number])
    return regions


def csv_text(raw: bytes, name: str) -> SourceText:
    """The text of the table in `raw`: titles and notes as paragraphs, tables as sentences.

    Raises ReportUnreadable where it is in no encoding we know, a quote is never closed, which would
    hide all rows after it, or it has more cells than any table.
    """
    text = decoded(raw, name)
    rows: dict[int, dict[int, str]] = {}
    cells = 0
    separator = _separator(text)
    for number, row in enumerate(_rows(text, separator, name)):
        filled = {column: cell for column, cell in enumerate(row) if cell.strip()}
        cells += len(filled)
        if cells > MAX_CELLS:
            raise ReportUnreadable.of(
                name, f"的表格超过 {MAX_CELLS:,} 个单元格的上限，未读取；请分成几个文件。"
            )
        if filled:
            rows[number] = filled
    laid_out = LaidOutText()
    laid_out.add_title(PurePath(name).stem)
    add_rows(laid_out, rows)
    return laid_out.source_text(name)


def _rows(text: str, separator: str, name: str) -> list[list[str]]:
    with _any_length(len(text)):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            return list(reader)
        except csv.Error as error:
            if str(error) == _UNCLOSED:
                raise ReportUnreadable.of(
                    name, f"第 {reader.line_num} 行附近的引号没有成对，分不出各行，未读取。"
                ) from error
            # A quote that opens a cell but does not enclose it (“"十四五"规划”): as Excel reads it.
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@contextmanager
def _any_length(characters: int) -> Iterator[None]:
    """Let a cell be as long as the file is; the csv module's own limit holds for the process."""
    usual = csv.field_size_limit(characters + 1)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _separator(text: str) -> str:
    """The one that cuts most of the first rows into as many cells."""
    top = "\n".join(text.splitlines()[:_LOOKED_AT])

    def fitness(sign: str) -> tuple[int, int]:
        with _any_length(len(top)):
            counts = [len(row) for row in csv.reader(io.StringIO(top, newline=""), delimiter=sign)]
        several = [count for count in counts if count > 1]
        common = max(set(several), key=several.count, default=1)
        return several.count(common), common

    return max(_SEPARATORS, key=fitness)
