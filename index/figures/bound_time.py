"""When a quantity holds and whether it was reached, is aimed at, or is summed over years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.figures.affixes import CALLED_YEAR, LEADING_TIME
from index.figures.bound_indicator import RATES
from index.figures.dates import months_in, parts_named
from index.figures.figure import Context, FigureKind, Months, Period
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.numerals import number
from index.figures.period_rules import (
    RULES,
    kind_of_named,
    period_of_part,
    settled_year,
    usual_period,
    year_called,
)
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN, plan_years, year_of

_AIMS = re.compile(one_of("kind.aim"))
_PLAN = one_of("kind.plan")
# Said of the figure itself, whatever the heading or the year: 2023年目标为188亿元，实际完成189.3亿元.
_AIM_STATED = re.compile(
    rf"(?P<aim>(?:目标|{_PLAN})为[^,，]{{0,20}}$)|(?:完成|占|为)[^,，]{{0,6}}(?:预算|计划)(?:数|额)?$"
)
_DONE_STATED = re.compile(r"实际完成[^,，]{0,6}$")
_STRIVES = re.compile(r"力争(?!上游|实现了)")
_DONE = re.compile(rf"{one_of('kind.done')}|增长\d")
_SUMMED = re.compile(
    r"(?<!全年)累计|年均增长|年均增速|“?十[一二三四]五”?(?:时期|期间|以来)|本届政府|过去五年"
)
# What there is at the end of a span, though it was summed over the span: 三年新增161家、总量达到604家.
_STATE = re.compile(rf"{one_of('time.state')}[^,，\d]{{0,4}}$")
NAMED_YEAR = re.compile(
    rf"(?P<base>较|比|与|同|相比|超)?(?P<to>到|至)?(?<!\d)(?P<year>{WRITTEN}) ?年"
    r"(?P<after>相比|以来|同期|底|末|前(?![一二三四两几\d]))?"
)
_NAMED_YEARS = re.compile(
    rf"(?<!\d)(?P<first>{WRITTEN})年?(?:—+|-+|–|~|至|到)(?P<last>{WRITTEN})年"
)
RELATIVE_YEAR = re.compile(
    rf"(?P<base>较|比|同|与|于|超|达到|和(?=[上去]年度?(?:基本)?(?:持平|相当|相比)))?"
    rf"(?P<word>{CALLED_YEAR})(?!{one_of('time.no_year_follows')})"
)
_FIVE_YEARS = re.compile(r"十(?P<plan>[一二三四五])五五?”?(?=时期|期间|以来|末|规划(?!面)|，|目标)")
_NO_RECORD = f"(?!的|[^，,。；;、\\d]{{0,4}}{one_of('time.of_a_record')})"
_COUNTED_YEARS = r"(?<![\d.零〇○一二三四五六七八九十])(?:[二三四五六七八九十两]|\d{1,2})"
_NO_SUM = "".join(f"(?<!{word})" for word in words("time.no_sum_of_years"))
# Spans of years that what follows is summed over, up to the next time that is named.
SPANS = re.compile(
    r"(?<![是在])“?十(?P<plan>[一二三四五])五”?规?划?"
    r"(?:(?P<since>以来)|期间|时期(?!的)|的?前(?P<early>[二三四两])年)"
    r"|第(?P<counted>[一二三四五六七八九十]{1,3})个五年计划(?:期间|时期|内)(?!的)"
    r"|(?<![一二三四五六七八九十])“?(?P<short>[一二三四五六七八九])五”?(?:计划)?(?:期间|时期(?!的))"
    rf"|(?P<one>{WRITTEN})年?[、和与](?P<two>{WRITTEN})年?两年(?P<mean_of_two>平均)?"
    rf"|(?<![较比与是])(?P<from>{WRITTEN})年以来{_NO_RECORD}"
    rf"|(?<![第近十])(?P<number>{_COUNTED_YEARS})年来{_NO_RECORD}"
    rf"|(?P<unknown>{one_of('time.long_since')}){_NO_RECORD}"
    rf"|过去(?P<past>{_COUNTED_YEARS})年|近(?P<near>{_COUNTED_YEARS})年来?{_NO_RECORD}"
    rf"|{_NO_SUM}(?P<sum>{_COUNTED_YEARS})年(?:(?P<mean>平均(?![数值])|年均)|{one_of('time.sums_years')})"
)
_PLAN_END = re.compile(r"十(?P<plan>[一二三四五])五”?(?:规划)?(?:期)?末")
YEARLY = re.compile(
    rf"年均(?!浓度|气温|降水|降雨|水温|值)[^\d,，、]{{0,8}}{one_of('verb.per_year')}"
    r"|年平均(?:递增|增长|增速)|(?:增长|递增|增速)年均"
)
_PRICES = re.compile(
    r"的?(?:不变|可比|当年)?价"
)  # 按一九五七年不变价格: the figure is not of that year

_FULL_DATE = re.compile(rf"{WRITTEN}年\d{{1,2}}月\d{{1,2}}日")
_NO_FIGURES = frozenset({"year", "", "年", "个月", "天", "小时"})
_BEHIND = re.compile(r"[^，,；;。：:（(]{0,2}[（(](?P<time>[^（）()]{2,16})[)）]")


@dataclass(frozen=True, slots=True)
class Time:
    """When a figure holds: `yearly` is an average per year over the period."""

    period: Period | None
    kind: FigureKind
    months: Months | None = None
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """A time that a text names, and where: years, `aimed` as the end of an aim (到2027年); a span
    that is `summed` over, or `mean` of; or where it is `of_year` a part of the year, or the whole
    year, of the years named before. `years` is None where the text alone does not give them (去年,
    建市以来)."""

    start: int
    years: Period | None = None
    of_year: bool = False
    aimed: bool = False
    summed: bool = False
    mean: bool = False
    months: Months | None = None


def time_of(sentence: str, clause: int, quantity: Quantity, context: Context) -> Time:
    """The period of a figure, and whether it was reached, is aimed at, or is summed up."""
    before = fold(sentence[: quantity.start])
    here = fold(sentence[clause : quantity.start])
    stated = _stated(here, quantity)
    kind = stated or context.kind or _kind_by_words(before, fold(sentence))
    if _STRIVES.search(here):
        kind = "target"  # whatever the heading above says
    named = _last_named(before, context)
    if named.summed and _STATE.search(here):
        named = _Named(named.start)
    behind = _BEHIND.match(fold(sentence[quantity.end :]))
    months = (behind and months_in(behind["time"])) or named.months
    years = named.years
    if years is not None and not named.summed and stated is None:
        kind = kind_of_named(years, kind, context, aimed=named.aimed)
    usual = context.period or usual_period(kind, context)
    if months is not None and context.period is None and RULES[context.document].lead:
        usual = period_of_part(months, context)
    yearly = named.mean or YEARLY.search(here) is not None
    over_plan = kind == "target" and (yearly or _SUMMED.search(here) is not None)
    if over_plan and context.document == "plan":
        usual = context.span
    elif yearly and usual is not None and usual.in_one_year:
        usual = None  # the text does not say of which years
    if kind != "target" and stated is None and (years is None or named.summed):
        if named.summed and years is None:
            return Time(None, "cumulative", None, yearly)
        summed = years or (None if months else _summed_period(before))
        if summed or (months is None and _SUMMED.search(here)):
            return Time(summed or usual, "cumulative", None, yearly)
    period = years or usual
    return Time(period and period.limited_to(months), kind, months, yearly)


def months_before(before: str) -> Months | None:
    """The part of a year that the words before a figure give it, None where they give none."""
    return _last_named(fold(before), Context()).months


def period_named(before: str, context: Context) -> Period | None:
    """The years that the words before a figure name last, with the part of the year where they name
    one; None where they leave the years to what stands above them."""
    named = _last_named(fold(before), replace(context, period=None))
    return named.years and named.years.limited_to(named.months)


def opening_part(sentence: str, context: Context) -> Period | None:
    """The part of a year that a sentence opens with (2024年1—11月，…): it holds for what follows up
    to the full stop."""
    set_by = _time_leading(fold(sentence), context)
    return set_by if set_by and (set_by.months or months_in(sentence)) else None


def span_opening(sentence: str, context: Context) -> Period | None:
    """The span of years that a sentence opens with, before a pause (五年来，…): what its paragraph
    sums up; None where it opens with none whose years are known."""
    clause = re.match(r"[^，,。；;：:]{2,12}(?=[，,：:])", fold(sentence))
    named = (
        _last_named(clause.group(), context) if clause and SPANS.search(clause.group()) else None
    )
    return named.years if named and named.summed else None


def aim_named(sentence: str, context: Context) -> Period | None:
    """The year that a sentence names last as the end of an aim: …，到2025年，建成9个."""
    named = [named for named in _named_years(fold(sentence), context) if named.aimed]
    years = named[-1].years if named else None
    settled = settled_year(context)
    if years is None or (settled is None and not _AIMS.search(fold(sentence))):
        return None
    return years if settled is None or years.last > settled else None


def period_of_last(sentence: str, context: Context) -> Period | None:
    """The period that a sentence names for its last figure that it names one for; None for none."""
    quantities = [q for q in parse_quantities(sentence) if q.unit not in _NO_FIGURES]
    named = (period_named(sentence[: q.start], context) for q in reversed(quantities))
    return next(filter(None, named), None)


def states_figure(sentence: str) -> bool:
    """Whether a sentence has a quantity that is no year and no length of time."""
    return any(quantity.unit not in _NO_FIGURES for quantity in parse_quantities(sentence))


def lead_time(sentence: str, context: Context) -> Period | None:
    """The year, or the part of one, that the first figure of a sentence is an outcome of, where the
    sentence names it; None where it has no figure, an aim, or no time."""
    first = next((q for q in parse_quantities(sentence) if q.unit not in _NO_FIGURES), None)
    before = _FULL_DATE.sub("", fold(sentence[: first.start])) if first else ""
    named = _last_named(before, context)
    if named.summed or named.aimed or _AIMS.search(before):
        return None
    if named.months is not None and named.years is None:
        return period_of_part(named.months, context)
    if named.years is None or not named.years.in_one_year:
        return None
    ahead = context.year is not None and named.years.last > context.year
    return None if ahead else named.years.limited_to(named.months)


def time_set(sentence: str, context: Context) -> Period | None:
    """The time that a clause before the first figure of a sentence of outcomes opens with, so that
    it holds for what follows: 记者获悉，今年上半年，全省…; None where it only says when something
    was (1985年建成的水库)."""
    folded = fold(sentence)
    if _AIMS.search(folded):
        return None
    figures = (quantity.start for quantity in parse_quantities(folded) if quantity.unit != "year")
    led = re.split(r"[，,：:]", folded[: next(figures, 0)])
    found = [_time_leading(clause, context, alone=True) for clause in led]
    return next(filter(None, reversed(found)), None)


def _time_leading(clause: str, context: Context, *, alone: bool = False) -> Period | None:
    """The time that a clause opens with; where it must stand `alone`, before a pause or a place."""
    rest, before = clause, ""
    while rest != before:
        before, rest = rest, LEADING_TIME.sub("", rest)
        parts = parts_named(rest)
        rest = rest[parts[0].end :] if parts and parts[0].start == 0 else rest
    said = clause[: len(clause) - len(rest)]
    if alone and rest and rest[0] not in "全我该本,，":
        return None
    period, months = period_named(said, context), months_before(said)
    if period is not None or months is None:
        return period
    above = context.period or usual_period("actual", context)
    if above is None:
        return period_of_part(months, context)
    return above.limited_to(months) if above.in_one_year else None


def _stated(here: str, quantity: Quantity) -> FigureKind | None:
    aim = _AIM_STATED.search(here)
    # 完成预算31220万元 is the plan, 完成计划的145% is how much of it was done.
    if aim and (aim["aim"] or quantity.unit not in RATES):
        return "target"
    return "actual" if _DONE_STATED.search(here) else None


def _kind_by_words(before: str, sentence: str) -> FigureKind:
    if _AIMS.search(before):
        return "target"
    if _DONE.search(before):
        return "actual"
    return "target" if _AIMS.search(sentence) else "actual"


def _last_named(before: str, context: Context) -> _Named:
    """The time that the words before a figure name last: a part of the year with the year that was
    named before it."""
    last = _Named(0, months=context.period.months if context.period else None)
    for named in sorted(_named(before, context), key=lambda named: named.start):
        if named.of_year:
            years = None if last.summed else last.years
            last = replace(named, years=years, aimed=last.aimed and years is not None)
        else:
            last = named
    return last


def _named(before: str, context: Context) -> Iterator[_Named]:
    spans = list(SPANS.finditer(before))
    for named in _named_years(before, context):
        if not any(span.start() < named.start < span.end() for span in spans):
            yield named
    for span in spans:
        mean = bool(span["mean"] or span["mean_of_two"])
        yield _Named(span.start(), _span(span, context), summed=True, mean=mean)
    for part in parts_named(before):
        yield _Named(part.start, of_year=True, months=part.months)


def _named_years(before: str, context: Context) -> Iterator[_Named]:
    end = -1
    for match in _NAMED_YEARS.finditer(before):
        end = match.end()
        yield _Named(match.start(), Period(year_of(match["first"]), year_of(match["last"])))
    for match in NAMED_YEAR.finditer(before):
        if match["base"] or match["after"] in ("相比", "以来", "同期") or match.end() <= end:
            continue
        if _PRICES.match(before, match.end()):
            continue
        year = year_of(match["year"])
        if match["after"] == "前" and year <= (settled_year(context) or year):
            continue  # 2000年前建成的小区
        aimed = bool(match["to"]) or match["after"] == "前"
        yield _Named(match.start(), Period.of(year), aimed=aimed)
    for match in _PLAN_END.finditer(before):
        yield _Named(match.start(), Period.of(_plan(match["plan"]).last), aimed=True)
    for match in RELATIVE_YEAR.finditer(before):
        if not match["base"]:
            called = year_called(match["word"], context)
            yield _Named(match.start(), None if called is None else Period.of(called))


def _span(match: re.Match[str], context: Context) -> Period | None:
    last = settled_year(context)
    if match["plan"]:
        plan = _plan(match["plan"])
        if match["early"]:
            return Period(plan.first, plan.first + int(number(match["early"])) - 1)
        so_far = last is not None and match["since"] and last >= plan.first
        return Period(plan.first, min(plan.last, last)) if so_far and last else plan
    counted = match["counted"] or match["short"]
    if counted:
        return Period(*plan_years(int(number(counted))))
    if match["one"]:
        return Period(year_of(match["one"]), year_of(match["two"]))
    if match["from"]:
        first = year_of(match["from"])
        return Period(first, last) if last is not None and first < last else None
    return _last_years(match, last)


def _plan(digit: str) -> Period:
    """The years of the plan 十`digit`五."""
    return Period(*plan_years(10 + int(number(digit))))


def _last_years(match: re.Match[str], last: int | None) -> Period | None:
    """As many years as `match` has for a number, up to `last`; None where no one sums up as many."""
    written = match["number"] or match["past"] or match["near"] or match["sum"]
    years = int(number(written)) if written else 0
    return Period(last - years + 1, last) if last is not None and 1 < years <= 10 else None


def _summed_period(before: str) -> Period | None:
    """The span that a total is taken over, by what only hints at it: “十四五”规划."""
    plan = _FIVE_YEARS.search(before)
    return plan and _plan(plan["plan"])
