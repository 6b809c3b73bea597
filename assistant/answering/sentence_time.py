"""Whether a sentence can be on the years, outcomes or targets that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.wording import OPENS_WITH_YEAR
from assistant.query import Query
from index.figures.clauses import Sentence
from index.figures.figure import Figure, Period
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.period_rules import kind_by_words, years_covered, years_stated
from index.figures.years import years_in
from index.report import Kind, Passage


def period_fits(sentence: Sentence, query: Query) -> bool:
    """Whether the sentence can be on the years, outcomes or targets that are asked for.

    The heading above decides, then the sentence's own words.
    """
    kind = sentence.passage.kind or kind_by_words(sentence.text)
    asks_target, asks_outcome = query.kind == "target", query.kind == "actual"
    if asks_target and kind == "actual" and not _aims(sentence):
        return False
    if asks_outcome and kind == "target":
        return False
    if query.time.report not in (None, sentence.passage.year):
        return False
    if not query.years:
        return True
    if OPENS_WITH_YEAR.match(fold(sentence.text)):
        return _figures_fit(sentence, query)
    named = set(years_in(fold(sentence.text)))
    years = _years_of(sentence.passage, kind) or _years_about(sentence)
    return bool((years | named) & set(query.years))


def _figures_fit(sentence: Sentence, query: Query) -> bool:
    """Whether a sentence that gives its year itself, as each of a table does, is on the years that
    are asked for; and not only on what was aimed at in them, where that is not asked for."""
    bound = [figure.binding for figure in _figures_in(sentence)]
    if not bound:
        return bool(set(years_in(fold(sentence.text))) & set(query.years))
    fitting = [b for b in bound if b.period and has_one_of(b.period, query.years)]
    past = [b for b in fitting if b.period and b.period.last < (sentence.passage.year or 0)]
    only_aimed = bool(past) and all(b.kind == "target" for b in fitting)
    return bool(fitting) and (query.kind == "target" or not only_aimed)


def has_one_of(period: Period, years: Sequence[int]) -> bool:
    return any(period.first <= year <= period.last for year in years)


def _figures_in(sentence: Sentence) -> list[Figure]:
    return figures_between(sentence.passage, sentence.start, sentence.end)


def _aims(sentence: Sentence) -> bool:
    """Whether a sentence among outcomes states an aim: 人才集聚计划,新引进人才3850人 does not."""
    if kind_by_words(sentence.text) != "target":
        return False
    kinds = [figure.binding.kind for figure in _figures_in(sentence)]
    return not kinds or "target" in kinds


def _years_of(passage: Passage, kind: Kind | None) -> set[int]:
    """The years that a passage without a year in its own text is about."""
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
