"""What stands behind a draft: its footnotes, and a line for each figure that the clerk signs for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Citation, FigureStatus, VerifiedAnswer
from assistant.markers import MARKER, markers_of
from assistant.verify import ACCEPTED, verify_sentence
from index.report import Passage

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
VERDICTS: dict[FigureStatus, str] = {
    "supported": "与原文一致",
    "rounded": "原文数字的约数",
    "derived": "由原文数字计算",
}
"""The accepted verdicts in words; no other reaches a draft."""


@dataclass(frozen=True, slots=True)
class Source:
    """Footnote `number`: the passage it stands for."""

    number: int
    passage: Passage

    @property
    def text(self) -> str:
        passage = self.passage
        told = [f"《{passage.title}》"]
        if passage.date:
            told.append(f"（{_in_chinese(passage.date)}）")
        if passage.headings:
            told.append("，“" + " › ".join(passage.headings) + "”")
        if passage.page is not None:
            told.append(f"，第{passage.page}页")
        return "".join(told) + "。"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of the draft: the verdict on it, and the quote that bears it out."""

    question: str
    figure: str
    verdict: str
    formula: str
    quote: str
    source: Source


class Footnotes:
    """Numbers passages as they are first cited; a passage cited again keeps its number."""

    def __init__(self) -> None:
        self._by_passage: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(self._by_passage.values())

    def source(self, passage: Passage) -> Source:
        return self._by_passage.setdefault(passage.id, Source(len(self._by_passage) + 1, passage))

    def renumbered(self, sentence: str, answer: VerifiedAnswer) -> str:
        """`sentence` with the number of the footnote in place of each of its markers."""
        passages = {citation.marker: citation.passage for citation in answer.citations}
        return MARKER.sub(lambda m: f"[{self.source(passages[int(m[1])]).number}]", sentence)


def _in_chinese(iso: str) -> str:
    """2026-02-27/2026-02-28 → 2026年2月27日至2026年2月28日; what is no such date as it is."""
    return "至".join(
        _DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", day) for day in iso.split("/")
    )


def accepted_sentences(answer: VerifiedAnswer) -> tuple[str, ...]:
    """The sentences of `answer` that pass the check once more, here, before they are written out."""
    if answer.status not in ("answered", "answered_partly"):
        return ()
    return tuple(
        sentence for sentence in answer.sentences if _verdicts_accepted(sentence, answer.citations)
    )


def evidence_of(question: str, answer: VerifiedAnswer, footnotes: Footnotes) -> Iterator[Evidence]:
    """A line for each figure of the accepted sentences of `answer`, in order."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    for sentence in accepted_sentences(answer):
        cited = [by_marker[marker] for marker in markers_of(sentence)]
        for verdict in verify_sentence(sentence, answer.citations) or ():
            citation = by_marker.get(verdict.marker or 0, cited[0])
            yield Evidence(
                question=question,
                figure=verdict.text,
                verdict=VERDICTS[verdict.status],
                formula=verdict.formula or "",
                quote=" ".join(citation.quote.split()),
                source=footnotes.source(citation.passage),
            )


def _verdicts_accepted(sentence: str, citations: tuple[Citation, ...]) -> bool:
    verdicts = verify_sentence(sentence, citations)
    return verdicts is not None and all(verdict.status in ACCEPTED for verdict in verdicts)
