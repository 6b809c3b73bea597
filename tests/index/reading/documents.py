"""Small Word files made for the tests, by python-docx and by hand where it has no call."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

INDICATORS = (
    ("指标", "单位", "2025年", "2026年目标"),
    ("地区生产总值", "亿元", "189.3", "增长6%"),
    ("规模以上工业增加值增速", "%", "15.2", "8左右"),
    ("社会消费品零售总额", "亿元", "79.38", "—"),
    ("一般公共预算收入", "亿元", "10.06", "增长3%以上"),
)


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def report(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def with_body(xml: str) -> bytes:
    """A document whose body is `xml`, in which `w:` is the prefix of WordprocessingML."""
    document = Document()
    body = document.element.body
    for child in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        body.insert(len(body) - 1, child)
    return saved(document)


def changed(raw: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The package with each part as `change(name, content)` gives it, and `added` beside them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry.filename))
            if content is not None:
                new.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
        for name, content in added.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()
