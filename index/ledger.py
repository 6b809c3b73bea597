"""The figures of a passage: each sentence bound under what its headings say."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index.binding import bind
from index.bound_time import opening_part, time_set
from index.clauses import Sentence, sentences_of
from index.dates import dates_of
from index.figures import Context, Figure, Period
from index.period import sums_up_years
from index.period_rules import RULES
from index.report import Passage
from index.year_parts import months_in

# What a part of a year that a sentence opens with holds across.
_GOES_ON = re.compile(r"\s*[；;]\s*")

VERSION = "13"
"""Part of the index manifest: a change of the rules of binding makes an index be built anew."""


@lru_cache(maxsize=1024)
def figures_of(passage: Passage) -> tuple[Figure, ...]:
    """The figures that `passage` tells, in the order of its text."""
    context = above = context_of(passage)
    figures = []
    end = 0
    for sentence in sentences_of(passage):
        if not _GOES_ON.fullmatch(passage.text, end, sentence.start):
            context = above
        bound = [*bind(sentence.text, context), *dates_of(sentence.text, context)]
        end = sentence.end
        part = opening_part(sentence.text, above)
        if part is not None:
            context = replace(above, period=part)
        above = _above_next(above, context_of(passage), sentence)
        for binding in bound:
            moved = replace(binding, quantity=binding.quantity.moved(sentence.start))
            evidence = (sentence.start, sentence.end)
            figures.append(Figure(moved, passage.report_id, passage.id, evidence))
    return tuple(figures)


def _above_next(above: Context, section: Context, sentence: Sentence) -> Context:
    """What stands above the sentence after `sentence`: where a document assumes no year, the time
    that a sentence sets (2022年，…; 今年上半年，…) goes on to the end of its paragraph."""
    if section.period is not None or RULES[section.document].outcome is not None:
        return above
    opened = time_set(sentence.text, above)
    if opened is not None:
        above = replace(section, period=opened)
    ends = "\n" in sentence.passage.text[sentence.end : sentence.end + 2]
    return section if ends else above


def context_of(passage: Passage) -> Context:
    """The place, year, period and kind that a passage gives the sentences in it."""
    period = None if passage.period is None else Period(passage.period, passage.period)
    context = Context(
        passage.place,
        passage.year,
        period,
        passage.kind,
        passage.document,
        None if passage.span is None else Period(*passage.span),
    )
    if RULES[passage.document].partial:
        return replace(context, period=_of_bulletin(passage, period))
    if passage.year and period is None and sums_up_years(passage.headings):
        past = Period(passage.year - 5, passage.year - 1)
        return replace(context, period=past, kind="cumulative")
    return context


def _of_bulletin(passage: Passage, period: Period | None) -> Period | None:
    """The part of a year that the innermost heading, or the title, of a bulletin names; a bulletin
    whose part is not known tells of no whole year."""
    named = map(months_in, (*reversed(passage.headings), passage.title))
    months = next(filter(None, named), None)
    return replace(period, months=months) if period and months else None
