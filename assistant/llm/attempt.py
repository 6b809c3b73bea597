"""One attempt of a model at an answer: its sentences judged as they come, kept or held back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Citation
from assistant.check.grounding import not_said_by, texts_of, unsupported_words
from assistant.check.markers import MARKER, NOT_TOLD, markers_of
from assistant.check.verify import ACCEPTED, verify_sentence
from assistant.errors import ModelError
from assistant.llm.prompt_leak import discloses
from assistant.question.query_terms import comparable
from index.figures.clauses import sentences_of
from index.figures.prompt_injection import without_injections
from index.figures.quantities import parse_quantities
from index.report import Passage

# Markup, links and code, of which an answer has none; marks that look like markers and are none.
_NO_PROSE = re.compile(r"[<>`{}\\⁽₍]|!\[|\]\(|://|[A-Za-z0-9-]+\.[A-Za-z]{2,}")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(slots=True)
class Attempt:
    """What a model has written so far on `passages`: sentences that bear the check, and those that
    do not, each with the reason. `instructions`: the system's message, which it is not to tell.
    `not_told`: it said that the passages do not tell (the rest of) what is asked. `fault`: what
    ended the attempt before it was done."""

    passages: Sequence[Passage]
    question: str
    instructions: str = ""
    kept: list[str] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    not_told: bool = False
    fault: ModelError | None = None
    written: str = ""

    @property
    def whole(self) -> bool:
        """Whether the model finished and all that it said bears the check."""
        return bool(self.kept) and not self.failed and self.fault is None

    @property
    def declined(self) -> bool:
        """Whether it said that the passages do not tell what is asked, and nothing else."""
        return self.not_told and not self.kept and not self.failed and self.fault is None

    def take(self, sentence: str) -> bool:
        """Judge the next sentence; whether it was kept."""
        self.written += sentence
        markers = markers_of(sentence)
        if NOT_TOLD in markers and _tells_nothing(sentence, markers):
            self.not_told = True
            return False
        if not markers and self._repeats(sentence):
            return False  # a greeting, an opening, 不是250亿元: nothing that a reader misses
        if any(_bare(sentence) == _bare(kept) for kept in self.kept):
            return False  # a model that turns in a circle
        cited = {marker: self._cited(marker, sentence) for marker in markers if self._has(marker)}
        reason = self._objection(sentence, markers, list(cited.values()))
        if reason:
            self.failed.append((sentence, reason))
            return False
        self.kept.append(sentence)
        self.citations = cited | self.citations
        return True

    def answer(self, *, model: str, prompt_id: str, partly: bool = False) -> Answer:
        """The sentences kept, with what they cite."""
        return Answer(
            sentences=tuple(self.kept),
            citations=tuple(self.citations[marker] for marker in sorted(self.citations)),
            mode="llm",
            model=model,
            prompt_id=prompt_id,
            partly=partly,
        )

    def _repeats(self, sentence: str) -> bool:
        """Whether the sentence tells no figure but such as the question put forward."""
        asked = {(q.value, q.unit) for q in parse_quantities(self.question)}
        return all((q.value, q.unit) in asked for q in parse_quantities(sentence))

    def _has(self, marker: int) -> bool:
        return 1 <= marker <= len(self.passages)

    def _objection(
        self, sentence: str, markers: Sequence[int], cited: Sequence[Citation]
    ) -> str | None:
        """Why the sentence may not be shown, in words that the model is told; None where it may."""
        if not markers:
            return "没有标出所依据的段落编号"
        missing = [f"[{marker}]" for marker in markers if not self._has(marker)]
        if missing:
            return f"没有编号为{'、'.join(missing)}的段落"
        verdicts = verify_sentence(sentence, cited, self.question, words=True) or []
        wrong = [f"“{v.text}”" for v in verdicts if v.status not in ACCEPTED]
        if wrong:
            return f"{'、'.join(wrong)}与所标段落核对不上（数值、单位、限定词、年份、事项、结果或目标）"
        if not verdicts and not _WORDS.search(MARKER.sub("", sentence)):
            return "这一句没有内容"
        return self._astray(sentence, [without_injections(citation.passage) for citation in cited])

    def _astray(self, sentence: str, passages: Sequence[Passage]) -> str | None:
        """What the sentence has, beside its figures, that is not of the passages; None if nothing."""
        if _NO_PROSE.search(sentence):
            return "句中有网址、代码或标记"
        invented = unsupported_words(sentence, passages, self.question)
        if invented == sentence:
            return "所标段落没有这样说"
        rider = invented or not_said_by([t for p in passages for t in texts_of(p)], sentence)
        if rider:
            return f"“{rider}”是所标段落没有说的"
        if discloses(sentence, self.instructions, passages):
            return "句中有不是段落内容的话"
        return None

    def _cited(self, marker: int, sentence: str) -> Citation:
        """A citation whose quote is the sentence of the passage that shares most with `sentence`."""
        passage = self.passages[marker - 1]
        pairs = set(_pairs(MARKER.sub("", sentence)))

        def shared(span: tuple[int, int]) -> int:
            return sum(pair in pairs for pair in _pairs(passage.text[slice(*span)]))

        spans = [(s.start, s.end) for s in sentences_of(passage)] or [(0, len(passage.text))]
        return Citation(marker, passage, *max(spans, key=shared))


def _bare(sentence: str) -> str:
    return re.sub(r"[\W_]", "", MARKER.sub("", sentence))


def _tells_nothing(sentence: str, markers: Sequence[int]) -> bool:
    """Whether a sentence with [0] is no more than that: one that tells a figure beside it is none
    by which a model declines."""
    return set(markers) == {NOT_TOLD} and all(q.unit == "year" for q in parse_quantities(sentence))


def _pairs(text: str) -> Iterator[str]:
    told = comparable(text)
    return (told[i : i + 2] for i in range(len(told) - 1))
