"""The tables of workbooks (XLSX) as text: each visible sheet, as it was when the file was saved."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import PurePath
from typing import TypeVar

from lxml import etree

from index.errors import ReportUnreadable
from index.reading.office_package import OfficePackage
from index.reading.sheets import MAX_CELLS, add_rows
from index.reading.source_text import DOUBTFUL, LaidOutText, SourceText
from index.reading.table_cells import FromAbove, FromLeft

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_QUOTED = re.compile(r'"([^"]*)"')
_ASIDE = re.compile(r"\[[^\]]*\]|\\.|_.|\*.")  # colours, escapes, room left
_PLACES = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?:\.(?P<decimals>[0#?]+))?")
_SCALED = re.compile(r"[0#?],+(?![0#?,])|!\.")  # shown in thousands or 万 of what is stored
_OF_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)
# The formats that every workbook knows without defining them, as Excel in Chinese has them.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    14: "y/m/d", 15: "d-m-y", 16: "m-d", 17: "y-m", 18: "h:s", 19: "h:s", 20: "h:s", 21: "h:s",
    22: "y/m/d", 27: "y-m", 28: "m-d", 29: "m-d", 30: "m-d", 31: "y-m-d", 32: "h:s", 33: "h:s",
    34: "h:s", 35: "h:s", 36: "y-m", 45: "h:s", 46: "h:s", 47: "h:s", 50: "y-m", 51: "m-d", 52: "y-m",
    53: "m-d", 54: "m-d", 55: "h:s", 56: "h:s", 57: "y-m", 58: "m-d",
}  # fmt: skip
_FIRST_DAY, _FIRST_DAY_OF_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)
_MOST_DAYS = 2_958_465  # the end of the year 9999
_T = TypeVar("_T")

_MAX_COLUMNS = 16_384
_MAX_MERGED = 20_000
_WIDEST_MERGED = 64  # columns, as in other tables
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,10})")
_IDENTITY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_SHEETS = 200


@dataclass(frozen=True, slots=True)
class Style:
    """The number format of a cell, and by how many characters its text is indented."""

    form: str = ""
    indent: int = 0


def styles_of(root: etree._Element | None) -> list[Style]:
    """The styles of a workbook's cells, by number."""
    if root is None:
        return []
    own = {_whole(f.get("numFmtId")): f.get("formatCode", "") for f in root.iter(f"{X}numFmt")}
    formats = root.find(f"{X}cellXfs")
    return [_style(cell, own) for cell in (formats if formats is not None else ())]


def shown_number(written: str, form: str, *, from_1904: bool = False) -> str | None:
    """The number as its cell shows it: 0.0561 as 0.0% is 5.6%; a day where the format is one.

    None where the format shows another number than the one stored, by a scale.
    """
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if not value.is_finite():
        return written
    section = form.split(";", 1)[0]
    literals = _QUOTED.findall(section)
    bare = _ASIDE.sub("", _QUOTED.sub("", section))
    if _OF_TIME.search(bare) and "e" not in bare.lower():
        return _day(value, bare.lower(), from_1904=from_1904)
    if _SCALED.search(_QUOTED.sub("", section)):
        return None
    percent = "%" in bare
    value = value * 100 if percent else value
    places = _PLACES.search(bare)
    if places is None or "e" in bare.lower():
        text = f"{_usual(value):f}"
    else:
        step = Decimal(1).scaleb(-len(places["decimals"] or ""))
        text = f"{value.quantize(step, ROUND_HALF_UP):{',' if ',' in bare else ''}f}"
    after = section.rfind("0") if "0" in section else section.rfind("#")
    suffix = "".join(literal for literal in literals if section.rfind(f'"{literal}"') > after)
    return text + ("%" if percent else "") + suffix.strip()


def _usual(value: Decimal) -> Decimal:
    """A number of the general format: 15 digits, as floating point holds them."""
    rounded = Decimal(f"{value:.15g}").normalize()
    return rounded if rounded != 0 else Decimal(0)


def _day(value: Decimal, form: str, *, from_1904: bool) -> str | None:
    if not 0 <= value <= _MOST_DAYS:
        return None
    day = (_FIRST_DAY_OF_MAC if from_1904 else _FIRST_DAY) + timedelta(days=float(value))
    if "y" not in form and "d" not in form:
        return f"{day:%H:%M}" if "h" in form or "s" in form else f"{day.month}月"
    parts = (
        f"{day.year}年" if "y" in form else "",
        f"{day.month}月" if "m" in form else "",
        f"{day.day}日" if "d" in form else "",
    )
    return "".join(parts)


def _style(cell: etree._Element, own: dict[int, str]) -> Style:
    number = _whole(cell.get("numFmtId"))
    alignment = cell.find(f"{X}alignment")
    indent = _whole(alignment.get("indent")) if alignment is not None else 0
    return Style(own.get(number, _BUILT_IN.get(number, "")), min(indent, 20))


def _whole(written: str | None) -> int:
    return int(written) if written and re.fullmatch(r"\d{1,9}", written) else 0


@dataclass(slots=True)
class Sheet:
    """The rows of a sheet by number, each with the texts of its cells by column; and how much of it
    was left out: hidden rows and columns, formulas without a value, errors, scaled numbers."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0
    without_value: int = 0
    errors: int = 0
    scaled: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of all sheets refer to."""

    strings: Sequence[str]
    styles: Sequence[Style]
    from_1904: bool = False


def read_sheet(content: bytes, book: Book, name: str) -> Sheet:
    """The sheet whose part is `content`, of the workbook file `name`; a merged cell in each place.

    Rows and columns that are not there cost nothing, whatever number the next one has. Raises
    ReportUnreadable where the sheet is damaged or holds more cells than any table.
    """
    reader = _Reader(book, name)
    try:
        events = etree.iterparse(
            io.BytesIO(content), tag=(f"{X}row", f"{X}col", f"{X}mergeCell"),
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        )  # fmt: skip
        for _, element in events:
            reader.take(element)
    except (etree.LxmlError, ValueError) as error:
        raise ReportUnreadable.of(name, "不是 XLSX 文件，或已损坏。") from error
    return reader.finished()


class _Reader:
    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name
        self._sheet = Sheet()
        self._hidden: set[int] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._last = 0
        self._cells = 0

    def take(self, element: etree._Element) -> None:
        if element.tag == f"{X}row":
            self._take_row(element)
        elif element.tag == f"{X}col":
            self._take_column(element)
        else:
            self._take_merged(element.get("ref", ""))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]

    def finished(self) -> Sheet:
        """The sheet, merged cells filled in and hidden columns left out."""
        for merged in self._merged:
            self._fill(*merged)
        for cells in self._sheet.rows.values():
            for column in self._hidden & cells.keys():
                del cells[column]
        return self._sheet

    def _take_row(self, row: etree._Element) -> None:
        written = row.get("r", "")
        number = int(written) if re.fullmatch(r"\d{1,10}", written) else self._last + 1
        self._last = number
        hidden = row.get("hidden") in ("1", "true")
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iterchildren(f"{X}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            text = self._text_of(cell) if column <= _MAX_COLUMNS else ""
            if text.strip():
                cells[column] = text
        if hidden:
            self._sheet.hidden_rows += bool(cells)
        elif cells:
            self._count(len(cells))
            self._sheet.rows.setdefault(number, {}).update(cells)

    def _take_column(self, column: etree._Element) -> None:
        first, last = (int(column.get(side, "0")) for side in ("min", "max"))
        if column.get("hidden") in ("1", "true") and 0 < first <= last <= _MAX_COLUMNS:
            self._hidden.update(range(first, last + 1))
            self._sheet.hidden_columns = len(self._hidden)

    def _take_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if ends[0] and ends[1] and len(self._merged) < _MAX_MERGED:
            self._merged.append(
                (int(ends[0][2]), _column(ends[0][1]), int(ends[1][2]), _column(ends[1][1]))
            )

    def _fill(self, top: int, left: int, bottom: int, right: int) -> None:
        text = self._sheet.rows.get(top, {}).get(left, "")
        if not text:
            return
        right = min(right, left + _WIDEST_MERGED)
        height = bottom - top + 1
        rows = (
            [number for number in self._sheet.rows if top <= number <= bottom]
            if height > len(self._sheet.rows)
            else [number for number in range(top, bottom + 1) if number in self._sheet.rows]
        )
        self._count(len(rows) * (right - left + 1))
        for number in rows:
            for column in range(left, right + 1):
                if column > left:
                    self._sheet.rows[number][column] = FromLeft(text)
                elif number > top:
                    self._sheet.rows[number][column] = FromAbove(text)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise ReportUnreadable.of(
                self._name, f"的表格超过 {MAX_CELLS:,} 个单元格的上限，未读取；请分成几个文件。"
            )

    def _text_of(self, cell: etree._Element) -> str:
        style = _at(self._book.styles, cell.get("s", ""), Style())
        text = self._value_of(cell, style)
        return "\u3000" * style.indent + text if style.indent and text else text

    def _value_of(self, cell: etree._Element, style: Style) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_within(cell)
        value: str | None = cell.findtext(f"{X}v")
        if not value:
            self._sheet.without_value += cell.find(f"{X}f") is not None
            return ""
        if kind == "s":
            return _at(self._book.strings, value, "")
        if kind == "e":
            self._sheet.errors += 1
            return ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind in ("str", "d"):
            return value
        shown = shown_number(value, style.form, from_1904=self._book.from_1904)
        self._sheet.scaled += shown is None
        return DOUBTFUL if shown is None else shown


def text_within(element: etree._Element) -> str:
    """The text of a string, its runs joined, without how it is pronounced."""
    return "".join(
        text.text or "" for text in element.iter(f"{X}t") if text.getparent().tag != f"{X}rPh"
    )


def _at(items: Sequence[_T], written: str, default: _T) -> _T:
    number = int(written) if re.fullmatch(r"\d{1,9}", written) else -1
    return items[number] if 0 <= number < len(items) else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def xlsx_text(raw: bytes, name: str) -> SourceText:
    """The text of the workbook `raw`: titles and notes as paragraphs, tables as sentences.

    A formula is what it came to when the file was saved. What is hidden is left out, and so are
    formulas without a value; a doubt says so. Raises ReportUnreadable where it is no XLSX file, is
    damaged or encrypted, holds macros, is too large, or has no cell with text.
    """
    package = OfficePackage(raw, name, kind="XLSX", program="Excel", main="xl/workbook.xml")
    strings = package.part("sharedStrings")
    properties = package.document.find(f"{X}workbookPr")
    book = Book(
        strings=[text_within(item) for item in strings] if strings is not None else [],
        styles=styles_of(package.part("styles")),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )
    paths = package.parts("worksheet")
    shown = [sheet for sheet in _sheets(package) if sheet.get("state", "visible") == "visible"]
    text = LaidOutText()
    text.add_title(PurePath(name).stem)
    read: list[tuple[str, Sheet]] = []
    for entry in shown:
        path = paths.get(entry.get(_IDENTITY, ""))
        if path is None:
            continue
        sheet = read_sheet(package.content(path), book, name)
        read.append((entry.get("name", ""), sheet))
        if sheet.rows:
            if len(shown) > 1:
                text.add_paragraph(entry.get("name", ""), heading_level=1)
            add_rows(text, sheet.rows)
    hidden = len(list(_sheets(package))) - len(shown)
    return text.source_text(name, doubts=tuple(_doubts(read, hidden)))


def _sheets(package: OfficePackage) -> list[etree._Element]:
    sheets = list(package.document.iter(f"{X}sheet"))
    if len(sheets) > _MAX_SHEETS:
        raise ReportUnreadable.of(
            package.name, f"有 {len(sheets):,} 个工作表，超过 {_MAX_SHEETS} 个的上限，未读取。"
        )
    return sheets


def _doubts(read: list[tuple[str, Sheet]], hidden: int) -> Iterator[str]:
    if hidden:
        yield f"有 {hidden} 个隐藏的工作表，未读取。"
    for title, sheet in read:
        for count, what in (
            (sheet.hidden_rows, "行隐藏，未读取"),
            (sheet.hidden_columns, "列隐藏，未读取"),
            (sheet.without_value, "个公式没有保存结果，未读取"),
            (sheet.errors, "个单元格是错误值，未读取"),
            (sheet.scaled, "个数字按比例缩放显示，未读取"),
        ):
            if count:
                yield f"工作表“{title}”中有 {count} {what}。"
