"""One paragraph of a reply as it is being edited: the check's verdict on each figure, and what the
passages offer in place of one that they do not support.

It is the check of the answers (`assistant.check.verify`): nothing is more lenient here. What a person
vouches for stays unsupported, and is shown as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation, FigureVerdict
from assistant.check.markers import MARKER, sentences_in
from assistant.check.verify import ACCEPTED, judge_figures
from assistant.refusals import HOTLINE
from assistant.staff.evidence import VERDICTS
from assistant.staff.letter import Vouched
from index.figures.quantities import Quantity, scan
from index.report import reading_text

Verdict = Literal["right", "vouched", "wrong"]
_MOST_OFFERED = 3
_AROUND = 18  # characters of a passage shown on each side of what is offered
_TITLE = re.compile("《[^》]*》")
MARKED = {"right": "有依据", "vouched": "由人负责", "wrong": "没有依据"}
"""The verdicts in words."""
_WORDS = {
    "unsupported": "所引原文没有这个数字，或不是所问的事项",
    "miscited": "原文有这个数字，但这一句没有注明它的出处",
    "qualifier_lost": "与原文的“左右”“以上”等说法不一致",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure of a cited passage, as written there, with the words around it."""

    text: str
    marker: int
    around: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The verdict on the figure at [start, end) of a paragraph, in words; what is offered instead."""

    start: int
    end: int
    text: str
    verdict: Verdict
    words: str
    marker: int | None = None
    offers: tuple[Offer, ...] = ()


def marks_of(
    text: str, citations: Sequence[Citation], *, vouched: Sequence[Vouched] = ()
) -> tuple[Mark, ...]:
    """The figures of `text` in their order; its markers are those of `citations`."""
    passages = {citation.marker: citation.passage for citation in citations}
    titles = {citation.passage.title for citation in citations}
    found: list[Mark] = []
    position = 0
    for sentence in sentences_in(text):
        position = text.index(sentence, position)
        taken: list[tuple[int, int]] = []
        for verdict in judge_figures(_without_names(sentence, titles), passages):
            start, end = _span(verdict, sentence, taken)
            taken.append((start, end))
            found.append(_mark(verdict, position + start, position + end, citations, vouched))
        position += len(sentence)
    return tuple(sorted(found, key=lambda mark: mark.start))


def _without_names(sentence: str, titles: set[str]) -> str:
    """`sentence` with the titles of cited reports and the hotline's number as blanks: neither is a
    figure."""
    named = _TITLE.sub(
        lambda m: "　" * len(m.group()) if m.group()[1:-1] in titles else m.group(), sentence
    )
    return named.replace(HOTLINE, "　" * len(HOTLINE))


def _span(
    verdict: FigureVerdict, sentence: str, taken: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Where in its sentence a figure stands; what has no span of its own is looked for."""
    if verdict.end:
        return verdict.span
    at = sentence.find(verdict.text)
    while any(start <= at < end for start, end in taken):
        at = sentence.find(verdict.text, at + 1)
    return (at, at + len(verdict.text)) if at >= 0 else (0, len(sentence))


def _mark(
    verdict: FigureVerdict,
    start: int,
    end: int,
    citations: Sequence[Citation],
    vouched: Sequence[Vouched],
) -> Mark:
    if verdict.status in ACCEPTED:
        words = VERDICTS[verdict.status]
        formula = f"（{verdict.formula}）" if verdict.formula else ""
        return Mark(start, end, verdict.text, "right", words + formula, verdict.marker)
    by = next((each for each in vouched if each.figure == verdict.text), None)
    if by:
        return Mark(start, end, verdict.text, "vouched", f"由{by.by}核实并负责：{by.reason}")
    offers = tuple(_offers(verdict, citations))
    return Mark(start, end, verdict.text, "wrong", _WORDS[verdict.status], offers=offers)


def _offers(verdict: FigureVerdict, citations: Sequence[Citation]) -> Iterator[Offer]:
    """The figures of the cited passages with the same unit, the nearest in value first."""
    near: dict[str, tuple[Quantity, Citation]] = {}
    for citation in {each.passage.id: each for each in citations}.values():
        for quantity in scan(citation.passage.text).quantities:
            if quantity.unit == verdict.unit and quantity.raw != verdict.text:
                near.setdefault(quantity.raw, (quantity, citation))
    ordered = sorted(near.values(), key=lambda pair: _distance(pair[0], verdict))
    for quantity, citation in ordered[:_MOST_OFFERED]:
        whole = citation.passage.text
        around = whole[max(0, quantity.start - _AROUND) : quantity.end + _AROUND]
        yield Offer(
            quantity.raw, citation.marker, " ".join(reading_text(MARKER.sub("", around)).split())
        )


def _distance(quantity: Quantity, verdict: FigureVerdict) -> float:
    if quantity.value is None or verdict.value is None:
        return float("inf")
    return abs(float(quantity.value - verdict.value))
