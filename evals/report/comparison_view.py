"""A comparison of two runs, made ready to be shown: the flips first, then what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.report.case_view import SHOWN, CaseView, TryView, case_view, try_view
from evals.report.highlight import Segment, changed, shortened
from evals.report.words import milliseconds
from evals.runs.comparison import Comparison, Flip, compare
from evals.runs.results import Result
from evals.runs.summary import Tally, grouped
from evals.runs.tables import OUTCOMES, difference
from evals.scoring.statistics import CONFIDENCE

_LEAST_P = 0.0001


@dataclass(frozen=True, slots=True)
class FlipView:
    """A case whose result changed, with the worst answer before and after.

    `was` and `now` are the two answers with what is gone of the first and new in the second.
    """

    case: CaseView
    before: TryView
    after: TryView
    was: Sequence[Segment]
    now: Sequence[Segment]
    arrow: str
    outcome_before: str
    new_wrong_figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class SuiteChange:
    """A suite before and after; a cell is (before, after)."""

    name: str
    cases: int
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """`before` is the name of the run compared with; `lines` is what the difference comes to."""

    before: str
    lines: Sequence[tuple[str, str]]
    suites: Sequence[SuiteChange]
    flips: Sequence[FlipView]


def comparison_view(name: str, before: Sequence[Result], after: Sequence[Result]) -> ComparisonView:
    """`name` is that of the run before. Raises RunsDiffer where the cases are not the same."""
    compared = compare(before, after)
    return ComparisonView(
        before=name,
        lines=_lines(compared),
        suites=_suites(before, after),
        flips=[
            _flip(f"flip-{number}", flip) for number, flip in enumerate(compared.flips, start=1)
        ],
    )


def _lines(compared: Comparison) -> list[tuple[str, str]]:
    better_or_worse = f"变好 {compared.test.better} 题，变坏 {compared.test.worse} 题"
    return [
        ("结果有变化", f"{len(compared.flips)}/{compared.cases} 题"),
        (
            "答对与当拒而拒",
            f"{compared.good_before}/{compared.cases} → {compared.good_after}/{compared.cases}，"
            f"差 {_no_nan(difference(compared.good))}",
        ),
        ("显示了错误数字", f"差 {_no_nan(difference(compared.wrong_figures))}"),
        ("McNemar 精确检验", f"{better_or_worse}，{_p_words(compared.test.p)}"),
    ]


def _no_nan(compared: str) -> str:
    return compared.replace("+nan 至 +nan", "nan（只有一组，无从估计）")


def _p_words(p: float) -> str:
    number = f"p = {p:.4f}" if p >= _LEAST_P else f"p < {_LEAST_P}"
    return f"{number}（{'不像是偶然' if p < 1 - CONFIDENCE else '可能只是偶然'}）"


def _suites(before: Sequence[Result], after: Sequence[Result]) -> list[SuiteChange]:
    was, now = (grouped(results, lambda r: r.suite) for results in (before, after))
    return [
        SuiteChange(
            name, now[name].cases, list(zip(_cells(was[name]), _cells(now[name]), strict=True))
        )
        for name in now
    ]


def _cells(group: Tally) -> list[str]:
    return [
        str(group.good.part),
        str(group.outcomes["wrong"]),
        str(group.wrong_figures.part),
        str(group.outcomes["wrongly_refused"]),
        str(group.outcomes["error"]),
        milliseconds(group.p50),
        milliseconds(group.p95),
    ]


def _flip(anchor: str, flip: Flip) -> FlipView:
    was, now = flip.before.worst, flip.after.worst
    texts = [shortened(str(one.asked.answer.get("text") or ""), SHOWN) for one in (was, now)]
    gone, new = changed(*texts)
    return FlipView(
        case=case_view(anchor, flip.after, ()),
        before=try_view(flip.case, was),
        after=try_view(flip.case, now),
        was=gone,
        now=new,
        arrow="变坏" if flip.before.good and not flip.after.good else
        "变好" if flip.after.good and not flip.before.good else "有变",
        outcome_before=OUTCOMES[flip.before.outcome],
        new_wrong_figures=flip.new_wrong_figures,
    )  # fmt: skip
