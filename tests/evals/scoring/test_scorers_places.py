"""Figures of two places: both scorers want each told of its own."""

from __future__ import annotations

import pytest

from evals.scoring.plain_score import plain_outcome
from evals.scoring.score import score
from tests.evals.samples import a_case, answer, citation, fact

PASSAGE = "2025年，北关区生产总值增长5.5%。2025年，文峰区生产总值增长6.5%。"
TWO = a_case(
    question="北关区和文峰区2025年的生产总值增速哪个高？",
    facts=[
        fact(value="5.5", unit="%", place="北关"),
        fact(value="6.5", unit="%", place="文峰"),
    ],
)


def outcomes(text: str) -> tuple[str, str]:
    given = answer(
        text=text,
        citations=[citation(passage=PASSAGE, quote=PASSAGE[:10], start=0, end=10)],
        figures=[],
    )
    return score(TWO, given).outcome, plain_outcome(TWO, given).outcome


@pytest.mark.parametrize(
    "text",
    [
        "2025年，北关区生产总值增长5.5%[1]，文峰区生产总值增长6.5%[1]。",
        "2025年，文峰区生产总值增长6.5%[1]。北关区生产总值增长5.5%[1]，低于文峰区。",
        "2025年，北关区、文峰区生产总值分别增长5.5%和6.5%[1]。",
    ],
)
def test_each_figure_told_of_its_own_place_is_right(text: str) -> None:
    assert outcomes(text) == ("right", "right")


def test_figures_that_changed_places_are_wrong() -> None:
    swapped = "2025年，北关区生产总值增长6.5%[1]，文峰区生产总值增长5.5%[1]。"
    assert outcomes(swapped) == ("wrong", "wrong")


def test_a_figure_told_of_the_other_place_is_a_wrong_figure() -> None:
    given = answer(
        text="2025年，北关区生产总值增长5.5%[1]，北关区生产总值增长6.5%[1]。",
        citations=[citation(passage=PASSAGE, quote=PASSAGE[:10], start=0, end=10)],
        figures=[],
    )
    result = score(TWO, given)
    assert result.reasons == ("fact_of_other: 文峰 生产总值 6.5 %（北关）",)
    assert result.wrong_figures == ("6.5%",)
