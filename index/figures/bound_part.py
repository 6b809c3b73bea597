"""What says that a figure is of some days of the year, or of one of many in the place: 春节假期, 全村.

No months and no name of a place hold these; a figure of them stands for neither the year nor the place.
"""

from __future__ import annotations

import re

from index.figures.affixes import LEADING, LEADING_TIME
from index.figures.bound_place import end_of_place
from index.figures.figure import Binding
from index.figures.lexicon import one_of
from index.figures.normalise import fold

_SEASON = re.compile(
    rf"(?:(?:“?{one_of('time.holiday')}”?[、和及]?)+{one_of('time.holiday_span')})|{one_of('time.season')}"
)
_OF_YEAR = re.compile("全年|上半年|下半年|季度|年末|年底")
_ONE_OF_MANY = re.compile(one_of("extent.one_of_many"))
_CLAUSE = re.compile(r"[，,；;。：:]")
_JOINED = re.compile(r"\s*(?:[、和与及]|以及)")


def part_said(before: str, indicator: str, previous: Binding | None) -> str:
    """The words in `before`, the text from the figure `previous` to a figure, that say that it is of a
    part of the year or of the place; "" where none do. What goes on about the indicator of the figure
    before, or stands in a row with it, is of the same part."""
    *earlier, clause = _CLAUSE.split(fold(before).replace("*", ""))
    season = _SEASON.search(clause) or (earlier and _SEASON.fullmatch(_bare(earlier[-1])))
    if season and not _OF_YEAR.search(clause, season.end() if season.string == clause else 0):
        return season.group()
    one = _ONE_OF_MANY.match(_bare(clause))
    if one:
        return one.group()
    if previous is None or not _is_part(previous.singled_out) or _OF_YEAR.search(before):
        return ""
    goes_on = indicator == previous.indicator or _JOINED.match(before)
    return previous.singled_out if goes_on else ""


def _is_part(singled_out: str) -> bool:
    return bool(_SEASON.fullmatch(singled_out) or _ONE_OF_MANY.fullmatch(singled_out))


def _bare(clause: str) -> str:
    """The clause without the time and the place that it opens with."""
    rest = LEADING_TIME.sub("", clause)
    rest = rest[end_of_place(rest) :]
    return LEADING.sub("", LEADING_TIME.sub("", rest))
