"""What is worked out from the ledger: comparisons with a formula, rankings, lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.assistant import Assistant
from assistant.check.arithmetic import formula_for, worked_out
from assistant.check.verify import judge
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage


def quantity(text: str) -> Quantity:
    (read,) = parse_quantities(text)
    return read


@pytest.mark.parametrize(
    ("operation", "one", "other", "formula"),
    [
        ("compare", "15.2%", "5.8%", "15.2%−5.8%=9.4个百分点"),
        ("compare", "10.9亿元", "80.4亿元", "80.4亿元−10.9亿元=69.5亿元"),
        ("compare", "5.7%左右", "5.8%", "5.8%−5.7%=0.1个百分点"),
        ("sum", "4家", "23家", "4家+23家=27家"),
        ("share", "10.06亿元", "189.3亿元", "10.06亿元÷189.3亿元≈5.3%"),
        ("ratio", "80.4亿元", "10.9亿元", "80.4亿元÷10.9亿元≈7.38倍"),
    ],
)
def test_the_formula_is_shown(operation: str, one: str, other: str, formula: str) -> None:
    result = worked_out(operation, quantity(one), quantity(other))  # type: ignore[arg-type]
    assert result is not None
    assert result.formula == formula


def test_unlike_units_are_not_worked_out() -> None:
    assert worked_out("compare", quantity("5.5%"), quantity("3亿元")) is None
    assert worked_out("ratio", quantity("5亿元"), quantity("0元")) is None


def test_a_derived_figure_is_recomputed_by_the_operation_that_the_words_name() -> None:
    stated = [quantity("15.2%"), quantity("5.8%")]
    assert formula_for(quantity("9.4个百分点"), "前者比后者高9.4个百分点", stated)
    assert formula_for(quantity("9.5个百分点"), "前者比后者高9.5个百分点", stated) is None
    assert formula_for(quantity("9.4个百分点"), "二者合计9.4个百分点", stated) is None
    assert formula_for(quantity("9.4%"), "前者比后者高9.4%", stated) is None


def test_a_word_inside_a_name_is_no_operation_and_a_difference_is_not_rounded() -> None:
    stated = [quantity("4.6%"), quantity("9.5%")]
    assert (
        formula_for(quantity("5个百分点"), "GDP、工业增加值分别增长4.6%、5个百分点", stated) is None
    )
    assert formula_for(quantity("5个百分点"), "前者比后者高5个百分点", stated) is None
    assert formula_for(quantity("4.9个百分点"), "前者比后者高4.9个百分点", stated)


PASSAGE = Passage(
    "甲#1:1",
    "甲#1",
    0,
    50,
    "规模以上工业增加值增长15.2%,社会消费品零售总额完成79.38亿元,同比增长5.8%。",
    ("2025年工作回顾",),
    period=2025,
    kind="actual",
    year=2026,
)
COMPARED = "规模以上工业增加值增长15.2%[1]，社会消费品零售总额增长5.8%[1]，前者比后者高"


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("9.4个百分点（15.2%−5.8%=9.4个百分点）。[1]", "derived"),
        ("9.4个百分点。[1]", "derived"),
        ("9.3个百分点。[1]", "unsupported"),
        ("9.4个百分点（15.2%−5.7%=9.4个百分点）。[1]", "unsupported"),
        ("9.4个百分点（15.2%−5.8%=8.4个百分点）。[1]", "unsupported"),
    ],
)
def test_a_formula_must_be_the_one_that_was_recomputed(said: str, last: str) -> None:
    assert judge(COMPARED + said, {1: PASSAGE})[-1].status == last


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("规上工业增加值增速比社零增速快多少？", ["15.2%", "5.8%", "15.2%−5.8%=9.4个百分点"]),
        ("去年社零增速比2026年目标高多少？", ["5.7%左右", "0.1个百分点"]),
        ("GDP增速去年和今年目标相比差多少？", ["5.5%左右", "二者相同"]),
        ("今年老旧小区改造数量比去年少几个？", ["20个−19个=1个"]),
        ("一般公共预算收入占GDP的比重", ["10.06亿元÷189.3亿元≈5.3%"]),
        ("外贸企业和外资企业共新增多少家", ["23家+4家=27家"]),
    ],
)
def test_a_comparison_is_answered_with_both_figures_and_the_formula(
    assistant: Assistant, question: str, held: list[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert all(text in answer.text for text in held)
    assert "derived" in {figure.status for figure in answer.figures} or "相同" in answer.text


def test_a_share_of_what_is_not_stated_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("农业产值占GDP的比重是多少？").status == "unanswerable_not_in_reports"


def test_the_indicators_at_a_rank_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("哪些指标居全市第二位？")
    assert answer.status == "answered"
    for name in ("规模以上工业增加值", "社会消费品零售总额", "战略性新兴产业增加值"):
        assert f"{name}增速居全市第二位" in answer.text
    assert "生产总值增速" not in answer.text
    assert {figure.value for figure in answer.figures if figure.unit == "位"} == {Decimal(2)}


def test_a_dozen_figures_are_answered_in_one_go(assistant: Assistant) -> None:
    answer = assistant.ask("去年GDP、社零、财政收入、建筑业产值、技术合同成交额各是多少？")
    for raw in ("189.3亿元", "79.38亿元", "10.06亿元", "80.4亿元", "8.1亿元"):
        assert raw in answer.text


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("规上工业增加值今年目标比去年实际增速低多少", "15.2%−7.5%=7.7个百分点"),
        ("今年社零的增长目标比去年的增速低多少", "5.8%−5.7%=0.1个百分点"),
        ("建筑业税收占产值比重", "3.25亿元÷80.4亿元≈4%"),
        ("GDP189.3亿元是哪一年的", "2025年，北关区地区生产总值为189.3亿元"),
    ],
)
def test_what_an_operand_leaves_open_is_taken_from_the_other(
    assistant: Assistant, question: str, held: str
) -> None:
    assert held in assistant.ask(question).text


def test_a_figure_that_is_not_stated_is_of_no_year(assistant: Assistant) -> None:
    answer = assistant.ask("GDP198.3亿元是哪一年的")
    assert (answer.status, answer.figures) == ("unanswerable_not_in_reports", ())


def test_a_part_is_answered_by_the_sentence_that_another_is_answered_from(
    one_place: Assistant,
) -> None:
    answer = one_place.ask("去年新引进加工企业、湘商项目分别多少，各完成年度目标百分之几？")
    assert answer.status == "answered"
    assert [part.status for part in answer.parts] == ["answered"] * 3
    lacking = one_place.ask("去年新引进加工企业、湘商项目分别多少，带动就业多少人？")
    assert "没有找到" in lacking.text
