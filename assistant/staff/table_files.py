"""Answered tables as files, CSV or XLSX by their ending; a file is replaced completely or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.errors import AssistantError, InputInvalid
from assistant.question.characters import printable
from assistant.staff.batch import COLUMNS, WIDE_COLUMNS
from assistant.staff.cells import text_of
from assistant.staff.tables import QUESTION_COLUMN, Table

ENDINGS = (".csv", ".xlsx")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")


class ResultUnwritable(AssistantError):
    """The file of results cannot be replaced."""


def table_bytes(table: Table, ending: str, *, added: int = len(COLUMNS)) -> bytes:
    """`table` as a file of that ending, its last `added` columns marked as ours."""
    rows = [*table.above, table.header, *table.rows]
    if ending == ".csv":
        return csv_bytes([text_of(cell) for cell in row] for row in rows)
    # Imported here: a CSV file does not need it.
    from assistant.staff.spreadsheets import xlsx_bytes

    wide = (*WIDE_COLUMNS, QUESTION_COLUMN)
    return xlsx_bytes(rows, header_at=len(table.above), added=added, wide=wide)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it. No cell can act as a formula.

    A cell that begins like one (= + - @, tab, return) and is no plain number gets a leading ',
    which makes it text to Excel, WPS and LibreOffice (OWASP, CSV injection).
    """
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_harmless(printable(cell)) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    acts = cell.lstrip(" \u3000").startswith(_FORMULA_SIGNS) or cell.startswith(_FORMULA_SIGNS)
    return f"'{cell}" if acts and not _NUMBER.fullmatch(cell) else cell


def check_place(out: Path, source: Path) -> None:
    """Raises InputInvalid where results could not be written to `out` when all is done."""
    if out.suffix.lower() not in ENDINGS:
        raise InputInvalid(f"结果文件 {str(out)!r} 的名称须以 .xlsx 或 .csv 结尾。")
    if out.is_dir() or not out.parent.is_dir():
        raise InputInvalid(f"无法写入结果文件 {str(out)!r}：目录不存在，或它本身是目录。")
    if out.exists() and out.samefile(source):
        raise InputInvalid(f"结果文件 {str(out)!r} 就是输入的表格，请换一个名称。")


def replace_file(path: Path, content: bytes) -> None:
    """`content` in place of what is at `path`, in one step. Raises ResultUnwritable."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ResultUnwritable(
            f"无法写入结果文件 {str(path)!r}：{error.strerror}。它可能正在别处打开，或磁盘已满。"
        ) from error
