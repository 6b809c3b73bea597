from __future__ import annotations

import pytest

from evals.scoring.plain_score import plain_outcome
from tests.evals.samples import PASSAGE, a_case, a_refusal, answer, citation, fact, refusal

TARGET = fact(
    indicator=["经济增长"], period=2026, kind="target", value="5.5", unit="%", qualifier="approx"
)
TARGET_PASSAGE = "北关区2026年主要预期目标:经济增长5.5%左右,固定资产投资增长4%左右。"


def told(text: str, *, passage: str = PASSAGE, **changes: object) -> str:
    case = a_case(**changes)
    return plain_outcome(case, answer(text=text, citations=[citation(passage=passage)])).outcome


@pytest.mark.parametrize(
    "text",
    [
        "2025年，北关区全年生产总值完成189.3亿元[1]。",
        "北关区全年生产总值完成１８９．３亿元[1]。",
        "据北关区2026年政府工作报告，全年生产总值完成189.3亿元[1]。",
        "2025年GDP为一百八十九点三亿元[1]。",
        "2025年GDP为18,930,000,000元[1]。",
        "不是。2025年，生产总值完成189.3亿元[1]，增长5.5%[1]。",
        "2025年完成189.3亿元[1]。",  # the question names the indicator
    ],
)
def test_a_right_answer_is_right_in_any_spelling(text: str) -> None:
    assert told(text) == "right"


@pytest.mark.parametrize(
    "text",
    [
        "2025年，北关区全年生产总值完成198.3亿元[1]。",
        "2025年，北关区全年生产总值完成1893亿元[1]。",
        "2025年，北关区全年生产总值完成189.3万元[1]。",
        "2025年，北关区全年生产总值完成189.3亿美元[1]。",
        "2024年，北关区全年生产总值完成189.3亿元[1]。",
        "全年生产总值完成189.3亿元（2024年）[1]。",
        "2025年，建筑业税收完成189.3亿元[1]。",
        "2025年生产总值增长5.5%，固定资产投资完成189.3亿元[1]。",
        "2025年，力争生产总值达到189.3亿元[1]。",
        "2025年目标：生产总值189.3亿元[1]。",
        "2025年，生产总值为189—190亿元[1]。",
        "2025年，生产总值增长5.5%[1]。",
        "2025年，生产总值完成189.3亿元，全市第九十九位[1]。",
    ],
)
def test_a_bent_answer_is_wrong(text: str) -> None:
    assert told(text) == "wrong"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("北关区2026年预期目标：经济增长5.5%左右[1]。", "right"),
        ("2026年，经济增长5.5%左右[1]。", "right"),
        ("2026年力争实现约5.5%的经济增长[1]。", "right"),
        ("北关区2026年预期目标：经济增长5.5%[1]。", "wrong"),
        ("北关区2026年预期目标：经济增长5.5%以上[1]。", "wrong"),
        ("2026年经济同比增长了5.5%左右[1]。", "wrong"),
        ("2025年预期目标：经济增长5.5%左右[1]。", "wrong"),
        ("2026年经济增长5.5个百分点左右[1]。", "wrong"),
        ("2026年预期目标：经济增长4%左右[1]。", "wrong"),
    ],
)
def test_a_target_keeps_its_qualifier_and_is_not_told_as_done(text: str, outcome: str) -> None:
    asked = {"question": "2026年经济增长目标是多少？", "facts": [TARGET]}
    assert told(text, passage=TARGET_PASSAGE, **asked) == outcome


def test_an_outcome_measured_against_a_plan_is_an_outcome() -> None:
    done = fact(indicator=["重点项目"], value="107", unit="%")
    text = "2025年，重点项目完成年度投资计划的107%[1]。"
    asked = {"question": "重点项目完成得如何？", "facts": [done]}
    assert told(text, passage="36个重点项目完成年度投资计划的107%。", **asked) == "right"
    planned = "2025年，重点项目计划完成投资的107%[1]。"
    assert told(planned, passage="重点项目完成年度投资计划的107%。", **asked) == "wrong"


def test_the_number_nearest_to_what_it_counts_is_its_number() -> None:
    passage = "建成10个零工驿站、5个就业服务站。"
    stations = fact(indicator=["就业服务站"], value="5", unit="个")
    asked = {"question": "就业服务站新建多少个？", "facts": [stations]}
    assert told("2025年建成10个零工驿站、5个就业服务站[1]。", passage=passage, **asked) == "right"
    asked["facts"] = [{**stations, "value": "10"}]
    assert told("2025年建成10个零工驿站、5个就业服务站[1]。", passage=passage, **asked) == "wrong"


def test_an_indicator_may_be_named_in_pieces() -> None:
    tax = fact(indicator=["建筑业税收"], value="325000000")
    passage = "建筑业完成产值80.4亿元,实现税收3.25亿元。"
    asked = {"question": "税收呢？", "turns": ["建筑业去年产值多少？"], "facts": [tax]}
    assert told(f"2025年，{passage}[1]", passage=passage, **asked) == "right"
    asked["facts"] = [{**tax, "value": "8040000000"}]
    assert told("2025年，实现税收80.4亿元[1]。", passage=passage, **asked) == "right"  # 税收 asked
    assert told("2025年，无人机产值80.4亿元[1]。", passage=passage, **asked) == "wrong"


def test_the_figures_field_is_not_looked_at() -> None:
    bent = answer(text="2025年生产总值完成189.4亿元[1]。")
    assert plain_outcome(a_case(), bent).outcome == "wrong"
    bare = answer(figures="none at all")
    assert plain_outcome(a_case(), bare).outcome == "right"


def test_a_number_of_no_source_is_wrong_and_named() -> None:
    bent = answer(text="2025年，生产总值完成189.3亿元，就业8000人[1]。")
    assert plain_outcome(a_case(), bent).reasons == ("stranger: 8000人",)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("2025年生产总值完成189.3亿元，税收13.25亿元，合计202.55亿元[1]。", "right"),
        ("2025年生产总值完成189.3亿元，税收13.25亿元，相差176.05亿元[1]。", "right"),
        ("2025年生产总值完成189.3亿元，是税收13.25亿元的14.3倍[1]。", "right"),
        ("2025年生产总值完成189.3亿元，增长5.5%，比工业的15.2%低9.7个百分点[1]。", "right"),
        ("2025年生产总值完成189.3亿元，税收13.25亿元，合计203.55亿元[1]。", "wrong"),
        ("2025年生产总值完成189.3亿元，合计202.55亿元[1]。", "wrong"),  # the other is not shown
        ("2025年生产总值完成189.3亿元，约189亿元[1]。", "right"),
        ("2025年生产总值完成189.3亿元，超190亿元[1]。", "wrong"),
    ],
)
def test_what_is_worked_out_is_worked_out_again(text: str, outcome: str) -> None:
    assert told(text) == outcome


def test_numbers_of_headings_question_and_years_in_scope_are_no_strangers() -> None:
    case = a_case(question="2025年GDP是198亿元吗？")
    text = "不是198亿元。2026年的报告说，2025年生产总值完成189.3亿元[1]。"
    assert plain_outcome(case, answer(text=text)).outcome == "right"
    text = "2019年起步。2025年生产总值完成189.3亿元[1]。"
    assert plain_outcome(case, answer(text=text)).outcome == "wrong"


def test_a_list_ordinal_is_no_figure() -> None:
    text = "1. 2025年生产总值完成189.3亿元[1]。\n2. 与全市平均增速持平[1]。"
    assert told(text) == "right"


def test_one_forbidden_figure_makes_it_wrong_in_any_spelling() -> None:
    shown = "2025年生产总值完成189.3亿元，税收13.25亿元[1]。"
    assert told(shown, forbidden=["13.25亿元"]) == "wrong"
    assert told(shown, forbidden=["132500万元"]) == "wrong"
    assert told(shown, forbidden=["3.25亿元"]) == "right"


def test_of_each_group_one_must_stand_in_the_text() -> None:
    wanted = [["持平", "一致"], ["全市"]]
    assert told("2025年与全市平均增速一致[1]。", facts=[], contains=wanted) == "right"
    assert told("2025年与全省平均增速一致[1]。", facts=[], contains=wanted) == "wrong"


def test_refusals_are_right_where_nothing_is_to_be_said() -> None:
    assert plain_outcome(a_refusal(), refusal()).outcome == "rightly_refused"
    assert plain_outcome(a_case(), refusal()).outcome == "wrongly_refused"
    assert plain_outcome(a_refusal(), answer()).outcome == "wrong"


def test_a_refusal_that_lets_a_figure_slip_is_wrong_but_years_may_be_named() -> None:
    assert plain_outcome(a_refusal(), refusal(text="没有该地区，全国为5%。")).outcome == "wrong"
    named = refusal(text="报告涉及的年份是2025年、2026年，问题不超过1000字。")
    assert plain_outcome(a_refusal(), named).outcome == "rightly_refused"


def test_a_partial_refusal_is_right_only_where_the_case_allows_it() -> None:
    partly = answer(status="answered_partly")
    assert plain_outcome(a_refusal(), partly).outcome == "wrong"
    allowing = a_refusal(statuses=["unanswerable_place", "answered_partly"])
    assert plain_outcome(allowing, partly).outcome == "rightly_refused"


def test_some_but_not_all_of_the_facts_is_partly_only_where_the_answer_says_so() -> None:
    case = a_case(facts=[fact(), fact(value="13.5", unit="%")])
    assert plain_outcome(case, answer(status="answered_partly")).outcome == "partly"
    assert plain_outcome(case, answer()).outcome == "wrong"
    none = answer(status="answered_partly", text="未提及。")
    assert plain_outcome(case, none).outcome == "wrong"


def test_a_fault_and_what_is_no_answer_object_are_errors() -> None:
    assert plain_outcome(a_case(), {"status": "error_fault", "text": ""}).outcome == "error"
    assert plain_outcome(a_case(), answer(citations=[{}])).outcome == "error"
    assert plain_outcome(a_case(), {}).outcome == "error"
