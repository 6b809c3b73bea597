"""Small workbooks as offices send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

Rows = Sequence[Sequence[object]]


def workbook(rows: Rows, change: Callable[[Any], None] = lambda page: None) -> bytes:
    """An XLSX file of one sheet, `change` made to it before it is saved."""
    return of_sheets({"来信": rows}, lambda book: change(book.active))


def of_sheets(sheets: dict[str, Rows], change: Callable[[Any], None] = lambda book: None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.active = 0
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def opened(raw: bytes) -> Any:
    """The first sheet of an XLSX file."""
    return load_workbook(io.BytesIO(raw)).active


def with_part(raw: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The file with one of its parts edited: what openpyxl itself would not write."""
    saved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as before,
        zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.namelist():
            content = before.read(entry)
            after.writestr(entry, edit(content) if entry == name else content)
    return saved.getvalue()
