"""Clauses of the passages found that may answer a question, ranked, each with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Question
from assistant.answering.relevance import telling_segments, tells_of_another, tells_of_indicator
from assistant.check.matching import months_asked, part_fits, part_lacking, stands_for
from assistant.question.expected_answer import ExpectedAnswer
from assistant.question.query_terms import QueryTerm, comparable, coverage, news_in, unasked
from index.encoder.encoding import Encoder, Vectors
from index.figures.clauses import Sentence, paragraphs_of, sentences_of, topics_of
from index.figures.figure import Binding, Figure, Period
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.figures.period_rules import kind_by_words, years_covered, years_stated
from index.figures.places import names_of
from index.figures.prompt_injection import is_prompt_injection
from index.figures.segmenter import Segmenter
from index.figures.years import WRITTEN, years_in
from index.report import Kind, Passage, RetrievedPassage
from index.reports.place_of_report import level_of

_DENSE_WEIGHT = 0.25
_DENSE_WEIGHT_FOR_FIGURE = 0.1  # a sentence of many figures is like none of the questions on them
_LENGTH_PENALTY = 0.0012  # a character: 80 more characters weigh as much as a tenth of coverage
_ENOUGH_FOR_FIGURE = 0.6
_ENOUGH_FOR_TEXT = 0.45
_ENOUGH_FOR_NAME = 0.3  # a byline says little but the name
_OUTCOME_FIRST = 0.12  # an outcome before a target, where the question leaves it open
_HEADING_SAYS_IT = 0.9  # of the question's concepts
_SHORT_SECTION = 260  # characters
_FAVOURED = 0.3
_OTHER_SUBJECT = 0.25  # 招引企业 is not answered by 招引无人机企业 where another clause fits closer
_TELLING = 0.45  # weight of a concept that is more than a character or a common word
_MOSTLY = 0.6
_HALF = 0.5
_BOUND = 0.2  # a figure that the ledger has for the very indicator
_BESIDE_THE_POINT = 0.1  # a segment of the run that tells of something else
_ONLY_A_PART = 0.5  # of the year that is asked for
_NEWS = 5  # characters that an answer has beyond the words of the question
_WHOLE_SENTENCE = 200  # characters
_MAX_SEGMENTS = 6
# That a meeting heard of something tells nothing of it.
_PROCEEDINGS = re.compile(r"听取(?:和审议|并讨论)?了|审议通过了|票决了|审查了")
_OF_MEETING = re.compile(r"会|听取|审议|审查|票决|讨论|通过")
# What nothing else stands for: 5G; where no figure is asked for, 上半年.
_NAMED = re.compile(r"(?<![\dA-Za-z])\d+G(?![A-Za-z])")
_NAMED_PART = re.compile(r"[上下]半年|第?[一二三四]季度|前三季度")
OPENS_WITH_YEAR = re.compile(rf"\s*{WRITTEN}年(?!来|以来)")


@dataclass(frozen=True, slots=True)
class Models:
    """What reading clauses needs: an encoder for likeness, a segmenter for words."""

    encoder: Encoder
    segmenter: Segmenter


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a passage that may answer: its score, the share of the question that it covers,
    the segments in it that tell of what is asked, and whether it answers only in part, with the
    `note` to set before it."""

    passage: Passage
    start: int
    end: int
    score: float
    covered: float
    telling: tuple[str, ...]
    partly: bool = False
    note: str = ""

    @property
    def whole_section(self) -> bool:
        """Whether it is a section taken for its heading, which no segment of it need bear out."""
        return not self.telling


def candidates_for(
    question: Question,
    concepts: Sequence[QueryTerm],
    wanted: ExpectedAnswer,
    found: Sequence[RetrievedPassage],
    models: Models,
    elsewhere: Sequence[str] = (),
) -> list[Candidate]:
    """Candidates that cover enough of the question, best first; [] where none does.

    Each names every place of `elsewhere`: those of the question that the reports only mention.
    """
    units = topics_of if wanted.open else sentences_of
    of_meeting = _OF_MEETING.search(question.text) is not None
    sentences = [
        sentence
        for hit in found
        for sentence in units(hit.passage)
        if _period_fits(sentence, question)
        and all(p in fold(sentence.text) for p in elsewhere)
        and wanted.about_the_same(sentence.text)
        and (of_meeting or not _PROCEEDINGS.search(sentence.text))
    ]
    if not sentences or not concepts:
        return []
    likeness = _likeness(question, sentences, models.encoder)
    enough = _ENOUGH_FOR_FIGURE if wanted.figure else _ENOUGH_FOR_TEXT
    enough = _ENOUGH_FOR_NAME if wanted.title else enough
    ranked = [] if wanted.figure or wanted.date else _whole_sections(question, concepts, found)
    ranked += [
        candidate
        for sentence, like in zip(sentences, likeness, strict=True)
        if (
            candidate := _best_window(
                sentence, question, concepts, wanted, models.segmenter, float(like)
            )
        )
        and candidate.covered >= enough
    ]
    return sorted(ranked, key=lambda c: (-c.score, c.passage.id, c.start))


def _likeness(question: Question, sentences: Sequence[Sentence], encoder: Encoder) -> Vectors:
    """Cosine of the question with each sentence, shape (len(sentences),)."""
    told = encoder.encode([sentence.text for sentence in sentences], "passage")
    likeness: Vectors = told @ encoder.encode([question.text], "query")[0]
    return likeness


def _period_fits(sentence: Sentence, question: Question) -> bool:
    """Whether the sentence can tell of the years, outcomes or targets that are asked for.

    The heading above decides, then the sentence's own words.
    """
    kind = sentence.passage.kind or kind_by_words(sentence.text)
    asks_target, asks_outcome = question.kind == "target", question.kind == "actual"
    if asks_target and kind == "actual" and not _aims(sentence):
        return False
    if asks_outcome and kind == "target":
        return False
    if not question.periods:
        return True
    if OPENS_WITH_YEAR.match(fold(sentence.text)):
        return _figures_fit(sentence, question)
    named = set(years_in(fold(sentence.text)))
    told = _years_told(sentence.passage, kind) or _years_about(sentence)
    return bool((told | named) & set(question.periods))


def _figures_fit(sentence: Sentence, question: Question) -> bool:
    """Whether a sentence that gives its year itself, as each of a table does, tells of the years
    that are asked for; and not only what had been aimed at in them, where that is not asked for."""
    told = [f.binding for f in _figures_in(sentence)]
    fits = [b for b in told if b.period and _has_one_of(b.period, question.periods)]
    if not told:
        years = set(years_in(fold(sentence.text)))
        return bool(years & set(question.periods))
    past = [b for b in fits if b.period and b.period.last < (sentence.passage.year or 0)]
    only_aimed = bool(past) and all(b.kind == "target" for b in fits)
    return bool(fits) and (question.kind == "target" or not only_aimed)


def _has_one_of(period: Period, years: Sequence[int]) -> bool:
    return any(period.first <= year <= period.last for year in years)


def _figures_in(sentence: Sentence) -> list[Figure]:
    return [
        figure
        for figure in figures_of(sentence.passage)
        if sentence.start <= figure.binding.quantity.start < sentence.end
    ]


def _aims(sentence: Sentence) -> bool:
    """Whether a sentence among outcomes tells an aim: 人才集聚计划,新引进人才3850人 does not."""
    if kind_by_words(sentence.text) != "target":
        return False
    told = [figure.binding.kind for figure in _figures_in(sentence)]
    return not told or "target" in told


def _years_told(passage: Passage, kind: Kind | None) -> set[int]:
    """The years that a passage without a year in its own text tells of."""
    if passage.period is not None:
        return {passage.period}
    if passage.lead is not None and kind != "target":
        return {passage.lead[0]}
    return set(years_stated(passage.document, passage.year, passage.span, kind))


def _years_about(sentence: Sentence) -> set[int]:
    """The years that a sentence without a figure is about where its kind of document assumes none."""
    passage = sentence.passage
    if _figures_in(sentence):
        return set()
    return set(years_covered(passage.document, passage.year, passage.span))


def _best_window(
    sentence: Sentence,
    question: Question,
    concepts: Sequence[QueryTerm],
    wanted: ExpectedAnswer,
    segmenter: Segmenter,
    like: float,
) -> Candidate | None:
    """The run of segments of the sentence that answers best; None where none can."""
    passage = sentence.passage
    context = comparable(" ".join((*passage.headings, passage.title)))
    unlimited = passage.kind == "actual" and not question.periods and question.kind is None
    needs_indicator = any(concept.required for concept in concepts) and wanted.figure
    named = _NAMED.findall(fold(question.text))
    if not wanted.figure:
        named += _NAMED_PART.findall(fold(question.text))
    best: Candidate | None = None
    for segments in _windows(sentence, wanted):
        start, end = segments[0][0], segments[-1][1]
        text = comparable(passage.text[start:end])
        if not all(comparable(name) in text for name in named):
            continue
        telling = telling_segments(passage, segments, concepts, question, wanted)
        of_more = len(telling) < len(segments)
        if needs_indicator and of_more and wanted.attribute != "rank":
            continue  # 地区生产总值增长5.8%,总量达到60013亿元: each segment tells of the indicator
        if not telling or not any(wanted.met_by(segment) for segment in telling):
            continue
        if wanted.figure and tells_of_another(question.text, "".join(telling)):
            continue
        of_it = tells_of_indicator(passage, (start, end), question) if needs_indicator else None
        if of_it is False or (wanted.figure and _of_other_years(sentence, start, end, question)):
            continue
        meant = _meant(sentence, (start, end), question, wanted) if wanted.figure else []
        any_unit = replace(wanted, units=frozenset())
        spoken_of = (
            _meant(sentence, (start, end), question, any_unit) if question.indicators else meant
        )
        if spoken_of and all(_of_another_place(bound.place, question) for bound in spoken_of):
            continue
        if meant and not _any_stands(meant, question):
            continue
        note = part_lacking(question, meant)
        covered = coverage(concepts, text, context)
        if not (wanted.figure or wanted.title or _tells_enough(concepts, text, wanted.thing)):
            continue
        dense = _DENSE_WEIGHT_FOR_FIGURE if wanted.figure else _DENSE_WEIGHT
        score = covered + dense * like - _LENGTH_PENALTY * len(text)
        if wanted.figure:
            score -= _OTHER_SUBJECT * unasked(concepts, "".join(telling), segmenter)
            score -= _BESIDE_THE_POINT * (len(segments) - len(telling))
            score += _BOUND if of_it else 0.0
            score -= _ONLY_A_PART if note else 0.0
        score += _OUTCOME_FIRST if unlimited else 0.0
        score += _FAVOURED if wanted.favours(passage.text[start:end]) else 0.0
        if best is None or score > best.score:
            best = Candidate(
                passage, start, end, score, covered, tuple(telling), partly=bool(note), note=note
            )
    return best


def _meant(
    sentence: Sentence, span: tuple[int, int], question: Question, wanted: ExpectedAnswer
) -> list[Binding]:
    """The figures of a span that may be those asked for: in a unit and of an indicator that fit."""
    told = [
        figure.binding
        for figure in _figures_in(sentence)
        if span[0] <= figure.binding.quantity.start < span[1]
    ]
    units = [bound for bound in told if not wanted.units or bound.quantity.unit in wanted.units]
    named = [bound for bound in units if bound.name in question.indicators]
    return named or units


def _any_stands(meant: Sequence[Binding], question: Question) -> bool:
    """Whether one of the figures is no mere part of what is asked for; a part of a year may be told
    as that where the year is asked for, but not for another part."""
    part_asked = months_asked(question.text) is not None
    return any(
        stands_for(question, bound) and (not part_asked or part_fits(question.text, bound))
        for bound in meant
    )


def _of_another_place(place: str | None, question: Question) -> bool:
    """Whether a figure is of another place than those asked of, and the question names it not: 全市
    in a county's report is no figure of the county."""
    if not question.within or place is None or place in question.within:
        return False
    asked = fold(question.text)
    return not any(name in asked for name in names_of(place, level_of(place)))


def _of_other_years(sentence: Sentence, start: int, end: int, question: Question) -> bool:
    """Whether a span tells figures, and all of them of years that are not asked for: of one sentence
    一九七七年增长14.3% is no answer for 1978."""
    told = [f.binding for f in _figures_in(sentence) if start <= f.binding.quantity.start < end]
    periods = [binding.period for binding in told]
    return bool(periods and question.periods) and all(
        period is not None and not _has_one_of(period, question.periods) for period in periods
    )


def _tells_enough(concepts: Sequence[QueryTerm], text: str, thing: str) -> bool:
    """Whether a text answers at all.

    It tells of the thing that is asked to be there (有补贴吗).

    It names the concept that tells most, or half of all (居民消费价格 is no answer on 天然气价格),
    and says more than the question itself.
    """
    if any(len(c.asked) > 1 and c.asked in thing and c.share_in(text) < _MOSTLY for c in concepts):
        return False
    most = max(concepts, key=lambda concept: concept.weight)
    told = [c.share_in(text) >= _MOSTLY for c in concepts if c.weight >= _TELLING]
    names = most.share_in(text) >= _MOSTLY or coverage(concepts, text) >= _HALF
    return any(told) and names and news_in(concepts, text) >= _NEWS


def _whole_sections(
    question: Question, concepts: Sequence[QueryTerm], found: Sequence[RetrievedPassage]
) -> list[Candidate]:
    """Short sections whose own heading is what is asked for (2026年的主要预期目标有哪些)."""
    candidates = []
    for passage in (hit.passage for hit in found):
        heading = comparable(passage.headings[-1]) if passage.headings else ""
        if not any(len(c.asked) > 1 and c.share_in(heading) >= _MOSTLY for c in concepts):
            continue  # 修 and 路 alone stand in many a heading
        covered = coverage(concepts, heading)
        spans = paragraphs_of(passage)
        wanted_year = not question.periods or passage.period in question.periods
        if covered < _HEADING_SAYS_IT or not wanted_year or not spans:
            continue
        start, end = spans[0][0], spans[-1][1]
        if end - start <= _SHORT_SECTION and not is_prompt_injection(passage.text[start:end]):
            score = covered + _DENSE_WEIGHT
            candidates.append(Candidate(passage, start, end, score, covered, ()))
    return candidates


def _windows(sentence: Sentence, wanted: ExpectedAnswer) -> Iterator[list[tuple[int, int]]]:
    """Runs of segments: the whole sentence where a text is wanted and it is not too long."""
    segments = sentence.segments()
    if wanted.open and len(sentence.text) <= _WHOLE_SENTENCE:
        yield segments
        return
    for first in range(len(segments)):
        for last in range(first + 1, min(first + _MAX_SEGMENTS, len(segments)) + 1):
            yield segments[first:last]
