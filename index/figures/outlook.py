"""Where a report turns from what was done to what is planned: by its own words, where its headings do
not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.figures.lexicon import one_of
from index.figures.period_rules import RULES, period_of
from index.figures.years import WRITTEN, year_of
from index.report import Heading, Kind, Report

_OPENS = r"(?:^|(?<=[\n。；;！!]))[^\n。；;！!]"
_AIMS_SET = re.compile(
    rf"{_OPENS}{{0,60}}?{one_of('section.aims_set')}[^\n，,。；;：:]{{0,4}}(?:是|为)?[：:]"
    rf"|{_OPENS}{{0,60}}?做好(?:今年|(?P<year>{WRITTEN})年)[^\n，,。；;]{{0,8}}工作"
)
_YEAR_AHEAD = re.compile(rf"(?:^|(?<=\n))[ \u3000]*(?P<year>{WRITTEN})年是")
_BEHIND_PLAN = re.compile(one_of("section.behind_plan"))
_LONGEST_OPENING = 600  # characters from 2024年是… to the words that set the aims


class Turn(NamedTuple):
    """Where a report turns to its plan, and whether a heading says so."""

    start: int
    titled: bool


def turn_of(report: Report) -> Turn | None:
    """Where the text of `report` turns to its plan; None where it is of one time, or does not show it.

    At its first heading of targets, or at the words that set the aims (今年工作的总体要求是：,
    做好2024年工作), with the paragraph on the year before them (2024年是…).
    """
    planned = _planned(report)
    if planned is None:
        return None
    titles = list(_titles_of_targets(report))
    set_at = next(
        (
            match.start()
            for match in _AIMS_SET.finditer(report.text)
            if match["year"] is None or year_of(match["year"]) == planned
        ),
        None,
    )
    if set_at is None:
        return Turn(titles[0], titled=True) if titles else None
    opened = [
        match.start()
        for match in _YEAR_AHEAD.finditer(report.text, max(0, set_at - _LONGEST_OPENING), set_at)
        if year_of(match["year"]) == planned
    ]
    start = min((*titles[:1], *opened[:1], set_at))
    return Turn(start, titled=start in titles)


def _titles_of_targets(report: Report) -> Iterator[int]:
    """Where the headings begin that say, with those above them, that what follows is planned."""
    path: list[Heading] = []
    for heading in report.headings:
        path = [above for above in path if above.level < heading.level] + [heading]
        names = [above.text for above in path]
        if period_of(names, report.year, report.document, report.span)[1] == "target":
            yield heading.start


def period_at(
    report: Report, start: int, headings: Sequence[Heading], turn: Turn | None
) -> tuple[int | None, Kind | None]:
    """The year and the kind of what stands at `start` of `report` under the path `headings`: as these
    say, otherwise as on the side of the `turn` on which it stands; before a turn that is titled, what
    looks back has a title too."""
    ahead = turn is not None and start >= turn.start
    counts = [above for above in headings if not (ahead and turn and above.start < turn.start)]
    names = tuple(heading.text for heading in counts)
    period, kind = period_of(names, report.year, report.document, report.span)
    if turn is None or period is not None or kind is not None or report.year is None:
        return period, kind
    if not ahead:
        if turn.titled:
            return None, None
        return report.year + (RULES[report.document].outcome or 0), "actual"
    if any(map(_BEHIND_PLAN.search, names)):
        return None, None
    return _planned(report), "target"


def _planned(report: Report) -> int | None:
    """The year of the plan in a report that looks back and ahead."""
    rule = RULES[report.document]
    if report.year is None or not rule.headings or rule.outcome is None or rule.target is None:
        return None
    return report.year + rule.target if rule.target > rule.outcome else None
