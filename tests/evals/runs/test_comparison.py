from __future__ import annotations

import math

import pytest

from evals.errors import RunsDiffer
from evals.runs.comparison import cluster_of, compare
from evals.runs.results import Result, results_of
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal

WRONG = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。", figures=[])
UNNAMED = answer(text="生产总值稳步增长[1]。", figures=[])


def run(**given: dict[str, object]) -> list[Result]:
    return results_of([asked(a_case(id=name), one) for name, one in given.items()])


BEFORE = run(a=answer(), b=answer(), c=answer(), d=refusal(), e=UNNAMED)
AFTER = run(a=refusal(), b=UNNAMED, c=WRONG, d=answer(), e=UNNAMED)


def test_flips_come_worst_first_a_wrong_figure_before_all() -> None:
    told = compare(BEFORE, AFTER)
    assert [flip.case.id for flip in told.flips] == ["c", "b", "a", "d"]
    assert told.flips[0].new_wrong_figures == ("188.3亿元",)
    assert told.flips[-1].after.good


def test_a_case_that_stays_wrong_but_shows_a_new_wrong_figure_is_a_flip() -> None:
    told = compare(run(a=UNNAMED), run(a=WRONG))
    assert [flip.case.id for flip in told.flips] == ["a"]


def test_the_difference_and_its_test_are_over_the_pairs() -> None:
    told = compare(BEFORE, AFTER)
    assert (told.good_before, told.good_after, told.cases) == (3, 1, 5)
    assert told.good.value == pytest.approx(-0.4)
    assert told.wrong_figures.value == pytest.approx(0.2)
    assert (told.test.better, told.test.worse) == (1, 3)


def test_a_run_compared_with_itself_has_no_flip_and_no_difference() -> None:
    told = compare(BEFORE, BEFORE)
    assert told.flips == ()
    assert (told.good.value, told.test.p) == (0, 1)


def test_cases_on_one_report_are_one_cluster() -> None:
    told = compare(BEFORE, AFTER)
    assert told.good.clusters == 1
    assert math.isnan(told.good.low)
    assert cluster_of(a_refusal(id="x")) != cluster_of(a_refusal(id="y"))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (run(a=answer()), "只在前一次中的题目 4 道（b、c、d、e）"),
        ([*BEFORE, *run(z=answer())], "只在后一次中的题目 1 道（z）"),
        (
            results_of([asked(a_case(id=n, note="changed"), answer()) for n in "abcde"]),
            "两次内容不同的题目 5 道",
        ),
    ],
)
def test_runs_of_other_cases_are_refused_by_name(after: list[Result], told: str) -> None:
    with pytest.raises(RunsDiffer) as caught:
        compare(BEFORE, after)
    assert told in str(caught.value)


def test_two_runs_of_nothing_are_refused() -> None:
    with pytest.raises(RunsDiffer, match="无从比较"):
        compare([], [])
