"""What the chat says before the first question: what it is and covers, whose it is, what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query import LEVELS
from assistant.web.sources import shown_date
from index.figures.places import shown_name
from index.store.library import Covered

_OF_ONE_PLACE = (
    "{before}年{place}的GDP是多少？",
    "{place}今年的财政收入目标是多少？",
    "{place}去年新增了多少就业？",
    "{place}{year}年的主要预期目标有哪些？",
)
_BY_ITSELF = (
    "{place}今年怎么治理空气污染？",
    "{place}{before}年规上工业增加值增速和{year}年目标哪个高？",
)
_ACROSS = "{place}和{other}{year}年GDP增长目标谁高？"
_RANKING = "{year}年各省GDP增长目标哪个最高？"
_PLACES_NAMED = 6


@dataclass(frozen=True, slots=True)
class Welcome:
    """The questions to begin with, what is covered, who runs the service, how long answers are kept
    (None: not at all)."""

    reports: Sequence[Covered]
    examples: Sequence[str] = ()
    owner: str = ""
    contact: str = ""
    days: int | None = None

    @property
    def covers(self) -> str:
        """收录 171 篇报告，31 个省级、136 个市级地方，2023—2025年; of few places their names."""
        places = {report.place: report.level for report in self.reports if report.place}
        levels = Counter(LEVELS.get(level or "", "其他") for level in places.values())
        counted = "、".join(f"{count} 个{level}" for level, count in levels.items())
        few = len(places) <= _PLACES_NAMED
        where = "、".join(map(shown_name, places)) if few else f"{counted}地方"
        years = sorted({year for report in self.reports for year in report.years})
        when = f"{years[0]}—{years[-1]}年" if len(years) > 1 else "".join(f"{y}年" for y in years)
        return "，".join(filter(None, (f"收录 {len(self.reports)} 篇报告", where, when)))

    @property
    def newest(self) -> str:
        """The date of the newest report, "" where none is known."""
        return shown_date(max((r.date.split("/")[-1] for r in self.reports if r.date), default=""))


def examples_for(reports: Sequence[Covered]) -> list[str]:
    """Six questions that a work report of the newest covered year answers; none without one.

    Where there are several places of a level, two are compared, and those of a country ranked.
    """
    dated = [report for report in reports if report.place and report.year]
    if not dated:
        return []
    newest = max(dated, key=lambda report: report.year or 0)
    place, year = shown_name(newest.place or ""), newest.year or 0
    alike = [r for r in dated if (r.level, r.year) == (newest.level, year)]
    others = [shown_name(r.place or "") for r in alike if r.place != newest.place]
    more = [_ACROSS.format(place=place, other=others[0], year=year)] if others else []
    if others and newest.level == "province":
        more.append(_RANKING.format(year=year))
    templates = (*_OF_ONE_PLACE, *_BY_ITSELF)[: 6 - len(more)]
    return [t.format(place=place, year=year, before=year - 1) for t in templates] + more
