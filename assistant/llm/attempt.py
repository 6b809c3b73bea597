"""What is kept of what a model writes: the sentences that a passage bears out, under its marker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.answer import Answer, Citation
from assistant.check.attribution import attributed, quoted
from assistant.check.grounding import not_said_by, pairs_in, texts_of, unsupported_words
from assistant.check.markers import MARKER, NOT_STATED, markers_of
from assistant.check.verify import ACCEPTED, verify_sentence
from assistant.errors import ModelError
from assistant.query import Query
from assistant.question.subject import comparable
from index.figures.prompt_injection import without_injections
from index.figures.quantities import parse_quantities
from index.report import Passage

# Markup, links and code, of which an answer has none; marks that look like markers and are none.
_NO_PROSE = re.compile(r"[<>`{}｜\\⁽₍]|!\[|\]\(|://|[A-Za-z0-9-]+\.[A-Za-z]{2,}")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_MOST_REPEATED = 2  # sentences; a model may sum up once what it wrote
_MOST_FAILED = 5  # sentences in a row


@dataclass(slots=True)
class Attempt:
    """What a model has written so far on `passages`: its sentences judged as they come, those that
    the check accepts and those that it does not, each with the reason. `instructions`: the system's
    message, which it must not reveal. `may_answer`: whether what is cited bears on the question.
    `not_stated`: it said that the passages do not state (the rest of) what is asked. `error`: what
    ended the attempt before it was done. `repeated`: how often a sentence came that had come before.
    `failing`: how many of the last failed."""

    passages: Sequence[Passage]
    query: Query
    instructions: str = ""
    may_answer: Callable[[Iterable[Citation]], bool] = lambda citations: True
    kept: list[str] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    not_stated: bool = False
    error: ModelError | None = None
    written: str = ""
    repeated: int = 0
    failing: int = 0
    _said: set[str] = field(default_factory=set)

    @property
    def astray(self) -> bool:
        """Whether it goes round in a circle or invents: what follows is no better."""
        return self.repeated > _MOST_REPEATED or self.failing >= _MOST_FAILED

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
        if set(markers) == {NOT_STATED}:
            return self._take_not_stated(sentence)
        written, objection = self._attributed(sentence, markers)
        if objection is not None and not markers and self._repeats(sentence):
            return False  # a greeting, 不是250亿元: nothing that a reader misses
        if self._comes_again(written):
            return False
        self.failing = self.failing + 1 if objection else 0
        if objection is not None:
            self.failed.append((sentence, objection))
            return False
        return self._keep(written, marked=bool(markers))

    def _take_not_stated(self, sentence: str) -> bool:
        """Take a sentence with [0]: that the passages do not state what is asked; or one that a passage
        bears out all the same, by a model that takes [0] for a marker of any."""
        bare, objection = MARKER.sub("", sentence), None
        if _WORDS.search(bare) and not self._comes_again(bare):
            written, objection = attributed(bare, self.passages, self._objection)
            if objection is None and self._keep(written, marked=False):
                return True
        if _figures(sentence):  # by one no model declines
            self.failed += [(sentence, objection)] if objection else []
            return False
        self.not_stated = True
        return False

    def _comes_again(self, written: str) -> bool:
        """Whether the sentence came before."""
        bare = _bare(written)
        again = bare in self._said
        self._said.add(bare)
        self.repeated += again
        return again

    def _keep(self, written: str, *, marked: bool) -> bool:
        """Keep a sentence that the check accepts, if it is on the question and asks none itself."""
        cited = {n: self._cited(n, written) for n in markers_of(written)}
        opens = not marked and self._is_opening(written, cited.values())
        if opens or MARKER.sub("", written).rstrip().endswith(("？", "?")):
            return False
        if not self.may_answer(cited.values()):
            return False  # so, and beside the point
        self.kept.append(written)
        self.citations = cited | self.citations
        return True

    def _attributed(self, sentence: str, markers: Sequence[int]) -> tuple[str, str | None]:
        if NOT_STATED in markers:
            return sentence, self._objection(sentence)  # it says that, and something else
        return attributed(sentence, self.passages, self._objection)

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

    def _is_opening(self, sentence: str, cited: Iterable[Citation]) -> bool:
        """Whether the sentence has no figure, and of what is quoted no word beyond the question:
        以下是2025年的情况。"""
        if _figures(sentence):
            return False
        quoted = {pair for citation in cited for pair in pairs_in(citation.quote)}
        return not quoted.intersection(pairs_in(sentence)).difference(pairs_in(self.query.words))

    def _repeats(self, sentence: str) -> bool:
        """Whether the sentence has no figure but such as the question put forward."""
        return _figures(sentence) <= self.query.figures

    def _objection(self, sentence: str) -> str | None:
        """Why the sentence may not be shown, as the model is asked to correct it; None where it may."""
        markers = markers_of(sentence)
        missing = [f"[{n}]" for n in markers if not 1 <= n <= len(self.passages)]
        if missing:
            return f"没有编号为{'、'.join(missing)}的段落"
        cited = [self._cited(n, sentence) for n in dict.fromkeys(markers)]
        verdicts = verify_sentence(sentence, cited, self.query, words=True) or []
        wrong = [f"“{v.text}”" for v in verdicts if v.status not in ACCEPTED]
        if wrong:
            return f"{'、'.join(wrong)}与段落核对不上（数值、单位、限定词、年份、事项、结果或目标）"
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
            return "段落没有这样说"
        rider = invented or not_said_by([t for p in passages for t in texts_of(p)], sentence)
        if rider:
            return f"“{rider}”是段落没有说的"
        if leaks_prompt(sentence, self.instructions, passages):
            return "句中有不是段落内容的话"
        return None

    def _cited(self, marker: int, sentence: str) -> Citation:
        passage = self.passages[marker - 1]
        return Citation(marker, passage, *quoted(sentence, passage))


def _bare(sentence: str) -> str:
    return re.sub(r"[\W_]", "", MARKER.sub("", sentence))


def _figures(text: str) -> set[tuple[Decimal, str]]:
    return {(q.value, q.unit) for q in parse_quantities(text) if q.unit != "year"}


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
