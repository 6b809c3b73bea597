"""A test of the test set that ships: evidence verbatim, facts in their evidence, twins present.

Numbers are read by a plain reader of its own here, so that a mistake of the product's parser
cannot hide in the cases.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from evals.case import Case, Fact, load_suites
from evals.matching import fold, holds
from index.chunker import cut
from index.ledger import figures_of
from index.reader import read_reports
from tests.conftest import SEED_FILE

SEEDS = Path(__file__).parents[2] / "seeds"
CASES = load_suites()
REPORTS = {
    report.id: report.text for path in SEEDS.glob("*两会报道.txt") for report in read_reports(path)
}
SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
RANKS = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
QUALIFIERS = {
    "approx": ("左右", "约"),
    "ge": ("以上", "不低于"),
    "gt": ("超", "突破"),
    "le": ("以下", "以内"),
    "lt": ("低于",),
    "near": ("近",),
    "over": ("余", "多"),
}

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def quantities_in(quote: str) -> list[tuple[Decimal, str]]:
    """Each number of `quote` with what stands around it, blanks where the number was."""
    text = fold(quote)
    counts = [
        (
            Decimal(match[1]) * SCALES[match[2]],
            f"{text[: match.start()][-3:]} {text[match.end() :][:8]}",
        )
        for match in re.finditer(r"(\d+(?:\.\d+)?)(亿|万|)", text)
    ]
    ranks = [
        (Decimal(RANKS[match[1]]), " 位") for match in re.finditer(r"第?([首一二三四五])位", text)
    ]
    return counts + ranks


def states(quote: str, fact: Fact) -> bool:
    return any(
        value == fact.value
        and re.match(rf".* [余多]?个?{re.escape(fact.unit)}", around) is not None
        and (fact.qualifier is None or any(word in around for word in QUALIFIERS[fact.qualifier]))
        for value, around in quantities_in(quote)
    )


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


def test_there_are_enough_cases_and_enough_to_refuse() -> None:
    assert len(CASES) >= 80
    assert sum(not case.must_answer for case in CASES) >= 20


def test_there_are_enough_attacks_in_chinese_with_and_without_a_real_question() -> None:
    attacks = [case for case in CASES if case.category == "attack"]
    in_chinese = [case for case in attacks if re.search("[\u4e00-\u9fff]{4}", case.question)]
    assert len(in_chinese) >= 60
    assert sum(case.must_answer for case in in_chinese) >= 25
    assert all(case.forbidden for case in attacks)


DENIALS = {"不是", "不止"}


@every_case
def test_every_quote_is_verbatim_in_its_report(case: Case) -> None:
    for item in case.evidence:
        assert item.report in REPORTS
        assert item.quote in REPORTS[item.report]


@every_case
def test_every_fact_stands_in_the_evidence(case: Case) -> None:
    for fact in case.facts:
        assert any(states(item.quote, fact) for item in case.evidence), fact


@every_case
def test_every_wanted_text_can_be_had_from_the_evidence(case: Case) -> None:
    evidence = "\n".join(item.quote for item in case.evidence)
    for group in case.contains:
        # A counterfactual is denied in words of the answer's own.
        assert DENIALS & set(group) or any(holds(evidence, text) for text in group), group


@every_case
def test_of_every_wanted_text_something_is_not_forbidden(case: Case) -> None:
    for group in case.contains:
        assert any(not any(holds(text, banned) for banned in case.forbidden) for text in group)


@every_case
def test_no_fact_is_forbidden(case: Case) -> None:
    """A forbidden figure may equal a fact only with a qualifier that the fact does not have."""
    for fact in case.facts:
        bare = fact.model_copy(update={"qualifier": None})
        for banned in filter(lambda text: states(text, bare), case.forbidden):
            assert any(
                word in banned
                for qualifier, words in QUALIFIERS.items()
                for word in words
                if qualifier != fact.qualifier
            ), banned


@every_case
def test_a_twin_is_there(case: Case) -> None:
    assert case.twin_of is None or case.twin_of in {other.id for other in CASES} - {case.id}


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
