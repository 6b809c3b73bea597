"""Which year a section of a document tells of, and whether it tells outcomes or targets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.period_rules import RULES, PeriodRule
from index.figures.years import ARABIC, YEAR, year_of
from index.report import DocumentKind, Kind

_BARE_YEAR = re.compile(rf"(?<![\d.]){ARABIC}(?!\d|[-—–~－至到]\d)")
_TARGET = re.compile(one_of("kind.heading_ahead"))
_ACTUAL = re.compile(one_of("kind.heading_back"))
_AIMS = re.compile(rf"{one_of('kind.aim')}|左右")
_HAS_DONE = re.compile(rf"{one_of('kind.done')}|增长\d")
_SPAN_OF_YEARS = re.compile(r"[五5]年|“?十[三四五]五”?(?:时期|期间)|本届")
_AIM_OF_PLAN = re.compile(one_of("kind.heading_of_plan"))


def period_of(
    headings: Sequence[str],
    year: int | None,
    document: DocumentKind = "work_report",
    span: tuple[int, int] | None = None,
) -> tuple[int | None, Kind | None]:
    """The year and the kind that the heading path gives a passage, innermost heading first.

    Under 2023年工作回顾 a heading without a year (国家重大战略任务扎实推进) decides nothing.

    What a heading without a year means depends on the kind of `document`: a work report of `year` N
    tells outcomes of N−1 and targets for N, a communiqué of N outcomes of N under any heading.
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
    """A document that has nothing but outcomes of its own year tells these throughout."""
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
    """Whether a sentence tells a target or an outcome, by its own words; None where they do not."""
    if _AIMS.search(sentence):
        return "target"
    return "actual" if _HAS_DONE.search(sentence) else None


def _kind_of(heading: str) -> Kind | None:
    if _ACTUAL.search(heading):
        return "actual"
    return "target" if _TARGET.search(heading) else None


def sums_up_years(headings: Sequence[str]) -> bool:
    """Whether the innermost heading that tells a time looks back on five years (过去五年)."""
    return any(_kind_of(h) == "actual" and _SPAN_OF_YEARS.search(h) for h in headings)
