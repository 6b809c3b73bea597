"""What was understood against what a case asks: each slot can be missed, an open one is not scored."""

from __future__ import annotations

import pytest

from evals.cases.case import load_suites
from evals.measures.understanding import SLOTS, errors, judge, table, understood_of
from tests.evals.samples import a_case, a_refusal, fact

PLACES = {"北关区2026年两会报道#3": "安阳市北关区"}
RIGHT: dict[str, object] = {
    "indicators": ["地区生产总值"],
    "subject": "gdp",
    "attribute": "level",
    "kind": "actual",
    "years": [2025],
    "places": ["安阳市北关区"],
    "parts": [],
}


def _answer(*parts: dict[str, object], **query: object) -> dict[str, object]:
    resolved = {"text": "", "indicators": [], "periods": [], "places": []}
    return {"resolved": resolved, "query": {**RIGHT, **query, "parts": list(parts)}}


def _slots(answer: dict[str, object], **changes: object) -> dict[str, bool]:
    return {one.slot: one.right for one in judge("s", a_case(**changes), answer, PLACES)}


def test_what_is_understood_right_is_right_in_every_slot() -> None:
    assert _slots(_answer()) == dict.fromkeys(SLOTS, True)


@pytest.mark.parametrize(
    ("slot", "query"),
    [
        ("indicator", {"indicators": ["社会消费品零售总额"], "subject": "社零"}),
        ("indicator", {"indicators": [], "subject": ""}),
        ("attribute", {"attribute": "change"}),
        ("years", {"years": [2026]}),
        ("years", {"years": []}),
        ("kind", {"kind": "target"}),
        ("place", {"places": ["安阳市文峰区"]}),
        ("place", {"places": []}),
    ],
)
def test_a_slot_understood_otherwise_is_an_error_of_that_slot_alone(
    slot: str, query: dict[str, object]
) -> None:
    missed = [name for name, right in _slots(_answer(**query)).items() if not right]
    assert missed == [slot]


def test_two_things_taken_for_one_and_one_for_two_are_errors() -> None:
    facts = [fact(), fact(indicator=["社会消费品零售总额"], value="7938000000")]
    assert _slots(_answer(), facts=facts)["things"] is False
    assert _slots(_answer(RIGHT, RIGHT))["things"] is False
    other = {**RIGHT, "indicators": ["社会消费品零售总额"]}
    assert all(_slots(_answer(RIGHT, other), facts=facts).values())


def test_each_fact_is_compared_with_the_part_that_fits_it_best() -> None:
    other = {**RIGHT, "indicators": ["社会消费品零售总额"], "years": [2024]}
    assert _slots(_answer(other, RIGHT))["years"] is True


def test_what_the_question_leaves_open_is_not_scored() -> None:
    slots = _slots(_answer(years=[], places=[]), question="GDP是多少？")
    assert "years" not in slots
    assert "place" not in slots
    assert "attribute" not in _slots(_answer(attribute=None))


def test_the_words_of_an_indicator_may_stand_in_another_order() -> None:
    facts = [fact(indicator=["老旧小区改造"])]
    asked = {"indicators": [], "subject": "改造 老旧小区"}
    assert _slots(_answer(**asked), facts=facts)["indicator"] is True
    assert _slots(_answer(**{**asked, "subject": "老旧小区"}), facts=facts)["indicator"] is False


def test_a_relative_year_is_a_year_that_is_asked_for() -> None:
    assert _slots(_answer(years=[2024]), question="北关区去年的GDP是多少？")["years"] is False


def test_an_open_kind_may_mean_an_outcome_and_no_target() -> None:
    assert _slots(_answer(kind=None))["kind"] is True
    target = [fact(kind="target")]
    asked = "2025年北关区的GDP目标是多少？"
    assert _slots(_answer(kind=None), facts=target, question=asked)["kind"] is False
    assert "kind" not in _slots(_answer(kind=None), facts=target, question="今年GDP多少？")


def test_without_a_query_the_resolved_question_is_read_and_shows_no_kind() -> None:
    resolved = {"indicators": ["GDP", "社零"], "periods": [2025], "places": ["北关区"]}
    one, other = understood_of({"resolved": resolved})
    assert (one.indicators, other.indicators) == (("GDP",), ("社零",))
    assert (one.years, one.places, one.kind) == ((2025,), ("北关区",), None)


def test_cases_without_facts_and_surveys_are_not_scored() -> None:
    assert list(judge("s", a_refusal(), _answer(), PLACES)) == []
    assert _slots(_answer(), tally=[31, 29]) == {}


def test_shares_stand_over_their_denominators_and_errors_name_the_question() -> None:
    judged = [*judge("s", a_case(), _answer(), PLACES)]
    judged += judge("s", a_case(), _answer(years=[2026]), PLACES)
    assert "| 1/2 = 50.0% |" in table(judged)
    assert "0/0 = nan" in table([one for one in judged if one.slot != "kind"])
    assert errors(judged) == ("years　fig-gdp　2025年北关区的GDP是多少？\n    应：2025　得：2026")


def test_the_shipped_cases_hold_gold_for_every_slot() -> None:
    cases = [case for suite in load_suites(["seed-figures"]).values() for case in suite]
    slots = {one.slot for case in cases for one in judge("s", case, _answer(), PLACES)}
    assert slots == set(SLOTS)
