"""The figures of a passage: each sentence bound under what its headings say."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index.binding import bind
from index.bound_time import opening_part
from index.clauses import sentences_of
from index.dates import dates_of
from index.figures import Context, Figure, Period
from index.period import sums_up_years
from index.report import Passage

_GOES_ON = re.compile(
    r"\s*[；;]\s*"
)  # what a part of a year that a sentence opens with holds across

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
        part = opening_part(sentence.text, _year_told(above))
        if part is not None:
            context = replace(above, period=part)
        for binding in bound:
            moved = replace(binding, quantity=binding.quantity.moved(sentence.start))
            evidence = (sentence.start, sentence.end)
            figures.append(Figure(moved, passage.report_id, passage.id, evidence))
    return tuple(figures)


def _year_told(context: Context) -> int | None:
    if context.period is not None:
        return context.period.last
    return None if context.year is None else context.year - 1


def context_of(passage: Passage) -> Context:
    """The place, year, period and kind that a passage gives the sentences in it."""
    period = None if passage.period is None else Period(passage.period, passage.period)
    if passage.year and period is None and sums_up_years(passage.headings):
        span = Period(passage.year - 5, passage.year - 1)
        return Context(passage.place, passage.year, span, "cumulative")
    return Context(passage.place, passage.year, period, passage.kind)
