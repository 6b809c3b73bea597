"""When a quantity holds and whether it was reached, is aimed at, or is summed over years."""

from __future__ import annotations

from index import binding_words as words
from index.figures import Context, FigureKind, Period
from index.normalise import fold
from index.numerals import number
from index.quantities import Quantity


def time_of(
    sentence: str, clause: int, quantity: Quantity, context: Context
) -> tuple[Period | None, FigureKind]:
    """The years the figure tells of, and whether they were reached, are aimed at, or summed up."""
    before = fold(sentence[: quantity.start])
    here = fold(sentence[clause : quantity.start])
    stated = _stated(here)
    kind = stated or context.kind or _kind_by_words(before, fold(sentence))
    if words.STRIVES.search(here):
        kind = "target"  # whatever the heading above says
    period = context.period or _usual_period(kind, context.year)
    named, aimed = _named_period(before, context)
    if named is not None:
        period = named
        if context.year is not None and stated is None:
            kind = _kind_of_year(named, kind, context.year, aimed=aimed)
    summed = _summed_period(before, context)
    if (
        kind != "target"
        and stated is None
        and named is None
        and (summed or words.SUMMED.search(here))
    ):
        return summed or period, "cumulative"
    return period, kind


def _stated(here: str) -> FigureKind | None:
    if words.AIM_STATED.search(here):
        return "target"
    return "actual" if words.DONE_STATED.search(here) else None


def _kind_by_words(before: str, sentence: str) -> FigureKind:
    if words.AIMS.search(before):
        return "target"
    if words.DONE.search(before):
        return "actual"
    return "target" if words.AIMS.search(sentence) else "actual"


def _usual_period(kind: FigureKind, year: int | None) -> Period | None:
    if year is None:
        return None
    return Period(year, year) if kind == "target" else Period(year - 1, year - 1)


def _kind_of_year(named: Period, kind: FigureKind, year: int, *, aimed: bool) -> FigureKind:
    if named.last > year or (aimed and named.last >= year):
        return "target"
    if named.last < year:
        return "cumulative" if kind == "cumulative" else "actual"
    return kind


def _named_period(before: str, context: Context) -> tuple[Period | None, bool]:
    """The years that the words before a figure name, and whether as the end of an aim (到2027年)."""
    latest, period, aimed = -1, None, False
    for match in words.NAMED_YEARS.finditer(before):
        latest, period = match.end(), Period(int(match["first"]), int(match["last"]))
    for match in words.NAMED_YEAR.finditer(before):
        if match["base"] or match["after"] in ("相比", "以来", "同期") or match.end() <= latest:
            continue
        year = int(match["year"])
        latest, period, aimed = match.end(), Period(year, year), bool(match["to"])
    if context.year is not None:
        for match in words.RELATIVE_YEAR.finditer(before):
            if not match["base"] and match.end() > latest:
                year = context.year + words.OFFSETS[match["word"]]
                latest, period, aimed = match.end(), Period(year, year), False
    return period, aimed


def _summed_period(before: str, context: Context) -> Period | None:
    """The span that a total is taken over: 五年来, “十四五”期间."""
    plan = words.FIVE_YEARS.search(before)
    if plan:
        digits = words.PLAN.search(plan.group())
        if digits:
            first = 2001 + 5 * int(number(digits["number"]))
            return Period(first, first + 4)
    summed = words.YEARS_SUMMED.search(before)
    if summed and context.year is not None:
        written = summed["number"] or summed["past"] or summed["near"]
        years = int(number(written))
        if 1 < years <= 10:
            return Period(context.year - years, context.year - 1)
    return None
