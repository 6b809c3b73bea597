"""Columns of change, share, index and rank, by whatever name; signs of falling in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.figures.binding import bind
from index.figures.figure import Context, Period
from index.reading.table_heads import parsed_head
from index.reading.tables import table_sentences

CONTEXT = Context("青山县", 2025, Period(2024, 2024), "actual")


def _sentences(head: str, cell: str, unit: str = "亿元", caption: str = "") -> str:
    """What a column `head` with `cell` adds to 2024年粮食产值20.5亿元."""
    rows = [["指标", "计量单位", "2024年", head], ["粮食产值", unit, "20.5", cell]]
    (sentence,) = table_sentences(rows, caption)
    return sentence.removeprefix(f"2024年粮食产值20.5{unit}").rstrip("。")


@pytest.mark.parametrize(
    ("head", "rise", "fall"),
    [
        ("增减（%）", "，增长5.6%", "，下降3.1%"),
        ("增、减%", "，增长5.6%", "，下降3.1%"),
        ("±%", "，增长5.6%", "，下降3.1%"),
        ("+/-%", "，增长5.6%", "，下降3.1%"),
        ("增幅", "，增长5.6%", "，下降3.1%"),
        ("增长速度（%）", "，增长5.6%", "，下降3.1%"),
        ("同比", "，同比增长5.6%", "，同比下降3.1%"),
        ("同比±%", "，同比增长5.6%", "，同比下降3.1%"),
        ("同比增长率", "，同比增长5.6%", "，同比下降3.1%"),
        ("环比（%）", "，环比增长5.6%", "，环比下降3.1%"),
        ("比上年增长(％)", "，比上年增长5.6%", "，比上年下降3.1%"),
        ("比上年±%", "，比上年增长5.6%", "，比上年下降3.1%"),
        ("比上年增减%", "，比上年增长5.6%", "，比上年下降3.1%"),
        ("较上年同期增减（%）", "，比上年同期增长5.6%", "，比上年同期下降3.1%"),
        ("与去年同期相比±%", "，比去年同期增长5.6%", "，比去年同期下降3.1%"),
        ("上年同期比（%）", "，比上年同期增长5.6%", "，比上年同期下降3.1%"),
        ("比2023年增长", "，比2023年增长5.6%", "，比2023年下降3.1%"),
        ("较年初增长%", "，比年初增长5.6%", "，比年初下降3.1%"),
        ("年均增长（%）", "，年均增长5.6%", "，年均下降3.1%"),
        ("可比价增长（%）", "，增长5.6%（可比价）", "，下降3.1%（可比价）"),
        ("价格涨跌幅度（%）", "；2024年价格上涨5.6%", "；2024年价格下降3.1%"),
        ("同比±百分点", "，同比提高5.6个百分点", "，同比下降3.1个百分点"),
        ("比上年升降（百分点）", "，比上年提高5.6个百分点", "，比上年下降3.1个百分点"),
        ("增减额（亿元）", "，增加5.6亿元", "，减少3.1亿元"),
        ("比上年增加", "，比上年增加5.6亿元", "，比上年减少3.1亿元"),
    ],
)
def test_a_column_of_change_is_known_by_base_direction_and_unit(
    head: str, rise: str, fall: str
) -> None:
    price = "价格" in head
    assert _sentences(head, "5.6").replace("粮食产值", "") == rise.replace(
        "价格", "" if not price else "价格"
    )
    assert _sentences(head, "-3.1").replace("粮食产值", "") == fall


def test_a_change_is_bound_as_one_of_the_indicator_and_the_year_beside_it() -> None:
    rows = [
        ["指标", "2024年", "比上年±%"],
        ["地区生产总值（亿元）", "210.5", "5.6"],
        ["一般公共预算收入（亿元）", "18.2", "-3.1"],
    ]
    bound = [b for sentence in table_sentences(rows) for b in bind(sentence, CONTEXT)]
    assert [(b.name, str(b.period), b.attribute, b.falls) for b in bound] == [
        ("地区生产总值", "2024", "level", False),
        ("地区生产总值", "2024", "change", False),
        ("一般公共预算收入", "2024", "level", False),
        ("一般公共预算收入", "2024", "change", True),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("为上年%", "为上年的105.6%"),
        ("为上年的百分比", "为上年的105.6%"),
        ("为2023年%", "为2023年的105.6%"),
        ("相当于上年同期（%）", "相当于上年同期的105.6%"),
        ("完成预算%", "完成预算的105.6%"),
        ("完成年初预算（%）", "完成年初预算的105.6%"),
        ("决算数为预算数的%", "决算数为预算数的105.6%"),
        ("占全年计划%", "占全年计划的105.6%"),
    ],
)
def test_an_index_and_a_share_of_a_plan_are_what_they_say_and_no_growth(
    head: str, expected: str
) -> None:
    assert _sentences(head, "105.6") == f"；2024年粮食产值{expected}"


def test_an_index_is_not_bound_as_a_growth_of_a_hundred_per_cent() -> None:
    rows = [["指标", "2024年", "为上年%"], ["地区生产总值（亿元）", "210.5", "105.6"]]
    (sentence,) = table_sentences(rows)
    assert bind(sentence, CONTEXT)[1].attribute == "share"


@pytest.mark.parametrize("head", ["增减", "±", "比上年变化", "增/减"])
def test_a_change_that_says_neither_per_cent_nor_amount_gets_no_unit(head: str) -> None:
    assert _sentences(head, "7").endswith("增加7")
    assert _sentences(head, "-7").endswith("减少7")
    assert _sentences(head, "7", caption="单位：亿元、%").endswith("增长7%")


def test_a_percentage_changes_by_points_where_the_heading_has_both() -> None:
    assert _sentences("比上年增减（%、百分点）", "0.4", unit="%") == "，比上年提高0.4个百分点"
    assert _sentences("比上年增减（%、百分点）", "0.4") == "，比上年增长0.4%"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("△3.1", "下降3.1%"), ("▲3.1", "下降3.1%"), ("负3.1", "下降3.1%"), ("－3.1", "下降3.1%"),
        ("−3.1%", "下降3.1%"), ("（3.1）", "下降3.1%"), ("↓3.1", "下降3.1%"), ("下降3.1", "下降3.1%"),
        ("+5.6", "增长5.6%"), ("↑5.6", "增长5.6%"), ("0.0", "增长0.0%"), ("增长5.6%", "增长5.6%"),
        ("5.6左右", "增长5.6%左右"), ("≥5", "增长不低于5%"), ("1.2倍", "增长1.2倍"),
        ("下降0.2个百分点", "下降0.2个百分点"),
    ],
)  # fmt: skip
def test_the_sign_of_a_cell_is_written_in_words(cell: str, expected: str) -> None:
    assert _sentences("同比（%）", cell) == f"，同比{expected}"


def test_a_triangle_is_a_rise_only_beside_one_that_points_down() -> None:
    rows = [
        ["指标", "2024年", "增速%"],
        ["甲产量（吨）", "35", "▲2.1"],
        ["乙产量（吨）", "12", "▼3.0"],
    ]
    assert [s.split("，")[1] for s in table_sentences(rows)] == ["增长2.1%。", "下降3.0%。"]
    accounts = [
        ["指标", "2024年", "增速%"],
        ["甲产量（吨）", "35", "▲2.1"],
        ["乙产量（吨）", "12", "3.0"],
    ]
    assert [s.split("，")[1] for s in table_sentences(accounts)] == ["下降2.1%。", "增长3.0%。"]


def test_words_in_a_column_of_change_stay_words() -> None:
    assert _sentences("比上年增长%", "持平") == "，与上年持平"
    assert _sentences("同比", "持平") == "，同比持平"


def test_a_fall_that_is_written_below_zero_is_kept_as_it_stands() -> None:
    assert _sentences("降幅（%）", "3.1") == "，下降3.1%"
    assert _sentences("降幅（%）", "-3.1") == ""  # a fall or a rise: nobody knows


def test_the_year_of_comparison_is_not_the_year_of_the_figure() -> None:
    for head in ("比2023年增长%", "较2020年增长（%）", "为2023年%"):
        assert not parsed_head(head).when
    assert parsed_head("2024年比2023年增长%").when.year == 2024


@pytest.mark.parametrize(
    "head", ["增加值", "规模以上工业增加值（亿元）", "新增就业人数", "减税降费额"]
)
def test_what_only_begins_like_a_change_is_a_level(head: str) -> None:
    assert parsed_head(head).measure == "level"


def test_of_two_years_the_later_is_the_one_that_grew() -> None:
    for order in (["2024年", "2023年"], ["2023年", "2024年"]):
        cells = {"2024年": "35.2", "2023年": "33.1"}
        rows = [["指标", *order, "增减（%）"], ["出口额（亿元）", *map(cells.get, order), "6.3"]]
        assert "2024年出口额" in table_sentences(rows)[0].split("6.3%")[0].split("；")[-1]  # type: ignore[arg-type]


def test_last_year_is_a_year_by_the_caption_or_its_figures_are_left_out() -> None:
    rows = [["指标", "本年", "上年同期", "增减%"], ["营业收入（万元）", "3500", "3200", "9.4"]]
    assert table_sentences(rows, "2024年国有企业财务指标") == [
        "2024年营业收入3500万元；2023年营业收入3200万元；2024年营业收入增长9.4%。"
    ]
    assert table_sentences(rows, year_above=2022)[0].startswith("2022年营业收入3500万元；2021年")
    assert table_sentences(rows) == ["营业收入3500万元，增长9.4%。"]


def test_a_part_of_a_year_is_written_as_one() -> None:
    rows = [
        ["指标", "9月", "同比±%", "1—9月累计", "同比±%"],
        ["税收收入", "1.1", "-1.5", "10.3", "4.2"],
    ]
    assert table_sentences(rows, "2024年9月财政收支 单位：亿元") == [
        "2024年9月税收收入1.1亿元，同比下降1.5%；2024年1—9月税收收入10.3亿元，同比增长4.2%。"
    ]
    rows[0] = ["指标", "本月", "同比±%", "1—本月累计", "同比±%"]
    assert table_sentences(rows, "2024年9月财政收支 单位：亿元")[0].startswith(
        "2024年9月税收收入1.1亿元"
    )
    assert "2024年1—9月税收收入10.3" in table_sentences(rows, "2024年9月财政收支 单位：亿元")[0]
    years = [["指标", "2024年", "2023年"], ["税收收入（亿元）", "10.3", "9.9"]]
    assert table_sentences(years, "2024年1-11月主要指标") != table_sentences(years)
    assert table_sentences(years[:2], "1-11月主要指标")[0].startswith("2024年1-11月税收收入10.3")


def test_a_rank_is_a_rank_of_the_level_or_of_its_growth() -> None:
    rows = [
        ["县区", "生产总值（亿元）", "全市位次", "增速（%）", "增速排名"],
        ["青山县", "189.3", "3", "5.5", "并列第2"],
        ["红河县", "300.1", "第1位", "-5.5", "—"],
    ]
    assert table_sentences(rows, "2024年各县区生产总值") == [
        "2024年青山县生产总值189.3亿元；2024年青山县生产总值居全市第3位；"
        "2024年青山县生产总值增长5.5%；2024年青山县生产总值增速居第2位。",
        "2024年红河县生产总值300.1亿元；2024年红河县生产总值居全市第1位；2024年红河县生产总值下降5.5%。",
    ]


@given(st.decimals(-50, 50, places=1), st.sampled_from(["±%", "比上年增长（%）", "同比", "增幅"]))
def test_no_change_loses_its_sign(value: object, head: str) -> None:
    (sentence,) = table_sentences(
        [["指标", "2024年", head], ["财政收入（亿元）", "20.5", str(value)]]
    )
    change = bind(sentence, CONTEXT)[-1]
    signed = -change.quantity.value if change.falls else change.quantity.value
    assert signed == value
    assert change.attribute == "change"
