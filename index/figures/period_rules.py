"""What years the figures of a document are of, by its kind: one row of a table for each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from index.figures.figure import Attribute, Context, FigureKind, Months, Period
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.numerals import number
from index.figures.years import ARABIC, WRITTEN, YEAR, plan_years, year_of
from index.report import DocumentKind, Kind

OFFSETS = {
    year: offset
    for offset, called in enumerate(
        ("year_before_last", "last_year", "this_year", "next_year"), start=-2
    )
    for year in words(f"time.{called}")
}
"""Years from now that a word like 去年 means."""
_PLAN = re.compile(
    rf"第(?P<number>[一二三四五六七八九十]{{1,3}})个五年|(?P<short>十?[一二三四五六七八九]|十)五(?![年个])"
    rf"|(?P<first>{WRITTEN})年?(?:[-—–~－]+|至|到)(?P<last>{WRITTEN})年?"
)
_CONGRESS = re.compile(
    r"第(?P<number>[一二三四五六七八九十]{1,3})次全国代表大会|(?P<short>[一二三四五六七八九十]{1,3})大报告"
)
_CONGRESSES_BEFORE = (1921, 1922, 1923, 1925, 1927, 1928, 1945, 1956, 1969, 1973, 1977)
_FIVE = 5
_BARE_YEAR = re.compile(rf"(?<![\d.]){ARABIC}(?!\d|[-—–~－至到]\d)")
_TARGET = re.compile(one_of("kind.heading_ahead"))
_ACTUAL = re.compile(one_of("kind.heading_back"))
_AIMS = re.compile(rf"{one_of('kind.aim')}|左右")
_HAS_DONE = re.compile(rf"{one_of('kind.done')}|增长\d")
_SPAN_OF_YEARS = re.compile(r"[五5]年|“?十[三四五]五”?(?:时期|期间)|本届")
_AIM_OF_PLAN = re.compile(one_of("kind.heading_of_plan"))


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """How the years of a document count, as offsets from the year that it is named by.

    `label` is what people call the kind. `outcome` is the year of an outcome that names none, None
    where none may be assumed; `target` that of a plan. `now` is what 今年 means, `last` what 上年
    means, `settled` the last year of which all is over: what is said of it was reached. `given` is
    the year of publication. `named_last`: of two years in its title the last names it.
    `headings`: its sections say by their headings whether they look back or ahead. `span`: it is
    about several years, those of a plan or the five up to a congress. `partial`: its outcomes are
    of a part of its year, never of the whole. `lead`: the time that it opens with holds throughout
    (上半年，… in the first sentence of news).
    """

    label: str
    outcome: int | None
    target: int | None
    now: int = 0
    last: int = -1
    settled: int = -1
    given: int = 0
    named_last: bool = True
    headings: bool = True
    span: bool = False
    partial: bool = False
    lead: bool = False


RULES: Mapping[DocumentKind, PeriodRule] = MappingProxyType({
    "work_report": PeriodRule("工作报告", outcome=-1, target=0),
    # 某县人民法院2023年工作报告, given in 2024: 今年 is the year in which it is read out.
    "year_report": PeriodRule(
        "年度工作报告", outcome=0, target=1, now=1, last=-1, settled=0, given=1, named_last=False
    ),
    "communique": PeriodRule(
        "统计公报", outcome=0, target=None, settled=0, given=1, named_last=False, headings=False
    ),
    "budget": PeriodRule("预算和计划报告", outcome=-1, target=0),
    "accounts": PeriodRule(
        "决算和执行情况报告", outcome=0, target=1, settled=0, given=1, named_last=False
    ),
    "disclosure": PeriodRule(
        "年度报告", outcome=0, target=1, settled=0, given=1, named_last=False
    ),
    "plan": PeriodRule("五年规划", outcome=None, target=None, headings=False, span=True),
    "bulletin": PeriodRule("月度或季度公报", outcome=0, target=0, settled=0, headings=False, partial=True),
    "address": PeriodRule("施政报告", outcome=None, target=None, headings=False),
    # 2026年财政年度施政报告 is given in the autumn of 2025.
    "fiscal_address": PeriodRule(
        "财政年度施政报告", outcome=None, target=0, now=-1, last=-2, given=-1, headings=False
    ),
    "congress": PeriodRule(
        "党代会报告", outcome=None, target=None, settled=0, headings=False, span=True
    ),
    # What it lays down is in force in its year.
    "policy": PeriodRule("政策文件", outcome=0, target=None, headings=False),
    "summary": PeriodRule("工作总结", outcome=0, target=1, settled=0, named_last=False),
    "news": PeriodRule("新闻", outcome=None, target=None, headings=False, lead=True),
    "unknown": PeriodRule("文种不明", outcome=None, target=None, lead=True),
})  # fmt: skip


def span_of(kind: DocumentKind, titles: Sequence[str], year: int | None) -> tuple[int, int] | None:
    """The first and last year that a document is about, where its kind is about several.

    Of a plan they stand in its title (第十四个五年规划, 2021—2025年), of a congress they are the five
    years since the last. A policy has them only where its title names them. `titles` are folded.
    """
    if kind == "congress" and year is not None:
        return year - _FIVE + 1, year
    if kind not in ("plan", "policy"):
        return None
    for title in titles:
        named = _PLAN.search(title)
        if named and named["first"]:
            return year_of(named["first"]), year_of(named["last"])
        if named and kind == "plan":
            return plan_years(int(number(named["number"] or named["short"])))
    return (year, year + _FIVE - 1) if kind == "plan" and year is not None else None


def year_of_congress(title: str) -> int | None:
    """The year of the national party congress that a folded title counts: 第十九次 → 2017."""
    named = _CONGRESS.search(title)
    if named is None:
        return None
    count = int(number(named["number"] or named["short"]))
    if count <= len(_CONGRESSES_BEFORE):
        return _CONGRESSES_BEFORE[count - 1]
    return 1982 + _FIVE * (count - 12)


def usual_period(kind: FigureKind, context: Context) -> Period | None:
    """The years of a figure that names none, under no heading that does; None where none may be
    assumed."""
    rule = RULES[context.document]
    if kind == "target" and rule.target is None and rule.span and context.span:
        return Period.of(context.span.last)
    if kind != "target" and context.document == "congress":
        return context.span
    if kind != "target" and rule.partial:
        return None
    offset = rule.target if kind == "target" else rule.outcome
    if context.year is None or offset is None:
        return None
    return Period.of(context.year + offset)


def kind_of_named(named: Period, kind: FigureKind, context: Context, *, aimed: bool) -> FigureKind:
    """What a figure of the years `named` can be: of years over an outcome, of later ones an aim.

    `aimed`: they are named as the end of an aim (到2027年).
    """
    if context.year is None:
        return kind
    settled = context.year + RULES[context.document].settled
    if named.last > settled + 1 or (aimed and named.last > settled):
        return "target"
    if named.last <= settled:
        return "cumulative" if kind == "cumulative" else "actual"
    return kind


def settled_year(context: Context) -> int | None:
    """The last year that was over when the document was written; None where that is not known."""
    if context.year is None:
        return None
    return context.year + RULES[context.document].settled


def year_called(word: str, context: Context) -> int | None:
    """The year that 去年, 今年 or 上年 means in a document; None where its own year is not known."""
    if context.year is None:
        return None
    rule = RULES[context.document]
    if word in words("time.own_year"):
        return context.year + (rule.last if word == "上年" else 0)
    return context.year + rule.now + OFFSETS[word]


def years_stated(
    document: DocumentKind,
    year: int | None,
    span: tuple[int, int] | None,
    kind: Kind | None,
) -> frozenset[int]:
    """The years that a passage without one of its own may be about: outcomes, targets, or both where
    `kind` leaves it open. Empty where none may be assumed."""
    rule = RULES[document]
    if kind == "target" and rule.target is None and rule.span and span:
        return frozenset((span[1],))
    if span is not None:
        return frozenset(range(span[0], span[1] + 1))
    if year is None:
        return frozenset()
    offsets = {
        "actual": (rule.outcome,),
        "target": (rule.target,),
        None: (rule.outcome, rule.target),
    }
    return frozenset(year + offset for offset in offsets[kind] if offset is not None)


def years_covered(
    document: DocumentKind, year: int | None, span: tuple[int, int] | None
) -> frozenset[int]:
    """The years that a document is about: a work report of N states outcomes of N−1 and plans N.

    Where its kind assumes none they are its own and the one before; a plan states its base year too.
    """
    if span is not None:
        return frozenset((*range(span[0] - 1, span[1] + 1), *((year,) if year else ())))
    if year is None:
        return frozenset()
    return years_stated(document, year, None, None) or frozenset((year - 1, year))


def period_of_part(months: Months, context: Context) -> Period | None:
    """The part of a year that a document of no assumed year names alone: 上半年 in the news of July.

    It lies before the month of publication, where that is known.
    """
    now = year_called("今年", context)
    if now is None:
        return None
    ahead = context.month is not None and months.last > context.month
    return Period.of(now - ahead, months)


def standing(period: Period | None, attribute: Attribute, context: Context) -> Period | None:
    """What there is at a congress is of its year; what was done is of the five years before."""
    if context.document != "congress" or period is None or period != context.span:
        return period
    return Period.of(period.last) if attribute in ("level", "share", "rank") else period


def period_of(
    headings: Sequence[str],
    year: int | None,
    document: DocumentKind = "work_report",
    span: tuple[int, int] | None = None,
) -> tuple[int | None, Kind | None]:
    """The year and the kind that the heading path gives a passage, innermost heading first.

    Under 2023年工作回顾 a heading without a year (国家重大战略任务扎实推进) decides nothing.

    What a heading without a year means depends on the kind of `document`: a work report of `year` N
    states outcomes of N−1 and targets for N, a communiqué of N outcomes of N under any heading.
    Where a heading names years of a plan (过去五年) no single year is given. `span` is what years
    the document is about, where several.
    """
    rule = RULES[document]
    dated = [heading for heading in headings if _year_in(heading) and _kind_of(heading)]
    for heading in reversed(headings):
        kind = _kind_of(heading)
        named = _year_in(heading)
        if kind and not named and dated and kind != _kind_of(dated[-1]):
            continue
        if named:
            return named, _kind_of_year(named, kind, year, rule)
        if kind is not None and rule.headings:
            if year is None or _SPAN_OF_YEARS.search(heading):
                return None, kind
            return _counted(year, rule.outcome if kind == "actual" else rule.target), kind
        if document == "plan" and span and _AIM_OF_PLAN.search(heading):
            return span[1], "target"
    return _without_headings(year, rule)


def _without_headings(year: int | None, rule: PeriodRule) -> tuple[int | None, Kind | None]:
    """A document that has nothing but outcomes of its own year states these throughout."""
    if rule.headings or rule.outcome is None:
        return None, None
    return _counted(year, rule.outcome), "actual"


def _counted(year: int | None, offset: int | None) -> int | None:
    return None if year is None or offset is None else year + offset


def _year_in(heading: str) -> int | None:
    folded = fold(heading)
    named = YEAR.search(folded) or _BARE_YEAR.search(folded)
    return year_of(named.group()) if named else None


def _kind_of_year(named: int, kind: Kind | None, year: int | None, rule: PeriodRule) -> Kind | None:
    if year is None:
        return kind
    if named <= year + rule.settled:
        return "actual"  # 奋力完成2023年各项任务, in the report of 2024, looks back
    return kind or "target"


def kind_by_words(sentence: str) -> Kind | None:
    """Whether a sentence states a target or an outcome, by its own words; None where they do not."""
    if _AIMS.search(sentence):
        return "target"
    return "actual" if _HAS_DONE.search(sentence) else None


def _kind_of(heading: str) -> Kind | None:
    if _ACTUAL.search(heading):
        return "actual"
    return "target" if _TARGET.search(heading) else None


def sums_up_years(headings: Sequence[str]) -> bool:
    """Whether the innermost heading that names a time looks back on five years (过去五年)."""
    return any(_kind_of(h) == "actual" and _SPAN_OF_YEARS.search(h) for h in headings)
