"""From a query to its answer: what code works out from the ledger, else what is written of the
passages, each of several things that are asked at once; and what a model may write in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Part, PartStatus
from assistant.answering.composer import (
    Composes,
    Found,
    HoldsReports,
    Rewrites,
    Snapshots,
    adapted,
    composed,
    is_answer,
)
from assistant.answering.listing import asks_year_of_no_figure, listed
from assistant.answering.meaning import as_meant
from assistant.answering.nearest import may_be_unsure
from assistant.answering.operands import given_by, may_be_given, quoted_by
from assistant.answering.operators import between_ends, converted, operated, worked_out_from
from assistant.answering.overview import overview
from assistant.answering.survey import figure_survey, mention_survey
from assistant.answering.wording import lead_in, shown, stated
from assistant.check.markers import MARKER
from assistant.query import Operation, Query
from assistant.question.in_words import in_words
from assistant.question.subject import comparable, coverage, reworded
from assistant.refusals import Refusal
from index.figures.clauses import sentences_of
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.store.library import FigureFilter

_OWN_WORDS = 0.5  # of a part's own, by weight
_ALL_WORDS = 0.9
_NOT_FOUND = Refusal("unanswerable_not_in_reports")
# What only two figures together state.
_QUOTIENTS: frozenset[Operation | None] = frozenset({"ratio", "share"})


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers a query from `reports`; what has nothing to be worked out `writer` writes, each of several
    things by itself.

    `model` writes in place of what `writer` does, of all things at once: where `figures_by_code`,
    only what no figure, day or title holds to what is asked.
    """

    reports: HoldsReports
    writer: Composes
    model: Rewrites | None = None
    figures_by_code: bool = True

    def compose(self, query: Query, found: Found) -> Snapshots:
        meant, note = as_meant(query, found, self.reports)
        yield from adapted(
            self._meant(meant, found), lambda one: _noted(self._worked_with(meant, one), note)
        )

    def _worked_with(self, query: Query, answer: Answer | Refusal) -> Answer | Refusal:
        """The answer with what is worked out from what it quotes."""
        if query.unit:
            return converted(query, answer, self.reports)
        return answer if query.parts else between_ends(query, answer)

    def _meant(self, query: Query, found: Found) -> Snapshots:
        answer = self._worked_out(query)
        if answer is not None:
            yield answer
        elif asks_year_of_no_figure(query, found):
            yield _NOT_FOUND
        else:
            yield from self._written(query, found)

    def _written(self, query: Query, found: Found) -> Snapshots:
        extract = self._each_part(query, found) if query.parts else self._as_one(query, found)
        if self.model is None or self._is_settled(query, extract):
            yield extract
            return
        written = self.model.rewrite(replace(query, operation=None), found, extract)
        yield from adapted(written, lambda one: self._beside_what_differs(query, one))

    def _is_settled(self, query: Query, extract: Answer | Refusal) -> bool:
        """Whether the extract stands, whatever a model would write: of figures code decides."""
        if not is_answer(extract):
            return query.expected.figure or query.operation in _QUOTIENTS
        return self.figures_by_code and not any(map(may_be_unsure, query.leaves))

    def _worked_out(self, query: Query) -> Answer | Refusal | None:
        survey = query.survey
        if survey is not None and survey.asks == "mention":
            return mention_survey(query, survey, self.reports)
        if survey is not None:
            return figure_survey(query, survey, self.reports)
        return (
            operated(query, self.reports)
            or listed(query, self.reports)
            or overview(query, self.reports)
        )

    def _each_part(self, query: Query, found: Found) -> Answer | Refusal:
        """Each part answered by itself, and what is worked out from their figures; where none is
        answered, what the whole question gets."""
        answers = [self._part(part, before, found) for before, part in _with_before(query.parts)]
        answers = [_beside(*pair, answers) for pair in zip(query.parts, answers, strict=True)]
        figures = given_by(query.parts, answers)
        worked_out = worked_out_from(query, figures, self.reports)
        if worked_out:
            return worked_out
        if query.operation in _QUOTIENTS:
            return self._as_stated(query, found)
        if any(isinstance(answer, Answer) for answer in answers):
            return joined(query.parts, answers)
        return self._as_one(query, found)

    def _as_one(self, query: Query, found: Found) -> Answer | Refusal:
        query = replace(query, parts=(), operation=None)
        return self._beside_what_differs(query, composed(self.writer, query, found))

    def _as_stated(self, query: Query, found: Found) -> Answer | Refusal:
        """The share that a report states itself; a ratio of figures that are lacking is none."""
        answer = self._as_one(query, found) if query.operation == "share" else _NOT_FOUND
        states = isinstance(answer, Answer) and not (answer.partly or answer.nearest)
        shares = (f for f in quoted_by(answer) if f.binding.attribute == "share")
        return answer if states and any(shares) else _NOT_FOUND

    def _by_code(self, query: Query, found: Found) -> Answer | Refusal:
        return composed(replace(self, model=None), query, found)

    def _part(self, part: Query, before: Query | None, found: Found) -> Answer | Refusal:
        """One of several things; where it is not found by itself, it may be of what was asked before
        it: 签约项目有几个、投资多大."""
        hits = _of_its_places(part, found)
        answer = _answering(self._by_code(part, hits))
        if isinstance(answer, Answer) or before is None or before.within != part.within:
            return answer
        phrase = before.subject.phrase + part.subject.phrase
        of_both = replace(part, subject=reworded(part.subject, phrase))
        again = _answering(self._by_code(of_both, hits))
        kept = isinstance(again, Answer) and not again.partly and _is_on(part, again)
        return again if kept else answer

    def _beside_what_differs(self, query: Query, answer: Answer | Refusal) -> Answer | Refusal:
        """The answer, and beside a figure that it quotes what another report states instead."""
        if isinstance(answer, Refusal) or not query.indicators:
            return answer
        of_query = FigureFilter(places=query.within, names=query.indicators)
        others = [
            figure
            for conflict in conflicts_among(self.reports.figures(None, of_query))
            if any(_quoted(figure, answer) for figure in conflict.figures)
            for figure in conflict.figures
            if not _quoted(figure, answer)
        ]
        beside = stated(
            others, self.reports, lead="另一处所记不同：", first=len(answer.citations) + 1
        )
        return replace(
            answer,
            sentences=answer.sentences + beside.sentences,
            citations=answer.citations + beside.citations,
        )


def _quoted(figure: Figure, answer: Answer) -> bool:
    """Whether the answer quotes the figure."""
    return any(
        citation.passage.id == figure.passage_id
        and citation.start <= figure.binding.quantity.start < citation.end
        for citation in answer.citations
    )


def _answering(answer: Answer | Refusal) -> Answer | Refusal:
    """The answer to one of several things; what only comes nearest is none."""
    nearest = isinstance(answer, Answer) and answer.nearest
    return _NOT_FOUND if nearest else answer


def _beside(
    part: Query, answer: Answer | Refusal, answers: Sequence[Answer | Refusal]
) -> Answer | Refusal:
    """The answer to a part; where there is none, the sentence that another is answered from, if all
    its words and its figure are there (分别完成年度目标的333%、196%)."""
    if isinstance(answer, Answer) or not part.expected.figure:
        return answer
    others = (other for other in answers if isinstance(other, Answer) and not other.partly)
    whole = (_whole_sentences(other) for other in others)
    return next((other for other in whole if _holds(part, other)), answer)


def _holds(part: Query, answer: Answer) -> bool:
    """Whether what an answer quotes has all words of a part, and a figure that may be the one asked
    for."""
    quoted = comparable("".join(citation.quote for citation in answer.citations))
    terms = part.subject.terms
    if terms and coverage(terms, quoted) < _ALL_WORDS:
        return False
    return bool(may_be_given(part, answer))


def _whole_sentences(answer: Answer) -> Answer:
    """The answer with each quote as the whole of its sentence."""
    citations = tuple(_whole_sentence(citation) for citation in answer.citations)
    if citations == answer.citations:
        return answer
    sentences = (f"{lead_in(c)}{shown(c.quote)}。[{c.marker}]" for c in citations)
    return replace(answer, sentences=tuple(sentences), citations=citations)


def _whole_sentence(citation: Citation) -> Citation:
    spans = ((s.start, s.end) for s in sentences_of(citation.passage))
    around = ((a, b) for a, b in spans if a <= citation.start and citation.end <= b)
    start, end = next(around, (citation.start, citation.end))
    return replace(citation, start=start, end=end)


def _is_on(part: Query, answer: Answer) -> bool:
    """Whether what an answer quotes has the part's own words, not only those put before it."""
    quoted = comparable("".join(citation.quote for citation in answer.citations))
    return coverage(part.subject.terms, quoted) >= _OWN_WORDS


def _with_before(parts: Sequence[Query]) -> Iterator[tuple[Query | None, Query]]:
    """Each part with the one before it."""
    return zip((None, *parts), parts, strict=False)


def _of_its_places(part: Query, found: Found) -> Found:
    if not part.within:
        return found
    return [hit for hit in found if hit.passage.place in part.within]


def joined(parts: Sequence[Query], answers: Sequence[Answer | Refusal]) -> Answer:
    """The answers to several things as one: each sentence once, with new markers, and an
    account of each part."""
    whole = Answer((), ())
    accounts: list[Part] = []
    several_places = len({part.within for part in parts}) > 1
    for part, answer in zip(parts, answers, strict=True):
        if isinstance(answer, Refusal):
            accounts.append(Part(in_words(part), "missing"))
            continue
        whole, markers = _appended(whole, _placed(answer) if several_places else answer)
        status: PartStatus = "partly" if answer.partly else "answered"
        accounts.append(Part(in_words(part), status, markers, answer.relaxed))
    partly = any(account.status != "answered" for account in accounts)
    return replace(whole, parts=tuple(accounts), partly=partly)


def _placed(answer: Answer) -> Answer:
    """The answer with the place of its report before the first sentence that does not name it: of
    several places none may be left to guess."""
    place = shown_name(answer.citations[0].passage.place or "") if answer.citations else ""
    if place in "".join(answer.sentences):
        return answer
    first, *others = answer.sentences
    return replace(answer, sentences=(f"{place}：{first}", *others))


def _appended(whole: Answer, answer: Answer) -> tuple[Answer, tuple[int, ...]]:
    """`whole` with the sentences of `answer` that it has not, and the markers of all of them."""
    known = {(c.passage.id, c.start, c.end): c.marker for c in whole.citations}
    markers: dict[int, int] = {}
    citations = list(whole.citations)
    for citation in answer.citations:
        place = (citation.passage.id, citation.start, citation.end)
        if place not in known:
            known[place] = len(citations) + 1
            citations.append(replace(citation, marker=known[place]))
        markers[citation.marker] = known[place]
    sentences = [_remarked(sentence, markers) for sentence in answer.sentences]
    new = [sentence for sentence in sentences if sentence not in whole.sentences]
    extended = replace(
        whole,
        sentences=(*whole.sentences, *new),
        citations=tuple(citations),
        mode=answer.mode,
        tallies=(*whole.tallies, *answer.tallies),
    )
    return extended, tuple(dict.fromkeys(markers.values()))


def _remarked(sentence: str, markers: dict[int, int]) -> str:
    """`sentence` with each marker as what it now is."""
    number = re.compile(r"\d+")
    return MARKER.sub(
        lambda marker: number.sub(lambda n: str(markers.get(int(n[0]), n[0])), marker[0]), sentence
    )


def _noted(answer: Answer | Refusal, note: str) -> Answer | Refusal:
    if isinstance(answer, Refusal) or not note:
        return answer
    first, *others = answer.sentences
    sentences = (note + first, *others)
    return replace(answer, sentences=sentences, partly=True, relaxed=note.rstrip("："))
