"""Tables as sentences: what is written, and that the ledger binds it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.figures.binding import bind
from index.figures.figure import Context, Period
from index.figures.quantities import parse_quantities
from index.reading.tables import table_sentences

CONTEXT = Context("安阳市北关区", 2026, Period(2025, 2025), "actual")

Told = tuple[str, str, str, str]


def _bound(rows: list[list[str]], caption: str = "", context: Context = CONTEXT) -> list[Told]:
    """(indicator, period, kind, value with unit, after ↓ where it falls) of each figure."""
    return [
        (
            bound.name or bound.indicator,
            str(bound.period),
            bound.kind,
            f"{'↓' * bound.falls}{bound.quantity.value.normalize():f}{bound.quantity.unit}",
        )
        for sentence in table_sentences(rows, caption)
        for bound in bind(sentence, context)
    ]


def test_a_row_is_a_sentence_with_units_from_their_column() -> None:
    rows = [
        ["序号", "指标", "单位", "2025年", "2026年目标"],
        ["1", "地区生产总值", "亿元", "189.3", "增长6%"],
        ["2", "新增城镇就业", "人", "5,230", "5000以上"],
        ["3", "社会消费品零售总额", "亿元", "79.38", "—"],
    ]
    assert table_sentences(rows) == [
        "2025年地区生产总值189.3亿元；2026年地区生产总值目标为增长6%。",
        "2025年新增城镇就业5,230人；2026年新增城镇就业目标为5000人以上。",
        "2025年社会消费品零售总额79.38亿元。",
    ]
    assert _bound(rows)[:2] == [
        ("地区生产总值", "2025", "actual", "18930000000元"),
        ("地区生产总值", "2026", "target", "6%"),
    ]


@pytest.mark.parametrize(
    ("head", "name", "caption"),
    [
        ("金额（万元）", "一般公共预算收入", ""),
        ("金额(万元)", "一般公共预算收入", "单位：亿元"),
        ("2025年", "一般公共预算收入（万元）", "单位：亿元"),
        ("2025年", "一般公共预算收入", "2025年收支表 单位：万元"),
        ("2025年", "一般公共预算收入", "（单位：万元、%）"),
    ],
)
def test_the_unit_comes_from_the_nearest_place_with_one(head: str, name: str, caption: str) -> None:
    (sentence,) = table_sentences([["项目", head], [name, "100600"]], caption)
    assert sentence.endswith("一般公共预算收入100600万元。")


def test_a_cell_with_a_unit_of_its_own_keeps_it() -> None:
    rows = [["指标", "2025年（亿元）"], ["地区生产总值", "189.3亿元"], ["就业", "5200人"]]
    assert [s.split("年", 1)[1] for s in table_sentences(rows)] == [
        "地区生产总值189.3亿元。",
        "就业5200人。",
    ]


def test_target_and_outcome_of_one_year_are_distinguished() -> None:
    rows = [
        ["指标名称", "2025年", "2025年", "2025年", "2026年目标"],
        ["指标名称", "目标", "完成值", "增速（%）", "2026年目标"],
        ["地区生产总值（亿元）", "188", "189.3", "5.5", "增长6%左右"],
        ["一般公共预算收入（亿元）", "10", "10.06", "-3.2", ""],
    ]
    assert _bound(rows, "2025年主要指标完成情况表") == [
        ("地区生产总值", "2025", "target", "18800000000元"),
        ("地区生产总值", "2025", "actual", "18930000000元"),
        ("地区生产总值", "2025", "actual", "5.5%"),
        ("地区生产总值", "2026", "target", "6%"),
        ("一般公共预算收入", "2025", "target", "1000000000元"),
        ("一般公共预算收入", "2025", "actual", "1006000000元"),
        ("一般公共预算收入", "2025", "actual", "↓3.2%"),
    ]


def test_a_part_is_written_as_a_part_of_the_row_above_in_its_unit() -> None:
    rows = [
        ["指标", "2025年"],
        ["一般公共预算收入（亿元）", "10.06"],
        ["其中：税收收入", "7.2"],
    ]
    assert _bound(rows)[1] == ("税收收入", "2025", "actual", "720000000元")
    assert "一般公共预算收入中，税收收入7.2亿元" in table_sentences(rows)[1]


def test_each_figure_of_another_place_stands_beside_its_place() -> None:
    rows = [
        ["县区", "生产总值（亿元）", "同比增长（%）", "固定资产投资增速"],
        ["北关区", "189.3", "5.5", "7.1"],
        ["文峰区", "300.1", "-5.5", "7.2"],
    ]
    bound = [b for s in table_sentences(rows) for b in bind(s, CONTEXT)]
    assert [b.place for b in bound] == ["安阳市北关区"] * 3 + ["安阳市文峰区"] * 3
    assert [b.name for b in bound[3:]] == ["地区生产总值", "地区生产总值", "固定资产投资"]
    assert bound[4].quantity.value == Decimal("5.5") and bound[4].falls


def test_columns_that_tell_several_things_repeat_the_row() -> None:
    rows = [
        ["项目名称", "总投资（万元）", "2025年完成投资", "2026年计划投资"],
        ["无人机产业园", "52000", "12000", "20000"],
    ]
    assert _bound(rows, "单位：万元") == [
        ("无人机产业园总投资", "2025", "actual", "520000000元"),
        ("无人机产业园投资", "2025", "actual", "120000000元"),
        ("无人机产业园投资", "2026", "target", "200000000元"),
    ]


def test_a_table_of_words_is_the_things_to_be_done_and_who_does_them() -> None:
    rows = [
        ["序号", "项目名称", "建设内容", "责任单位"],
        ["1", "老旧小区改造", "改造老旧小区20个，惠及居民3000户。", "区住建局"],
        ["2", "新建公园", "新建口袋公园7个；\n提升绿道3公里", "区城管局"],
    ]
    assert table_sentences(rows, "2026年民生实事") == [
        "老旧小区改造：改造老旧小区20个，惠及居民3000户。（责任单位：区住建局）",
        "新建公园：新建口袋公园7个；提升绿道3公里。（责任单位：区城管局）",
    ]
    aimed = Context("安阳市北关区", 2026, Period(2026, 2026), "target")
    assert ("老旧小区", "2026", "target", "20个") in _bound(rows, context=aimed)


def test_a_row_merged_across_heads_those_below_and_one_at_the_top_is_the_caption() -> None:
    rows = [
        ["2025年收支情况"] * 3,
        ["单位：万元"] * 3,
        ["科目", "预算数", "决算数"],
        ["一、收入"] * 3,
        ["税收收入", "70000", "71000"],
    ]
    (sentence,) = table_sentences(rows)
    assert sentence == "收入：2025年税收收入预算为70000万元；2025年税收收入实际完成71000万元。"


def test_cells_merged_downwards_group_the_rows() -> None:
    rows = [
        ["类别", "指标", "属性", "2020年", "2025年"],
        ["经济发展", "城镇化率（%）", "预期性", "60", "65"],
        ["经济发展", "粮食产量（万吨）", "约束性", "1.2", "1.3"],
    ]
    assert (
        table_sentences(rows)[0]
        == "经济发展：2020年城镇化率60%；2025年城镇化率65%。（属性：预期性）"
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("≥95", "不低于95%"), ("≤35", "不超过35%"), ("<35", "低于35%"), ("95以上", "95%以上"),
        ("6-7", "6-7%"), ("+5.5", "5.5%"), ("95%", "95%"), ("约60", "约60%"), ("60左右", "60%左右"),
    ],
)  # fmt: skip
def test_bounds_and_ranges_keep_their_words(cell: str, written: str) -> None:
    (sentence,) = table_sentences([["指标", "2025年（%）"], ["绿化覆盖率", cell]])
    assert sentence == f"2025年绿化覆盖率{written}。"


@pytest.mark.parametrize("nothing", ["", "—", "-", "--", "/", "／", "*", "……", "无"])
def test_a_cell_without_a_value_is_skipped(nothing: str) -> None:
    rows = [
        ["指标", "2024年", "2025年"],
        ["就业人数（人）", nothing, "5200"],
        ["甲", nothing, nothing],
    ]
    assert table_sentences(rows) == ["2025年就业人数5200人。"]


def test_a_table_without_headings_gives_its_cells_in_order() -> None:
    rows = [["地址", "某路1号"], ["电话", "0372-1234567"]]
    assert table_sentences(rows) == ["地址：某路1号。", "电话：0372-1234567。"]
    assert table_sentences([["整页的正文。第二句。"]]) == ["整页的正文。第二句。"]
    assert table_sentences([]) == table_sentences([[]]) == table_sentences([["", " "]]) == []


def test_rows_of_unequal_length_are_read() -> None:
    assert table_sentences([["指标", "2025年"], ["就业（人）"], ["人口（人）", "5", "6"]])


def test_a_percentage_of_a_plan_is_no_plan() -> None:
    rows = [["科目", "预算数", "完成预算%"], ["税收收入", "70000", "101.4"]]
    assert table_sentences(rows, "2025年收入 单位：万元") == [
        "2025年税收收入预算为70000万元；2025年税收收入完成预算的101.4%。"
    ]
    share = bind(table_sentences(rows, "单位：万元")[0], CONTEXT)[-1]
    assert (share.attribute, share.kind) == ("share", "actual")


def test_a_sentence_that_says_its_figure_is_a_target_is_believed_over_year_and_heading() -> None:
    found = bind("2025年地区生产总值目标为188亿元，实际完成189.3亿元，超过目标1.3亿元。", CONTEXT)
    assert [b.kind for b in found] == ["target", "actual", "actual"]
    aimed = Context("安阳市北关区", 2026, Period(2026, 2026), "target")
    assert [b.kind for b in bind("全年实际完成投资5亿元。", aimed)] == ["actual"]
    (near_miss,) = bind("2025年完成年度投资计划的107%。", CONTEXT)
    assert near_miss.kind == "actual"


def test_the_growth_beside_a_target_is_aimed_at_and_beside_an_outcome_is_not() -> None:
    rows = [
        ["指标", "2025年实际", "增长%", "2026年目标", "增长%"],
        ["地区生产总值（亿元）", "189.3", "5.5", "200", "6"],
    ]
    assert [found[1:] for found in _bound(rows)] == [
        ("2025", "actual", "18930000000元"),
        ("2025", "actual", "5.5%"),
        ("2026", "target", "20000000000元"),
        ("2026", "target", "6%"),
    ]


def test_rows_may_be_years_or_what_is_aimed_at() -> None:
    rows = [
        ["项目", "地区生产总值（亿元）", "财政收入（亿元）"],
        ["2025年完成", "189.3", "10.06"],
        ["2026年目标", "增长6%", "10.5"],
    ]
    assert table_sentences(rows) == [
        "2025年地区生产总值实际完成189.3亿元；2025年财政收入实际完成10.06亿元。",
        "2026年地区生产总值目标为增长6%；2026年财政收入目标为10.5亿元。",
    ]
    years = [["年份", "地区生产总值（亿元）"], ["2024", "180"], ["2025年", "189.3"]]
    assert table_sentences(years) == [
        "2024年地区生产总值180亿元。",
        "2025年地区生产总值189.3亿元。",
    ]


def test_what_was_to_be_done_and_what_was_done_are_two_sentences() -> None:
    rows = [
        ["项目名称", "目标任务", "完成情况", "牵头单位"],
        ["老旧小区改造", "改造老旧小区20个", "已改造22个小区，超额完成", "区住建局"],
    ]
    first, second = table_sentences(rows)[0].split("。")[:2]
    assert first == "老旧小区改造目标任务为改造老旧小区20个"
    assert second == "老旧小区改造完成情况：已改造22个小区，超额完成"
    assert [b.kind for text in (first, second) for b in bind(text, CONTEXT)] == ["target", "actual"]


@given(
    st.lists(
        st.lists(st.text("一亿元年0123.%（）()：。，— \n指标目", max_size=8), max_size=5),
        max_size=6,
    ),
    st.text(max_size=12),
)
def test_any_table_is_read_as_sentences_that_end(rows: list[list[str]], caption: str) -> None:
    for sentence in table_sentences(rows, caption):
        assert sentence and "\n" not in sentence
        assert sentence[-1] in "。！？；：）"


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=5))
@example([Decimal("1900.00")])  # no date
def test_no_figure_under_a_heading_is_lost(figures: list[Decimal]) -> None:
    rows = [
        ["指标", *(f"{2020 + n}年" for n in range(len(figures)))],
        ["地区生产总值（亿元）", *map(str, figures)],
    ]
    (sentence,) = table_sentences(rows)
    assert [q.value for q in parse_quantities(sentence) if q.unit == "元"] == [
        figure * 10**8 for figure in figures
    ]
