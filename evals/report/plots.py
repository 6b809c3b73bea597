"""The numbers behind the plots of a report; the template draws them as HTML, without a script.

Each function gives None where there is nothing to plot. Positions are percentages of the drawing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.runs.summary import Tally
from evals.runs.tables import OUTCOMES
from evals.scoring.score import Outcome
from evals.scoring.statistics import quantile

SHOWN_FIRST: tuple[Outcome, ...] = (
    "right",
    "rightly_refused",
    "partly",
    "wrongly_refused",
    "wrong",
    "error",
)
_BINS = 24
_FASTEST = 0.1  # milliseconds; a logarithm needs more than nothing


@dataclass(frozen=True, slots=True)
class Bar:
    """A group of cases: how many ended in which outcome, and its bad outcomes in words."""

    name: str
    cases: int
    parts: Sequence[tuple[Outcome, str, int]]
    bad: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The share of a group that is good, with its interval at 95 %, placed and in words."""

    name: str
    share: str
    interval: str
    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """The intervals of all groups over one axis, which has a tick at each of `ticks`."""

    rows: Sequence[Interval]
    ticks: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many answers took how long: `bins` with height, `marks` at p50 and p95, both in words."""

    label: str
    bins: Sequence[tuple[float, str]]
    ticks: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, str]]


def outcome_bars(groups: Mapping[str, Tally]) -> list[Bar] | None:
    """A bar of shares for each group that has cases."""
    return [
        Bar(
            name,
            group.cases,
            [(o, OUTCOMES[o], group.outcomes[o]) for o in SHOWN_FIRST if group.outcomes[o]],
            " ".join(f"{OUTCOMES[o]} {group.outcomes[o]}" for o in SHOWN_FIRST[2:] if group.outcomes[o]),
        )
        for name, group in groups.items()
        if group.cases
    ] or None  # fmt: skip


def interval_plot(groups: Mapping[str, Tally]) -> Intervals | None:
    """For each group that has cases the share that is good, on an axis that ends at 100 %."""
    shares = {name: group.good for name, group in groups.items() if group.cases}
    if not shares:
        return None
    first = math.floor(10 * min(share.low for share in shares.values())) / 10

    def at(share: float) -> float:
        return 100 * (share - first) / (1 - first)

    rows = [
        Interval(
            name,
            f"{one.part}/{one.whole} = {one.value:.1%}",
            f"95% 区间 {100 * one.low:.1f}–{100 * one.high:.1f}%",
            at(one.low),
            at(one.value),
            at(one.high),
        )
        for name, one in shares.items()
    ]
    return Intervals(rows, [(at(tick), f"{tick:.0%}") for tick in _shares_from(first)])


def latency_plot(times: Sequence[float]) -> Histogram | None:
    """The times of answers, in milliseconds, on a logarithmic axis."""
    if not times:
        return None
    logs = [math.log10(max(ms, _FASTEST)) for ms in times]
    first, last = min(logs) - 0.05, max(logs) + 0.05
    step = (last - first) / _BINS
    counts = Counter(min(_BINS - 1, int((log - first) / step)) for log in logs)
    most = max(counts.values())

    def between(number: int) -> str:
        low, high = (_duration(10 ** (first + n * step)) for n in (number, number + 1))
        return f"{low}–{high}：{counts[number]} 个回答"

    def at(ms: float) -> float:
        return 100 * (math.log10(max(ms, _FASTEST)) - first) / (last - first)

    marks = [(name, quantile(times, share)) for name, share in (("p50", 0.5), ("p95", 0.95))]
    words = [f"{name} {_duration(value)}" for name, value in marks]
    return Histogram(
        f"{len(times)} 个回答的用时：{'，'.join(words)}",
        [(100 * counts[number] / most, between(number)) for number in range(_BINS)],
        [(at(ms), f"{ms:g}") for ms in _round_times(first, last)],
        [(at(value), said) for (_, value), said in zip(marks, words, strict=True)],
    )


def _shares_from(first: float) -> list[float]:
    step = 0.2 if first < 0.4 else 0.1 if first < 0.8 else 0.05
    return [first + number * step for number in range(int(round((1 - first) / step, 6)) + 1)]


def _round_times(first: float, last: float) -> Iterator[float]:
    """1, 2 and 5 of every power of ten; 1 alone where these would be crowded."""
    for power in range(math.floor(first), math.ceil(last) + 1):
        for digit in (1, 2, 5) if last - first < 3.5 else (1,):
            if first <= math.log10(digit * 10.0**power) <= last:
                yield digit * 10.0**power


def _duration(ms: float) -> str:
    return f"{ms / 1000:.3g} 秒" if ms >= 1000 else f"{ms:.3g} 毫秒"
