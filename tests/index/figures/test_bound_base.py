"""Values that something started from, and what a change is compared with."""

from __future__ import annotations

import pytest

from index.figures.binding import bind
from index.figures.figure import Context, Period

OUTCOMES = Context("安阳市北关区", 2026, Period(2025, 2025), "actual")


def roles(sentence: str) -> list[tuple[str, str, str, str]]:
    return [(b.quantity.raw, b.indicator, b.role, str(b.period)) for b in bind(sentence, OUTCOMES)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "自来水普及率从88.2%提高到93.5%",
            [("88.2%", "自来水普及率", "from", "None"), ("93.5%", "自来水普及率", "value", "2025")],
        ),
        (
            "货运量由2021年的310万吨增加到2024年的402万吨",
            [("310万吨", "货运量", "from", "2021"), ("402万吨", "货运量", "value", "2024")],
        ),
        (
            "就诊率由上年的81%提高到86%",
            [("81%", "就诊率", "from", "2024"), ("86%", "就诊率", "value", "2025")],
        ),
        (
            "技能人才从4200人增至5100人，增长21.4%",
            [
                ("4200人", "技能人才", "from", "None"),
                ("5100人", "技能人才", "value", "2025"),
                ("21.4%", "技能人才", "value", "2025"),
            ],
        ),
        (
            "城市、农村低保标准分别从每人每月660元、480元上调至690元、520元",
            [
                ("660元", "城市低保标准", "from", "None"),
                ("480元", "农村低保标准", "from", "None"),
                ("690元", "城市低保标准", "value", "2025"),
                ("520元", "农村低保标准", "value", "2025"),
            ],
        ),
        (
            "工业增速由下降1.6%转为增长2.9%",
            [("1.6%", "工业", "from", "None"), ("2.9%", "工业", "value", "2025")],
        ),
        (
            "税收收入32000万元，较上年28899万元增长10.7%",
            [
                ("32000万元", "税收收入", "value", "2025"),
                ("28899万元", "税收收入", "from", "2024"),
                ("10.7%", "税收收入", "value", "2025"),
            ],
        ),
        ("通行时间由3小时缩短到1小时", [("3小时", "通行时间", "from", "None"), ("1小时", "通行时间", "value", "2025")]),
        ("拥堵指数从1.82降至1.75", [("1.82", "拥堵指数", "from", "None"), ("1.75", "拥堵指数", "value", "2025")]),
        ("从3家增至8家龙头企业", [("3家", "龙头企业", "from", "None"), ("8家", "龙头企业", "value", "2025")]),
    ],
)  # fmt: skip
def test_the_value_that_it_started_from_is_none_of_the_period(
    sentence: str, told: list[tuple[str, str, str, str]]
) -> None:
    assert roles(sentence) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "从业人员3万人，增加到5万人",  # 从业 is no 从
        "自来水普及率98%，提高到99%",
        "由市财政投资3亿元，建设学校5所",
        "从全市引进人才50名",
        "投资增长5%，提高到全省第二位",
        "完成投资30亿元，增长8%",
    ],
)
def test_what_nothing_came_of_is_told(sentence: str) -> None:
    assert {b.role for b in bind(sentence, OUTCOMES)} == {"value"}


@pytest.mark.parametrize(
    ("sentence", "against"),
    [
        ("接待游客比2019年增长18%", "2019"),
        ("接待游客比上年增长18%", "None"),
        ("接待游客比2024年增长18%", "None"),  # the year before, as where none is named
        ("与2019年相比，接待游客增长18%", "2019"),
        ("12月销售额环比下降1.2%", "2025年11月"),
        ("12月销售额同比增长3.4%", "None"),
        ("二季度销售额环比增长3.4%", "2025年一季度"),
    ],
)
def test_a_change_is_against_the_time_that_it_names(sentence: str, against: str) -> None:
    assert str(bind(sentence, OUTCOMES)[-1].against) == against


def test_a_change_against_another_time_ends_where_the_year_before_is_named() -> None:
    changes = bind("比2019年分别下降12%、上升3%，同比增长5%", OUTCOMES)
    assert [str(b.against) for b in changes] == ["2019", "2019", "None"]
    assert [b.direction for b in changes] == ["fall", "rise", "rise"]


def test_year_on_year_is_against_the_year_before_whatever_stands_beside_it() -> None:
    changes = bind("12月零售额环比下降1.2%、同比增长3.4%", OUTCOMES)
    assert [str(b.against) for b in changes] == ["2025年11月", "None"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("审批时限由12个工作日压缩到4个工作日", ["from", "value"]),
        ("规上企业由73家企业增加到118家", ["from", "value"]),
        ("街道职责由222项职责缩减至101项", ["from", "value"]),
        ("培训由8个班扩大到12个班", ["from", "value"]),
        ("从8个班中选出4个班", ["value", "value"]),
        ("新建12个项目，企业增加到118家", ["value", "value"]),
    ],
)
def test_the_noun_counted_may_stand_behind_the_value_that_it_came_from(
    sentence: str, values: list[str]
) -> None:
    context = Context("某市", 2024, Period.of(2023), "actual")
    assert [binding.role for binding in bind(sentence, context)] == values
