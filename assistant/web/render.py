"""Turns a verified answer into HTML; whatever a report or a reader wrote comes out as plain text.

The HTML is one line and begins with a block element: the chat passes such a message through its
Markdown untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Evidence, FigureVerdict, VerifiedAnswer, page_words
from assistant.check.markers import markers_of
from assistant.web.templates import fill
from index.report import Passage, reading_text

_QUESTION_SHOWN = 300  # characters of a question that its bubble shows
_EVIDENCE_SHOWN = 3  # passages shown before the answer is written
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
# A heading line, or lines up to a blank one, a heading or the end.
_PARAGRAPH = re.compile(r"#{1,6}[ \t].*|\S(?:.|\n(?![^\S\n]*(?:\n|#{1,6}[ \t]|\Z)))*")

Span = tuple[int, int]


def render_question(asked: str) -> str:
    """The bubble of a question; a very long one is shown by its beginning."""
    shown = asked.strip() or "（没有输入内容）"
    if len(shown) > _QUESTION_SHOWN:
        shown = f"{shown[:_QUESTION_SHOWN]}……（共 {len(shown)} 字）"
    return fill("question", text=shown)


def render_notice(text: str) -> str:
    """The bubble of something that the page itself says."""
    return fill("notice", text=text)


def render_evidence(evidence: Evidence) -> str:
    """The bubble while the answer is being written: what was understood, and what was found."""
    found = [_Card(hit.passage) for hit in evidence.found[:_EVIDENCE_SHOWN]]
    return fill("evidence", question=evidence.question, found=found)


def render_answer(answer: VerifiedAnswer, anchor: str) -> str:
    """The bubble of an answer or a refusal; `anchor` makes the ids of its source cards unique.

    While an answer streams, only the sources of the sentences so far are shown.
    """
    figures = answer.figures
    formulas = (figure.formula for figure in figures if figure.status == "derived")
    return fill(
        "answer",
        answer=answer,
        sources=_sources(answer, anchor),
        is_checked=_is_checked(figures),
        count=sum(figure.unit != "year" for figure in figures),  # 2025年 is no figure to a reader
        formulas=list(dict.fromkeys(filter(None, formulas))),
        nearest=_nearest(answer),
    )


def shown_date(iso: str) -> str:
    """An ISO 8601 date or interval as a Chinese reader writes it; anything else as it is."""
    try:
        days = [date.fromisoformat(part) for part in iso.split("/")]
    except ValueError:
        return iso
    written, before = [], None
    for day in days:
        year = "" if before and before.year == day.year else f"{day.year}年"
        month = "" if year == "" and before and before.month == day.month else f"{day.month}月"
        written.append(f"{year}{month}{day.day}日")
        before = day
    return "至".join(written)


@dataclass(frozen=True, slots=True)
class _Card:
    """A passage that opens; of a cited one its marker, its anchor and the spans of its quotes."""

    passage: Passage
    quotes: tuple[Span, ...] = ()
    marker: int | None = None
    anchor: str = ""

    def where(self) -> Iterator[str]:
        """Place and date, then headings and the page of the first quote, each as a line."""
        passage = self.passage
        year = f"{passage.year}年" if passage.year else ""
        first = min((start for start, _ in self.quotes), default=0)
        for parts in (
            (passage.place, shown_date(passage.date) if passage.date else year),
            (" › ".join(passage.headings), page_words(passage, first)),
        ):
            if line := "，".join(filter(None, parts)):
                yield line

    def said(self) -> Iterator[str]:
        """The quotes of a passage that no sentence of the answer refers to, to be read before it is
        opened."""
        if self.marker is None:
            yield from (reading_text(self.passage.text[start:end]) for start, end in self.quotes)

    def paragraphs(self) -> Iterator[tuple[bool, list[tuple[str, bool]]]]:
        """Whether each is a heading, and its pieces with whether each is quoted.

        The signs of Markdown (#, **) are left out.
        """
        text = self.passage.text
        for found in _PARAGRAPH.finditer(text):
            heading = _HEADING_MARK.match(found[0])
            start = found.start() + (heading.end() if heading else 0)
            pieces = _cut(text, (start, found.end()), self.quotes)
            yield (
                heading is not None,
                [(piece.replace("**", ""), quoted) for piece, quoted in pieces],
            )


def _sources(answer: VerifiedAnswer, anchor: str) -> dict[int, _Card]:
    """A card for each marker of the sentences; one can stand for several quotes of its passage."""
    cited = set(markers_of("".join(answer.sentences)))
    quotes: dict[int, list[Span]] = {}
    passages: dict[int, Passage] = {}
    for citation in answer.citations:
        if citation.marker in cited:
            quotes.setdefault(citation.marker, []).append((citation.start, citation.end))
            passages.setdefault(citation.marker, citation.passage)
    return {
        marker: _Card(passages[marker], tuple(spans), marker, f"{anchor}-{marker}")
        for marker, spans in quotes.items()
    }


def _nearest(answer: VerifiedAnswer) -> list[_Card]:
    """A card for each passage that comes nearest to what is refused, with its sentences that do."""
    spans: dict[str, list[Span]] = {}
    for citation in answer.near:
        spans.setdefault(citation.passage.id, []).append((citation.start, citation.end))
    passages = (hit.passage for hit in answer.nearest)
    return [_Card(passage, tuple(spans.get(passage.id, ()))) for passage in passages]


def _cut(text: str, within: Span, quotes: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Slices of `text[within]` with whether each is quoted; quotes may overlap or lie outside."""
    at, end = within
    for quote_start, quote_end in sorted(quotes):
        first, last = max(quote_start, at), min(quote_end, end)
        if first < last:
            yield text[at:first], False
            yield text[first:last], True
            at = last
    yield text[at:end], False


def _is_checked(figures: Sequence[FigureVerdict]) -> bool:
    """Whether the check found nothing to object to: only then the page says that it was made."""
    accepted = ("supported", "rounded", "derived")
    return bool(figures) and all(figure.status in accepted for figure in figures)
