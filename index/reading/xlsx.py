"""The tables of workbooks (XLSX) as text: each visible sheet, as it was when the file was saved."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from index.errors import ReportUnreadable
from index.reading.layout import LaidOutText
from index.reading.office_package import OfficePackage
from index.reading.sheets import add_rows, title_of_file
from index.reading.source_text import SourceText
from index.reading.xlsx_sheet import Book, Sheet, read_sheet, text_within
from index.reading.xlsx_values import X, styles_of

_IDENTITY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_SHEETS = 200


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
    text.add_title(title_of_file(name))
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
        raise ReportUnreadable(
            f"文件 {package.name!r} 有 {len(sheets):,} 个工作表，超过 {_MAX_SHEETS} 个的上限，未读取。"
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
