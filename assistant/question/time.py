"""The time that a question asks for: its years, the part of them, and how several are meant."""

from __future__ import annotations

import re

from assistant.query import Time
from assistant.question.parts import several_years, years_of
from index.figures.bound_base import compared_to
from index.figures.bound_time import SPANS, YEARLY
from index.figures.dates import months_in, parts_named, without_parts
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.years import WRITTEN, year_of

# 2003年国务院政府工作报告里: in what year it was given, not what it is asked about.
_OF_REPORT = re.compile(
    rf"(?P<year>{WRITTEN})年的?[^,，。;；的]{{0,8}}?"
    rf"(?:{one_of('asking.a_report')}|{one_of('asking.report')}[里中]?{one_of('asking.report_says')})"
)
_ONE_OF_ALL = re.compile(one_of("asking.one_of_all_years"))


def time_of(text: str, newest: int | None, *, figure: bool = True) -> Time:
    """The time that the question `text` asks for; 去年 and the like count from `newest`.

    Where no `figure` is asked for, the year of a report is that of the report alone.
    """
    asked = fold(text)
    part = next((one for one in parts_named(asked) if one.months), None)
    report = None if figure else _OF_REPORT.search(asked)
    years = years_of(asked.replace(report.group(), "") if report else text, newest)
    return Time(
        years=years,
        report=year_of(report["year"]) if report else None,
        months=months_in(text),
        part=asked[part.start : part.end] if part else "",
        span=several_years(text),
        whole_span=_ONE_OF_ALL.search(text) is not None,
        in_plan=SPANS.search(asked) is not None,
        yearly=YEARLY.search(without_parts(asked)) is not None,
        compared_to=compared_to(text),
    )
