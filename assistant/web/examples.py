"""Questions offered on the page as examples, made to fit the reports that are covered."""

from __future__ import annotations

from collections.abc import Sequence

from index.figures.places import shown_name
from index.store.library import Covered

_TEMPLATES = (
    "{before}年{place}的GDP是多少？",
    "{place}今年的财政收入目标是多少？",
    "{place}去年新增了多少就业？",
    "{place}{year}年的主要预期目标有哪些？",
    "{place}今年怎么治理空气污染？",
)

_ACROSS = "{place}和{other}{year}年GDP增长目标谁高？"


def examples_for(reports: Sequence[Covered]) -> list[str]:
    """Questions that a work report of the newest covered year answers; none without one.

    The last compares its place with another of its level, where there is one.
    """
    dated = [report for report in reports if report.place and report.year]
    if not dated:
        return []
    newest = max(dated, key=lambda report: report.year or 0)
    place, year = shown_name(newest.place or ""), newest.year or 0
    others = [
        shown_name(report.place or "")
        for report in dated
        if (report.level, report.year) == (newest.level, year) and report.place != newest.place
    ]
    across = [_ACROSS.format(place=place, other=others[0], year=year)] if others else []
    return [t.format(place=place, year=year, before=year - 1) for t in _TEMPLATES] + across
