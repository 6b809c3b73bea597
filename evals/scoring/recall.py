"""Evidence recall: whether what was retrieved covers what a case's evidence quotes; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from evals.cases.case import Case
from index.report import Report

OVERLAP = 0.8
"""The share of a quote that must lie in one passage found: a chunk's edge may cut a full stop."""

Span = tuple[int, int]
"""Start and end in the text of the whole corpus."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports laid end to end: the text of all, and the span of each in it."""

    text: str
    spans: Mapping[str, Span]

    def holds_evidence_of(self, case: Case) -> bool:
        return bool(case.evidence) and all(item.report in self.spans for item in case.evidence)

    def evidence(self, case: Case) -> list[list[Span]]:
        """For each quote of the case, every place where its report says it."""
        return [self._places(item.report, item.quote) for item in case.evidence]

    def _places(self, report: str, quote: str) -> list[Span]:
        start, end = self.spans[report]
        places = []
        found = self.text.find(quote, start, end)
        while found >= 0:
            places.append((found, found + len(quote)))
            found = self.text.find(quote, found + 1, end)
        return places


def lay_out(reports: Sequence[Report]) -> Corpus:
    """The reports of one file tile its text, so that their lengths say where each begins."""
    text, spans = "", {}
    for report in reports:
        spans[report.id] = (len(text), len(text) + len(report.text))
        text += report.text
    return Corpus(text, spans)


def recall(evidence: Sequence[Sequence[Span]], found: Sequence[Span]) -> float:
    """The share of the quotes, each given by its places, that one of the spans found covers."""
    return fmean(
        any(covers(span, place) for span in found for place in places) for places in evidence
    )


def covers(span: Span, place: Span) -> bool:
    """Whether a passage at `span` holds enough of the quote at `place`."""
    overlap = min(span[1], place[1]) - max(span[0], place[0])
    return overlap >= OVERLAP * (place[1] - place[0])
