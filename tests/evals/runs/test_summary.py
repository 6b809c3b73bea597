from __future__ import annotations

import math

from evals.runs.results import Result, results_of
from evals.runs.run import Asked
from evals.runs.summary import grouped, models_of, tally
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal

WRONG = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。", figures=[])


def results(*tries: Asked) -> list[Result]:
    return results_of(tries)


MIXED = results(
    asked(a_case(id="1"), answer(), 10),
    asked(a_case(id="2"), WRONG, 30),
    asked(a_case(id="3"), refusal(), 40),
    asked(a_refusal(id="4"), refusal(), 20),
)


def test_each_share_has_its_own_denominator() -> None:
    told = tally(MIXED)
    assert (told.good.part, told.good.whole) == (2, 4)
    assert (told.wrong.part, told.wrong_figures.part) == (1, 1)
    assert (told.refused_wrongly.part, told.refused_wrongly.whole) == (1, 3)
    assert (told.unsupported, told.answers) == (1, 2)
    assert told.good.low < told.good.value < told.good.high


def test_a_group_of_nothing_is_undefined_not_nought() -> None:
    told = tally([])
    assert math.isnan(told.good.value)
    assert math.isnan(told.p50)
    assert told.cases == 0


def test_groups_add_up_to_the_whole() -> None:
    groups = grouped(MIXED, lambda result: result.case.category)
    assert list(groups) == ["figures", "refusal"]
    assert sum(group.cases for group in groups.values()) == 4


def test_what_came_from_the_cache_is_counted_and_not_timed() -> None:
    told = tally(
        results(asked(a_case(), answer(), 10), asked(a_refusal(), refusal(), 9000, cached=True))
    )
    assert told.cached == 1
    assert told.times == (10,)


def test_citation_recall_and_precision_are_over_statements_and_citations() -> None:
    told = tally(results(asked(a_case(), answer())))
    assert (told.citation_recall.part, told.citation_recall.whole) == (1, 1)
    assert (told.citation_precision.part, told.citation_precision.whole) == (1, 1)
    assert tally(results(asked(a_refusal(), refusal()))).citation_recall.whole == 0


def test_the_model_is_named_with_how_often_the_extract_stood_in() -> None:
    assert models_of(MIXED) == {}
    by_model = {**answer(), "mode": "llm", "model": "qwen3"}
    fallback = {**answer(), "mode": "extractive", "model": "qwen3"}
    told = models_of(results(asked(a_case(id="1"), by_model), asked(a_case(id="2"), fallback)))
    assert told == {"qwen3": {"llm": 1, "extractive": 1}}
