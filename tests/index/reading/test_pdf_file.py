"""What is read from a PDF depends on the file alone, not on the fonts of the machine."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from index.reading.page import Glyph
from index.reading.pdf import pdf_text
from index.reading.pdf_file import PdfFile
from tests.index.reading.typesetting import FONT, Setting, pdf_of, set_lines, set_pdf

_REPORT = [
    "一、主要工作",
    "（一）工业经济稳中向好",
    "规模以上工业增加值增长8.6%，新增规上企业37家，完成技改投资21.4亿元，综合能耗下降2.9%。" * 3,
    "（二）就业形势总体稳定",
    "城镇新增就业6,120人，农村劳动力转移就业1.35万人，发放稳岗补贴430.5万元，惠及企业218家。" * 3,
] * 4
_WITH_FONTS_OF_THE_MACHINE = """
import sys
import pypdfium2.raw as pdfium
from index.reading import pdf_file
from index.reading.pdf import pdf_text
if sys.argv[1] == "with":
    pdf_file.shut_out_fonts = lambda: pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())
sys.stdout.buffer.write(pdf_text(sys.stdin.buffer.read(), "a.pdf").text.encode())
"""


def one_line(font: bytes, text: bytes = b"189.3") -> bytes:
    content = b"BT /F1 10 Tf 72 700 Td (%s) Tj ET" % text
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        font,
    )


def glyphs(raw: bytes) -> tuple[Glyph, ...]:
    return PdfFile(raw, "a.pdf").page(1).page.glyphs


@pytest.mark.parametrize("name", [b"DejaVuSansMono", b"SimSun", b"NoSuchFont-Bold"])
def test_an_advance_is_the_width_in_the_file(name: bytes) -> None:
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding"
        b"/FirstChar 46/LastChar 57/Widths[250 500 600 600 600 600 600 600 600 600 600 650]>>"
    ) % name
    read = glyphs(one_line(font))
    assert "".join(glyph.text for glyph in read) == "189.3"
    assert [round(glyph.x1 - glyph.x0, 2) for glyph in read] == [6.0, 6.0, 6.5, 2.5, 6.0]


def test_a_font_that_is_not_in_the_file_is_the_same_whether_the_machine_has_it_or_not() -> None:
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding>>"
    here, nowhere = (glyphs(one_line(font % name)) for name in (b"DejaVuSans", b"NoSuchSans"))
    assert here == nowhere


@pytest.mark.parametrize(
    "turn", [b"1 0 0 1 72 700", b"0 1 -1 0 300 100", b"0 -1 1 0 300 700", b"-1 0 0 -1 500 700"]
)
def test_an_advance_is_the_same_whichever_way_the_text_lies(turn: bytes) -> None:
    content = b"BT /F1 10 Tf %s Tm <4ECA5E74> Tj 0 -20 Td <589E957F> Tj ET" % turn
    raw = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120"
        b"/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>",
    )
    read = sorted(glyphs(raw), key=lambda glyph: (round(glyph.y), glyph.x0))
    assert "".join(glyph.text for glyph in read) == "今年增长"
    assert [round(glyph.x1 - glyph.x0, 1) for glyph in read] == [10.0] * 4


def test_text_set_tighter_than_its_font_does_not_overlap() -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    read = glyphs(one_line(font, b"189) Tj -3 Tc (189"))
    assert all(one.x1 <= other.x0 + 0.01 for one, other in pairwise(read))


@pytest.mark.parametrize(
    "raw",
    [
        set_pdf(_REPORT, Setting(turned_content=(1, 2))),
        set_pdf(_REPORT, Setting(turned=(1,), columns=2, size=10.5)),
        set_pdf(_REPORT, Setting(header="工作报告 第#页", notes=("①快报数。",))),
        set_lines([(96, 100, 12, "产量35 m"), (96 + 49, 95, 6, "3"), (96, 120, 12, "增1,100户。")]),
    ],
    ids=["on its side", "columns", "header and notes", "raised"],
)
def test_the_text_is_the_same_with_and_without_the_fonts_of_the_machine(raw: bytes) -> None:
    read = [
        subprocess.run(
            [sys.executable, "-c", _WITH_FONTS_OF_THE_MACHINE, which],
            input=raw, capture_output=True, check=True, cwd=Path(__file__).parents[3],
        ).stdout.decode()
        for which in ("with", "without")
    ]  # fmt: skip
    assert read[0] == read[1] == pdf_text(raw, "a.pdf").text


@pytest.mark.parametrize("turned", [False, True])
def test_characters_that_are_set_one_by_one_are_read(turned: bool) -> None:
    text = "全县生产总值完成189.3亿元，同比增长5.5%，新增就业2150人。"
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    if turned:
        canvas.translate(595, 0)
        canvas.rotate(90)
    canvas.setFont(FONT, 12)
    for place, character in enumerate(text):
        canvas.drawString(60 + pdfmetrics.stringWidth(text[:place], FONT, 12), 300, character)
    canvas.save()
    assert pdf_text(file.getvalue(), "a.pdf").text == f"{text}\n"
