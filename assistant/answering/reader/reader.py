"""The sentences of the passages found, by how well they fit a question, and the chance of the best
that it answers: two logistic regressions over named signals.

Their weights are learned by `evals open --train` from questions with the sentence that answers each,
a third of which have none; README.md is the card.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from assistant.answering.candidates import Models
from assistant.answering.composer import Found
from assistant.answering.reader.holds import holds
from assistant.answering.reader.likeness import Read, likeness, sentences_found
from assistant.query import Query
from index.encoder.encoding import Vectors

WEIGHTS = Path(__file__).parent / "weights.json"
OF_LIKENESS = ("terms_above", "least_term", "kind_fits", "expected", "unasked", "time_fits")
"""What the chance takes of the signals by which sentences are ranked."""
_MOST_AHEAD = 4.0  # of a sentence's score beyond the next one


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: for each signal its mean, its spread and its weight; and a constant."""

    constant: float
    signals: Mapping[str, tuple[float, float, float]]

    def total(self, signals: Mapping[str, Vectors | float]) -> Vectors | float:
        """The log of the odds by the signals, for one sentence or for each of several."""
        return self.constant + sum(
            weight * (signals[name] - mean) / spread
            for name, (mean, spread, weight) in self.signals.items()
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """Sentences with their signals and scores; `order` are their indices, best first."""

    query: Query
    read: Sequence[Read]
    signals: Mapping[str, Vectors]
    scores: Vectors

    @property
    def order(self) -> list[int]:
        return [int(index) for index in np.argsort(-self.scores, kind="stable")]

    def of_chance(self, index: int) -> dict[str, float]:
        """The signals by which the chance of a sentence is judged."""
        others = np.delete(self.scores, index)
        ahead = float(self.scores[index] - others.max()) if len(others) else _MOST_AHEAD
        return {
            **{name: float(self.signals[name][index]) for name in OF_LIKENESS},
            **holds(self.query, self.read[index]),
            "fit": float(self.scores[index]),
            "ahead": min(max(ahead, -_MOST_AHEAD), _MOST_AHEAD),
        }


def ranked(query: Query, found: Found, models: Models) -> Ranking | None:
    """The sentences of the passages found by how well they fit; None where there are none, or the
    question has no words to find them by."""
    return _ranked(query, tuple(sentences_found(found)), models)


@lru_cache(maxsize=4)  # the same sentences are ranked for the extract and for a model
def _ranked(query: Query, read: tuple[Read, ...], models: Models) -> Ranking | None:
    signals = likeness(query, read, models)
    if not signals:
        return None
    return Ranking(query, read, signals, np.asarray(shipped()["fit"].total(signals)))


def chance(ranking: Ranking, index: int) -> float:
    """How likely the sentence at `index` answers, from 0 to 1."""
    return 1 / (1 + math.exp(-float(shipped()["chance"].total(ranking.of_chance(index)))))


@cache
def shipped() -> Mapping[str, Weights]:
    """The weights that ship: `fit` ranks, `chance` judges."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        name: Weights(one["constant"], {key: tuple(row) for key, row in one["signals"].items()})
        for name, one in content.items()
    }
