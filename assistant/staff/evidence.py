"""The evidence of a draft: its footnotes, and a line for each figure, for the clerk to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answer import Citation, FigureStatus, VerifiedAnswer, page_words
from assistant.check.markers import MARKER, markers_of
from assistant.check.verify import ACCEPTED, verify_sentence
from index.report import Passage, reading_text

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_REPEATED = re.compile(r"(\[\d+\])(?:\1)+")  # two clauses of one passage
VERDICTS: dict[FigureStatus, str] = {
    "supported": "与原文一致",
    "rounded": "原文数字的约数",
    "derived": "由原文数字计算",
}
"""The accepted verdicts in words; no other reaches a draft."""


@dataclass(frozen=True, slots=True)
class Source:
    """Footnote `number`: the passage it stands for, and where in it the first quote begins."""

    number: int
    passage: Passage
    offset: int = 0

    @property
    def text(self) -> str:
        passage = self.passage
        date = f"（{_in_chinese(passage.date)}）" if passage.date else ""
        return f"《{passage.title}》{date}，{self.place_in_report}。"

    @property
    def place_in_report(self) -> str:
        """The headings above the passage, and its page where the report has pages."""
        passage = self.passage
        headings = f"“{' › '.join(passage.headings)}”" if passage.headings else ""
        page = page_words(passage, self.offset)
        return "，".join(filter(None, (headings, page))) or "正文"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of the draft: the verdict on it, and the quote that supports it."""

    question: str
    figure: str
    verdict: str
    formula: str
    quote: str
    source: Source

    @property
    def verdict_in_words(self) -> str:
        return f"{self.verdict}（{self.formula}）" if self.formula else self.verdict


_NEAREST, _NEAREST_CHARACTERS = 1, 100
ANNEX_TITLE = "附：核对表（供审核，不随信发出）"
WITHOUT_FIGURES = "本稿没有引用报告中的数字。"
EVIDENCE_COLUMNS = ("问题", "数字和核对结果", "原文", "出处")


def evidence_rows(evidence: Iterable[Evidence]) -> Iterator[tuple[str, ...]]:
    """The lines of the evidence list as a table, those of one quote in one row."""

    def quoted(line: Evidence) -> tuple[str, str, int]:
        return line.question, line.quote, line.source.number

    for (question, quote, number), lines in groupby(evidence, key=quoted):
        group = tuple(lines)
        figures = "；".join(
            f"{'、'.join(line.figure for line in alike)}：{verdict}"
            for verdict, alike in groupby(group, key=lambda line: line.verdict_in_words)
        )
        yield question, figures, quote, f"注{number}，{group[0].source.place_in_report}"


def nearest_lines(question: str, answer: VerifiedAnswer) -> Iterator[str]:
    """For a question that is not answered: where the reports come closest, for the clerk to read."""
    if answer.sentences:
        return
    # The sentence that comes nearest where there is one, else the passage from its beginning.
    found = [(near.passage, near.quote) for near in answer.near]
    found = found or [(hit.passage, reading_text(hit.passage.text)) for hit in answer.nearest]
    for passage, near in found[:_NEAREST]:
        where = " › ".join((passage.title, *passage.headings))
        text = " ".join(near.split())
        shown = text if len(text) <= _NEAREST_CHARACTERS else text[:_NEAREST_CHARACTERS] + "……"
        yield f"“{question}”报告中最接近的原文（{where}）：{shown}"


class Footnotes:
    """Numbers passages as they are first cited; a passage cited again keeps its number."""

    def __init__(self) -> None:
        self._by_passage: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(self._by_passage.values())

    def source(self, citation: Citation) -> Source:
        source = Source(len(self._by_passage) + 1, citation.passage, citation.start)
        return self._by_passage.setdefault(citation.passage.id, source)

    def renumbered(self, sentence: str, answer: VerifiedAnswer) -> str:
        """`sentence` with the number of the footnote in place of each of its markers."""
        cited = {citation.marker: citation for citation in reversed(answer.citations)}
        numbered = MARKER.sub(lambda m: f"[{self.source(cited[int(m[1])]).number}]", sentence)
        return _REPEATED.sub(r"\1", numbered)


def _in_chinese(iso: str) -> str:
    """2026-02-27/2026-02-28 → 2026年2月27日至2026年2月28日; what is no such date as it is."""
    return "至".join(
        _DAY.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", day) for day in iso.split("/")
    )


def rechecked(answer: VerifiedAnswer) -> VerifiedAnswer:
    """`answer` reduced to the sentences that pass the check again, before they go into a letter.

    A refusal, an answer of which nothing is left, or what only comes nearest has no sentences.
    """
    empty = replace(answer, sentences=(), citations=(), figures=())
    if answer.status == "answered_nearest":
        near = answer.near or answer.citations
        return replace(empty, status="unanswerable_not_in_reports", near=near)
    if not answer.status.startswith("answered"):
        return empty
    kept = {
        sentence: verdicts
        for sentence in answer.sentences
        if (verdicts := verify_sentence(sentence, answer.citations)) is not None
        and all(verdict.status in ACCEPTED for verdict in verdicts)
    }
    if not kept:
        return replace(empty, status="unanswerable_not_in_reports")
    used = {marker for sentence in kept for marker in markers_of(sentence)}
    return replace(
        answer,
        status=answer.status if len(kept) == len(answer.sentences) else "answered_partly",
        text="".join(kept),
        sentences=tuple(kept),
        citations=tuple(citation for citation in answer.citations if citation.marker in used),
        figures=tuple(verdict for verdicts in kept.values() for verdict in verdicts),
    )


def evidence_of(
    question: str, answer: VerifiedAnswer, *, footnotes: Footnotes
) -> Iterator[Evidence]:
    """A line for each figure of the rechecked `answer`, in order."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    for sentence in answer.sentences:
        cited = by_marker[markers_of(sentence)[0]]
        for verdict in verify_sentence(sentence, answer.citations) or ():
            citation = by_marker.get(verdict.marker or 0, cited)
            yield Evidence(
                question=question,
                figure=verdict.text,
                verdict=VERDICTS[verdict.status],
                formula=verdict.formula or "",
                quote=" ".join(citation.quote.split()),
                source=footnotes.source(citation),
            )
