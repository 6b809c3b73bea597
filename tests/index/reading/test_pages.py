"""The text layer of PDFs, read by its layout."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from index.reading.pdf import pdf_text
from index.reading.source_text import SourceText
from tests.index.reading.typesetting import FONT, Setting, set_lines, set_pdf

_REPORT = [
    "一、2024年工作回顾",
    "（一）经济平稳增长",
    *(
        f"第{number}件实事：全年生产总值完成{number}89.3亿元，同比增长{number}.5%；一般公共预算收入"
        f"完成{number},100.9亿元，新增城镇就业{number}2345人，建成农村公路{number}50公里，"
        f"改造老旧小区{number}6个，惠及居民{number}.92万户，森林覆盖率达到4{number}.6%。"
        for number in range(1, 10)
    ),
    "二、2025年主要目标",
    "地区生产总值增长6%左右，城镇新增就业3000人以上。",
] * 3


def paragraphs(source: SourceText) -> list[str]:
    return source.text.strip().split("\n\n")


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("size", [9.0, 12.0])
def test_the_paragraphs_are_those_of_the_report_however_many_columns(
    columns: int, size: float
) -> None:
    read = pdf_text(set_pdf(_REPORT, Setting(columns=columns, size=size)), "报告.pdf")
    assert paragraphs(read) == _REPORT


def test_headers_footers_and_page_numbers_are_no_text() -> None:
    around = Setting(columns=2, header="2025年政府工作报告　第#页", footer="— # —")
    assert paragraphs(pdf_text(set_pdf(_REPORT, around), "报告.pdf")) == _REPORT


def test_a_bare_page_number_set_apart_is_no_text() -> None:
    assert paragraphs(pdf_text(set_pdf(_REPORT, Setting(footer="#")), "报告.pdf")) == _REPORT


def test_rows_at_one_height_over_the_pages_that_differ_in_their_figures_are_text() -> None:
    rows = ["生产总值189.3亿元。", "生产总值201.7亿元。", "生产总值215.4亿元。"]
    read = pdf_text(set_lines(*([(72.0, 100.0, 12.0, row)] for row in rows)), "报告.pdf")
    assert paragraphs(read) == rows


@pytest.mark.parametrize("setting", [Setting(turned=(1, 2)), Setting(turned_content=(2,))])
def test_a_page_on_its_side_is_read_upright(setting: Setting) -> None:
    assert paragraphs(pdf_text(set_pdf(_REPORT, setting), "报告.pdf")) == _REPORT


def test_each_page_begins_where_its_own_text_begins_within_a_joined_paragraph() -> None:
    raw = set_lines(
        [
            (96, 700, 12, "全年粮食总产量达到一个新的高度，生产总值完成189."),
            (72, 720, 12, "5" * 68 + "1,"),
        ],
        [(72, 100, 12, "100亿元。"), (96, 120, 12, "第二段在第二页。")],
        [(96, 100, 12, "第三页另起一段。")],
    )
    read = pdf_text(raw, "报告.pdf")
    starts = [read.text[offset:].split("\n")[0] for offset in read.pages]
    assert starts == [paragraphs(read)[0], "100亿元。", "第三页另起一段。"]
    assert paragraphs(read)[0].endswith("1,100亿元。")


def test_a_figure_broken_over_lines_is_whole() -> None:
    full = "全年生产总值完成" + "很" * 29
    raw = set_lines(
        [
            (96, 100, 12, full[:36] + "189."),
            (72, 120, 12, "3亿元，" + "比" * 32 + "增1,"),
            (72, 140, 12, "100户。"),
        ]
    )
    (read,) = paragraphs(pdf_text(raw, "报告.pdf"))
    assert "189.3亿元" in read
    assert "增1,100户。" in read


def test_latin_words_keep_their_blanks_and_lose_the_hyphens_of_line_ends() -> None:
    raw = set_lines(
        [
            (96, 100, 12, "引进Global Innovation Center of Advanced Manufacturing and Infor-"),
            (72, 120, 12, "mation Technology of the Yangtze River Delta and Greater Bay Area Re"),
            (72, 140, 12, "gional Fund。"),
        ]
    )
    (read,) = paragraphs(pdf_text(raw, "报告.pdf"))
    assert "Innovation Center of" in read
    assert "Information Technology" in read
    assert "Area Re gional" in read  # no hyphen, no joining


def test_a_footnote_stands_before_the_paragraph_that_goes_on_over_the_page() -> None:
    notes = ("①可比价格按2020年计算。", "②为快报数。")
    read = paragraphs(pdf_text(set_pdf(_REPORT, Setting(notes=notes)), "报告.pdf"))
    assert [text for text in read if text not in notes] == _REPORT
    assert set(notes) <= set(read)


def test_the_raised_mark_of_a_note_is_no_digit_of_the_figure_before_it() -> None:
    line = "全年生产总值完成189"
    raw = set_lines([(96, 100, 12, line), (96 + 8 * 12 + 18, 95, 6, "12"), (250, 100, 12, "，")])
    assert "189[12]" in pdf_text(raw, "报告.pdf").text


def test_a_raised_power_of_a_unit_is_no_mark() -> None:
    raw = set_lines([(96, 100, 12, "35 m"), (96 + 25, 95, 6, "3")])
    assert "m³" in pdf_text(raw, "报告.pdf").text


def test_a_line_struck_twice_to_look_bold_is_read_once() -> None:
    twice = [(96.0, 100.0, 12.0, "增长11.5%。"), (96.4, 100.0, 12.0, "增长11.5%。")]
    assert paragraphs(pdf_text(set_lines(twice), "报告.pdf")) == ["增长11.5%。"]


def test_a_title_across_the_columns_parts_what_is_above_from_what_is_below() -> None:
    def column(left: float, top: float, mark: str) -> list[tuple[float, float, float, str]]:
        return [(left, top + 16 * row, 10.0, f"{mark}{row}" + "字" * 19) for row in range(5)]

    title = "全市国民经济和社会发展计划执行情况的报告" * 2
    raw = set_lines(
        [
            *column(72, 100, "甲"), *column(310, 100, "乙"),
            (80, 200, 10, title),
            *column(72, 230, "丙"), *column(310, 230, "丁"),
        ]
    )  # fmt: skip
    text = pdf_text(raw, "报告.pdf").text
    order = [text.index(mark) for mark in ("甲4", "乙0", "乙4", "计划执行", "丙0", "丙4", "丁0")]
    assert order == sorted(order)


def test_columns_of_short_cells_are_no_columns_of_text() -> None:
    rows = [
        ("生产总值", "189.3亿元"),
        ("财政收入", "12.5亿元"),
        ("新增就业", "3000人"),
        ("公路", "35公里"),
    ]
    lines = [
        line
        for at, (name, value) in enumerate(rows)
        for line in ((72.0, 100.0 + 20 * at, 12.0, name), (330.0, 100.0 + 20 * at, 12.0, value))
    ]
    text = pdf_text(set_lines(lines), "报告.pdf").text
    assert text.index("189.3亿元") < text.index("财政收入")


def test_radicals_are_read_as_ideographs_and_figures_are_left_alone() -> None:
    from index.reading.page import ordinary

    assert ordinary("⽣产总值⼆季度⻓江①２") == "生产总值二季度长江①２"


def test_a_ruled_table_is_written_in_sentences_with_its_merged_cells() -> None:
    rows = [
        ["指标", "单位", "2024年", "2025年目标"],
        ["地区生产总值", "亿元", "189.3", "增长6%左右"],
        ["粮食总产量", "万吨", "35.6", "36"],
    ]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)]
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24)
    file = io.BytesIO()
    SimpleDocTemplate(file).build(
        [Paragraph("主要指标如下。", body), Table(rows, style=style), Paragraph("以上。", body)]
    )
    read = paragraphs(pdf_text(file.getvalue(), "报告.pdf"))
    assert read[0] == "主要指标如下。"
    assert read[-1] == "以上。"
    assert "地区生产总值" in read[1]
    assert "189.3亿元" in read[1]
    assert len(read) == 4


def test_a_table_that_goes_on_over_a_page_keeps_its_headings() -> None:
    rows = [["指标", "单位", "2024年", "2025年目标"]]
    rows += [[f"指标{number}产量", "万吨", f"{number}.5", f"{number}.8"] for number in range(1, 61)]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)]
    file = io.BytesIO()
    SimpleDocTemplate(file).build([Table(rows, style=style)])
    read = pdf_text(file.getvalue(), "报告.pdf")
    assert len(read.pages) == 2
    (first,) = [text for text in paragraphs(read) if "指标1产量" in text]
    (last,) = [text for text in paragraphs(read) if "指标60产量" in text]
    assert last == first.replace("指标1产量", "指标60产量").replace("1.5", "60.5").replace(
        "1.8", "60.8"
    )
    assert read.text.index("指标60产量") > read.pages[1]
