"""The first passages found, read again beside the query: the Reranker protocol, a cross-encoder.

Passages change places, none is lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from index.encoder.pretrained import load_pretrained
from index.errors import RerankerUnusable
from index.report import RetrievedPassage, embedding_text

RERANKED = 50  # passages read again

_LEG = "reranker"


class Reranker(Protocol):
    """Reads a query and passages together; `identity` names the model."""

    @property
    def identity(self) -> str: ...

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        """How well each passage answers the query, in order; higher is better."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, from a local folder or by its name on the hub.

    Raises RerankerUnusable with the model's name where it cannot be loaded, and for one that was
    not trained to give one score: it would be loaded with weights made up by chance.
    """

    def __init__(self, model: str | Path) -> None:
        loaded = load_pretrained("CrossEncoder", model)
        self._model = loaded.model
        trained_as = self._model.config.architectures or ()
        scores = any("SequenceClassification" in name for name in trained_as)
        if self._model.num_labels != 1 or (len(self._model) == 1 and trained_as and not scores):
            raise RerankerUnusable(f"{str(model)!r} 不是重排模型（cross-encoder）。")
        self.identity = str(model)

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        pairs = [(query, passage) for passage in passages]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]


def rerank(
    reranker: Reranker, query: str, found: Sequence[RetrievedPassage]
) -> list[RetrievedPassage]:
    """`found` with the first RERANKED in the order that `reranker` gives them, the rest behind.

    Each keeps its earlier rank and score in `fused`. The scores of those that were read again are
    the reranker's; the others' hang below the least of them, so that scores fall with the rank.
    Where the reranker gives what is no number, the ranking stays as it was.
    """
    first, rest = found[:RERANKED], found[RERANKED:]
    if not first:
        return []
    scores = reranker.score(query, [embedding_text(hit.passage) for hit in first])
    if not all(map(math.isfinite, scores)):
        return list(found)
    rescored = [
        replace(hit, score=score, signals={**hit.signals, _LEG: score}, fused=(hit.rank, hit.score))
        for hit, score in zip(first, scores, strict=True)
    ]
    rescored.sort(key=lambda hit: (-hit.score, hit.rank))
    gap = min(scores) - first[-1].score
    behind = [replace(hit, score=hit.score + gap, fused=(hit.rank, hit.score)) for hit in rest]
    return [replace(hit, rank=rank) for rank, hit in enumerate([*rescored, *behind], start=1)]
