"""The numbers that the README publishes hold: the ledger against gold annotations, the checker's mutants."""

from __future__ import annotations

import pytest

from evals.measures.ledger import GOLD_FOLDER, Fields, load_gold
from evals.measures.ledger import measure as measure_ledger
from evals.measures.verifier import measure as measure_verifier
from tests.conftest import SEEDS
from tests.shared_reports import FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


def test_the_ledger_is_as_right_as_published() -> None:
    every = [
        measure_ledger(load_gold(file, [SEEDS, FOLDER])) for file in GOLD_FOLDER.glob("*.jsonl")
    ]
    results = [result for result in every if result.split is None]
    assert sum(result.annotations for result in results) >= 600
    for name, least in {
        "value and unit": 0.98,
        "qualifier": 0.97,
        "indicator": 0.90,
        "attribute": 0.97,
        "period": 0.95,
        "kind": 0.95,
        "place": 0.97,
    }.items():
        assert precision(results, name) >= least, name
        assert recall(results, name) >= least, name


def precision(results: list[Fields], name: str) -> float:
    return sum(r.right[name] for r in results) / sum(r.found for r in results)


def recall(results: list[Fields], name: str) -> float:
    return sum(r.right[name] for r in results) / sum(r.annotations for r in results)


def test_the_checker_lets_through_no_more_than_published() -> None:
    every_third = sorted(FOLDER.rglob("*.docx"))[::3]
    tally = measure_verifier(every_third, 9)
    assert sum(tally.tried.values()) >= 2500
    for kind, most in {
        "digit": 0.005,
        "ten_times": 0.003,
        "unit": 0.001,
        "other_figure": 0.03,
        "neighbour": 0.12,
        "kind": 0.05,
        "year": 0.01,
        "place": 0.02,
    }.items():
        assert tally.accepted[kind] <= most * tally.tried[kind], kind
    assert len(tally.alarms) <= 0.015 * tally.statements
