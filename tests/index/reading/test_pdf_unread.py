"""Glyphs whose character a PDF does not tell: a figure with one is withheld and the page named."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index.reading.page import withheld
from index.reading.pdf import pdf_text
from index.reading.source_text import SourceText
from index.reports.reader import read_reports
from tests.index.reading.typesetting import pdf_of


@pytest.fixture(autouse=True)
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)


def _pdf(*pieces: str) -> bytes:
    """A line of pieces: those of digits and signs in a font that maps no characters, a glyph each."""
    x = 72.0
    content = "BT "
    for piece in pieces:
        unsupported_words = piece[0] in "0123456789.,%\x01"
        codes = "".join(f"{ord(sign) - (16 if unsupported_words else 0):04X}" for sign in piece)
        content += f"/{'F2' if unsupported_words else 'F1'} 12 Tf 1 0 0 1 {x} 700 Tm <{codes}> Tj "
        x += 12 * len(piece)
    stream = f"{content}ET".encode()
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120"
        b"/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Subset/Encoding/Identity-H"
        b"/DescendantFonts[9 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Subset/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
    )


def _read(*pieces: str) -> SourceText:
    return pdf_text(_pdf(*pieces), "报告.pdf")


_BEFORE = "各位代表：全县各部门深入贯彻各项部署，经济运行稳中向好，社会大局和谐稳定。"


def test_a_figure_of_unread_digits_is_withheld_whole_with_its_scale() -> None:
    read = _read(
        _BEFORE + "地区生产总值", "88.6", "亿元，增长", "6.4", "，新增就业", "2150", "人。"
    )
    assert read.text == _BEFORE + "地区生产总值□元，增长□，新增就业□人。\n"


def test_an_unread_glyph_whose_number_is_that_of_a_digit_is_no_digit() -> None:
    raw = _pdf(_BEFORE + "粮食产量", "5", "万吨。").replace(b"<0025>", b"<0035>")
    assert b"<0035>" in raw  # glyph 53, which would read as the character 5
    read = pdf_text(raw, "报告.pdf")
    assert "粮食产量□吨" in read.text


def test_the_page_is_named_as_doubtful_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "index.reading.apart.text_read_apart", lambda _, raw, name: pdf_text(raw, name)
    )
    file = tmp_path / "青山县2025年政府工作报告.pdf"
    file.write_bytes(_pdf(_BEFORE + "地区生产总值", "88.6", "亿元。"))
    (report,) = read_reports(file)
    (doubt,) = [doubt for doubt in report.doubts if "没有读出" in doubt]
    assert doubt.startswith("第 1 页有没有读出的字符") and "pip install" in doubt
    assert not report.recognised


def test_a_page_with_all_its_characters_has_no_doubt() -> None:
    read = _read(_BEFORE + "地区生产总值达到八十八亿元。")
    assert (read.doubts, "□" in read.text) == ((), False)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("产值8\ufffd.6亿元", "产值□元"), ("产值\ufffd\ufffd亿元", "产值□元"), ("增长\ufffd%。", "增长□。"),
        ("产值1,\ufffd00.5万元，增5户", "产值□元，增5户"), ("3\ue031万人", "□人"), ("\uf06c 经济平稳", "经济平稳"),
        ("\ufffd一、总体情况", "一、总体情况"), ("增长6.4%", "增长6.4%"), ("平\ufffd发展", "平□发展"),
        ("5人、\ufffd人", "5人、□人"),
    ],
)  # fmt: skip
def test_what_was_not_read_takes_its_whole_figure_along(line: str, expected: str) -> None:
    assert withheld(line) == expected
