"""Answered tables as files, CSV or XLSX by their ending; a file is replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import AssistantError, InputInvalid
from assistant.staff.batch import COLUMNS, WIDE_COLUMNS
from assistant.staff.csv_files import csv_bytes
from assistant.staff.tables import QUESTION_COLUMN, Table, text_of

ENDINGS = (".csv", ".xlsx")


class ResultUnwritable(AssistantError):
    """The file of results cannot be replaced."""


def table_bytes(table: Table, ending: str, *, added: int = len(COLUMNS)) -> bytes:
    """`table` as a file of that ending, its last `added` columns marked as ours."""
    rows = [*table.above, table.header, *table.rows]
    if ending == ".csv":
        return csv_bytes([text_of(cell) for cell in row] for row in rows)
    # Imported here: a CSV file need not wait for it.
    from assistant.staff.spreadsheets import xlsx_bytes

    wide = (*WIDE_COLUMNS, QUESTION_COLUMN)
    return xlsx_bytes(rows, header_at=len(table.above), added=added, wide=wide)


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
