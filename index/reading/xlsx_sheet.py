"""A sheet of a workbook, read once from its first row to its last: only what is there, in any size."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from index.errors import ReportUnreadable
from index.reading.source_text import DOUBTFUL
from index.reading.table_cells import FromAbove, FromLeft
from index.reading.xlsx_values import Style, X, shown_number

_T = TypeVar("_T")

MAX_CELLS = 200_000
_MAX_COLUMNS = 16_384
_MAX_MERGED = 20_000
_WIDEST_MERGED = 64  # columns, as in other tables
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,10})")


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
        raise ReportUnreadable(f"文件 {name!r} 不是 XLSX 文件，或已损坏。") from error
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
            raise ReportUnreadable(
                f"文件 {self._name!r} 的表格超过 {MAX_CELLS:,} 个单元格的上限，未读取；请分成几个文件。"
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
