"""Intervals and tests on shares: Wilson, exact McNemar, a bootstrap that draws whole clusters.

Undefined is nan, never 0. The formulas are scipy's; what is ours is what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

CONFIDENCE = 0.95
RESAMPLES = 4000
SEED = 20261124


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` with its Wilson interval at 95 %; all nan where `whole` is 0."""

    part: int
    whole: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """The mean of paired differences with a bootstrap interval at 95 % over whole clusters.

    The interval is nan where there are fewer than two clusters: there is nothing to draw from.
    """

    value: float
    low: float
    high: float
    clusters: int


@dataclass(frozen=True, slots=True)
class McNemar:
    """Pairs that changed for better and for worse, and the exact two-sided p of such a split."""

    better: int
    worse: int
    p: float


def share(part: int, whole: int) -> Share:
    if not whole:
        return Share(part, whole, math.nan, math.nan, math.nan)
    interval = binomtest(part, whole).proportion_ci(CONFIDENCE, method="wilson")
    return Share(part, whole, part / whole, float(interval.low), float(interval.high))


def mcnemar(before: Sequence[bool], after: Sequence[bool]) -> McNemar:
    """The exact test on two runs of the same cases; p is 1 where no pair changed."""
    better = sum(now and not was for was, now in zip(before, after, strict=True))
    worse = sum(was and not now for was, now in zip(before, after, strict=True))
    if not better + worse:
        return McNemar(0, 0, 1.0)
    return McNemar(better, worse, float(binomtest(better, better + worse).pvalue))


def paired_difference(
    before: Sequence[float], after: Sequence[float], clusters: Sequence[Hashable]
) -> PairedDifference:
    """The mean of `after - before`, its interval drawn from clusters, not from single cases.

    Cases on one report share its text and fail together: to draw them one by one would make the
    interval too narrow.
    """
    sums: dict[Hashable, float] = {}
    sizes: dict[Hashable, int] = {}
    for was, now, cluster in zip(before, after, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + now - was
        sizes[cluster] = sizes.get(cluster, 0) + 1
    if not sums:
        return PairedDifference(math.nan, math.nan, math.nan, 0)
    totals, counts = np.array(list(sums.values())), np.array(list(sizes.values()))
    value = float(totals.sum() / counts.sum())
    if len(sums) < 2:
        return PairedDifference(value, math.nan, math.nan, len(sums))
    low, high = _drawn_interval(totals, counts)
    return PairedDifference(value, low, high, len(sums))


def _drawn_interval(totals: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    drawn = bootstrap(
        (totals, counts),
        lambda total, count, axis: total.sum(axis=axis) / count.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)


def quantile(values: Sequence[float], part: float) -> float:
    """The nearest-rank quantile of `values`: one of them; nan where there are none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]
