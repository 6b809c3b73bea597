from __future__ import annotations

from evals.runs.results import results_of
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal

WRONG = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。", figures=[])


def test_a_case_is_as_good_as_its_worst_try() -> None:
    tries = [asked(a_case(), answer()), asked(a_case(), WRONG, repeat=2)]
    (result,) = results_of(tries)
    assert result.outcome == "wrong"
    assert not result.good
    assert result.wrong_figures == ("188.3亿元",)
    assert not result.steady


def test_tries_stand_in_the_order_of_their_repeats_however_they_came() -> None:
    tries = [asked(a_case(), WRONG, repeat=2), asked(a_case(), answer())]
    (result,) = results_of(tries)
    assert [one.asked.turn.repeat for one in result.tries] == [1, 2]


def test_one_case_in_two_suites_is_two_results() -> None:
    results = results_of(
        [asked(a_refusal(), refusal(), suite="a"), asked(a_refusal(), refusal(), suite="b")]
    )
    assert [result.suite for result in results] == ["a", "b"]
    assert all(result.good and result.steady for result in results)
