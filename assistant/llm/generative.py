"""The composer that asks a language model; a sentence is handed on once it bears the check.

It answers better than the extractive composer or not at all. What fails the check is held back and
the model asked once more with it named; what then still fails is cut, or the extract stands in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answer import Answer, FallbackReason, Question
from assistant.answering.composer import Composes, composed
from assistant.check.markers import sentences_from, without_markers
from assistant.check.verify import verify
from assistant.errors import ModelError
from assistant.llm.attempt import Attempt
from assistant.llm.context import Material, material_for
from assistant.llm.language_model import CONDENSING_SHARE, Message, StreamsText
from assistant.refusals import Refusal
from index.report import RetrievedPassage
from prompts import Prompt

_LOG = logging.getLogger(__name__)
_BEAT = 0.25  # seconds after which a reader who left is noticed, while the model writes on
_MOST_CHARACTERS = 3000  # of an answer; one to three sentences are asked for
_KEPT_FREE = 1500  # tokens, for the answer, and for both answers where there are two


@dataclass(frozen=True, slots=True)
class GenerativeComposer:
    """Composes by `model` and the prompts `answering` and `repairing`, or by `fallback`.

    `context` is the model's limit in tokens, as `count_tokens` counts them.
    """

    model: StreamsText
    answering: Prompt
    repairing: Prompt
    fallback: Composes
    context: int
    count_tokens: Callable[[str], int]

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        material = self._material(question, found)
        if not material.passages:
            _LOG.warning("没有一个段落放得进大模型的上下文（%d 词元）", self.context)
            yield composed(self.fallback, question, found)
            return
        messages = self._messages(question, material)
        deadline = self._deadline(question)
        first = Attempt(material.passages, question.text, messages[0].text)
        for grown in self._write(first, messages, deadline):
            yield self._answer(first) if grown else None
        attempts = [first]
        if first.failed and first.fault is None:
            again = Attempt(material.passages, question.text, messages[0].text)
            for _ in self._write(again, [*messages, *self._repair(first)], deadline):
                yield None  # shown when it is whole, in place of what was shown before
            attempts.append(again)
        yield self._settled(attempts, question, found)

    def _deadline(self, question: Question) -> float:
        """When both attempts at an answer must be over: a question takes one call's time in all,
        of which a follow-up has had its share."""
        taken = CONDENSING_SHARE if question.turns else 0.0
        return time.monotonic() + self.model.timeout * (1 - taken)

    def _write(
        self, attempt: Attempt, messages: Sequence[Message], deadline: float
    ) -> Iterator[bool]:
        """Take the model's sentences into `attempt`: True for each that is kept, now and then False
        while none is."""
        beat = time.monotonic()
        try:
            within = deadline - time.monotonic()
            with closing(self.model.stream(messages, within)) as pieces:
                for sentence in sentences_from(_bounded(pieces)):
                    kept = bool(sentence) and attempt.take(sentence)
                    if kept or time.monotonic() - beat > _BEAT:
                        beat = time.monotonic()
                        yield kept
        except ModelError as fault:
            if fault.reason != "resting":  # said once, when it began
                _LOG.warning("%s", fault)
            attempt.fault = fault
        for sentence, reason in attempt.failed:
            _LOG.warning("未通过核对（%s）：%r", reason, sentence)

    def _settled(
        self, attempts: Sequence[Attempt], question: Question, found: Sequence[RetrievedPassage]
    ) -> Answer | Refusal:
        """What stands in the end: a whole attempt, what is kept of one, or the extract."""
        whole = next((attempt for attempt in attempts if attempt.whole), None)
        if whole is not None:
            return self._answer(whole, partly=whole.not_told)
        extract = composed(self.fallback, question, found)
        if attempts[-1].declined:
            # The extract's own refusal says more closely why: off topic, nothing asked.
            return extract if isinstance(extract, Refusal) else _NOT_TOLD
        kept = max(attempts, key=lambda attempt: len(attempt.kept))
        if isinstance(extract, Refusal):
            return self._answer(kept, partly=True) if kept.kept else extract
        if kept.kept and not extract.partly and _tells_all_of(self._answer(kept), extract):
            return self._answer(kept)
        fallback: FallbackReason = "model_fault" if attempts[-1].fault else "model_unverified"
        return replace(
            extract, model=self.model.name, prompt_id=self.answering.id, fallback=fallback
        )

    def _material(self, question: Question, found: Sequence[RetrievedPassage]) -> Material:
        empty = self.answering.fill(passages="", facts="", question=question.text)
        taken = self.count_tokens(empty.system + empty.user) + _KEPT_FREE
        return material_for(found, self.context - taken, self.count_tokens)

    def _messages(self, question: Question, material: Material) -> list[Message]:
        filled = self.answering.fill(
            passages=material.text,
            facts=material.facts,
            question=without_markers(_asked(question)),
        )
        return [Message("system", filled.system), Message("user", filled.user)]

    def _repair(self, attempt: Attempt) -> list[Message]:
        failed = "\n".join(f"- {sentence}（{reason}）" for sentence, reason in attempt.failed)
        asked = self.repairing.fill(failed=failed).user
        return [Message("assistant", attempt.written), Message("user", asked)]

    def _answer(self, attempt: Attempt, *, partly: bool = False) -> Answer:
        return attempt.answer(model=self.model.name, prompt_id=self.answering.id, partly=partly)


def _asked(question: Question) -> str:
    """The question, with the years that 去年 and 今年 in it stand for."""
    unnamed = [f"{year}年" for year in question.periods if str(year) not in question.text]
    return f"{question.text}（问的是{'、'.join(unnamed)}）" if unnamed else question.text


_NOT_TOLD = Refusal("unanswerable_not_in_reports")


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, up to a length that no answer asked for has. Raises ModelError beyond it."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _MOST_CHARACTERS:
            raise ModelError(f"大模型的回复超过 {_MOST_CHARACTERS} 字，没有读完。", "nonsense")
        yield piece


def _tells_all_of(answer: Answer, extract: Answer) -> bool:
    """Whether `answer` has every figure of the extract, or, where it has none, its passages."""
    _, told = verify(answer)
    _, wanted = verify(extract)
    if not wanted:
        cited = {citation.passage.id for citation in answer.citations}
        return {citation.passage.id for citation in extract.citations} <= cited
    have = {(figure.value, figure.unit) for figure in told}
    return {(figure.value, figure.unit) for figure in wanted if figure.unit != "year"} <= have
