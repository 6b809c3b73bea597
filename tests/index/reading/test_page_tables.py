"""Tables that no lines rule, in PDFs: read by the places of their cells, or left as lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfbase import pdfmetrics

from index.reading.pdf import pdf_text
from tests.index.reading.typesetting import FONT, set_lines

_BEFORE = "各位代表，现将全年主要指标完成情况报告如下，请予审议。"
_AFTER = "以上为主要指标完成情况，全县经济运行总体平稳。"
_Placed = tuple[float, float, float, str]


def _cells(
    rows: Sequence[Sequence[str]], places: Sequence[float], *, top: float = 150, pitch: float = 20,
    centred: bool = False,
) -> list[_Placed]:  # fmt: skip
    lines = []
    for number, row in enumerate(rows):
        for place, text in zip(places, row, strict=True):
            width = pdfmetrics.stringWidth(text, FONT, 10.5)
            left = place - width / 2 if centred and place != places[0] else place
            if text:
                lines.append((left, top + pitch * number, 10.5, text))
    return lines


def _sentences(lines: Sequence[_Placed]) -> list[str]:
    raw = set_lines([(72, 100, 12, _BEFORE), *lines, (72, 500, 12, _AFTER)])
    read = pdf_text(raw, "报告.pdf").text.strip().split("\n\n")
    assert (read[0], read[-1]) == (_BEFORE, _AFTER)
    return read[1:-1]


@pytest.mark.parametrize("centred", [True, False])
def test_a_table_is_written_with_its_headings_and_its_caption(centred: bool) -> None:
    rows = [
        ["指标", "2024年", "比上年增长（%）"],
        ["地区生产总值", "189.3", "5.5"],
        ["财政收入", "18.2", "-3.1"],
        ["粮食产量（万吨）", "21.5", "—"],
    ]
    caption = [(180.0, 125.0, 10.5, "表1 主要指标 单位：亿元")]
    assert _sentences([*caption, *_cells(rows, [72, 260, 400], centred=centred)])[1:] == [
        "2024年地区生产总值189.3亿元，比上年增长5.5%。",
        "2024年财政收入18.2亿元，比上年下降3.1%。",
        "2024年粮食产量21.5万吨。",
    ]


def test_a_heading_broken_to_fit_is_one_and_a_listed_name_heads_its_rows() -> None:
    rows = [
        ["指标", "单位", "2024年", "比上年"],
        ["", "", "", "增长（%）"],
        ["生产总值", "亿元", "189.3", "5.5"],
        ["一、农业", "", "", ""],
        ["粮食产量", "万吨", "21.5", "1.2"],
        ["油料产量", "万吨", "1.5", "△0.2"],
    ]
    assert _sentences(_cells(rows, [72, 200, 300, 420], centred=True)) == [
        "2024年生产总值189.3亿元，比上年增长5.5%。",
        "农业：2024年粮食产量21.5万吨，比上年增长1.2%。",
        "农业：2024年油料产量1.5万吨，比上年下降0.2%。",
    ]


@pytest.mark.parametrize("places", [(205.0, 385.0), (160.0, 340.0)], ids=["centred", "left"])
def test_a_heading_over_several_columns_is_over_those_that_repeat_below(
    places: tuple[float, float],
) -> None:
    heads = [
        line
        for place, text in zip(places, ("生产总值", "财政收入"), strict=True)
        for line in _cells([[text]], [place], top=130)
    ]
    rows = [
        ["县区", "总量（亿元）", "增速（%）", "总量（亿元）", "增速（%）"],
        ["北关区", "189.3", "5.5", "10", "1.1"],
        ["文峰区", "300.1", "-5.5", "20", "2.2"],
    ]
    body = _cells(rows, [72, 150, 240, 330, 420])
    assert _sentences([*heads, *body])[-1] == (
        "文峰区生产总值300.1亿元；文峰区生产总值下降5.5%；文峰区财政收入20亿元；文峰区财政收入增长2.2%。"
    )


def test_a_heading_of_which_nobody_can_say_what_it_is_over_makes_no_table() -> None:
    rows = [
        ["", "", "收入", "", "其他"],
        ["县区", "预算（亿元）", "决算（亿元）", "人口（万人）", "农户"],
        ["北关区", "189.3", "190.5", "10", "15"],
        ["文峰区", "300.1", "299.5", "20", "31"],
    ]
    found = _sentences(_cells(rows, [72, 160, 260, 360, 460]))
    assert not any("收入189.3" in line or "收入10" in line for line in found)
    assert "北关区 189.3；190.5；10；15" in "".join(found)


def test_a_name_broken_around_its_figures_is_whole() -> None:
    lines = [
        *_cells([["指标", "2024年（亿元）", "增速（%）"]], [72, 250, 400], top=130),
        *_cells([["规模以上工业"], ["增加值"]], [72], top=152, pitch=16),
        *_cells([["", "30.2", "7.1"]], [72, 250, 400], top=160),
        *_cells([["财政收入", "18.2", "-3.1"]], [72, 250, 400], top=190),
    ]
    assert _sentences(lines) == [
        "2024年规模以上工业增加值30.2亿元，增长7.1%。",
        "2024年财政收入18.2亿元，下降3.1%。",
    ]


def test_no_figure_is_written_under_a_name_whose_lines_are_not_clear() -> None:
    rows = [
        ["指标", "2024年（亿元）", "增速（%）"],
        ["规模以上工业", "", ""],
        ["增加值", "30.2", "7.1"],
        ["财政收入", "18.2", "-3.1"],
    ]
    assert not any("2024年增加值30.2" in line for line in _sentences(_cells(rows, [72, 250, 400])))


def test_years_down_the_side_and_a_table_without_headings_whose_cells_have_units() -> None:
    years = [["年份", "产量（万吨）"], ["2022年", "20.1"], ["2023年", "21"], ["2024年", "21.5"]]
    assert _sentences(_cells(years, [72, 300])) == [
        "2022年产量20.1万吨。", "2023年产量21万吨。", "2024年产量21.5万吨。",
    ]  # fmt: skip
    cells = [["生产总值", "189.3亿元"], ["财政收入", "18.2亿元"], ["就业", "2150人"]]
    assert _sentences(_cells(cells, [72, 300])) == [
        "生产总值：189.3亿元。", "财政收入：18.2亿元。", "就业：2150人。",
    ]  # fmt: skip


def test_a_list_of_contents_and_columns_of_running_text_are_no_tables() -> None:
    contents = [["一、总体情况", "3"], ["二、主要工作", "5"], ["三、下步打算", "12"]]
    assert _sentences(_cells(contents, [72, 420])) == [
        "一、总体情况 3",
        "二、主要工作 5",
        "三、下步打算 12",
    ]


def test_a_note_under_a_table_is_no_row_of_it() -> None:
    rows = [["指标", "2024年"], ["就业（人）", "2150"], ["企业（家）", "310"], ["注：快报数。", ""]]
    assert _sentences(_cells(rows, [72, 300])) == [
        "2024年就业2150人。",
        "2024年企业310家。",
        "注：快报数。",
    ]


def test_numbers_of_a_row_that_is_no_table_never_read_as_one_number_in_groups() -> None:
    lines = _cells([["行政规范性文件", "13", "112", "368"]], [72, 250, 330, 410])
    assert _sentences(lines) == ["行政规范性文件 13；112；368"]
