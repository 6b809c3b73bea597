"""Which figures may be what a question asks for: a part of a year never stands for the year, a
part of a whole not for the whole, and a value that something started from not for what it became."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Question
from assistant.check.context_words import pairs_of
from index.figures.bound_base import compared_with
from index.figures.bound_time import SPANS, YEARLY
from index.figures.dates import months_in, without_parts
from index.figures.figure import Binding, Months, Period
from index.figures.normalise import fold

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Of the pairs of characters: of what some did, and of the name of a part (产业项目).
_DONE_SAID, _PART_NAMED = 0.3, 0.6


def part_fits(text: str, bound: Binding) -> bool:
    """Whether a figure is of the part of a year that the question `text` names, or of no part where
    it names none; and an average per year only where one is asked for."""
    part = bound.period.months if bound.period else None
    asked = months_asked(text)
    same = part is None if asked is None else asked.same_as(part)
    return same and bound.yearly == asks_yearly(text)


def may_be_meant(text: str, bound: Binding) -> bool:
    """Whether the question `text` may mean a figure: it is what is told, of the part of the year that
    is asked for, and of the whole, or of the part of it that the question singles out as well."""
    return bound.role == "told" and part_fits(text, bound) and singles_out(text, bound)


def singles_out(text: str, bound: Binding) -> bool:
    """Whether `text` names what singles a part out (获评文明乡镇 of 5个乡镇获评文明乡镇); of what is
    all or new there is nothing to name."""
    if bound.extent != "part":
        return True
    said, told = fold(text), fold(bound.singled_out)
    if not set(_NUMBER.findall(told)) <= set(_NUMBER.findall(said)):
        return False
    done = pairs_of(told) - pairs_of(fold(bound.indicator))
    pairs, share = (done, _DONE_SAID) if done else (pairs_of(told), _PART_NAMED)
    return bool(pairs) and len(pairs & pairs_of(said)) >= share * len(pairs)


def stands_for(question: Question, bound: Binding) -> bool:
    """Whether a figure stands for what is asked: not a part for the whole, not a value that
    something started from for what it became, but where it names the year that is asked for, and
    not a change against another time than is asked for."""
    if bound.role == "from" and (bound.period is None or not question.periods):
        return False
    if bound.attribute == "change" and bound.against != compared_with(question.text, bound.period):
        return False
    return singles_out(question.text, bound)


def fits(question: Question, bound: Binding) -> bool:
    """Whether a figure is of the years, the part of them and the part of the whole that are asked for.

    One over several years is of none of them alone, one of no known time of none.
    """
    if not (part_fits(question.text, bound) and stands_for(question, bound)):
        return False
    period = bound.period
    if not question.periods:
        return True
    if period is None:
        return False
    if period.first != period.last and not _asks_span(question):
        return False
    return any(period.first <= year <= period.last for year in question.periods)


@lru_cache(maxsize=256)
def months_asked(text: str) -> Months | None:
    """The part of a year that the question `text` asks for; of several the last."""
    return months_in(text)


@lru_cache(maxsize=256)
def asks_yearly(text: str) -> bool:
    """Whether the question `text` asks for an average per year."""
    return YEARLY.search(without_parts(fold(text))) is not None


def part_lacking(question: Question, told: Sequence[Binding]) -> str:
    """What to say where of all that is told nothing is of the time asked for: only a part of the
    year, or only an average; "" where something is, or a part is asked for."""
    if not told or any(part_fits(question.text, bound) for bound in told):
        return ""
    if months_asked(question.text) is None:
        parts = [bound.period for bound in told if bound.period and bound.period.months]
        if parts:
            return f"报告没有给出全年的数，只有{_named(parts)}的："
        if all(bound.yearly for bound in told):
            return "报告没有给出单独一年的数，只有年均的："
    return ""


def _named(parts: Sequence[Period]) -> str:
    return "、".join(dict.fromkeys(part.written for part in parts))


def _asks_span(question: Question) -> bool:
    return len(question.periods) > 1 or SPANS.search(fold(question.text)) is not None
