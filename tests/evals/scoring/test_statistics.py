from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.scoring.statistics import mcnemar, paired_difference, quantile, share


def test_the_wilson_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        told = share(part, whole)
        assert (round(told.low, 4), round(told.high, 4)) == (low, high)


def test_a_share_of_nothing_is_undefined() -> None:
    told = share(0, 0)
    assert all(map(math.isnan, (told.value, told.low, told.high)))


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share(part: int, whole: int) -> None:
    told = share(min(part, whole), whole)
    assert 0 <= told.low <= told.value + 1e-12
    assert told.value - 1e-12 <= told.high <= 1


def test_mcnemar_is_the_exact_binomial_on_the_pairs_that_changed() -> None:
    before = [True] * 90 + [True] * 8 + [False] * 2
    after = [True] * 90 + [False] * 8 + [True] * 2
    told = mcnemar(before, after)
    assert (told.better, told.worse) == (2, 8)
    assert told.p == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert mcnemar([True, False], [True, False]).p == 1


def test_the_difference_is_over_cases_and_its_interval_over_clusters() -> None:
    chance = random.Random(1)
    reports = [n // 10 for n in range(200)]
    # All the cases of a report fail together: twenty reports are twenty facts, not two hundred.
    lost = {report: chance.random() < 0.3 for report in range(20)}
    before = [1.0] * 200
    after = [0.0 if lost[report] else 1.0 for report in reports]
    together = paired_difference(before, after, reports)
    alone = paired_difference(before, after, range(200))
    assert together.value == alone.value == pytest.approx(-sum(lost.values()) / 20)
    assert together.high - together.low > 2 * (alone.high - alone.low)
    assert together.low <= together.value <= together.high
    assert together.clusters == 20


def test_one_cluster_has_no_interval_and_no_case_no_difference() -> None:
    told = paired_difference([1, 0], [1, 1], ["r", "r"])
    assert told.value == 0.5
    assert math.isnan(told.low) and math.isnan(told.high)
    assert math.isnan(paired_difference([], [], []).value)


def test_a_quantile_is_one_of_the_values_and_undefined_is_nan() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(range(1, 101), 0.95) == 95
    assert quantile([7], 0.95) == 7
    assert math.isnan(quantile([], 0.5))
