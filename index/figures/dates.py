"""The days on which meetings were held, as ledger entries: what two articles may tell differently."""

from __future__ import annotations

import re
from decimal import Decimal

from index.figures.figure import Binding, Context, Period
from index.figures.normalise import normalise
from index.figures.quantities import Quantity
from index.figures.years import WRITTEN, year_of

_DAYS = re.compile(
    rf"(?:(?P<year>{WRITTEN})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"
    r"(?:(?:至|到|—+|-|~)(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})日)?"
)
_MEETING = re.compile(
    r"\s*(?:上午|下午|晚)?[,，]?\s*(?P<name>[\u4e00-\u9fff“”]{2,40}(?:会议|大会|全会|论坛|博览会))(?!上)"
)


def dates_of(sentence: str, context: Context) -> list[Binding]:
    """A binding for each meeting of `sentence` that is told with its day.

    `quantity.value` is the first day as the number 20260226 of unit "date", `upper` the last
    where there are several. The year is the report's where the sentence names none; without any,
    there is no binding.
    """
    normalised = normalise(sentence)
    bindings = []
    for days in _DAYS.finditer(normalised.text):
        meeting = _MEETING.match(normalised.text, days.end())
        year = year_of(days["year"]) if days["year"] else context.year
        if meeting is None or year is None:
            continue
        start, end = normalised.source_span(*days.span())
        first = _number(year, days["month"], days["day"])
        last = None
        if days["last_day"]:
            last = _number(year, days["last_month"] or days["month"], days["last_day"])
        bindings.append(
            Binding(
                quantity=Quantity(sentence[start:end], start, end, first, "date", None, last),
                indicator=meeting["name"],
                name=None,
                attribute="date",
                period=Period(year, year),
                kind="actual",
                place=context.place,
            )
        )
    return bindings


def _number(year: int, month: str, day: str) -> Decimal:
    return Decimal(year * 10_000 + int(month) * 100 + int(day))
