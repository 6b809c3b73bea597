"""The operands of a query: the figures by which the answers to its parts answer them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.answering.composer import HoldsReports
from assistant.answering.ledger import figure_for, may_answer
from assistant.check.matching import likeness
from assistant.query import Query
from assistant.question.subject import canonical, comparable, coverage, unasked
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.passage_figures import figures_between
from index.figures.segmenter import shipped_segmenter

_DONE = re.compile(one_of("verb.before_name", "comparison.aim", "comparison.outcome"))
_AMID = re.compile(r"在[\u4e00-\u9fff]{2,12}[下中]")
_RUN = re.compile(r"[\u4e00-\u9fff]+$")
_BY_FAR = 0.25  # of the words asked for
_BESIDE_OTHERS = 0.3  # the same, where another figure of its unit is quoted
_BESIDE = 0.35  # of the words that a figure is bound to


def of_the_very_thing(
    part: Query, figures: Sequence[Figure], reports: HoldsReports
) -> Figure | None:
    """The figure of the ledger by which a part can be worked with: of the very name that is asked for
    where there is one; none that lacks a word right before it (新型 of 新型基础设施投资)."""
    topic = part.subject.topic
    same = [f for f in figures if canonical(f.binding.indicator) == topic]
    ending = [f for f in figures if canonical(f.binding.indicator).endswith(topic or "\0")]
    found = (figure_for(part, alike) for alike in (same, ending, figures))
    figure = next((figure for figure in found if figure), None)
    if figure is None and part.indicators:
        figure = figure_for(part, [named for f in figures if (named := _named_by_its_head(f))])
    if figure is None:
        return None
    passage = reports.passages([figure.passage_id])[figure.passage_id]
    evidence = comparable(passage.text[slice(*figure.evidence)])
    return None if _right_before(part, figure) - _words(evidence) else figure


def _named_by_its_head(figure: Figure) -> Figure | None:
    """A figure whose indicator is a known name and what it went through, as one of that name: 地区生产总值
    在应对多难局面下; None for any other."""
    bound = figure.binding
    spoken = bound.name is None and "在" in bound.indicator
    mention = next(load_aliases().mentions(bound.indicator), None) if spoken else None
    if mention is None or mention.start or not _AMID.fullmatch(bound.indicator[mention.end :]):
        return None
    return replace(figure, binding=replace(bound, name=mention.indicator.name))


def _right_before(part: Query, figure: Figure) -> set[str]:
    """The words that the question has right before the name of what a figure is of."""
    phrase, name = part.subject.phrase, figure.binding.name
    starts = [m.start for m in load_aliases().mentions(phrase) if m.indicator.name == name]
    starts = starts or [max(phrase.find(figure.binding.indicator), 0)]
    run = _RUN.search(phrase, 0, starts[0])
    return _words(_DONE.sub("", run.group())) if run else set()


def _words(text: str) -> set[str]:
    return {word.text for word in shipped_segmenter().words(text) if len(word.text) > 1}


def quoted_by(answer: Answer | Refusal) -> list[Figure]:
    """The figures that the citations of an answer quote."""
    return [figure for figure, _ in _words_of_each(answer)]


def given_by(parts: Sequence[Query], answers: Sequence[Answer | Refusal]) -> list[Figure | None]:
    """The figure by which each answer answers its part, None where none does: all of one unit, where
    what one of them states for certain tells which."""
    given = [may_be_given(*pair) for pair in zip(parts, answers, strict=True)]
    fitting = [_most_fitting(*one) for one in zip(parts, given, answers, strict=True)]
    units = units_of(each_once(fitting))
    if not units:
        return _crosswise(parts, given)
    if len(units) != 1:
        return fitting
    of_unit = [[f for f in figures if f.binding.quantity.unit in units] for figures in given]
    return [_most_fitting(*one) for one in zip(parts, of_unit, answers, strict=True)]


def _crosswise(parts: Sequence[Query], given: Sequence[Sequence[Figure]]) -> list[Figure | None]:
    """Of two parts that are answered by the same two figures (2枚亚运金牌、7枚亚残运金牌), for each the one
    whose words are more like its own; none where both are nearer to one."""
    none: list[Figure | None] = [None] * len(parts)
    if len(parts) != 2 or len(given[0]) != 2 or list(given[0]) != list(given[1]):
        return none
    topics = [part.subject.topic for part in parts]
    like = [[likeness(t, canonical(f.binding.indicator)) for f in given[0]] for t in topics]
    (a, b), (c, d) = like
    if a > b and d > c:
        return list(given[0])
    return list(reversed(given[0])) if b > a and c > d else none


def may_be_given(part: Query, answer: Answer | Refusal) -> list[Figure]:
    """The figures that an answer quotes which may be the one that `part` asks for."""
    if isinstance(answer, Refusal) or answer.partly:
        return []
    quoted = quoted_by(answer)
    units = part.expected.units or {figure.binding.quantity.unit for figure in quoted}
    return [f for f in quoted if f.binding.quantity.unit in units and may_answer(part, f)]


def _most_fitting(
    part: Query, figures: Sequence[Figure], answer: Answer | Refusal
) -> Figure | None:
    """The figure that is bound to what is asked; else the only one, or that whose words in the quote
    are by far most on it, unless it is bound to something that is not asked for."""
    sure = figure_for(part, figures)
    if sure or not figures:
        return sure
    said, terms = dict(_words_of_each(answer)), part.subject.terms
    on_it = {figure: coverage(terms, said[figure]) for figure in figures}
    first = max(figures, key=lambda figure: on_it[figure])
    others = [f for f in figures if f.binding.quantity.value != first.binding.quantity.value]
    by_far = all(on_it[first] - on_it[other] >= _BY_FAR for other in others)
    beside = unasked(terms, comparable(first.binding.indicator), shipped_segmenter())
    of_unit = [f for f in others if f.binding.quantity.unit == first.binding.quantity.unit]
    most = _BESIDE_OTHERS if of_unit else _BESIDE
    return first if by_far and beside < most else None


def _words_of_each(answer: Answer | Refusal) -> Iterator[tuple[Figure, str]]:
    """Each figure that an answer quotes, with the words from the one before it."""
    for citation in () if isinstance(answer, Refusal) else answer.citations:
        text, at = citation.passage.text, citation.start
        for figure in figures_between(citation.passage, citation.start, citation.end):
            yield figure, comparable(text[at : figure.binding.quantity.end])
            at = figure.binding.quantity.end


def each_once(figures: Iterable[Figure | None]) -> list[Figure]:
    return list(dict.fromkeys(figure for figure in figures if figure is not None))


def units_of(figures: Iterable[Figure]) -> set[str]:
    return {figure.binding.quantity.unit for figure in figures}
