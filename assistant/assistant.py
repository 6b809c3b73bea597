"""The way from a question to a verified answer: resolve, search, compose, verify."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import zip_longest
from typing import Protocol, TypeVar

from assistant.answer import (
    Answer,
    Citation,
    Evidence,
    Part,
    PartStatus,
    Question,
    Status,
    VerifiedAnswer,
)
from assistant.answering.composer import Composes, adapted, composed
from assistant.check.verify import verify
from assistant.query import Query
from assistant.question.characters import whole_characters
from assistant.question.conversation import understand
from assistant.question.dialogue_act import small_talk
from assistant.question.in_words import in_words
from assistant.question.naming import named, without_name
from assistant.question.privacy import masked
from assistant.question.resolve import guardrail, resolve
from assistant.question.scope import (
    Scope,
    is_of_no_place,
    may_be_of_no_place,
    out_of_scope,
    place_meant,
    related,
)
from assistant.question.unclear import corrected, unclear
from assistant.refusals import MAX_QUESTION_CHARACTERS, Refusal, refusal_text
from index.report import RetrievedPassage
from index.store.library import Covered

_PASSAGES = 12  # searched for an answer: few enough to be quick, enough for a list
_PASSAGES_OF_PART = 5  # searched for each of several things asked at once
_PASSAGES_OF_ALL = (
    36  # searched among all places: for the one that is meant, and for documents of none
)
_NEAREST = 3  # shown with a refusal
_NOT_IN_REPORTS: Status = "unanswerable_not_in_reports"
_IF_MEANT = "没有找到直接回答这个问题的内容。如果您问的是“{}”："
_LONGEST = (
    4 * MAX_QUESTION_CHARACTERS
)  # blanks and control characters, which do not count, included


class Searches(Protocol):
    """Finds passages; `index.search.searcher.Searcher` is one."""

    @property
    def index_id(self) -> str: ...

    def covered(self) -> list[Covered]: ...

    def search(self, query: str, k: int, places: Sequence[str] = ()) -> list[RetrievedPassage]: ...


class AnswersElsewhere(Protocol):
    """Answers on a place without a report of its own from another's; None where none has it."""

    def answer(self, query: Query) -> Answer | None: ...


class Understands(Protocol):
    """Understands which name of the reports a question for a figure means that has none of them."""

    def name_meant(self, question: Question) -> Generator[None, None, str | None]:
        """That name, None where none is meant. It yields now and then: a chance to close it."""
        ...


_Found = Sequence[RetrievedPassage]
_Step = tuple[Question, _Found, Answer | Refusal] | None
"""An answer as it grows, to the question as it is understood, from what was found for it."""


class Assistant:
    """Answers questions from the reports of one index; what it returns has been verified."""

    def __init__(
        self,
        searcher: Searches,
        composer: Composes,
        home: str | None = None,
        *,
        understands: Understands | None = None,
        elsewhere: AnswersElsewhere | None = None,
    ) -> None:
        self.searcher = searcher
        self.composer = composer
        self._understands = understands
        self._elsewhere = elsewhere
        self.scope = Scope(tuple(searcher.covered()), home)

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        """The verified answer to `asked`, or a refusal; `turns` are the questions before it."""
        last = None
        for snapshot in self.stream(asked, turns):
            last = snapshot
        if not isinstance(last, VerifiedAnswer):
            raise RuntimeError("a stream ends with the whole answer")
        return last

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Generator[Evidence | VerifiedAnswer]:
        """What was found, then the answer as it grows, every sentence verified; the last is whole.

        The same again says that nothing is new. Closing the generator stops the writing.
        """
        # Before anything looks at it: what is far too long takes no time.
        stopped = Refusal("guardrail_too_long") if len(asked) > _LONGEST else None
        asked, turns = _taken(asked), [_taken(turn) for turn in turns if len(turn) <= _LONGEST]
        asked, turns = corrected(asked, turns, self.scope)
        stopped = (
            stopped
            or guardrail(asked)
            or small_talk(asked)
            or unclear(asked, self.scope, follow_up=bool(turns))
        )
        if stopped:
            yield self._refused(stopped, Question(asked, Query(asked), tuple(turns)))
            return
        watch = Stopwatch()
        with watch.timed("resolve"):
            question = resolve(asked, turns, self.scope)
        with watch.timed("search"):
            found: _Found = self._search(question.query)
            meant = place_meant(question.query, found, self.scope)
            if meant:
                question = replace(question, query=self._at(meant, question.query))
                found = self._search(question.query)
        latest: Evidence | VerifiedAnswer = Evidence(question, tuple(found))
        yield latest
        with closing(self._answers(question, found)) as steps:
            for step in watch.steps("compose", steps):
                if step is not None:
                    question, found, answer = step
                    with watch.timed("verify"):
                        verified = self._verified(question, answer, found)
                    yield from _sentence_by_sentence(verified, latest)
                    latest = replace(verified, timings_ms=watch.spent_ms())
                yield latest

    def _at(self, place: str, query: Query) -> Query:
        """The query as it is meant where `place` is at home; asked where, the place is the answer."""
        meant = understand(query.wording, replace(self.scope, home=place))
        expected = replace(meant.expected, where=False)
        return replace(meant, follow_up=query.follow_up, expected=expected)

    def _search(self, query: Query) -> list[RetrievedPassage]:
        """The passages for the question, or for all that it asks at once, each once."""
        if not query.parts:
            open_place = not query.within and len(self.scope.places) > 1
            depth = _PASSAGES_OF_ALL if open_place else _PASSAGES
            return self.searcher.search(query.wording, depth, query.within)
        each = [
            self.searcher.search(part.wording, _PASSAGES_OF_PART, part.within or query.within)
            for part in query.parts
        ]
        hits = {hit.passage.id: hit for ranked in reversed(each) for hit in reversed(ranked)}
        in_turn = [hit for hits_of_rank in zip_longest(*each) for hit in hits_of_rank if hit]
        return [hits[key] for key in dict.fromkeys(hit.passage.id for hit in in_turn)]

    def _answers(self, question: Question, found: _Found) -> Generator[_Step]:
        """The answer to the question; where the reports have none under its words, also under the name
        that a model takes it to have."""
        with closing(self._compose(question.query, found)) as snapshots:
            for answer in snapshots:
                lacking = isinstance(answer, Refusal) and answer.status == _NOT_IN_REPORTS
                suggested = (yield from self._as_named(question)) if lacking else None
                yield suggested or (None if answer is None else (question, found, answer))

    def _as_named(self, question: Question) -> Generator[None, None, _Step]:
        """What code answers under the name that a model takes a question for a figure to have, said as
        no more than that: so it is true whether it is what was meant or not. None without one."""
        if self._understands is None or not without_name(question.query):
            return None
        name = yield from self._understands.name_meant(question)
        query = named(question.query, name, self.scope) if name else None
        if query is None:
            return None
        found = self._search(query)
        *_, answer = self._compose(query, found)
        if not isinstance(answer, Answer) or answer.nearest:
            return None
        first, *others = answer.sentences
        sentences = (f"{_IF_MEANT.format(name)}{first}", *others)
        asked = replace(question, query=query)
        return asked, found, replace(answer, sentences=sentences, nearest=True)

    def _compose(
        self, query: Query, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        """The answer from the reports of the places asked about; where they have none, that from
        documents of no known place."""
        with closing(self._of_places(query, found)) as snapshots:
            for answer in snapshots:
                refused = (
                    answer.status != "guardrail_opinion"
                    if isinstance(answer, Refusal)
                    else answer is not None and answer.nearest and not answer.pending
                )
                yield (self._of_no_place(query) if refused else None) or answer

    def _of_places(
        self, query: Query, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        """The rules on place and period apply before any composer: no wording changes them."""
        query, beyond, refusal = self._in_scope(query, found)
        elsewhere = refusal is not None and refusal.status == "unanswerable_place"
        if query.opinion and not elsewhere:
            yield Refusal("guardrail_opinion")
        elif refusal:
            of_place = self._elsewhere if elsewhere else None
            yield (of_place.answer(query) if of_place else None) or refusal
        else:
            answers = self.composer.compose(query, found)
            yield from adapted(answers, lambda answer: _with_parts(answer, beyond))

    def _in_scope(
        self, query: Query, found: Sequence[RetrievedPassage]
    ) -> tuple[Query, tuple[Part, ...], Refusal | None]:
        """The query, of several things with those alone that the reports cover; an account of the
        others; the refusal where they cover none."""
        if not query.parts or query.operation is not None or query.by_place:
            return query, (), out_of_scope(query, found, self.scope)
        refusals = [out_of_scope(part, found, self.scope) for part in query.parts]
        pairs = list(zip(query.parts, refusals, strict=True))
        kept = tuple(part for part, refusal in pairs if refusal is None)
        beyond = tuple(Part(in_words(part), "missing") for part, refusal in pairs if refusal)
        return replace(query, parts=kept), beyond, None if kept else refusals[0]

    def _of_no_place(self, query: Query) -> Answer | None:
        """The answer from documents whose place is not known, None where they hold none."""
        if all(report.place for report in self.scope.reports) or not may_be_of_no_place(query):
            return None
        hits = self.searcher.search(query.wording, _PASSAGES_OF_ALL)
        hits = [hit for hit in hits if hit.passage.place is None]
        answer = composed(self.composer, replace(query, within=()), hits) if hits else None
        return answer if isinstance(answer, Answer) and is_of_no_place(answer, query) else None

    def _verified(
        self, question: Question, answer: Answer | Refusal, found: Sequence[RetrievedPassage]
    ) -> VerifiedAnswer:
        if isinstance(answer, Refusal):
            return self._refused(answer, question, found)
        checked, verdicts = verify(answer, question.query)
        if checked is None:
            return self._refused(Refusal(_NOT_IN_REPORTS), question, found)
        parts = _accounts(checked, question.query)
        sentences = (*checked.sentences, *_missing(parts))
        lacks = checked.partly or any(part.status != "answered" for part in parts)
        status: Status = "answered_partly" if lacks else "answered"
        status = "answered_nearest" if checked.nearest else status
        return VerifiedAnswer(
            question=question,
            status=status,
            text="".join(sentences),
            sentences=sentences,
            parts=parts,
            citations=checked.citations,
            figures=verdicts,
            mode=checked.mode,
            model=checked.model,
            prompt_id=checked.prompt_id,
            fallback=checked.fallback,
            pending=checked.pending,
            nearest=_cited_first(found, checked.citations)[:_NEAREST] if checked.nearest else (),
            index_id=self.searcher.index_id,
        )

    def _refused(
        self, refusal: Refusal, question: Question, found: Sequence[RetrievedPassage] = ()
    ) -> VerifiedAnswer:
        text = refusal_text(
            refusal,
            places=refusal.meant or self.scope.own_places,
            years=self.scope.narrowed(question.query.within).years,
            instead=related(refusal.asked, self.scope),
        )
        return VerifiedAnswer(
            question=question,
            status=refusal.status,
            text=text,
            sentences=(text,),
            nearest=_cited_first(found, refusal.near)[:_NEAREST],
            near=refusal.near,
            index_id=self.searcher.index_id,
        )


def _with_parts(answer: Answer | Refusal, parts: tuple[Part, ...]) -> Answer | Refusal:
    """The answer with the account of further parts."""
    if isinstance(answer, Refusal) or not parts:
        return answer
    return replace(answer, parts=(*answer.parts, *parts))


def _accounts(answer: Answer, query: Query) -> tuple[Part, ...]:
    """What became of each thing asked, by what the check left of the answer."""
    shown = {citation.marker for citation in answer.citations}
    if not answer.parts:
        status: PartStatus = "partly" if answer.partly else "answered"
        status = "nearest" if answer.nearest else status
        return (Part(in_words(query), status, tuple(sorted(shown)), answer.relaxed),)
    return tuple(
        part if shown.intersection(part.markers) else Part(part.asked, "missing")
        for part in answer.parts
    )


def _cited_first(
    found: Sequence[RetrievedPassage], citations: Sequence[Citation]
) -> tuple[RetrievedPassage, ...]:
    cited = {citation.passage.id for citation in citations}
    return tuple(sorted(found, key=lambda hit: hit.passage.id not in cited))


def _missing(parts: Sequence[Part]) -> tuple[str, ...]:
    """The sentence that names what of several things was not found; none where all were."""
    missing = [part.asked for part in parts if part.status == "missing"]
    return (f"没有找到{'、'.join(missing)}的相应内容。",) if missing else ()


def _taken(asked: str) -> str:
    """A question as it is worked with: cut where it is far too long, without personal data."""
    return masked(whole_characters(asked[:_LONGEST])).text


def _sentence_by_sentence(
    whole: VerifiedAnswer, latest: Evidence | VerifiedAnswer
) -> Iterator[VerifiedAnswer]:
    """The answer up to each sentence but the last, from the first that `latest` does not show."""
    shown = 0 if isinstance(latest, Evidence) else len(latest.sentences)
    for count in range(shown + 1, len(whole.sentences)):
        sentences = whole.sentences[:count]
        yield replace(whole, sentences=sentences, text="".join(sentences))


T = TypeVar("T")


class Stopwatch:
    """Milliseconds by stage, added up where a stage runs more than once."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            self._spent[stage] = self._spent.get(stage, 0.0) + elapsed

    def steps(self, stage: str, items: Iterator[T]) -> Iterator[T]:
        """The items, the time spent on waiting for each counted to `stage`."""
        while True:
            with self.timed(stage):
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item

    def spent_ms(self) -> Mapping[str, float]:
        return {stage: round(spent, 3) for stage, spent in self._spent.items()}
