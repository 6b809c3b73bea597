"""The relations between answers: an assistant that breaks one is found out by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answer import Question, VerifiedAnswer
from assistant.query import Query
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.__main__ import main
from evals.drafting.metamorphic import RELATIONS, Checked, errors, measure, table
from evals.errors import PASSED
from index.store.generations import current_generation
from index.store.library import Library, library_of

_FALSE = ("digit", "direction", "year", "kind")


@pytest.fixture(scope="module")
def library(seed_index: Path) -> Iterator[Library]:
    opened = library_of(current_generation(seed_index))
    yield opened
    opened.close()


def _said(question: str, text: str) -> VerifiedAnswer:
    return VerifiedAnswer(Question(question, Query(question)), "answered", text)


def _of(checked: Sequence[Checked], relation: str) -> list[bool]:
    return [one.holds for one in checked if one.relation == relation]


def test_who_affirms_everything_fails_each_false_claim(library: Library) -> None:
    checked = measure(library, lambda question, turns: _said(question, "是的。"), 12)
    assert all(_of(checked, "true"))
    for relation in _FALSE:
        assert _of(checked, relation)
        assert not any(_of(checked, relation))
    assert not any(_of(checked, "value"))


def test_who_denies_everything_fails_the_true_claims(library: Library) -> None:
    checked = measure(library, lambda question, turns: _said(question, "不是。"), 12)
    assert not any(_of(checked, "true"))
    assert all(holds for relation in _FALSE for holds in _of(checked, relation))


def test_who_listens_to_the_question_before_fails_the_context(
    seed_index: Path, library: Library
) -> None:
    real = open_assistant(Settings(index=seed_index))
    checked = measure(library, lambda question, turns: real.ask((*turns, question)[0], ()), 8)
    assert not any(_of(checked, "context"))
    assert all(_of(checked, "value"))


def test_the_same_seed_asks_the_same_and_another_asks_otherwise(library: Library) -> None:
    asked = [
        [one.questions for one in measure(library, lambda q, turns: _said(q, ""), 12, seed)]
        for seed in (1, 1, 2)
    ]
    assert asked[0] == asked[1] != asked[2]


def test_the_command_shows_each_relation_with_its_denominator(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["metamorphic", "--index", str(seed_index), "-n", "5"]) == PASSED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == list(RELATIONS.values())
    assert "| a figure asked for: its value | 5 | 5 (100.0%) |" in lines


def test_what_did_not_hold_is_listed_with_its_questions() -> None:
    checked = [
        Checked("true", ("一？",), True, "是的。"),
        Checked("both", ("二？三？",), False, "无"),
    ]
    assert errors(checked) == "both: 二？三？\n    无"
    assert "| 1 | 0 (0.0%) |" in table(checked)
