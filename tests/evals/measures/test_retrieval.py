from __future__ import annotations

import math

import pytest

from evals.measures.retrieval import (
    Place,
    Searched,
    mrr,
    ranks_of,
    recall_at,
    search_all,
    searchable,
)
from index.report import Passage, RetrievedPassage
from tests.evals.samples import a_case, a_refusal

TEXT = "甲说一。乙说二。丙说三。乙说二。"


def passage(start: int, end: int, report: str = "r") -> Passage:
    return Passage(
        id=f"{report}:{start}", report_id=report, start=start, end=end, text=TEXT[start:end]
    )


def searched(found: list[Passage], *quotes: str) -> Searched:
    case = a_case(evidence=[{"report": "r", "quote": quote} for quote in quotes])
    hits = [RetrievedPassage(one, rank, 1 / rank, {}) for rank, one in enumerate(found, start=1)]
    (one,) = search_all([case], {"r": TEXT}, lambda query, k: hits[:k])
    return one


def test_a_quote_is_found_at_the_first_passage_that_covers_any_place_of_it() -> None:
    one = searched([passage(8, 12), passage(12, 16), passage(0, 8)], "乙说二。", "甲说一。")
    assert ranks_of(one) == [2, 3]
    assert recall_at(2, [one]) == 0.5
    assert recall_at(3, [one]) == 1
    assert mrr(10, [one]) == 0.5


def test_the_same_span_of_another_report_is_not_it() -> None:
    assert ranks_of(searched([passage(0, 8, "other")], "甲说一。")) == [None]


def test_what_is_found_too_far_down_counts_for_nothing() -> None:
    one = searched([passage(8, 12)] * 5 + [passage(0, 4)], "甲说一。")
    assert recall_at(5, [one]) == 0
    assert mrr(5, [one]) == 0
    assert mrr(10, [one]) == pytest.approx(1 / 6)


def test_nothing_searched_is_undefined() -> None:
    assert math.isnan(recall_at(5, []))
    assert math.isnan(mrr(10, []))


def test_only_what_stands_alone_and_has_evidence_is_searched_for() -> None:
    cases = [a_case(), a_case(turns=["前一问"]), a_refusal()]
    assert searchable(cases) == cases[:1]


def test_a_stored_line_counts_as_it_did() -> None:
    one = searched([passage(0, 8)], "乙说二。")
    again = Searched.model_validate_json(one.model_dump_json())
    assert again == one
    assert again.found == (Place(report="r", start=0, end=8),)
