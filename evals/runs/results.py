"""Stored answers to results: each case with all its tries, scored by both scorers; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.cases.case import Case
from evals.runs.run import Asked
from evals.scoring.plain_score import PlainScore, plain_outcome
from evals.scoring.score import Outcome, Score, score

GOOD: tuple[Outcome, ...] = ("right", "rightly_refused")
_BEST_FIRST: tuple[Outcome, ...] = (
    "right",
    "rightly_refused",
    "partly",
    "wrongly_refused",
    "error",
    "wrong",
)


@dataclass(frozen=True, slots=True)
class Try:
    """One answer to a case, with what either scorer makes of it."""

    asked: Asked
    score: Score
    plain: PlainScore

    @property
    def good(self) -> bool:
        return self.score.outcome in GOOD

    @property
    def scorers_agree(self) -> bool:
        return self.score.outcome == self.plain.outcome


@dataclass(frozen=True, slots=True)
class Result:
    """A case with its tries, the first asked first; there is always one.

    A case is as good as its worst try: who asks once may be the one who gets that.
    """

    suite: str
    case: Case
    tries: tuple[Try, ...]

    @property
    def worst(self) -> Try:
        return max(self.tries, key=lambda one: _BEST_FIRST.index(one.score.outcome))

    @property
    def outcome(self) -> Outcome:
        return self.worst.score.outcome

    @property
    def good(self) -> bool:
        return self.worst.good

    @property
    def wrong_figures(self) -> tuple[str, ...]:
        """The wrong figures that any of the tries shows."""
        shown = (figure for one in self.tries for figure in one.score.wrong_figures)
        return tuple(dict.fromkeys(shown))

    @property
    def steady(self) -> bool:
        """Whether all tries have the same outcome."""
        return len({one.score.outcome for one in self.tries}) == 1


def results_of(asked: Sequence[Asked]) -> list[Result]:
    """The results of what was asked, in the order in which the cases stand in `asked`."""
    by_case: dict[tuple[str, str], list[Asked]] = {}
    for one in sorted(asked, key=lambda one: one.turn.repeat):
        by_case.setdefault((one.turn.suite, one.case.id), []).append(one)
    return [
        Result(suite, tries[0].case, tuple(_try(one) for one in tries))
        for (suite, _), tries in by_case.items()
    ]


def by_suite(suites: Iterable[str], results: Sequence[Result]) -> dict[str, list[Result]]:
    """The results of each of `suites`; [] for one of which nothing was answered."""
    return {suite: [r for r in results if r.suite == suite] for suite in suites}


def confirmed(results: Sequence[Result]) -> list[Result]:
    """The results that count: drafts are left out, unless there is nothing else."""
    return [result for result in results if not result.case.draft] or list(results)


def _try(asked: Asked) -> Try:
    return Try(asked, score(asked.case, asked.answer), plain_outcome(asked.case, asked.answer))
