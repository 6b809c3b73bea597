"""The scorers have teeth: right answers of the product, made wrong in one thing, are right to neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.cases.case import Case, load_suites
from evals.runs.run import ask_cases
from evals.runs.target import open_product
from evals.scoring.plain_score import plain_outcome
from evals.scoring.score import score

_FIGURE = re.compile(r"(?<![\d\[.])\d+(?:\.\d+)?(?=[亿万%个家户人件])")

Answered = list[tuple[Case, Mapping[str, object]]]


@pytest.fixture(scope="module")
def right(seed_index: Path) -> Answered:
    """Every third case of the seed's figures that has one fact and is answered right."""
    cases = [case for case in load_suites(["seed-figures"])["seed-figures"] if len(case.facts) == 1]
    product = open_product(Settings(index=seed_index, llm_model="", _env_file=None))
    asked = ask_cases({"seed-figures": cases[::3]}, product.ask)
    return [
        (one.case, one.answer) for one in asked if score(one.case, one.answer).outcome == "right"
    ]


def another_digit(case: Case, text: str) -> str:
    return _FIGURE.sub(lambda m: m[0][:-1] + str((int(m[0][-1]) + 3) % 10), text)


def ten_times(case: Case, text: str) -> str:
    return _FIGURE.sub(lambda m: f"{Decimal(m[0]) * 10:f}", text)


def another_year(case: Case, text: str) -> str:
    return text.replace("2025年", "2024年").replace("2026年", "2025年")


def another_indicator(case: Case, text: str) -> str:
    """One that either ruler knows, in place of the fact's; the question names it too."""
    for name in case.facts[0].indicator:
        text = text.replace(name, "固定资产投资")
    return text


def no_qualifier(case: Case, text: str) -> str:
    return re.sub("左右|以上|余", "", text) if case.facts[0].qualifier else text


@pytest.mark.parametrize(
    ("bent", "least"),
    [
        (another_digit, 60),
        (ten_times, 60),
        (another_year, 60),
        (another_indicator, 20),
        (no_qualifier, 5),
    ],
)
def test_an_answer_made_wrong_is_right_to_neither_ruler(
    right: Answered, bent: Callable[[Case, str], str], least: int
) -> None:
    tried = 0
    for case, answer in right:
        text = bent(case, str(answer["text"]))
        if text == answer["text"]:
            continue
        tried += 1
        changed = {**answer, "text": text, "figures": []}
        assert score(case, changed).outcome != "right", text
        assert plain_outcome(case, changed).outcome != "right", text
    assert tried >= least


def test_the_two_agree_on_every_answer_as_it_was_given(right: Answered) -> None:
    assert len(right) > 80
    assert all(plain_outcome(case, answer).outcome == "right" for case, answer in right)
