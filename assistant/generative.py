"""The composer that asks a language model; what it writes is checked before it is taken.

It answers better than the extractive composer or not at all: where the model fails, invents a
figure or cites nothing, the extractive answer stands in its place.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Citation, Question
from assistant.composer import Composes
from assistant.concepts import comparable
from assistant.errors import ModelFault
from assistant.markers import MARKER, markers_of, sentences_in
from assistant.refusals import Refusal
from assistant.verify import verify
from index.chunker import reading_text
from index.clauses import sentences_of
from index.report import Passage, RetrievedPassage
from prompts import Prompt

_LOG = logging.getLogger(__name__)
_PASSAGES = 6
_DECLINED = "未提及"


class CompletesText(Protocol):
    """A language model; `assistant.chat_model.OpenAICompatibleModel` is one."""

    name: str

    def complete(self, prompt: str) -> str: ...


@dataclass(frozen=True, slots=True)
class GenerativeComposer:
    """Composes by `model` and `prompt`, or by `fallback`."""

    model: CompletesText
    prompt: Prompt
    fallback: Composes

    def compose(self, question: Question, found: Sequence[RetrievedPassage]) -> Answer | Refusal:
        passages = [hit.passage for hit in found[:_PASSAGES]]
        filled = self.prompt.fill(passages=_numbered(passages), question=question.text)
        try:
            written = self.model.complete(filled)
        except ModelFault as fault:
            _LOG.warning("%s", fault)
            return self.fallback.compose(question, found)
        if written.strip().startswith(_DECLINED):
            return Refusal("unanswerable_not_in_reports")
        answer = self._read(written, passages)
        checked, _ = verify(answer)
        if checked is None or checked.partly:
            _LOG.warning("答案未通过核对，改用摘录：%r", written)
            return self.fallback.compose(question, found)
        return answer

    def _read(self, written: str, passages: Sequence[Passage]) -> Answer:
        sentences = tuple(sentences_in(written))
        citations: dict[int, Citation] = {}
        for sentence in sentences:
            for marker in markers_of(sentence):
                if 1 <= marker <= len(passages) and marker not in citations:
                    citations[marker] = _cited(marker, passages[marker - 1], sentence)
        return Answer(
            sentences=sentences,
            citations=tuple(citations[marker] for marker in sorted(citations)),
            mode="llm",
            model=self.model.name,
            prompt_id=self.prompt.id,
        )


def _numbered(passages: Sequence[Passage]) -> str:
    """The passages with number, place, date and headings; brackets in them forge no marker."""
    blocks = []
    for number, passage in enumerate(passages, start=1):
        above = " › ".join(
            part for part in (passage.place, passage.title, *passage.headings) if part
        )
        text = MARKER.sub("", reading_text(passage.text))
        blocks.append(f"[{number}] （{above}；{passage.date or ''}）\n{text}")
    return "\n\n".join(blocks)


def _cited(marker: int, passage: Passage, sentence: str) -> Citation:
    """A citation whose quote is the sentence of the passage that shares most with `sentence`."""
    told = comparable(sentence)
    pairs = {told[i : i + 2] for i in range(len(told) - 1)}

    def shared(span: tuple[int, int]) -> int:
        text = comparable(passage.text[slice(*span)])
        return sum(text[i : i + 2] in pairs for i in range(len(text) - 1))

    spans = [(s.start, s.end) for s in sentences_of(passage)] or [(0, len(passage.text))]
    start, end = max(spans, key=shared)
    return Citation(marker, passage, start, end)
