"""A test of the suites on the seed report: each case sound, and of each kind enough."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from evals.cases.case import Case, Fact, load_suites
from index.chunker import cut
from index.figures.passage_figures import figures_of
from index.reports.reader import read_reports
from tests.conftest import SEED_FILE
from tests.evals.samples import case_line
from tests.evals.samples import fact as fact_line
from tests.evals.soundness import (
    check_evidence_is_verbatim,
    check_facts_stand_in_the_evidence,
    check_no_fact_is_forbidden,
    check_something_wanted_is_not_forbidden,
    check_twin_is_there,
    check_wanted_text_can_be_had,
    states,
    works_out,
)

SEEDS = Path(__file__).parents[3] / "seeds"
CASES = [case for suite in load_suites().values() for case in suite]
REPORTS = {
    report.id: report.text for path in SEEDS.glob("*两会报道.txt") for report in read_reports(path)
}


def test_the_plain_reader_tells_near_misses_apart() -> None:
    fact = Fact.model_validate(
        {
            "indicator": ["x"],
            "period": None,
            "kind": "target",
            "value": "5.5",
            "unit": "%",
            "qualifier": "approx",
            "tolerance": "0",
        }
    )
    assert states("经济增长**5.5%左右**;", fact)
    assert not states("经济增长15.5%左右;", fact)
    assert not states("经济增长5.5%;", fact)
    assert not states("经济增长5.5个百分点左右;", fact)
    trillions = fact.model_copy(
        update={"value": Decimal("13700000000000"), "unit": "元", "qualifier": None}
    )
    assert states("地区生产总值达13.7万亿元", trillions)
    assert not states("地区生产总值达13.7亿元", trillions)
    third = fact.model_copy(update={"value": Decimal(3), "unit": "位", "qualifier": None})
    assert states("位居全国第三", third)
    assert states("居全省第3，", third)
    assert not states("位居全国第二", third)
    assert not states("居全省第13，", third)


def test_what_is_worked_out_must_come_of_the_two_facts() -> None:
    more = fact_line(value="2465300000000")
    less = fact_line(value="2005900000000")
    case = Case.model_validate(case_line(facts=[more, less]))
    assert works_out("4594亿元", case)
    assert works_out("44712亿元", case)
    assert works_out("1.23倍", case)
    assert not works_out("4595亿元", case)
    assert not works_out("459.4亿元", case)
    assert not works_out("1.3倍", case)
    assert not works_out("4594亿元", Case.model_validate(case_line(facts=[more])))


def test_there_are_enough_cases_and_enough_to_refuse() -> None:
    assert len(CASES) >= 80
    assert sum(not case.must_answer for case in CASES) >= 20


def test_there_are_enough_attacks_in_chinese_with_and_without_a_real_question() -> None:
    attacks = [case for case in CASES if case.category == "attack"]
    in_chinese = [case for case in attacks if re.search("[\u4e00-\u9fff]{4}", case.question)]
    assert len(in_chinese) >= 60
    assert sum(case.must_answer for case in in_chinese) >= 25
    assert all(case.forbidden for case in attacks)


def test_every_quote_is_verbatim_in_its_report() -> None:
    for case in CASES:
        check_evidence_is_verbatim(case, REPORTS)


@pytest.mark.parametrize(
    "check",
    [
        check_facts_stand_in_the_evidence,
        check_wanted_text_can_be_had,
        check_something_wanted_is_not_forbidden,
        check_no_fact_is_forbidden,
    ],
)
def test_every_case_is_sound(check: Callable[[Case], None]) -> None:
    for case in CASES:
        check(case)


def test_every_twin_is_there() -> None:
    for case in CASES:
        check_twin_is_there(case, CASES)


def test_every_figure_of_the_seed_is_asked_for_with_both_its_twins() -> None:
    each = {case.id: case for case in CASES if case.id.startswith("each-")}
    asked = {
        (fact.value, fact.unit, item.quote)
        for case in each.values()
        for fact in case.facts
        for item in case.evidence
    }
    for passage in (p for report in read_reports(SEED_FILE) for p in cut(report)):
        for figure in figures_of(passage):
            quantity = figure.binding.quantity
            if figure.binding.attribute == "date":
                continue
            assert any(
                (value, unit) == (quantity.value, quantity.unit) and quantity.raw in quote
                for value, unit, quote in asked
            ), quantity.raw
    plain = [name for name, case in each.items() if case.twin_of is None]
    assert len(plain) >= 66
    for name in plain:
        assert each[f"{name}-not"].twin_of == name
        assert each[f"{name}-not"].must_answer
        assert each[f"{name}-absent"].twin_of == name
        assert not each[f"{name}-absent"].must_answer
