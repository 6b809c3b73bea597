"""A model that invents in every answer, over the real protocol: nothing it invented is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.cases.case import load_suites
from evals.measures.llm import measure

ADDED_MS = 50  # to a model's own time until its text is shown, beside an extract shown meanwhile; the median counts
ANSWERS = 300  # `evals llm` asks a thousand

pytestmark = pytest.mark.slow


def test_no_invented_figure_is_shown_in_any_answer(seed_index: Path) -> None:
    suites = load_suites()
    questions = [c.question for cases in suites.values() for c in cases if not c.turns]
    tally = measure(Settings(index=seed_index), questions[::2], ANSWERS)
    assert tally.answers == ANSWERS
    assert sum(tally.invented.values()) > ANSWERS
    assert tally.shown == []
    assert tally.outcomes["by the model"] == 0
    assert tally.outcomes["the extract stands in"] > 0.4 * ANSWERS
    assert sorted(tally.added_ms)[len(tally.added_ms) // 2] <= ADDED_MS
