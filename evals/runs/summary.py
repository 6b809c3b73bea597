"""Results to counts and shares, for a suite, a category or all; pure, undefined is nan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.runs.results import Result
from evals.scoring.score import Outcome
from evals.scoring.statistics import Share, quantile, share


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of a group of results; shares carry their denominator and interval.

    `good` is right or rightly refused, over all; `wrong` and `wrong_figures` too. `refused_wrongly`
    is over the cases that can be answered. `unsupported` counts figures over the answers given.
    Times are milliseconds of what was asked, not of what came from the cache.
    """

    cases: int
    outcomes: Counter[Outcome]
    good: Share
    wrong: Share
    wrong_figures: Share
    refused_wrongly: Share
    citation_recall: Share
    citation_precision: Share
    unsupported: int
    answers: int
    unsteady: int
    cached: int
    disagreements: int
    times: tuple[float, ...]

    @property
    def p50(self) -> float:
        return quantile(self.times, 0.5)

    @property
    def p95(self) -> float:
        return quantile(self.times, 0.95)


def tally(results: Sequence[Result]) -> Tally:
    outcomes: Counter[Outcome] = Counter(result.outcome for result in results)
    tries = [one for result in results for one in result.tries]
    cited = [one.score.citations for one in tries if one.score.citations]
    answerable = sum(result.case.must_answer for result in results)
    return Tally(
        cases=len(results),
        outcomes=outcomes,
        good=share(sum(result.good for result in results), len(results)),
        wrong=share(outcomes["wrong"], len(results)),
        wrong_figures=share(sum(bool(r.wrong_figures) for r in results), len(results)),
        refused_wrongly=share(outcomes["wrongly_refused"], answerable),
        citation_recall=share(sum(c.borne_out for c in cited), sum(c.statements for c in cited)),
        citation_precision=share(sum(c.needed for c in cited), sum(c.citations for c in cited)),
        unsupported=sum(one.score.unsupported for one in tries),
        answers=sum(str(one.asked.answer.get("status")).startswith("answered") for one in tries),
        unsteady=sum(not result.steady for result in results),
        cached=sum(one.asked.cached for one in tries),
        disagreements=sum(not one.scorers_agree for one in tries),
        times=tuple(one.asked.ms for one in tries if not one.asked.cached),
    )


def grouped(results: Sequence[Result], key: Callable[[Result], str]) -> dict[str, Tally]:
    """A tally for each group of results, by the name of the group."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return {name: tally(group) for name, group in sorted(groups.items())}


def models_of(results: Sequence[Result]) -> dict[str, Counter[str]]:
    """How many answers each model gave by mode: those in mode extractive stand in for it."""
    by_model: dict[str, Counter[str]] = {}
    for one in (one for result in results for one in result.tries):
        model, mode = one.asked.answer.get("model"), one.asked.answer.get("mode")
        if model and one.score.outcome != "error":
            by_model.setdefault(str(model), Counter())[str(mode)] += 1
    return by_model
