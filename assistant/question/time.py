"""The time that a question asks for: its years, the part of them, and how several are meant."""

from __future__ import annotations

import re

from assistant.query import Time
from assistant.question.parts import several_years, years_of
from index.figures.bound_base import compared_to
from index.figures.bound_time import SPANS, YEARLY
from index.figures.dates import months_in, without_parts
from index.figures.lexicon import one_of
from index.figures.normalise import fold

_PART = re.compile(
    r"[上下]半年|第?[一二三四1-4]季度|前[一二三四1-4]个?季度|(?<!\d)\d{1,2}月份|[一二三四五六七八九十]+月份"
)
_ONE_OF_ALL = re.compile(one_of("asking.one_of_all_years"))


def time_of(text: str, newest: int | None) -> Time:
    """The time that the question `text` asks for; 去年 and the like count from `newest`."""
    asked = fold(text)
    part = _PART.search(asked)
    return Time(
        years=years_of(text, newest),
        months=months_in(text),
        part=part.group() if part else "",
        span=several_years(text),
        whole_span=_ONE_OF_ALL.search(text) is not None,
        in_plan=SPANS.search(asked) is not None,
        yearly=YEARLY.search(without_parts(asked)) is not None,
        compared_to=compared_to(text),
    )
