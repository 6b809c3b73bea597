"""Plain questions by template: of each attribute and kind, the year and place as given."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from evals.drafting.askable import denied_wordings, plain_wordings, without_bounds
from index.figures.figure import Attribute, Binding, FigureKind, Period
from index.figures.quantities import parse_quantities

(FOUND,) = parse_quantities("粮食总产量达到120万吨")
BOUND = Binding(FOUND, "粮食总产量", None, "level", Period(2024, 2024), "actual", "安阳市")
ASKABLE = [
    (attribute, kind)
    for attribute in get_args(Attribute)
    for kind in get_args(FigureKind)
    if attribute != "date" and (kind != "cumulative" or attribute in ("level", "count"))
]


@pytest.mark.parametrize(("attribute", "kind"), ASKABLE)
def test_each_question_names_what_where_and_when(attribute: Attribute, kind: FigureKind) -> None:
    bound = replace(BOUND, attribute=attribute, kind=kind)
    asked = plain_wordings(bound, "安阳市")
    denied = denied_wordings(bound, "安阳市", "130万吨")
    assert len(set(denied)) >= 2
    for question in (*asked, *denied):
        assert all(part in question for part in ("2024年", "安阳市", "粮食总产量"))
        assert "120" not in question
    assert all("130万吨" in question for question in denied)


def test_another_year_takes_the_place_of_the_figures_own() -> None:
    for question in plain_wordings(BOUND, "安阳市", year=2019):
        assert "2019年" in question
        assert "2024" not in question


def test_years_on_end_are_asked_from_the_first_to_the_last() -> None:
    bound = replace(BOUND, kind="cumulative", period=Period(2020, 2024))
    assert all("2020年到2024年" in question for question in plain_wordings(bound, "安阳市"))


def test_a_fall_is_asked_for_as_a_fall_and_a_target_as_a_target() -> None:
    falls = replace(BOUND, attribute="change", direction="fall")
    assert all("降" in question for question in plain_wordings(falls, "安阳市"))
    target = replace(BOUND, attribute="change", kind="target")
    for question in (*plain_wordings(target, "安阳市"), *denied_wordings(target, "安阳市", "6%")):
        assert "预期" in question or "目标" in question


@pytest.mark.parametrize(
    ("figure", "bare"),
    [
        ("超过30家", "30家"),
        ("6%左右", "6%"),
        ("近1.2亿元", "1.2亿元"),
        ("3万个以上", "3万个"),
        ("1200多个", "1200多个"),
        ("30家", "30家"),
    ],
)
def test_a_figure_without_the_words_that_bound_it(figure: str, bare: str) -> None:
    assert without_bounds(figure) == bare
