from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence

import pytest

from assistant.errors import ModelError
from evals.runs.run import Turn, ask_all, timed, turns_of
from evals.scoring.score import score
from index.errors import IndexDamaged
from tests.evals.samples import a_case, a_refusal, answer, refusal

CASES = [a_case(), a_refusal()]


def ask(question: str, turns: Sequence[str]) -> Mapping[str, object]:
    return refusal() if "文峰区" in question else answer()


def test_each_case_is_asked_with_its_turns_and_timed() -> None:
    heard: list[tuple[str, Sequence[str]]] = []

    def listening(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        heard.append((question, turns))
        return answer()

    case = a_case(turns=["北关区的GDP是多少？"], question="增速呢？")
    (one,) = ask_all([Turn("s", case)], timed(listening))
    assert heard == [("增速呢？", ("北关区的GDP是多少？",))]
    assert one.case is case
    assert one.ms >= 0
    assert not one.cached


@pytest.mark.parametrize(
    "fault",
    [
        ModelError("大模型无法连接。", "unreachable"),
        IndexDamaged("索引损坏。"),
        KeyError("a bug"),
    ],
)
def test_a_fault_is_an_outcome_and_the_run_goes_on(fault: Exception) -> None:
    def failing_once(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        if "文峰区" not in question:
            raise fault
        return refusal()

    asked = ask_all(turns_of({"s": CASES}), timed(failing_once))
    outcomes = {one.case.id: score(one.case, one.answer) for one in asked}
    assert outcomes["fig-gdp"].outcome == "error"
    assert type(fault).__name__ in outcomes["fig-gdp"].reasons[0]
    assert outcomes["no-place"].outcome == "rightly_refused"


def test_every_case_is_asked_once_before_any_is_asked_again() -> None:
    turns = turns_of({"a": CASES[:1], "b": CASES[1:]}, repeats=2)
    told = [(turn.suite, turn.case.id, turn.repeat) for turn in turns]
    assert told == [
        ("a", "fig-gdp", 1),
        ("b", "no-place", 1),
        ("a", "fig-gdp", 2),
        ("b", "no-place", 2),
    ]


def test_as_many_are_asked_at_a_time_as_are_wanted() -> None:
    meeting = threading.Barrier(3, timeout=5)

    def meets(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        meeting.wait()  # breaks unless three are here at once
        return answer()

    asked = list(ask_all(turns_of({"s": [a_case()]}, repeats=3), timed(meets), jobs=3))
    assert [one.answer["status"] for one in asked] == ["answered"] * 3


def test_stopping_asks_nothing_more() -> None:
    heard = []

    def slow(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        heard.append(question)
        time.sleep(0.02)
        return answer()

    asked = ask_all(turns_of({"s": [a_case()]}, repeats=50), timed(slow))
    next(iter(asked))
    asked.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert len(heard) <= 3
