"""Cases asked, several at a time and again where asked for; an error is an outcome like any other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from evals.cases.case import Case
from evals.scoring.asking import Ask, answer_of


@dataclass(frozen=True, slots=True)
class Turn:
    """A case to be asked for the `repeat`-th time, counted from 1, in a suite."""

    suite: str
    case: Case
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a turn: the answer object, the wall time in milliseconds, and whether it was
    taken from the cache, in which case the time is that of when it was asked."""

    turn: Turn
    answer: Mapping[str, object]
    ms: float
    cached: bool = False

    @property
    def case(self) -> Case:
        return self.turn.case


def turns_of(suites: Mapping[str, Sequence[Case]], repeats: int = 1) -> list[Turn]:
    """Every case of every suite once, then every one a second time, and so on."""
    return [
        Turn(suite, case, repeat)
        for repeat in range(1, repeats + 1)
        for suite, cases in suites.items()
        for case in cases
    ]


def ask_all(turns: Iterable[Turn], ask: Callable[[Turn], Asked], jobs: int = 1) -> Iterator[Asked]:
    """Asks `jobs` turns at a time and gives each answer as it comes.

    An interrupt asks nothing more; what was under way is waited for and dropped.
    """
    with ThreadPoolExecutor(jobs, thread_name_prefix="evals") as pool:
        pending = [pool.submit(ask, turn) for turn in turns]
        try:
            for done in as_completed(pending):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def timed(ask: Ask) -> Callable[[Turn], Asked]:
    """`ask` with its time taken and its errors turned into answers with an error_* status."""

    def ask_turn(turn: Turn) -> Asked:
        start = time.perf_counter()
        answer = answer_of(ask, turn.case.question, turn.case.turns)
        return Asked(turn, answer, (time.perf_counter() - start) * 1000)

    return ask_turn


def ask_cases(
    suites: Mapping[str, Sequence[Case]], ask: Ask, *, repeats: int = 1, jobs: int = 1
) -> list[Asked]:
    """Every case asked and nothing stored: for a notebook. `ask` may be any function of yours."""
    return list(ask_all(turns_of(suites, repeats), timed(ask), jobs))
