"""The sources of an answer as the page shows them: passages that open, with the words quoted of each.

What is quoted can be read before a passage is opened; the passages of one report stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant.answer import VerifiedAnswer, page_words
from assistant.check.markers import markers_of
from assistant.web.refusals import ONLY_QUOTED
from assistant.web.report_address import report_address
from index.report import Passage, reading_text

_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
# A heading line, or lines up to a blank one, a heading or the end.
_PARAGRAPH = re.compile(r"#{1,6}[ \t].*|\S(?:.|\n(?![^\S\n]*(?:\n|#{1,6}[ \t]|\Z)))*")
_QUOTE_SHOWN = 100  # characters of a quote that are shown before its passage is opened
_BEFORE_FIGURE = 40
_CLAUSE_ENDS = re.compile(r"[，,；;。：:]")
_OPENING_SHOWN = 60  # characters of a passage of which nothing is quoted

Span = tuple[int, int]


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
class Card:
    """A passage that opens; of a cited one its marker, its anchor, the spans of its quotes and of the
    figures asked for, and the anchor of the sentence that cites it first."""

    passage: Passage
    quotes: tuple[Span, ...] = ()
    figures: tuple[Span, ...] = ()
    marker: int | None = None
    anchor: str = ""
    said_at: str = ""

    @property
    def where(self) -> str:
        """Headings and the page of the first quote."""
        first = min((start for start, _ in self.quotes), default=0)
        parts = (" › ".join(self.passage.headings), page_words(self.passage, first))
        return "，".join(filter(None, parts))

    @property
    def address(self) -> str:
        """Where the first quote is read in the whole report, or the passage."""
        passage = self.passage
        start, end = min(self.quotes, default=(0, len(passage.text)))
        return report_address(
            passage.report_id,
            passage.start + start,
            passage.start + end,
            passage.text[start:end],
        )

    @property
    def opening(self) -> str:
        """The first words of the passage below its headings."""
        texts = (
            "".join(p for p, _ in pieces) for heading, pieces in self.paragraphs() if not heading
        )
        text = reading_text(next(texts, self.passage.text))
        return f"{text[:_OPENING_SHOWN]}……" if len(text) > _OPENING_SHOWN else text

    def said(self) -> Iterator[str]:
        """The quotes, each in a line; of a long one what is around its figure, else its beginning."""
        for span in sorted(set(self.quotes)):
            start, end = self._shown_of(span)
            quote = reading_text(self.passage.text[start:end]).replace("**", "")
            yield f"{'……' * (start > span[0])}{quote}{'……' * (end < span[1])}"

    def _shown_of(self, quote: Span) -> Span:
        start, end = quote
        if end - start <= _QUOTE_SHOWN:
            return quote
        text = self.passage.text
        at = min((a for a, b in self.figures if start <= a and b <= end), default=start)
        if at - start > _BEFORE_FIGURE:
            clause = _CLAUSE_ENDS.search(text, at - _BEFORE_FIGURE, at)
            start = clause.end() if clause else at - _BEFORE_FIGURE
        return start, min(end, start + _QUOTE_SHOWN)

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


@dataclass(frozen=True, slots=True)
class ReportCards:
    """The cards of one report, in the order of their markers."""

    cards: tuple[Card, ...]

    @property
    def title(self) -> str:
        passage = self.cards[0].passage
        return passage.title or passage.report_id

    @property
    def size(self) -> int:
        return len(self.cards)

    @property
    def published(self) -> str:
        """Place and date, as far as they are known."""
        passage = self.cards[0].passage
        year = f"{passage.year}年" if passage.year else ""
        when = shown_date(passage.date) if passage.date else year
        return "，".join(filter(None, (passage.place, when)))


def by_report(cards: Iterable[Card]) -> list[ReportCards]:
    """The cards with those of one report together, the report that is cited first in front."""
    order: dict[str, int] = {}
    kept = list(cards)
    for card in kept:
        order.setdefault(card.passage.report_id, len(order))
    kept.sort(key=lambda card: order[card.passage.report_id])
    grouped = groupby(kept, key=lambda card: card.passage.report_id)
    return [ReportCards(tuple(of_report)) for _, of_report in grouped]


def sources_of(answer: VerifiedAnswer, anchor: str) -> dict[int, Card]:
    """A card for each marker of the sentences; one can stand for several quotes of its passage."""
    first_said: dict[int, int] = {}
    for number, sentence in enumerate(answer.sentences):
        for marker in markers_of(sentence):
            first_said.setdefault(marker, number)
    quotes: dict[int, list[Span]] = {}
    passages: dict[int, Passage] = {}
    for citation in answer.citations:
        if citation.marker in first_said:
            quotes.setdefault(citation.marker, []).append((citation.start, citation.end))
            passages.setdefault(citation.marker, citation.passage)
    asked = [(f.marker, f.bound.quantity) for f in answer.figures if f.bound]
    return {
        marker: Card(
            passages[marker],
            tuple(spans),
            tuple((figure.start, figure.end) for by, figure in asked if by == marker),
            marker,
            f"{anchor}-{marker}",
            said_anchor(anchor, first_said[marker]),
        )
        for marker, spans in quotes.items()
    }


def said_anchor(anchor: str, sentence: int) -> str:
    """The id of a sentence of the answer."""
    return f"{anchor}-said-{sentence}"


def nearest_to(answer: VerifiedAnswer) -> list[Card]:
    """A card for each passage that comes nearest to what is refused, with its sentences that do."""
    spans: dict[str, list[Span]] = {}
    for citation in answer.near:
        spans.setdefault(citation.passage.id, []).append((citation.start, citation.end))
    passages = (hit.passage for hit in answer.nearest)
    cards = [Card(passage, tuple(spans.get(passage.id, ()))) for passage in passages]
    # Beside another place, or questions that the reports do answer, what hardly fits is noise.
    only_quoted = answer.slots or answer.status in ONLY_QUOTED
    return [card for card in cards if card.quotes or not only_quoted]


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
