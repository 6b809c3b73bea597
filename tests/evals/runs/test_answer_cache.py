from __future__ import annotations

from pathlib import Path

import pytest

from evals.runs.answer_cache import AnswerCache
from evals.runs.run import Asked, Turn
from tests.evals.samples import a_case, a_refusal, answer


class Counting:
    """Answers a turn and counts how often it was asked."""

    def __init__(self, status: str = "answered") -> None:
        self.asked = 0
        self.status = status

    def __call__(self, turn: Turn) -> Asked:
        self.asked += 1
        return Asked(turn, answer(status=self.status), 7.5)


def test_what_was_answered_once_is_not_asked_again_and_says_so(tmp_path: Path) -> None:
    target = Counting()
    ask = AnswerCache(tmp_path, "system").through(target)
    first, second = ask(Turn("a", a_case())), ask(Turn("b", a_case()))
    assert target.asked == 1
    assert (first.cached, second.cached) == (False, True)
    assert second.answer == first.answer
    assert second.ms == 7.5
    assert second.turn.suite == "b"


@pytest.mark.parametrize(
    ("system", "turn"),
    [
        ("another", Turn("s", a_case())),
        ("system", Turn("s", a_refusal())),
        ("system", Turn("s", a_case(turns=["前一问"]))),
        ("system", Turn("s", a_case(), repeat=2)),
    ],
)
def test_another_system_question_chat_or_repeat_is_asked(
    tmp_path: Path, system: str, turn: Turn
) -> None:
    AnswerCache(tmp_path, "system").through(Counting())(Turn("s", a_case()))
    target = Counting()
    assert not AnswerCache(tmp_path, system).through(target)(turn).cached
    assert target.asked == 1


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    target = Counting(status="error_ModelError")
    ask = AnswerCache(tmp_path, "system").through(target)
    ask(Turn("s", a_case()))
    assert not ask(Turn("s", a_case())).cached
    assert target.asked == 2


def test_a_torn_file_is_asked_again_and_mended(tmp_path: Path) -> None:
    target = Counting()
    ask = AnswerCache(tmp_path, "system").through(target)
    ask(Turn("s", a_case()))
    (kept,) = tmp_path.rglob("*.json")
    kept.write_text('{"answer"', encoding="utf-8")
    assert not ask(Turn("s", a_case())).cached
    assert ask(Turn("s", a_case())).cached
