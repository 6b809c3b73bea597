"""XLSX and XLSM workbooks, read and written; the only file that knows openpyxl.

Read twice, one row at a time: the values of formulas as saved, and the formulas. Nothing in a workbook
is computed or run, and no macro is kept.
"""

from __future__ import annotations

import io
import itertools
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser

from assistant.errors import InputInvalid
from assistant.question.characters import printable
from assistant.staff.cells import Cell, Row, Value, text_of

_MAX_UNPACKED = 200 * 1024 * 1024  # bytes; a small file can unpack to any size
_MOST_IN_CELL = 32_767  # characters that Excel takes
_WIDEST, _NARROWEST = 60, 8  # of a column, in half-width characters
_ROWS_MEASURED = 200
_LAST_ROW = 1_048_576  # of a sheet
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, NotImplementedError, RuntimeError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError, SyntaxError),
)
"""What openpyxl raises for a file that is no workbook; it has no exception class for this."""


def sheets(raw: bytes, name: str, sheet: str = "") -> Iterator[tuple[str, Iterator[Row]]]:
    """The title and the rows of each visible sheet, or of `sheet` alone, read one by one.

    A formula cell has its saved value, or the formula where there is none. Of merged cells the first
    has the value. Raises InputInvalid for a file that is no workbook, too large or without `sheet`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise InputInvalid(f"表格文件 {name!r} 解压后有 {unpacked:,} 字节，过大。")
        values, formulas = (
            load_workbook(io.BytesIO(raw), read_only=True, data_only=data_only, keep_links=False)
            for data_only in (True, False)
        )
    except _DAMAGE as error:
        raise InputInvalid(f"文件 {name!r} 不是电子表格，或已损坏。") from error
    titles = [each.title for each in values.worksheets if each.sheet_state == "visible"]
    if sheet and sheet not in titles:
        raise InputInvalid(f"表格文件 {name!r} 没有工作表 {sheet!r}，只有：{'、'.join(titles)}。")
    for title in [sheet] if sheet else titles:
        yield title, _rows(values[title], formulas[title], name)


def xlsx_bytes(rows: Sequence[Row], *, header_at: int, added: int, wide: Sequence[str]) -> bytes:
    """A workbook of one sheet; row `header_at` is frozen, its last `added` columns are marked.

    Columns headed as in `wide` are wide at once. No cell can act as a formula: each is written as
    text, with Excel's own mark for it.
    """
    book = Workbook()
    page = book.active
    page.title = "答复"
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row, start=1):
            _write(page.cell(number, at), cell)
    header = rows[header_at]
    edge = Side(style="thin", color="C9BFB6")
    for at, cell in enumerate(page[header_at + 1]):
        cell.font = Font(bold=True)
        colour = "F6DEDB" if at >= len(header) - added else "EFEAE4"
        cell.fill = PatternFill("solid", start_color=colour)
        cell.border = Border(bottom=edge)
    for at, name in enumerate(map(text_of, header)):
        width = _WIDEST if name in wide else _width(rows[header_at:], at)
        page.column_dimensions[get_column_letter(at + 1)].width = width
    page.freeze_panes = page.cell(header_at + 2, 1)
    page.auto_filter.ref = (
        f"A{header_at + 1}:{get_column_letter(len(header))}{max(len(rows), header_at + 1)}"
    )
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header_at + 1}:{header_at + 1}"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _rows(values: Any, formulas: Any, name: str) -> Iterator[Row]:
    """The rows, without empty cells at their ends; a row that the file leaves out is empty."""
    expected = 1
    try:
        for cells, of_formulas in zip(_written(values), _written(formulas), strict=True):
            number, row = cells
            if not expected <= number <= _LAST_ROW:
                raise InputInvalid(
                    f"表格文件 {name!r} 的行号不对（{number:,}），请在 Excel 或 WPS 中另存后再交来。"
                )
            yield from itertools.repeat((), number - expected)
            yield _row(row, of_formulas[1])
            expected = number + 1
    except _DAMAGE as error:
        raise InputInvalid(f"文件 {name!r} 已损坏，读到一半读不下去。") from error


def _written(sheet: Any) -> Iterator[tuple[int, Mapping[int, ReadOnlyCell]]]:
    """The rows that the file holds, each with its number and its cells by their columns.

    openpyxl itself makes all rows and cells in between, as many as a file claims to have.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, {cell["column"]: ReadOnlyCell(sheet, **cell) for cell in cells}


def _row(cells: Mapping[int, ReadOnlyCell], formulas: Mapping[int, ReadOnlyCell]) -> Row:
    row = {at: _cell(cell, formulas[at]) for at, cell in cells.items()}
    last = max((at for at, cell in row.items() if text_of(cell).strip()), default=0)
    return tuple(row.get(at, "") for at in range(1, last + 1))


def _cell(cell: Any, of_formula: Any) -> Cell:
    value = cell.value
    if value is None:
        formula = of_formula.value
        return "" if formula is None else str(getattr(formula, "text", formula))
    if isinstance(value, str):
        return value
    return Value(value, cell.number_format, _as_text(value, cell.number_format))


def _as_text(value: int | float | datetime | date | time | timedelta, form: str) -> str:
    """A number or a day as a person reads it in the sheet."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if "%" in form:
            return f"{value * 100:.10g}%"
        return str(int(value)) if float(value).is_integer() else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _write(target: Any, cell: Cell) -> None:
    target.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(cell, Value):
        target.value, target.number_format = cell.value, cell.form
        return
    text = printable(cell)
    if not text:
        return
    if len(text) > _MOST_IN_CELL:
        note = f"……（共 {len(text):,} 字，超过单元格的上限，其余略去）"
        text = text[: _MOST_IN_CELL - len(note)] + note
    target.value = text
    target.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    target.number_format = "@"
    target.quotePrefix = True


def _width(rows: Sequence[Row], at: int) -> float:
    lines = (
        line for row in rows[:_ROWS_MEASURED] for line in text_of(row[at]).splitlines() or ("",)
    )
    longest = max(
        sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line[:_WIDEST])
        for line in lines
    )
    return min(_WIDEST, max(_NARROWEST, longest + 3))
