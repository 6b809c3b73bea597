"""Clauses of the passages found that may answer a query, ranked, each with its reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answering.composer import Found
from assistant.answering.expectations import favours, met_by, names_the_same
from assistant.answering.relevance import (
    of_amount,
    of_another_subject,
    relevant_segments,
    states_indicator,
    states_total,
)
from assistant.answering.sentence_time import has_one_of, period_fits
from assistant.check.matching import part_fits, part_lacking, stands_for
from assistant.query import Expected, Query, QueryTerm
from assistant.question.subject import comparable, coverage, news_in, unasked
from index.encoder.encoding import Encoder, Vectors
from index.figures.clauses import Sentence, paragraphs_of, sentences_of, topics_of
from index.figures.figure import Binding
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.places import names_of
from index.figures.prompt_injection import is_prompt_injection
from index.figures.segmenter import Segmenter
from index.report import Passage
from index.reports.place_of_report import level_of
from index.search.word_match import WordMatcher, shipped_matcher

_DENSE_WEIGHT = 0.25
_DENSE_WEIGHT_FOR_FIGURE = 0.1  # a sentence of many figures is like none of the questions on them
_LENGTH_PENALTY = 0.0012  # a character: 80 more characters weigh as much as a tenth of coverage
_ENOUGH_FOR_FIGURE = 0.6
_ENOUGH_FOR_TEXT = 0.45
_ENOUGH_FOR_NAME = 0.3  # a byline says little but the name
_OUTCOME_FIRST = 0.12  # an outcome before a target, where the question leaves it open
_IN_FULL = 0.9  # of the question's terms
_SHORT_SECTION = 260  # characters
_FAVOURED = 0.3
_OTHER_SUBJECT = 0.25  # 招引企业 is not answered by 招引软件企业 where another clause fits closer
SPECIFIC = 0.7  # weight of a term without which a text is on something else
ALIKE = 0.5  # cosine of two words that mean the like
_WEIGHTY = 0.45  # weight of a term that is more than a character or a common word
_MOSTLY = 0.6
_HALF = 0.5
_IN_ALL = 0.2  # 总数达10家 behind what was added, where not only that is asked for
_BOUND = 0.2  # a figure that the ledger has for the very indicator
_BESIDE_THE_POINT = 0.1  # a segment of the run that is on something else
_ONLY_A_PART = 0.5  # of the year that is asked for
_NEWS = 5  # characters that an answer has beyond the words of the question
_WHOLE_SENTENCE = 200  # characters
_MAX_SEGMENTS = 6
_ONE_MORE = 0.15  # a further segment of a run that is on what is to be listed
# Of what a work or a measure is, these words say nothing.
_OF_ANY_KIND = words("asking.items")
# That a meeting heard of something says nothing of it.
_PROCEEDINGS = re.compile(one_of("subject.proceedings"))


@dataclass(frozen=True, slots=True)
class Models:
    """What reading clauses needs: an encoder for likeness, a segmenter for words, a matcher for words
    that mean the like."""

    encoder: Encoder
    segmenter: Segmenter
    matcher: WordMatcher = field(default_factory=shipped_matcher)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a passage that may answer: its score, the share of the question that it covers,
    the segments in it that are on what is asked, and whether it answers only in part, with the
    `note` to put before it."""

    passage: Passage
    start: int
    end: int
    score: float
    covered: float
    relevant: tuple[str, ...]
    partly: bool = False
    note: str = ""

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    def more_at(self, each: float) -> float:
        """The score, with `each` for a further segment on what is asked."""
        return self.score + each * (len(self.relevant) - 1)

    @property
    def whole_section(self) -> bool:
        """Whether it is a section taken for its heading, which no segment of it need bear out."""
        return not self.relevant


@dataclass(frozen=True, slots=True)
class _Sought:
    """What candidates are sought for: the same for every sentence."""

    query: Query
    models: Models

    @property
    def terms(self) -> Sequence[QueryTerm]:
        return self.query.subject.terms

    @property
    def expected(self) -> Expected:
        return self.query.expected

    @property
    def enough(self) -> float:
        """The share of the question that a candidate covers at least."""
        if self.expected.title:
            return _ENOUGH_FOR_NAME
        return _ENOUGH_FOR_FIGURE if self.expected.figure else _ENOUGH_FOR_TEXT

    @property
    def needs_indicator(self) -> bool:
        return self.expected.figure and any(term.required for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Run:
    """Segments of a sentence that follow each other, and what their figures are bound to."""

    passage: Passage
    segments: Sequence[tuple[int, int]]
    context: str  # the headings above it and the title, comparable

    @property
    def span(self) -> tuple[int, int]:
        return self.segments[0][0], self.segments[-1][1]

    @property
    def text(self) -> str:
        return self.passage.text[slice(*self.span)]

    @property
    def figures(self) -> list[Binding]:
        return [figure.binding for figure in figures_between(self.passage, *self.span)]


def candidates_for(query: Query, found: Found, models: Models) -> list[Candidate]:
    """Candidates that cover enough of the query, best first; [] where none does.

    Each names every place of the question that the reports only mention.
    """
    sought, expected = _Sought(query, models), query.expected
    units = topics_of if expected.open and not expected.single else sentences_of
    sentences = [
        sentence
        for hit in found
        for sentence in units(hit.passage)
        if period_fits(sentence, query)
        and all(p in fold(sentence.text) for p in query.elsewhere)
        and names_the_same(expected, sentence.text)
        and not only_heard(query, sentence.text)
    ]
    if not sentences or not sought.terms:
        return []
    names = expected.listed and not expected.figure
    ranked = [] if expected.figure or expected.date else _whole_sections(sought, found)
    for sentence, like in zip(sentences, _likeness(sought, sentences), strict=True):
        windows = [_window(run, sought, float(like)) for run in _runs(sentence, expected)]
        # What is to be listed is taken whole, where the sentence announces no list of its own.
        more = _ONE_MORE if names and ":" not in fold(sentence.text) else 0.0
        best = max((w for w in windows if w), key=lambda c: c.more_at(more), default=None)
        if best and best.covered >= sought.enough:
            ranked.append(best)
    return sorted(ranked, key=lambda c: (-c.score, c.passage.id, c.start))


def only_heard(query: Query, text: str) -> bool:
    """Whether a text only says that a meeting heard of something, and no meeting is asked about."""
    return not query.subject.of_meeting and _PROCEEDINGS.search(text) is not None


def _likeness(sought: _Sought, sentences: Sequence[Sentence]) -> Vectors:
    """Cosine of the question with each sentence, shape (len(sentences),)."""
    encoder = sought.models.encoder
    passages = encoder.encode([sentence.text for sentence in sentences], "passage")
    likeness: Vectors = passages @ encoder.encode([sought.query.wording], "query")[0]
    return likeness


def _runs(sentence: Sentence, expected: Expected) -> Iterator[_Run]:
    """Runs of segments: the whole sentence where a text is expected and it is not too long."""
    segments, passage = sentence.segments(), sentence.passage
    context = comparable(" ".join((*passage.headings, passage.title)))
    if expected.open and not expected.single and len(sentence.text) <= _WHOLE_SENTENCE:
        yield _Run(passage, segments, context)
        return
    for first in range(len(segments)):
        for last in range(first + 1, min(first + _MAX_SEGMENTS, len(segments)) + 1):
            yield _Run(passage, segments[first:last], context)


def _window(run: _Run, sought: _Sought, like: float) -> Candidate | None:
    """A run of segments as a candidate, None where it cannot answer."""
    query, terms, expected = sought.query, sought.terms, sought.expected
    text = comparable(run.text)
    if not all(name in text for name in query.subject.exactly):
        return None
    relevant = relevant_segments(run.passage, run.segments, query)
    if not any(met_by(expected, segment) for segment in relevant):
        return None
    bound = run.figures
    meant = _meant(bound, query, expected.units) if expected.figure else []
    about = _meant(bound, query) if query.indicators else meant
    if about and all(_of_another_place(one.place, query) for one in about):
        return None
    if query.indicators and states_indicator(run.passage, run.span, query) is False:
        return None  # of a village in the city
    if (meant or (about and query.indicators)) and not _any_stands(meant or about, query):
        return None
    note = part_lacking(query, meant)
    covered = coverage(terms, text, run.context)
    score = covered - _LENGTH_PENALTY * len(text)
    if expected.figure:
        fit = _figure_fit(run, relevant, meant or bound, sought)
        if fit is None:
            return None
        score += fit + _DENSE_WEIGHT_FOR_FIGURE * like - (_ONLY_A_PART if note else 0.0)
    elif expected.title or (
        _states_enough(query, text)
        and (covered >= _MOSTLY or near_topic(query, f"{text} {run.context}", sought.models))
    ):
        score += _DENSE_WEIGHT * like
    else:
        return None
    if run.passage.kind == "actual" and not query.years and query.kind is None:
        score += _OUTCOME_FIRST
    score += _FAVOURED if favours(expected, run.text) else 0.0
    return Candidate(
        run.passage, *run.span, score, covered, tuple(relevant), partly=bool(note), note=note
    )


def _figure_fit(
    run: _Run, relevant: Sequence[str], bound: Sequence[Binding], sought: _Sought
) -> float | None:
    """How well a run fits a question on a figure, to be added to its score; None where it is on
    another subject or on other years."""
    of_more = len(relevant) < len(run.segments)
    if sought.needs_indicator and of_more and sought.query.attribute != "rank":
        return None  # 地区生产总值增长5.8%,总量达到60013亿元: each segment is on the indicator
    if not _states_counted(sought.query, comparable("".join(relevant))):
        return None
    if of_another_subject(sought.query, "".join(relevant)):
        return None
    named = sought.needs_indicator and states_indicator(run.passage, run.span, sought.query)
    if (sought.needs_indicator and named is False) or _of_other_years(bound, sought.query):
        return None
    unasked_share = unasked(sought.terms, "".join(relevant), sought.models.segmenter)
    beside = len(run.segments) - len(relevant)
    total = _IN_ALL if of_amount(sought.query) and any(map(states_total, relevant)) else 0.0
    return (
        total
        + (_BOUND if named else 0.0)
        - _OTHER_SUBJECT * unasked_share
        - _BESIDE_THE_POINT * beside
    )


def _states_counted(query: Query, text: str) -> bool:
    """Whether a text is on the very noun that is counted: 农村电网565公里 is none on 多少公里农村路."""
    ends = (term for term in query.subject.terms if query.subject.counted.endswith(term.asked))
    head = max(ends, key=lambda term: len(term.asked), default=None)
    return head is None or head.share_in(text) > 0


def _meant(
    bound: Sequence[Binding], query: Query, units: frozenset[str] = frozenset()
) -> list[Binding]:
    """The figures that may be those asked for: in one of `units`, if any, and of the indicator."""
    fitting = [one for one in bound if not units or one.quantity.unit in units]
    named = [one for one in fitting if one.name in query.indicators]
    return named or fitting


def _any_stands(meant: Sequence[Binding], query: Query) -> bool:
    """Whether one of the figures is no mere part of what is asked for; a part of a year may be given
    as that where the year is asked for, but not for another part."""
    part_asked = query.time.months is not None
    return any(
        stands_for(query, bound) and (not part_asked or part_fits(query.time, bound))
        for bound in meant
    )


def _of_another_place(place: str | None, query: Query) -> bool:
    """Whether a figure is of another place than those asked of, and the question names it not: 全市
    in a county's report is no figure of the county."""
    if not query.within or place is None or place in query.within:
        return False
    if query.expected.listed and set(parents_of(place)) & set(query.within):
        return False  # which counties of the city are asked for
    return not any(name in query.named for name in names_of(place, level_of(place)))


def _of_other_years(bound: Sequence[Binding], query: Query) -> bool:
    """Whether there are figures, and all of them of years that are not asked for: of one sentence
    一九七七年增长14.3% is no answer for 1978."""
    return bool(bound and query.years) and all(
        not has_one_of(one.period, query.years) if one.period else one.kind == "cumulative"
        for one in bound
    )


def _states_enough(query: Query, text: str) -> bool:
    """Whether a text answers at all: it is on the thing that is asked to be there (有补贴吗), it has
    the weightiest term or half of all (居民消费价格 is no answer on 天然气价格), and it says more
    than the question itself, but where yes or no is asked for."""
    terms, expected = query.subject.terms, query.expected
    thing = expected.thing
    if any(len(t.asked) > 1 and t.asked in thing and t.share_in(text) < _MOSTLY for t in terms):
        return False
    weightiest = max(terms, key=lambda term: term.weight)
    names = weightiest.share_in(text) >= _MOSTLY or coverage(terms, text) >= _HALF
    any_weighty = any(t.share_in(text) >= _MOSTLY for t in terms if t.weight >= _WEIGHTY)
    any_weighty = any_weighty or any(name in text for name in query.subject.names)
    whole = expected.open and expected.single and coverage(terms, text) >= _IN_FULL
    return any_weighty and names and (whole or news_in(terms, text) >= _NEWS)


def near_topic(query: Query, text: str, models: Models) -> bool:
    """Whether the first weighty word of the question, or one that means the like, is in the text:
    产业扶持政策 is no answer on 光伏补贴政策.

    Where names are asked for, what they are of may be said in other words.
    """
    subject = query.subject
    weighty = [t for t in subject.terms if t.weight >= SPECIFIC]
    said = next((t.written for t in weighty if not t.asked.endswith(_OF_ANY_KIND)), subject.names)
    if not said or not query.expected.open:
        return True
    here = comparable(text)
    return any(word in here or models.matcher.likeness(word, [text])[0] >= ALIKE for word in said)


def _whole_sections(sought: _Sought, found: Found) -> list[Candidate]:
    """Short sections whose own heading is what is asked for (2026年的主要预期目标有哪些)."""
    terms, periods = sought.terms, sought.query.years
    candidates = []
    sections = Counter((hit.passage.report_id, hit.passage.headings) for hit in found)
    for passage in (hit.passage for hit in found):
        if sections[passage.report_id, passage.headings] > 1:
            continue  # the section goes on
        heading = comparable(passage.headings[-1]) if passage.headings else ""
        if not any(len(t.asked) > 1 and t.share_in(heading) >= _MOSTLY for t in terms):
            continue  # 修 and 路 alone are in many a heading
        covered = coverage(terms, heading)
        spans = paragraphs_of(passage)
        of_the_year = not periods or passage.period in periods
        if covered < _IN_FULL or not of_the_year or not spans:
            continue
        start, end = spans[0][0], spans[-1][1]
        if end - start <= _SHORT_SECTION and not is_prompt_injection(passage.text[start:end]):
            score = covered + _DENSE_WEIGHT
            candidates.append(Candidate(passage, start, end, score, covered, ()))
    return candidates
