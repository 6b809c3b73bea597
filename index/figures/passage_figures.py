"""The figures of a passage: each sentence bound under what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from index.figures.binding import bind
from index.figures.bound_time import aim_named, opening_part, period_of_last, span_opening, time_set
from index.figures.clauses import Sentence, sentences_of
from index.figures.dates import dates_of, months_in, parts_named
from index.figures.figure import Context, Figure, Months, Period
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.period_rules import RULES, kind_by_words, sums_up_years
from index.report import Passage

_GOES_ON = re.compile(r"\s*[；;]\s*")
_OF_IT = re.compile(rf"\s*{one_of('extent.part_of')}")
_BREAK = re.compile(r"\s*[。；;！？!?”）)]*\s*\n")


@lru_cache(maxsize=1024)
def figures_of(passage: Passage) -> tuple[Figure, ...]:
    """The figures that `passage` states, in the order of its text."""
    figures = []
    for sentence, context in contexts_of(passage):
        evidence = (sentence.start, sentence.end)
        for binding in (*bind(sentence.text, context), *dates_of(sentence.text, context)):
            moved = replace(binding, quantity=binding.quantity.moved(sentence.start))
            figures.append(Figure(moved, passage.report_id, passage.id, evidence))
    return tuple(figures)


def figures_between(passage: Passage, start: int, end: int) -> list[Figure]:
    """The figures of `passage` whose quantity begins in `passage.text[start:end]`."""
    return [f for f in figures_of(passage) if start <= f.binding.quantity.start < end]


def contexts_of(passage: Passage) -> Iterator[tuple[Sentence, Context]]:
    """The sentences of `passage` in order, each with what stands above it."""
    section = context = above = whole = context_of(passage)
    rule = RULES[passage.document]
    # No section of the document says of what years it is.
    carries = section.period is None and (rule.lead or not rule.headings)
    end, said = 0, None
    for sentence in sentences_of(passage):
        if not end or _BREAK.match(passage.text, end):
            section = above = context = _summing_up(whole, sentence)
        if not _GOES_ON.fullmatch(passage.text, end, sentence.start):
            context = above
        if said is not None and _OF_IT.match(passage.text, sentence.start):
            context = replace(context, period=said)
        of_one_year = section is not whole and parts_named(fold(sentence.text))
        yield sentence, _under_lead(whole if of_one_year else context, passage, sentence)
        end, said = sentence.end, period_of_last(sentence.text, context) or said
        part = opening_part(sentence.text, above)
        if part is not None:
            context = replace(above, period=part)
        if carries:
            above = _carried(above, section, sentence)
            context = context if part is not None else above


def _summing_up(section: Context, opening: Sentence) -> Context:
    """What stands above a paragraph: the span of years that its first sentence sums up (五年来，…),
    else its section."""
    span = span_opening(opening.text, section)
    return section if span is None else replace(section, period=span, kind="cumulative")


def context_of(passage: Passage) -> Context:
    """The place, year, period and kind that a passage gives the sentences in it."""
    period = None if passage.period is None else Period.of(passage.period)
    span = None if passage.span is None else Period(*passage.span)
    dated = re.match(r"\d{4}-(\d\d)", passage.date or "")
    month = int(dated[1]) if dated else None
    context = Context(
        passage.place, passage.year, period, passage.kind, passage.document, span, month
    )
    if RULES[passage.document].partial:
        return replace(context, period=_of_bulletin(passage, period))
    sums_up = passage.document != "congress" and sums_up_years(passage.headings)
    if passage.year and period is None and sums_up:
        last = passage.year + RULES[passage.document].settled
        return replace(context, period=Period(last - 4, last), kind="cumulative")
    return context


def _under_lead(context: Context, passage: Passage, sentence: Sentence) -> Context:
    if passage.lead is None or context.period is not None:
        return context
    if kind_by_words(sentence.text) == "target":
        return context
    year, first, last = passage.lead
    part = None if (first, last) == (1, 12) else Months(first, last)
    return replace(context, period=Period.of(year, part))


def _carried(above: Context, section: Context, sentence: Sentence) -> Context:
    """What stands above the sentence after `sentence`."""
    if _BREAK.match(sentence.passage.text, sentence.end):
        return section
    aim = aim_named(sentence.text, section)
    if aim is not None:
        return replace(section, period=aim, kind="target")
    opened = time_set(sentence.text, above)
    return above if opened is None else replace(section, period=opened)


def _of_bulletin(passage: Passage, period: Period | None) -> Period | None:
    """The part of a year that the innermost heading, or the title, of a bulletin names. Where none is
    named there is no period: a bulletin never states a whole year."""
    named = map(months_in, (*reversed(passage.headings), passage.title))
    months = next(filter(None, named), None)
    return replace(period, months=months) if period and months else None
