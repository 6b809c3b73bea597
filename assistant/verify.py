"""The check behind the promise: every figure of an answer against the passage its sentence cites.

Pure: no I/O, no model. What it cannot find, it does not let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, FigureStatus, FigureVerdict
from index.normalise import fold
from index.quantities import Quantity, parse_quantities, scan
from index.report import Passage

MARKER = re.compile(r"\[(\d{1,3})\]")
_ACCEPTED: frozenset[FigureStatus] = frozenset({"supported", "rounded", "derived"})


def verify(answer: Answer) -> tuple[Answer | None, tuple[FigureVerdict, ...]]:
    """The answer without what failed, and the verdict on each figure that is left.

    A sentence is kept if it cites a passage that exists, each quote is verbatim there, and each
    of its figures stands in a passage it cites. None where no sentence is kept.
    """
    kept: list[str] = []
    verdicts: list[FigureVerdict] = []
    for sentence in answer.sentences:
        found = verify_sentence(sentence, answer.citations)
        if found is not None and all(verdict.status in _ACCEPTED for verdict in found):
            kept.append(sentence)
            verdicts += found
    if not kept:
        return None, ()
    used = {marker for sentence in kept for marker in markers_of(sentence)}
    citations = tuple(citation for citation in answer.citations if citation.marker in used)
    partly = answer.partly or len(kept) < len(answer.sentences)
    checked = replace(answer, sentences=tuple(kept), citations=citations, partly=partly)
    return checked, tuple(verdicts)


def verify_sentence(sentence: str, citations: Sequence[Citation]) -> list[FigureVerdict] | None:
    """A verdict on each figure of `sentence`; None where it cites nothing, or what is not there."""
    by_marker = {citation.marker: citation for citation in citations}
    markers = markers_of(sentence)
    if not markers or any(marker not in by_marker for marker in markers):
        return None
    cited = [by_marker[marker] for marker in markers]
    if any(not citation.quote.strip() for citation in cited):
        return None
    return list(_verdicts(MARKER.sub(" ", sentence), cited, citations))


def markers_of(sentence: str) -> list[int]:
    """The markers of a sentence, in order."""
    return [int(marker) for marker in MARKER.findall(sentence)]


def _verdicts(
    sentence: str, cited: Sequence[Citation], citations: Sequence[Citation]
) -> Iterator[FigureVerdict]:
    scanned = scan(sentence)
    for quantity in scanned.quantities:
        marker, status = _find(quantity, cited)
        if status == "unsupported" and _find(quantity, citations)[1] == "supported":
            status = "miscited"
        yield FigureVerdict(
            text=quantity.raw,
            value=quantity.value,
            unit=quantity.unit,
            qualifier=quantity.qualifier,
            status=status,
            marker=marker,
        )
    for start, end in scanned.masked:
        marker = _find_exactly(sentence[start:end], cited)
        if marker is None:
            yield FigureVerdict(sentence[start:end], None, "", None, "unsupported", None)


def _find(quantity: Quantity, cited: Sequence[Citation]) -> tuple[int | None, FigureStatus]:
    """The marker of the passage that holds the quantity, and how it holds it."""
    lost: int | None = None
    for citation in cited:
        if quantity.unit == "year" and int(quantity.value) in _years(citation.passage):
            return citation.marker, "supported"
        for told in parse_quantities(citation.passage.text):
            if (told.value, told.upper, told.unit) != (
                quantity.value,
                quantity.upper,
                quantity.unit,
            ):
                continue
            if told.qualifier == quantity.qualifier:
                return citation.marker, "supported"
            lost = citation.marker
    return (None, "unsupported") if lost is None else (lost, "qualifier_lost")


def _years(passage: Passage) -> set[int]:
    """The years that a passage tells of: in its text, its headings, its period, its date."""
    told = {passage.period, passage.year}
    for text in (passage.text, passage.title, *passage.headings):
        told |= {int(q.value) for q in parse_quantities(text) if q.unit == "year"}
    return {year for year in told if year is not None}


def _find_exactly(written: str, cited: Sequence[Citation]) -> int | None:
    """The marker of the passage that holds what was masked (a slogan, a date) as it is written."""
    whole = re.compile(rf"(?<![\d.]){re.escape(_comparable(written))}(?![\d.]*\d)")
    for citation in cited:
        passage = citation.passage
        if any(whole.search(_comparable(text)) for text in (passage.text, passage.title)):
            return citation.marker
    return None


def _comparable(text: str) -> str:
    return re.sub(r"\s+|\*\*", "", fold(text))
