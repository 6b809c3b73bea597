"""Phrases taken from real reports, misprints included, against the reading written beside each."""

from __future__ import annotations

import pytest

from evals.measures.quantities import Phrase, load_phrases, measure, reading_of, table
from tests.conftest import SEED_FILE

PHRASES = load_phrases()


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text)
def test_reads_the_phrase(phrase: Phrase) -> None:
    assert reading_of(phrase.text) == phrase.reading


def test_the_table_is_wide() -> None:
    assert len({phrase.text for phrase in PHRASES}) >= 150
    assert len({phrase.report for phrase in PHRASES}) >= 50


def test_the_seed_is_measured_whole() -> None:
    measured = measure([SEED_FILE])
    assert (measured.right, measured.misplaced, measured.passed_over) == (len(PHRASES), 0, 0)
    assert f"{len(PHRASES)} of {len(PHRASES)}" in table(measured)
