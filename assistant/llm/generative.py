"""The composer that asks a language model; a sentence is passed on once the check accepts it.

It answers better than the extractive composer or not at all. What fails the check is held back and
the model asked once more with it named; what then still fails is cut, or the extract takes its place.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Citation, FallbackReason
from assistant.answering.composer import Composes, composed
from assistant.check.grounding import not_said_by, texts_of, unsupported_words
from assistant.check.markers import MARKER, NOT_STATED, markers_of, sentences_from, without_markers
from assistant.check.verify import ACCEPTED, verify, verify_sentence
from assistant.errors import ModelError
from assistant.llm.context import Material, material_for
from assistant.llm.language_model import UNDERSTANDING_SHARE, Message, StreamsText
from assistant.query import Query
from assistant.question.naming import without_name
from assistant.question.subject import comparable
from assistant.refusals import Refusal
from index.figures.clauses import sentences_of
from index.figures.prompt_injection import without_injections
from index.figures.quantities import parse_quantities
from index.report import Passage, RetrievedPassage
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
        self, query: Query, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        material = self._material(query, found)
        if not material.passages:
            _LOG.warning("没有一个段落放得进大模型的上下文（%d 词元）", self.context)
            yield composed(self.fallback, query, found)
            return
        messages = self._messages(query, material)
        deadline = self._deadline(query)
        first = Attempt(material.passages, query, messages[0].text)
        for grown in self._write(first, messages, deadline):
            yield self._answer(first) if grown else None
        attempts = [first]
        if first.failed and first.error is None:
            again = Attempt(material.passages, query, messages[0].text)
            for _ in self._write(again, [*messages, *self._repair(first)], deadline):
                yield None  # shown when it is whole, in place of what was shown before
            attempts.append(again)
        yield self._settled(attempts, query, found)

    def _deadline(self, query: Query) -> float:
        """When both attempts at an answer must be over: a question takes one call's time in all,
        of which understanding one that the grammar has no name for has had its share."""
        taken = UNDERSTANDING_SHARE if without_name(query) else 0.0
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
        except ModelError as error:
            if error.reason != "resting":  # said once, when it began
                _LOG.warning("%s", error)
            attempt.error = error
        for sentence, reason in attempt.failed:
            _LOG.warning("未通过核对（%s）：%r", reason, sentence)

    def _settled(
        self, attempts: Sequence[Attempt], query: Query, found: Sequence[RetrievedPassage]
    ) -> Answer | Refusal:
        """The answer in the end: a whole attempt, what is kept of one, or the extract."""
        whole = next((attempt for attempt in attempts if attempt.whole), None)
        if whole is not None:
            return self._answer(whole, partly=whole.not_stated)
        extract = composed(self.fallback, query, found)
        if attempts[-1].declined:
            # The extract says more closely why: off topic, nothing asked, what comes nearest.
            answers = isinstance(extract, Answer) and not extract.nearest
            return _NOT_STATED if answers else extract
        kept = max(attempts, key=lambda attempt: len(attempt.kept))
        if isinstance(extract, Refusal) or extract.nearest:
            return self._answer(kept, partly=True) if kept.kept else extract
        if kept.kept and not extract.partly and _states_all_of(self._answer(kept), extract):
            return self._answer(kept)
        fallback: FallbackReason = "model_fault" if attempts[-1].error else "model_unverified"
        return replace(
            extract, model=self.model.name, prompt_id=self.answering.id, fallback=fallback
        )

    def _material(self, query: Query, found: Sequence[RetrievedPassage]) -> Material:
        empty = self.answering.fill(passages="", facts="", question=query.wording)
        taken = self.count_tokens(empty.system + empty.user) + _KEPT_FREE
        return material_for(found, self.context - taken, self.count_tokens)

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


_NOT_STATED = Refusal("unanswerable_not_in_reports")


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
    _, stated = verify(answer)
    _, needed = verify(extract)
    if not needed:
        cited = {citation.passage.id for citation in answer.citations}
        return {citation.passage.id for citation in extract.citations} <= cited
    have = {(figure.value, figure.unit) for figure in stated}
    return {(figure.value, figure.unit) for figure in needed if figure.unit != "year"} <= have


# Markup, links and code, of which an answer has none; marks that look like markers and are none.
_NO_PROSE = re.compile(r"[<>`{}\\⁽₍]|!\[|\]\(|://|[A-Za-z0-9-]+\.[A-Za-z]{2,}")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(slots=True)
class Attempt:
    """What a model has written so far on `passages`: its sentences judged as they come, those that
    the check accepts and those that it does not, each with the reason. `instructions`: the system's
    message, which it must not reveal. `not_stated`: it said that the passages do not state (the rest
    of) what is asked. `error`: what ended the attempt before it was done."""

    passages: Sequence[Passage]
    query: Query
    instructions: str = ""
    kept: list[str] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    not_stated: bool = False
    error: ModelError | None = None
    written: str = ""

    @property
    def whole(self) -> bool:
        """Whether the model finished and the check accepts all that it said."""
        return bool(self.kept) and not self.failed and self.error is None

    @property
    def declined(self) -> bool:
        """Whether it said that the passages do not state what is asked, and nothing else."""
        return self.not_stated and not self.kept and not self.failed and self.error is None

    def take(self, sentence: str) -> bool:
        """Judge the next sentence; whether it was kept."""
        self.written += sentence
        markers = markers_of(sentence)
        if NOT_STATED in markers and _states_nothing(sentence, markers):
            self.not_stated = True
            return False
        if not markers and self._repeats(sentence):
            return False  # a greeting, an opening, 不是250亿元: nothing that a reader misses
        if any(_bare(sentence) == _bare(kept) for kept in self.kept):
            return False  # a model that repeats itself
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
        """Whether the sentence has no figure but such as the question put forward."""
        asked = self.query.figures
        return all((q.value, q.unit) in asked for q in parse_quantities(sentence))

    def _has(self, marker: int) -> bool:
        return 1 <= marker <= len(self.passages)

    def _objection(
        self, sentence: str, markers: Sequence[int], cited: Sequence[Citation]
    ) -> str | None:
        """Why the sentence may not be shown, as the model is asked to correct it; None where it may."""
        if not markers:
            return "没有标出所依据的段落编号"
        missing = [f"[{marker}]" for marker in markers if not self._has(marker)]
        if missing:
            return f"没有编号为{'、'.join(missing)}的段落"
        verdicts = verify_sentence(sentence, cited, self.query, words=True) or []
        wrong = [f"“{v.text}”" for v in verdicts if v.status not in ACCEPTED]
        if wrong:
            return f"{'、'.join(wrong)}与所标段落核对不上（数值、单位、限定词、年份、事项、结果或目标）"
        if not verdicts and not _WORDS.search(MARKER.sub("", sentence)):
            return "这一句没有内容"
        return self._invention(
            sentence, [without_injections(citation.passage) for citation in cited]
        )

    def _invention(self, sentence: str, passages: Sequence[Passage]) -> str | None:
        """What the sentence has, beside its figures, that the passages do not say; None if nothing."""
        if _NO_PROSE.search(sentence):
            return "句中有网址、代码或标记"
        invented = unsupported_words(sentence, passages, self.query)
        if invented == sentence:
            return "所标段落没有这样说"
        rider = invented or not_said_by([t for p in passages for t in texts_of(p)], sentence)
        if rider:
            return f"“{rider}”是所标段落没有说的"
        if leaks_prompt(sentence, self.instructions, passages):
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


def _states_nothing(sentence: str, markers: Sequence[int]) -> bool:
    """Whether a sentence with [0] is no more than that: by one with a figure no model declines."""
    return set(markers) == {NOT_STATED} and all(
        q.unit == "year" for q in parse_quantities(sentence)
    )


def _pairs(text: str) -> list[str]:
    said = comparable(text)
    return [said[i : i + 2] for i in range(len(said) - 1)]


_RUN = 8  # characters: 政府工作报告 is 6, 照段落写不换算 is 7


def leaks_prompt(sentence: str, instructions: str, passages: Iterable[Passage]) -> bool:
    """Whether `sentence` has a run of characters of `instructions` that none of `passages` has.

    A model that was talked into it may reveal them piece by piece, each among words that a passage
    does have; a run as long as this one comes about by chance in no answer.
    """
    texts = [comparable(passage.text) for passage in passages]
    secret = comparable(instructions)
    said = comparable(MARKER.sub("", sentence))
    runs = (said[at : at + _RUN] for at in range(len(said) - _RUN + 1))
    return any(run in secret and not any(run in text for text in texts) for run in runs)
