"""Scans and pictures of pages, read by recognition."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from index.errors import ReportUnreadable
from index.figures.quantities import parse_quantities
from index.reading.files import source_text
from index.reading.scan import Character, glyphs_of_line, scan_text
from index.reports.reader import read_reports
from tests.index.reading.scanning import file_of, needs_recogniser, pictures, scanned
from tests.index.reading.typesetting import Setting, set_lines, set_pdf

_TEXT = [
    "一、2024年工作回顾",
    "全年生产总值完成189.3亿元，同比增长5.5%；新增城镇就业1.92万人，建成农村公路350公里。",
]


def picture(size: float = 16) -> Image.Image:
    """The upper part of a page: a quick test needs no more."""
    (page,) = pictures(set_pdf(_TEXT, Setting(size=size)), dpi=150)
    return page.crop((0, 0, page.width, 420))


def paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


@needs_recogniser
@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("PNG", "png"),
        pytest.param("JPEG", "JPG", marks=pytest.mark.slow),
        pytest.param("TIFF", "tif", marks=pytest.mark.slow),
    ],
)
def test_a_picture_of_a_page_is_a_report_that_says_so(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    file = tmp_path / f"2025年青山县政府工作报告.{suffix}"
    file.write_bytes(file_of([picture()], kind))
    (report,) = read_reports(file)
    assert paragraphs(report.text) == _TEXT
    assert report.recognised
    assert any("扫描件" in doubt for doubt in report.doubts)
    assert [heading.text for heading in report.headings] == [_TEXT[0]]


@needs_recogniser
@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_picture_the_wrong_way_up_is_turned(degrees: int) -> None:
    turned = picture().rotate(degrees, expand=True)
    assert paragraphs(source_text(file_of([turned], "PNG"), "扫描.png").text) == _TEXT


@needs_recogniser
@pytest.mark.slow
def test_only_the_scanned_pages_of_a_pdf_are_recognised() -> None:
    mixed = pypdfium2.PdfDocument.new()
    scan = file_of([scanned(*pictures(set_pdf(_TEXT)), seed=1)], "PDF", resolution=200)
    for raw in (set_lines([(72.0, 100.0, 12.0, "第一页O0l1。")]), scan):
        mixed.import_pages(pypdfium2.PdfDocument(raw))
    out = io.BytesIO()
    mixed.save(out)
    read = source_text(out.getvalue(), "报告.pdf")
    assert paragraphs(read.text) == ["第一页O0l1。", *_TEXT]
    assert read.recognised
    assert read.text[read.pages[1] :].startswith("一、")


@pytest.mark.parametrize(
    ("doubted", "expected"),
    [
        ("", "完成189.3亿元增长5%"),
        ("9", "完成□元增长5%"),
        (".", "完成□元增长5%"),
        ("亿", "完成□元增长5%"),
        ("%", "完成189.3亿元增长□"),
        ("成", "完成189.3亿元增长5%"),
    ],
)
def test_a_figure_read_with_doubt_is_not_given(doubted: str, expected: str) -> None:
    line = [
        Character(text, 0.5 if text == doubted else 1.0, (10.0 * at, 0.0, 10.0 * at + 10, 20.0))
        for at, text in enumerate("完成189.3亿元增长5%")
    ]
    assert "".join(glyph.text for glyph in glyphs_of_line(line, 1.0)) == expected
    assert not parse_quantities("□")


def test_the_dash_of_a_range_is_not_taken_for_a_one() -> None:
    line = [
        Character(text, 1.0, (10.0 * at, 0.0, 10.0 * at + 10, 20.0))
        for at, text in enumerate("提高3一5个百分点，新增1一2家，一定")
    ]
    found = "".join(glyph.text for glyph in glyphs_of_line(line, 1.0))
    assert found == "提高3—5个百分点，新增1—2家，一定"


def test_what_is_no_picture_is_named() -> None:
    with pytest.raises(ReportUnreadable, match=r"'扫描.png' 不是 PNG"):
        scan_text(b"no picture", "扫描.png")


def test_a_cut_off_picture_is_named() -> None:
    raw = file_of([Image.effect_noise((400, 400), 90)], "PNG")
    with pytest.raises(ReportUnreadable, match=r"'扫描.png' 已损坏或不完整"):
        source_text(raw[: len(raw) // 2], "扫描.png")


def test_a_picture_that_unpacks_to_more_than_any_page_is_named_unread() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    with pytest.raises(ReportUnreadable, match=r"'炸弹.png' 的图像尺寸过大|'炸弹.png' 中的图像有"):
        source_text(raw, "炸弹.png")


def test_a_picture_without_text_is_named() -> None:
    blank = file_of([Image.new("L", (600, 800), 255)], "PNG")
    with pytest.raises(ReportUnreadable, match="没有认出文字"):
        source_text(blank, "白纸.png")


def test_a_picture_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(ReportUnreadable, match=r"pip install .*\[ocr\]"):
        scan_text(file_of([Image.new("L", (60, 80), 255)], "PNG"), "扫描.png")
