"""The sentences of a verified answer in pieces: text, markers, and the figures that the check accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.answer import FigureVerdict, VerifiedAnswer
from assistant.check.leaves import asks_for
from assistant.check.markers import MARKER
from assistant.check.verify import ACCEPTED
from assistant.web.sources import Span, said_anchor


class Piece(NamedTuple):
    """A part of a sentence; of a marker, `text` is its number."""

    kind: Literal["text", "marker", "figure"]
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer: `note` is what it says first of what it lacks, `cites` whether it has
    a source: one without says what was not found."""

    number: int
    anchor: str
    pieces: tuple[Piece, ...]
    note: str = ""
    cites: bool = True


def sentences_of(answer: VerifiedAnswer, anchor: str) -> list[Sentence]:
    """The sentences of an answer, in order; of a refusal, those of its text."""
    notes = tuple(f"{part.relaxed}：" for part in answer.parts if part.relaxed)
    shown = []
    for number, text in enumerate(answer.sentences):
        start = next((len(note) for note in notes if text.startswith(note)), 0)
        of_sentence = [figure for figure in answer.figures if figure.sentence == number]
        emphasised = sorted(figure.span for figure in _emphasised(of_sentence))
        shown.append(
            Sentence(
                number,
                said_anchor(anchor, number),
                tuple(_pieces(text, start, emphasised)),
                text[:start],
                MARKER.search(text) is not None,
            )
        )
    return shown


def _emphasised(figures: Sequence[FigureVerdict]) -> list[FigureVerdict]:
    """The accepted figures of a sentence that are asked for, with what is worked out from them; all
    where the check cannot tell which are."""
    counted = [
        f for f in figures if f.status in ACCEPTED and f.unit != "year" and not _counts_reports(f)
    ]
    asked = [f for f in counted if f.bound or f.formula]
    return asked if any(f.bound for f in asked) else counted


def _counts_reports(figure: FigureVerdict) -> bool:
    """Whether it is how many reports were searched, or mention a thing."""
    return figure.unit == "份" and figure.marker is None


def _pieces(text: str, start: int, emphasised: Sequence[Span]) -> Iterator[Piece]:
    """`text[start:]` in pieces."""
    marked = [(m.start(), m.end(), Piece("marker", m[1])) for m in MARKER.finditer(text, start)]
    figures = [(a, b, Piece("figure", text[a:b])) for a, b in emphasised if start <= a < b]
    at = start
    for first, last, piece in sorted(marked + figures):
        if first < at:
            continue  # a figure within a figure
        if first > at:
            yield Piece("text", text[at:first])
        yield piece
        at = last
    if at < len(text):
        yield Piece("text", text[at:])


def checked_in_words(answer: VerifiedAnswer) -> str:
    """What the check has compared with the passages: 3 个数字，地方、年份、所问事项…; "" where it has
    found nothing to compare, or something to object to."""
    figures = answer.figures
    if answer.status == "answered_nearest" or not figures:
        return ""
    if any(figure.status not in ACCEPTED for figure in figures):
        return ""
    count = sum(figure.unit != "year" for figure in figures)  # 2025年 is no figure to a reader
    if not count:
        return "年份已由程序与所引原文核对"
    things = "、".join((f"{count} 个数字", *_bound_things(answer)))
    derived = (f.formula for f in figures if f.formula and not _counts_reports(f))
    formulas = dict.fromkeys(formula for formula in derived if formula not in answer.text)
    worked_out = f"；由原文数字算得：{'；'.join(formulas)}" if formulas else ""
    return f"{things}已由程序与所引原文逐一核对{worked_out}"


def _bound_things(answer: VerifiedAnswer) -> Iterator[str]:
    """What of the question was compared beside the numbers: each only where that holds of every figure
    that it asks for."""
    query, bound = answer.question.query, [f.bound for f in answer.figures if f.bound]
    if not bound:
        return
    if all(leaf.within for leaf in query.leaves) and all(one.place for one in bound):
        yield "地方"
    names_years = any(f.unit == "year" for f in answer.figures) or query.years
    if names_years and all(one.period for one in bound):
        yield "年份"
    if all(any(asks_for(leaf, one) for one in bound) for leaf in query.leaves):
        yield "所问事项"
