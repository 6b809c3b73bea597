"""A file is read as what it holds, whatever its ending says; what no reader takes is reported by name."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReportUnreadable
from index.reading.files import source_text
from tests.index.reading.documents import changed, report
from tests.index.reading.pages import trs

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SENTENCE = "生产总值完成189.3亿元，增长5.5%。"


@pytest.mark.parametrize(
    "name", ["a.docx", "a.txt", "a.doc", "a.html", "a.wps", "a", "报 告（终稿）.TXT"]
)
def test_a_word_file_is_read_whatever_its_ending(name: str) -> None:
    assert source_text(report(SENTENCE), name).text == SENTENCE + "\n"


@pytest.mark.parametrize(
    "name", ["a.html", "a.htm", "a.shtml", "a.doc", "a.txt", "a.docx", "a.xls"]
)
def test_a_page_is_read_whatever_its_ending(name: str) -> None:
    assert SENTENCE in source_text(trs("报告", (SENTENCE, SENTENCE)), name).text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx", "a.html", "a.pdf"])
def test_plain_text_is_read_whatever_its_ending(name: str) -> None:
    assert source_text(SENTENCE.encode("gb18030"), name).text == SENTENCE


def test_text_that_only_names_an_element_is_no_page() -> None:
    for text in ("# 说明\n\n小于号写作 <，a<b。\n", "网页以 <html> 开头，<body> 在后。\n"):
        assert source_text(text.encode(), "a.md").text == text


def test_a_page_with_a_mark_a_declaration_or_a_comment_before_it_is_a_page() -> None:
    page = f"<html><body><p>{SENTENCE}</p></body></html>"
    for before in ("\ufeff", "\n ", '<?xml version="1.0"?>\n', "<!-- saved from url=(0022) -->\n"):
        assert source_text((before + page).encode(), "a.txt").text == SENTENCE + "\n"
    assert source_text(page.encode("utf-16"), "a.txt").text == SENTENCE + "\n"


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def _encrypted_zip() -> bytes:
    raw = bytearray(report(SENTENCE))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        start = archive.start_dir
    position = start
    while (position := bytes(raw).find(b"PK\x01\x02", position)) >= 0:
        raw[position + 8] |= 1
        position += 4
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "另存为 DOCX"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
        (OLE, "另存为 DOCX"),
        (b"{\\rtf1\\ansi }", "RTF"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
        (_zip("[Content_Types].xml", "xl/workbook.bin"), "Excel"),
        (_zip("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
        (_zip("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (_zip("mimetype", "content.xml"), "OpenDocument"),
        (_zip("报告.docx"), "压缩包"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"MZ\x90\x00\x03", "程序"),
        (_encrypted_zip(), "加密"),
        (changed(report(SENTENCE), lambda _, c: c, word__vbaProject_dot_bin=b"x"), "宏"),
        (report(SENTENCE)[:2000], "损坏"),
        (b"", "空"),
        (b" \r\n\t", "空"),
        ("﻿  \n".encode(), "空"),
    ],
)
def test_what_no_reader_takes_is_reported_with_its_name(raw: bytes, expected: str) -> None:
    with pytest.raises(ReportUnreadable, match=expected) as caught:
        source_text(raw, "坏 文件.docx")
    message = str(caught.value)
    assert "坏 文件.docx" in message and message.endswith("。") and "\n" not in message
