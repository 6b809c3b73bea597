"""A total or a mean of several years is of none of them; a part of a year is none."""

from __future__ import annotations

import pytest

from index.figures.binding import bind
from index.figures.figure import Context, Months, Period

OUTCOMES = Context("某市", 2025, Period.of(2024), "actual")


def times(sentence: str) -> list[tuple[str, str, bool]]:
    found = bind(sentence, OUTCOMES)
    return [(b.quantity.raw, str(b.period), b.yearly) for b in found]


@pytest.mark.parametrize(
    ("sentence", "period", "yearly"),
    [
        ("近三年累计城镇新增就业1.2万人", "2022-2024", False),
        ("近3年工业投资总额1100亿元", "2022-2024", False),
        ("过去四年新建学校30所", "2021-2024", False),
        ("三年新增规上企业161家", "2022-2024", False),
        ("信贷投放三年增长3倍", "2022-2024", False),
        ("五年累计完成投资900亿元", "2020-2024", False),
        ("两年平均，服务业增加值增长6.7%", "2023-2024", True),
        ("2023、2024两年平均，服务业增加值增长6.7%", "2023-2024", True),
        ("2022年和2023年两年平均增长6.7%", "2022-2023", True),
        ("规上工业增加值两年平均增长6.7%", "2023-2024", True),
        ("“十四五”前四年，规上工业增加值年均增长8.4%", "2021-2024", True),
        ("十四五以来，生产总值年均增长5.9%", "2021-2024", True),
        ("40年来，全市面貌大变样，地区生产总值增长132.3倍", "None", False),
        ("建市以来，地区生产总值增长96倍", "None", False),
        ("改革开放以来新建水库42座", "None", False),
        ("开园以来游客超700万人次", "None", False),
        ("与建市之初相比，地区生产总值增长96倍", "None", False),
        ("自成立以来累计服务企业3000家", "None", False),
    ],
)
def test_a_span_of_years_is_no_year(sentence: str, period: str, yearly: bool) -> None:
    ((_, found, mean),) = times(sentence)
    assert (found, mean) == (period, yearly)


@pytest.mark.parametrize(
    "sentence",
    [
        "企业贷款利率降至十年来最低，贷款余额增长8.8%",
        "投入强度创10年来新高，技术合同成交额增长17.8%",
        "近5年来首次消除重污染天气，安全利用率95%",
        "粮食产量连续三年增长，达到95万吨",
        "连续两年实现净增加，播种面积1266万亩",
        "学前三年毛入园率达89.7%",
        "提前两年完成任务，改造小区29个",
        "PM2.5年平均浓度降至30微克/立方米",
        "糖料蔗面积自2019年以来首次实现增长，新建基地3个",
        "今年以来新建学校4所",
        "一年来，新建学校4所",
        "“三年任务两年完成”，实施项目175个",
        "全年累计接待游客1386万人次",
        "钢产量一九五八年增长一倍以上",
        "三年新增规上企业，总量达到604家",
    ],
)
def test_a_record_a_name_and_a_state_are_no_span(sentence: str) -> None:
    ((_, period, yearly),) = [found for found in times(sentence) if found[0][-1:] != "年"]
    assert not yearly
    assert "-" not in period
    assert period != "None"


def test_what_there_is_at_the_end_of_a_span_is_of_its_last_year() -> None:
    assert times("三年新增企业161家、总量达到604家") == [
        ("161家", "2022-2024", False),
        ("604家", "2024", False),
    ]


def test_the_year_named_after_a_span_ends_it() -> None:
    assert times("五年来新建学校30所，2024年新建学校4所")[-1] == ("4所", "2024", False)


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("一季度累计", Months(1, 3)),
        ("二季度累计", Months(1, 6)),
        ("三季度累计", Months(1, 9)),
        ("三季度末累计", Months(1, 9)),
        ("二季度", Months(4, 6)),
        ("三季度", Months(7, 9)),
    ],
)
def test_a_quarter_that_is_summed_up_begins_in_january(said: str, months: Months) -> None:
    (binding,) = bind(f"地区生产总值{said}增长6.3%", OUTCOMES)
    assert binding.period == Period.of(2024, months)


AHEAD = Context("某市", 2025, Period.of(2025), "target")


@pytest.mark.parametrize(
    "sentence",
    [
        "一般公共预算收入与上年度持平，固定资产投资增长10%以上",
        "居民收入与去年持平，固定资产投资增长10%",
        "增速高于去年，固定资产投资增长10%",
        "改造2000年前建成的小区，新改建管网300公里",
        "投资不低于上年，固定资产投资增长10%",
        "居民收入和上年持平，固定资产投资增长10%",
    ],
)
def test_a_year_that_is_only_compared_with_is_not_the_figures(sentence: str) -> None:
    *_, binding = bind(sentence, AHEAD)
    assert (binding.period, binding.kind) == (Period.of(2025), "target")


def test_a_year_joined_to_another_is_the_figures() -> None:
    (binding,) = bind("去年和今年新建学校9所", Context("某市", 2025))
    assert binding.period == Period.of(2025)


@pytest.mark.parametrize(
    "sentence",
    [
        "完成重点改革任务215项",
        "超额完成棚改任务5592套",
        "城镇新增就业1.88万人，完成年计划145%",
        "参保扩面2.31万人，完成年度任务236.2%",
        "完成综合治理任务398.2万亩",
    ],
)
def test_a_task_fulfilled_is_an_outcome(sentence: str) -> None:
    assert [b.kind for b in bind(sentence, OUTCOMES)][-1] == "actual"


def test_the_plan_that_an_outcome_is_held_against_is_an_aim() -> None:
    kinds = [b.kind for b in bind("一般公共预算收入完成预算31220万元的101.7%", OUTCOMES)]
    assert kinds == ["target", "actual"]


def test_a_deadline_ahead_is_an_aim() -> None:
    (binding,) = bind("2027年前建成学校9所", OUTCOMES)
    assert (binding.period, binding.kind) == (Period.of(2027), "target")
