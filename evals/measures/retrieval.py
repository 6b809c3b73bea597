"""The suite retrieval: whether a search alone finds what a case's evidence quotes, and how far up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from evals.cases.case import Case
from evals.scoring.recall import covers
from index.report import RetrievedPassage

DEPTH = 10

Search = Callable[[str, int], Sequence[RetrievedPassage]]


def searchable(cases: Sequence[Case]) -> list[Case]:
    """The cases that a search can be judged by: they have evidence and stand alone."""
    return [case for case in cases if case.must_answer and case.evidence and not case.turns]


def search_all(
    cases: Sequence[Case], texts: Mapping[str, str], search: Search
) -> Iterator[Searched]:
    """Searches for each case; `texts` are the reports by id, as they were indexed."""
    for case in cases:
        start = time.perf_counter()
        hits = search(case.question, DEPTH)
        spent = (time.perf_counter() - start) * 1000
        yield Searched(
            id=case.id,
            question=case.question,
            evidence=tuple(
                tuple(_places(item.report, texts[item.report], item.quote))
                for item in case.evidence
            ),
            found=tuple(
                Place(report=hit.passage.report_id, start=hit.passage.start, end=hit.passage.end)
                for hit in hits
            ),
            ms=round(spent, 3),
        )


def recall_at(k: int, searched: Sequence[Searched]) -> float:
    """The share of a case's quotes that the first `k` passages cover, averaged over the cases."""
    if not searched:
        return math.nan
    return fmean(
        fmean(rank is not None and rank <= k for rank in ranks_of(one)) for one in searched
    )


def mrr(k: int, searched: Sequence[Searched]) -> float:
    """The mean over the cases of 1 / rank of the first passage that covers a quote, 0 beyond `k`."""
    if not searched:
        return math.nan
    return fmean(_reciprocal(k, ranks_of(one)) for one in searched)


def ranks_of(one: Searched) -> list[int | None]:
    """For each quote the rank, from 1, of the first passage that covers it; None where none does."""
    return [
        next(
            (
                rank
                for rank, passage in enumerate(one.found, start=1)
                if any(_covered(passage, place) for place in places)
            ),
            None,
        )
        for places in one.evidence
    ]


def _reciprocal(k: int, ranks: Sequence[int | None]) -> float:
    found = [rank for rank in ranks if rank is not None and rank <= k]
    return 1 / min(found) if found else 0.0


def _covered(passage: Place, place: Place) -> bool:
    return passage.report == place.report and covers(
        (passage.start, passage.end), (place.start, place.end)
    )


def _places(report: str, text: str, quote: str) -> Iterator[Place]:
    found = text.find(quote)
    while found >= 0:
        yield Place(report=report, start=found, end=found + len(quote))
        found = text.find(quote, found + 1)


TRUE = "true"
"""The kind of a sentence that was not made wrong."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Line):
    """A span of a report's text."""

    report: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Searched(_Line):
    """A case searched for: for each of its quotes the places that state it, and the passages found,
    best first."""

    id: str
    question: str
    evidence: tuple[tuple[Place, ...], ...]
    found: tuple[Place, ...]
    ms: float


class Checked(_Line):
    """A sentence given to the checker: `kind` is how it was made wrong, TRUE where it was not."""

    kind: str
    text: str
    passage_id: str
    accepted: bool
