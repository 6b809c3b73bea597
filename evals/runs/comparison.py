"""Two runs of the same cases: what flipped, the worst first, and whether the difference is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases.case import Case
from evals.errors import RunsDiffer
from evals.runs.results import Result
from evals.scoring.statistics import McNemar, PairedDifference, mcnemar, paired_difference

_NAMED = 5  # cases named in a message


@dataclass(frozen=True, slots=True)
class Flip:
    """A case with another outcome, or other wrong figures, after than before."""

    before: Result
    after: Result

    @property
    def case(self) -> Case:
        return self.after.case

    @property
    def new_wrong_figures(self) -> tuple[str, ...]:
        return tuple(f for f in self.after.wrong_figures if f not in self.before.wrong_figures)

    @property
    def harm(self) -> tuple[int, int, int]:
        """How bad the flip is, the greatest worst: a new wrong figure, then right turned bad."""
        return (
            len(self.new_wrong_figures),
            self.before.good - self.after.good,
            _RANK[self.after.outcome] - _RANK[self.before.outcome],
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """`flips` the worst first; the paired differences are of shares of all cases, after − before."""

    cases: int
    flips: tuple[Flip, ...]
    good: PairedDifference
    wrong_figures: PairedDifference
    test: McNemar
    good_before: int
    good_after: int


_RANK = {
    "right": 0,
    "rightly_refused": 0,
    "partly": 1,
    "wrongly_refused": 2,
    "error": 3,
    "wrong": 4,
}


def compare(before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    """Raises RunsDiffer where the runs are not of the same cases, naming some that differ."""
    _check_same_cases(before, after)
    later = {_key(result): result for result in after}
    pairs = [(result, later[_key(result)]) for result in before]
    flips = [Flip(was, now) for was, now in pairs if _differ(was, now)]
    clusters = [cluster_of(was.case) for was, _ in pairs]
    good = [(float(was.good), float(now.good)) for was, now in pairs]
    figures = [(float(bool(w.wrong_figures)), float(bool(n.wrong_figures))) for w, n in pairs]
    return Comparison(
        cases=len(pairs),
        flips=tuple(sorted(flips, key=lambda flip: flip.harm, reverse=True)),
        good=paired_difference([w for w, _ in good], [n for _, n in good], clusters),
        wrong_figures=paired_difference([w for w, _ in figures], [n for _, n in figures], clusters),
        test=mcnemar([was.good for was, _ in pairs], [now.good for _, now in pairs]),
        good_before=sum(was.good for was, _ in pairs),
        good_after=sum(now.good for _, now in pairs),
    )


def cluster_of(case: Case) -> str:
    """The report that a case leans on; a case without evidence is one by itself."""
    return case.evidence[0].report if case.evidence else f"case {case.id}"


def _differ(was: Result, now: Result) -> bool:
    return was.outcome != now.outcome or set(was.wrong_figures) != set(now.wrong_figures)


def _check_same_cases(before: Sequence[Result], after: Sequence[Result]) -> None:
    first, second = ({_key(r): r.case for r in results} for results in (before, after))
    differences = []
    for name, missing in (
        ("只在前一次中", _missing(first, second)),
        ("只在后一次中", _missing(second, first)),
        ("两次内容不同", [k for k in first.keys() & second.keys() if first[k] != second[k]]),
    ):
        if missing:
            named = "、".join(sorted(case_id for _, case_id in missing)[:_NAMED])
            differences.append(
                f"{name}的题目 {len(missing)} 道（{named}{'…' if len(missing) > _NAMED else ''}）"
            )
    if differences:
        raise RunsDiffer(f"两次评测的题目不同，不能比较：{'；'.join(differences)}。")
    if not first:
        raise RunsDiffer("两次评测都没有已回答的题目，无从比较。")


def _missing(
    here: Mapping[tuple[str, str], Case], there: Mapping[tuple[str, str], Case]
) -> list[tuple[str, str]]:
    return [key for key in here if key not in there]


def _key(result: Result) -> tuple[str, str]:
    return result.suite, result.case.id
