"""A language model writes in place of an extract; a sentence is passed on once the check accepts it.

It answers better than the extract or not at all. What fails the check is held back and the model asked
once more with it named; what then still fails is cut, or the extract takes its place.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, FallbackReason
from assistant.answering.candidates import Models
from assistant.answering.composer import is_answer
from assistant.answering.nearest import only_nearest
from assistant.check.markers import sentences_from, without_markers
from assistant.check.verify import verify
from assistant.errors import ModelError
from assistant.llm.attempt import Attempt
from assistant.llm.context import Material, material_for
from assistant.llm.language_model import Message, StreamsText
from assistant.llm.ranked_sentences import RankedSentences, rank_sentences
from assistant.query import Query
from assistant.refusals import Refusal
from index.report import RetrievedPassage
from prompts import Prompt

_LOG = logging.getLogger(__name__)
STOPPED = "未通过核对（%s）：%r"
"""The message that is logged for each sentence that the check stops: the reason, the sentence."""
_BEAT = 0.25  # seconds after which a reader who left is noticed, while the model writes on
_MOST_CHARACTERS = 3000  # of an answer; one to three sentences are asked for
_KEPT_FREE = 1500  # tokens, for the answer, and for both answers where there are two


@dataclass(frozen=True, slots=True)
class ModelWriter:
    """Writes by `model` and the prompts `answering` and `repairing`.

    `context` is the model's limit in tokens, as `count_tokens` counts them, and `reading` what of it
    the material may take. `models` rank the sentences found.
    """

    model: StreamsText
    answering: Prompt
    repairing: Prompt
    models: Models
    context: int
    reading: int
    count_tokens: Callable[[str], int]

    def rewrite(
        self, query: Query, found: Sequence[RetrievedPassage], extract: Answer | Refusal
    ) -> Generator[Answer | Refusal | None]:
        """An extract is shown at once; one that answers stays until what takes its place is whole."""
        sentences = rank_sentences(query, found, self.models)
        material = self._material(query, sentences)
        if not material.passages:
            if sentences.rankings:
                _LOG.warning("没有一句话放得进大模型的上下文（%d 词元）", self.context)
            yield extract
            return
        if isinstance(extract, Answer):
            yield replace(extract, pending=True, model=self.model.name)
        messages = self._messages(query, material)
        deadline = time.monotonic() + self.model.timeout  # for both attempts
        first = Attempt(material.passages, query, messages[0].text, sentences.may_answer)
        for grown in self._write(first, messages, deadline):
            yield self._answer(first) if grown and not is_answer(extract) else None
        attempts = [first]
        if first.failed and first.error is None:
            again = Attempt(material.passages, query, messages[0].text, sentences.may_answer)
            for _ in self._write(again, [*messages, *self._repair(first)], deadline):
                yield None  # shown when it is whole, in place of what was shown before
            attempts.append(again)
        yield self._settled(attempts, query, extract, sentences)

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
                    if attempt.astray:
                        break
                    if kept or time.monotonic() - beat > _BEAT:
                        beat = time.monotonic()
                        yield kept
        except ModelError as error:
            if error.reason != "resting":  # said once, when it began
                _LOG.warning("%s", error)
            attempt.error = error
        for sentence, reason in attempt.failed:
            _LOG.warning(STOPPED, reason, sentence)

    def _settled(
        self,
        attempts: Sequence[Attempt],
        query: Query,
        extract: Answer | Refusal,
        sentences: RankedSentences,
    ) -> Answer | Refusal:
        """The answer in the end: a whole attempt, what is kept of one, or the extract. One that surely
        answers gives way to no less, and to no model that declines."""
        answers = is_answer(extract)
        sure = isinstance(extract, Answer) and sentences.surely_answer(extract.citations)
        whole = next((attempt for attempt in attempts if attempt.whole), None)
        if whole is not None:
            answer = self._answer(whole, partly=whole.not_stated)
            no_less = not sure or sentences.surely_answer(answer.citations)
            if not answers or (no_less and _agree(answer, extract)):
                return answer
        if attempts[0].declined and not (answers and (sure or query.expected.figure)):
            # The extract says more closely why: off topic, nothing asked, what comes nearest.
            return only_nearest(extract) if answers else extract
        kept = max(attempts, key=lambda attempt: len(attempt.kept))
        if isinstance(extract, Refusal) or extract.nearest:
            return self._answer(kept, partly=True) if kept.kept else extract
        # A text that broke off does not say all that the extract does.
        ended = kept.error is None or bool(_figures(extract))
        if (
            kept.kept
            and ended
            and not extract.partly
            and _states_all_of(self._answer(kept), extract)
        ):
            return self._answer(kept)
        return replace(
            extract,
            model=self.model.name,
            prompt_id=self.answering.id,
            fallback=_reason(attempts[-1].error),
        )

    def _material(self, query: Query, sentences: RankedSentences) -> Material:
        empty = self.answering.fill(passages="", facts="", question=query.wording)
        taken = self.count_tokens(empty.system + empty.user) + _KEPT_FREE
        room = min(self.reading, self.context - taken)
        return material_for(sentences.best_first, room, self.count_tokens)

    def _messages(self, query: Query, material: Material) -> list[Message]:
        filled = self.answering.fill(
            passages=material.text,
            facts=material.facts,
            question=without_markers(_asked(query)),
        )
        return [Message("system", filled.system), Message("user", filled.user)]

    def _repair(self, attempt: Attempt) -> list[Message]:
        failed = "\n".join(f"- {sentence}（{reason}）" for sentence, reason in attempt.failed)
        asked = self.repairing.fill(failed=failed).user
        return [Message("assistant", attempt.written), Message("user", asked)]

    def _answer(self, attempt: Attempt, *, partly: bool = False) -> Answer:
        return attempt.answer(model=self.model.name, prompt_id=self.answering.id, partly=partly)


def _asked(query: Query) -> str:
    """The question, with the years that 去年 and 今年 in it stand for."""
    unnamed = [f"{year}年" for year in query.years if str(year) not in query.wording]
    return f"{query.wording}（问的是{'、'.join(unnamed)}）" if unnamed else query.wording


def _reason(error: ModelError | None) -> FallbackReason:
    if error is None:
        return "model_unverified"
    return "model_filtered" if error.reason == "filtered" else "model_fault"


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, up to a length that no answer asked for has. Raises ModelError beyond it."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _MOST_CHARACTERS:
            raise ModelError(f"大模型的回复超过 {_MOST_CHARACTERS} 字，没有读完。", "nonsense")
        yield piece


def _states_all_of(answer: Answer, extract: Answer) -> bool:
    """Whether `answer` has every figure of the extract, or, where it has none, its passages."""
    needed = _figures(extract)
    if not needed:
        cited = {citation.passage.id for citation in answer.citations}
        return {citation.passage.id for citation in extract.citations} <= cited
    return needed <= _figures(answer)


def _agree(answer: Answer, extract: Answer | Refusal) -> bool:
    """Whether `answer` has a figure of the extract or quotes of its sentences: what has neither is so,
    and answers something else."""
    if isinstance(extract, Refusal):
        return False
    quoted = any(
        one.shares(other.passage, other.start, other.end)
        for one in answer.citations
        for other in extract.citations
    )
    return quoted or bool(_figures(answer) & _figures(extract))


def _figures(answer: Answer) -> set[tuple[Decimal | None, str]]:
    """The figures that the check finds in it, without years."""
    _, verdicts = verify(answer)
    return {(one.value, one.unit) for one in verdicts if one.unit != "year"}
