"""Parts of a year and days that a text names: 1—11月, 前三季度, 截至9月底; the days of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.figures.figure import Binding, Context, Months, Period
from index.figures.normalise import fold, normalise
from index.figures.numerals import number
from index.figures.quantities import Quantity
from index.figures.years import ARABIC, WRITTEN, year_of

_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_QUARTER = r"[一二三四1-4]"
# What a part is only compared with: 比一季度回落, 较前三季度和上半年, 高于1—5月份.
_BASE = (
    rf"(?P<base>(?:比|较|与|同(?!期)|[高低快慢优好]于|超过?)(?:(?:[去上今前明]年|{ARABIC}年)的?)?)?"
)
_NO_DAY = r"(?!\s*\d|[上中下]旬|[初龄饼球嫂均度])"
_PART = re.compile(
    _BASE + r"(?P<until>截[至止]到?|到|至)?(?:"
    rf"(?<![\d.点个])(?P<first>{_MONTH})月?份?(?:—+|–|-+|~|至|到)(?P<last>{_MONTH})月{_NO_DAY}份?"
    rf"|(?<![提目此之日以])[前头首](?P<months>{_MONTH})个?月(?![前内之])"
    rf"|(?<![提目此之日以])[前头首](?P<quarters>{_QUARTER})个?季(?:度|(?!节))"
    r"|(?P<half>[上下])半年(?:度)?"
    rf"|(?<![\d—-])(?:第?(?=.季度)|第(?=.季(?!节)))(?P<quarter>{_QUARTER}|首)季度?"
    rf"|(?<![\d.点个十—-])(?P<month>1[0-2]|0?[1-9]|{_MONTH}(?=月[份底末])) ?月{_NO_DAY}(?:份|当月)?"
    r"|(?P<day_month>1[0-2]|[1-9])月(?P<day>\d{1,2})日(?=[,，止、])"
    r")(?P<end>底|末)?(?P<before>之?前)?(?P<summed>(?=累计))?"
)
_WHOLE = re.compile(r"全年(?!任务|目标|计划|预算|指标)|年[末底终]|1[—-]12月份?|1月至12月")
_JOINED = re.compile(r"[和与及、]|以及")
_SPAN_OF_YEARS = re.compile(rf"{ARABIC}年\d{{1,2}}月(?:至|到|—+|-){ARABIC}年\d{{1,2}}月")
_DAYS = re.compile(
    rf"(?:(?P<year>{WRITTEN})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"
    r"(?:(?:至|到|—+|-|~)(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})日)?"
)
_MEETING = re.compile(
    r"\s*(?:上午|下午|晚)?[,，]?\s*(?P<name>[\u4e00-\u9fff“”]{2,40}(?:会议|大会|全会|论坛|博览会))(?!上)"
)


@dataclass(frozen=True, slots=True)
class PartNamed:
    """A part of a year where a text (folded) names it, `text[start:end]`; the whole year (全年, 年末)
    has no months."""

    start: int
    end: int
    months: Months | None


@lru_cache(maxsize=256)
def parts_named(text: str) -> tuple[PartNamed, ...]:
    """The parts of a year that `text`, folded, names as the time of its figures, in order.

    Not what it only compares with (比一季度回落), not a deadline (9月底前), not a day (5月1日).
    """
    spans = [match.span() for match in _SPAN_OF_YEARS.finditer(text)]
    wholes = [PartNamed(*match.span(), None) for match in _WHOLE.finditer(text)]
    taken = [*spans, *((whole.start, whole.end) for whole in wholes)]
    parts = [
        part
        for part in _parts(text)
        if not any(part.start < end and start < part.end for start, end in taken)
    ]
    return tuple(sorted((*wholes, *parts), key=lambda part: part.start))


def months_in(text: str) -> Months | None:
    """The part of a year that `text` names last, None where it names none or the whole year."""
    named = parts_named(fold(text))
    return named[-1].months if named else None


def without_parts(text: str) -> str:
    """`text`, folded where it names a part of a year, without it: GDP一季度增长 → GDP增长."""
    rest = fold(text)
    spans = [match.span() for match in _PART.finditer(rest)]
    for start, end in reversed(spans):
        rest = rest[:start] + rest[end:]
    return rest if spans else text


def _parts(text: str) -> Iterator[PartNamed]:
    compared_to = -1
    for match in _PART.finditer(text):
        joined = compared_to >= 0 and _JOINED.fullmatch(text[compared_to : match.start()])
        if match["base"] or joined:
            compared_to = match.end()
        elif not match["before"] and (read := _months(match)):
            months = None if read[:2] == (1, 12) else read
            yield PartNamed(match.start(), match.end(), months)


def _months(match: re.Match[str]) -> Months | None:
    """The months that a match names; None for a day, except where figures are summed up to it."""
    at_end = bool(match["end"] or match["until"])
    if match["day"]:
        ends = (match["until"] or "").startswith("截")
        return Months(1, int(match["day_month"]), at_end=True) if ends else None
    if match["first"]:
        first, last = _number(match["first"]), _number(match["last"])
        return Months(first, last) if first < last else None
    if match["months"]:
        return Months(1, _number(match["months"]))
    if match["quarters"]:
        return Months(1, 3 * _number(match["quarters"]))
    if match["half"]:
        return Months(1, 6) if match["half"] == "上" else Months(7, 12)
    if match["quarter"]:
        quarter = 1 if match["quarter"] == "首" else _number(match["quarter"])
        last = 3 * quarter
        if match["summed"] is not None:
            return Months(1, last)
        return Months(1, last, at_end=True) if at_end else Months(last - 2, last)
    month = _number(match["month"])
    return Months(1, month, at_end=True) if at_end else Months(month, month)


def _number(written: str) -> int:
    return int(number(written))


def dates_of(sentence: str, context: Context) -> list[Binding]:
    """A binding for each meeting of `sentence` that has its day.

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
        first = _day(year, days["month"], days["day"])
        last = None
        if days["last_day"]:
            last = _day(year, days["last_month"] or days["month"], days["last_day"])
        bindings.append(
            Binding(
                quantity=Quantity(sentence[start:end], start, end, first, "date", None, last),
                indicator=meeting["name"],
                name=None,
                attribute="date",
                period=Period.of(year),
                kind="actual",
                place=context.place,
            )
        )
    return bindings


def _day(year: int, month: str, day: str) -> Decimal:
    return Decimal(year * 10_000 + int(month) * 100 + int(day))
