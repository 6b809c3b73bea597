"""Tables in text files (CSV, TSV), in any usual encoding and separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import ReportUnreadable
from index.reading.encodings import decoded
from index.reading.layout import LaidOutText
from index.reading.sheets import add_rows, title_of_file
from index.reading.source_text import SourceText

MAX_CELLS = 200_000
_SEPARATORS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 30  # rows
_UNCLOSED = "unexpected end of data"  # what the csv module calls a quote that never closes


def csv_text(raw: bytes, name: str) -> SourceText:
    """The text of the table in `raw`: titles and notes as paragraphs, tables as sentences.

    Raises ReportUnreadable where it is in no encoding we know, a quote is never closed, which would
    hide all rows after it, or it has more cells than any table.
    """
    text = decoded(raw, name)
    rows: dict[int, dict[int, str]] = {}
    cells = 0
    for number, row in enumerate(_rows(text, _separator(text), name)):
        told = {column: cell for column, cell in enumerate(row) if cell.strip()}
        cells += len(told)
        if cells > MAX_CELLS:
            raise ReportUnreadable(
                f"文件 {name!r} 的表格超过 {MAX_CELLS:,} 个单元格的上限，未读取；请分成几个文件。"
            )
        if told:
            rows[number] = told
    laid_out = LaidOutText()
    laid_out.add_title(title_of_file(name))
    add_rows(laid_out, rows)
    return laid_out.source_text(name)


def _rows(text: str, separator: str, name: str) -> Iterator[list[str]]:
    with _any_length(len(text)):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            rows = list(reader)
        except csv.Error as error:
            if str(error) == _UNCLOSED:
                raise ReportUnreadable(
                    f"文件 {name!r} 第 {reader.line_num} 行附近的引号没有成对，分不出各行，未读取。"
                ) from error
            # A quote that opens a cell but does not enclose it (“"十四五"规划”): as Excel reads it.
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    yield from rows


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
