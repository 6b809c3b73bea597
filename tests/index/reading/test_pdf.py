"""PDF files that are no plain text: damaged, locked, too large, or made to do harm."""

from __future__ import annotations

import sys
import time
import zlib
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from index.errors import ReportUnreadable
from index.reading.apart import text_read_apart
from index.reading.files import source_text
from index.reading.pdf import pdf_text
from index.reports.reader import read_reports
from tests.index.reading.typesetting import Setting, pdf_of, set_lines, set_pdf

_LINE = [(72.0, 100.0, 12.0, "全年生产总值完成189.3亿元。")]


def refusal(raw: bytes, name: str = "报告.pdf") -> str:
    with pytest.raises(ReportUnreadable) as caught:
        source_text(raw, name)
    assert repr(name) in str(caught.value)
    return str(caught.value)


def locked(password: str) -> bytes:
    canvas = Canvas(
        "报告.pdf", encrypt=StandardEncryption(password, ownerPassword="主", strength=128)
    )
    canvas.drawString(72, 700, "189.3")
    return bytes(canvas.getpdfdata())


def test_a_pdf_is_a_report_with_pages(tmp_path: Path) -> None:
    file = tmp_path / "2025年青山县政府工作报告.pdf"
    file.write_bytes(set_pdf(["一、2024年工作回顾", "生产总值增长6%。" * 400]))
    (report,) = read_reports(file)
    assert [heading.text for heading in report.headings] == ["一、2024年工作回顾"]
    assert [number for _, number in report.pages] == [1, 2, 3]
    assert not report.recognised


def test_what_is_no_pdf_is_named() -> None:
    with pytest.raises(ReportUnreadable, match=r"'报告.pdf' 不是 PDF"):
        pdf_text(b"PK\x03\x04 no pdf at all", "报告.pdf")


def test_an_empty_file_is_named() -> None:
    assert "空" in refusal(b"")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_cut_off_pdf_is_named_and_never_read_in_part(kept: float) -> None:
    raw = set_pdf(["生产总值增长6%。" * 500])
    assert "不完整" in refusal(raw[: int(kept * len(raw))])


def test_a_damaged_pdf_is_named() -> None:
    assert "损坏" in refusal(b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n")


def test_a_pdf_with_a_password_is_named() -> None:
    assert "密码" in refusal(locked("secret"))


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert "189.3" in source_text(locked(""), "报告.pdf").text


def test_a_pdf_without_pages_of_text_is_named() -> None:
    assert "没有文字" in refusal(set_lines([], []))


def test_a_scan_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    raw = pdf_of(*_pages_with_picture(100, 100, zlib.compress(bytes(100 * 13))))
    with pytest.raises(ReportUnreadable, match=r"'报告.pdf' 的第 1 页是扫描件.*pip install"):
        pdf_text(raw, "报告.pdf")


def test_a_picture_of_absurd_dimensions_is_never_unpacked() -> None:
    picture = zlib.compress(bytes(200_000_000 // 8))
    raw = pdf_of(*_pages_with_picture(200_000, 100_000, picture))
    assert "像素" in refusal(raw)


def test_a_page_of_absurd_dimensions_is_read_all_the_same() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (189.3) Tj ET"
    raw = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900000 900000]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    assert "189.3" in source_text(raw, "报告.pdf").text


@pytest.mark.parametrize(
    "action",
    [
        b"<</S/JavaScript/JS(app.launchURL\\('file:///%s'\\); app.alert\\('x'\\);)>>",
        b"<</S/Launch/F(/usr/bin/touch)/Win<</F(cmd.exe)/P(%s)>>/Unix<</F(touch)/P(%s)>>>>",
        b"<</S/URI/URI(http://192.0.2.1/%s)>>",
    ],
)
def test_nothing_that_a_pdf_would_do_is_done(tmp_path: Path, action: bytes) -> None:
    trace = tmp_path / "trace"
    action = action.replace(b"%s", str(trace).encode())
    content = b"BT /F1 12 Tf 72 700 Td (GDP 189.3) Tj ET"
    raw = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/AA<</WC 6 0 R>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/AA<</O 6 0 R>>"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        action,
    )
    assert source_text(raw, "报告.pdf").text == "GDP 189.3\n"
    assert not trace.exists()


def test_text_that_nobody_sees_is_not_read() -> None:
    content = (
        b"BT /F1 12 Tf 72 700 Td (189.3) Tj 3 Tr 0 -20 Td (999.9) Tj 0 Tr 2000 0 Td (777.7) Tj ET"
    )
    raw = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    assert source_text(raw, "报告.pdf").text == "189.3\n"


def test_pages_that_refer_to_themselves_end() -> None:
    raw = pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")
    refusal(raw)


@pytest.mark.slow
def test_five_hundred_pages_are_read_in_seconds() -> None:
    raw = set_lines(
        *[[(72.0, 80.0 + 20 * row, 12.0, "生产总值增长6%，" * 5) for row in range(35)]] * 500
    )
    started = time.process_time()
    assert len(pdf_text(raw, "报告.pdf").pages) == 500
    assert time.process_time() - started < 60


def test_too_many_pages_are_named() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    kids = b" ".join(b"3 0 R" for _ in range(2001))
    raw = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 2001>>" % kids, page
    )
    assert "2000 页的上限" in refusal(raw)


def test_a_reader_that_does_not_end_is_ended() -> None:
    with pytest.raises(ReportUnreadable, match=r"'报告.pdf' 读了 0 秒还没有读完"):
        text_read_apart("pdf", set_pdf(["生产总值增长6%。"], Setting()), "报告.pdf", seconds=0.01)


def _pages_with_picture(width: int, height: int, data: bytes) -> tuple[bytes, ...]:
    content = b"q 595 0 0 842 0 0 cm /X Do Q"
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(data), data),
    )
