"""CSV files as offices have them: in any usual encoding and separator, written so that Excel reads it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from assistant.errors import InputInvalid
from index.errors import ReportUnreadable
from index.reading import encodings

SEPARATORS = (",", "\t", ";")
_PAGE = re.compile(r"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_UNCLOSED = "unexpected end of data"  # what the csv module calls a quote that never closes


def decoded(raw: bytes, name: str) -> str:
    """The text of a CSV file in any encoding that is known. Raises InputInvalid."""
    try:
        text = encodings.decoded(raw, name)
    except ReportUnreadable as error:
        raise InputInvalid(
            f"文件 {name!r} 不是电子表格：请用 .xlsx，或 UTF-8、GB18030 编码的 .csv 文件。"
        ) from error
    if _PAGE.match(text):
        raise InputInvalid(
            f"表格文件 {name!r} 其实是网页，请在 Excel 或 WPS 中打开，另存为 .xlsx 或 .csv。"
        )
    return text


def rows_in(text: str, separator: str, name: str) -> list[tuple[str, ...]]:
    """The rows of `text`, without empty cells at their ends; a blank line is an empty row.

    Raises InputInvalid where a quote is never closed, which would hide all rows after it.
    """
    with suppress(csv.Error):
        return list(_rows(text, separator, name, strict=True))
    # A quote that opens a cell but does not enclose it (“"十五五"规划”): as Excel reads it.
    return loose_rows(text, separator, name)


def loose_rows(text: str, separator: str, name: str) -> list[tuple[str, ...]]:
    """The rows of `text`, whatever its quotes; the end may be cut off. Raises InputInvalid."""
    try:
        return list(_rows(text, separator, name, strict=False))
    except csv.Error as error:
        raise InputInvalid(f"表格文件 {name!r} 分不出各行，请另存为 .xlsx 后再交来。") from error


def _rows(text: str, separator: str, name: str, *, strict: bool) -> Iterator[tuple[str, ...]]:
    """Raises csv.Error, and InputInvalid for a cell that is longer than the csv module reads."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    try:
        yield from map(_trimmed, reader)
    except csv.Error as error:
        if "field larger" in str(error):
            raise InputInvalid(
                f"表格文件 {name!r} 第 {reader.line_num:,} 行附近有一格过长（超过 "
                f"{csv.field_size_limit():,} 字），或引号没有成对。请改好后再交来。"
            ) from error
        if str(error) == _UNCLOSED:
            raise InputInvalid(
                f"表格文件 {name!r} 第 {reader.line_num:,} 行附近的引号没有成对，分不出各行。"
                "请改好后再交来。"
            ) from error
        raise


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it. No cell can act as a formula.

    A cell that begins like one (= + - @, tab, return) and is no plain number gets a leading ',
    which makes it text to Excel, WPS and LibreOffice (OWASP, CSV injection).
    """
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    acts = cell.lstrip(" \u3000").startswith(_FORMULA_SIGNS) or cell.startswith(_FORMULA_SIGNS)
    return f"'{cell}" if acts and not _NUMBER.fullmatch(cell) else cell


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return tuple(row[:width])
