"""What is asked of the index across reports, and which reports a survey searches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from assistant.answer import Citation, Question
from assistant.check.verify import ACCEPTED, verify_sentence
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.report import Passage
from index.store.library import Covered, FigureFilter

_MOST_NAMED = 40


class HoldsReports(Protocol):
    """The reports of an index and their ledger; `index.search.searcher.Searcher` is one."""

    def covered(self) -> list[Covered]: ...

    def passages_of(self, report_id: str) -> list[Passage]: ...

    def figures(self, indicator: str | None, wanted: FigureFilter) -> list[Figure]: ...

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]: ...


def searched_for(question: Question, reports: Iterable[Covered]) -> list[Covered]:
    """The reports that can tell what is asked: of the years named, else each place's newest.

    Outcomes of a year stand in the report of the next, targets in its own.
    """
    of_places = [report for report in reports if report.place in question.within]
    if not question.periods:
        newest: dict[str | None, int] = {}
        for report in of_places:
            newest[report.place] = max(newest.get(report.place, 0), report.year or 0)
        return [report for report in of_places if (report.year or 0) == newest[report.place]]
    later = 1 if question.kind == "actual" else 0
    years = {year + later for year in question.periods}
    return [report for report in of_places if report.year in years]


def by_place(reports: Iterable[Covered]) -> list[list[Covered]]:
    """The reports of each place together, which a survey counts as one: the articles of a newspaper
    on one session, the parts of a report. What one of them tells its place tells."""
    apart: dict[str | None, list[Covered]] = {}
    for report in reports:
        apart.setdefault(report.place, []).append(report)
    return list(apart.values())


def year_of_reports(reports: Sequence[Covered]) -> str:
    """（2025年） where all are of one year, else "": each figure is told with its own."""
    years = {report.year for report in reports}
    return f"（{years.pop()}年）" if len(years) == 1 and None not in years else ""


def named(places: Sequence[str | None]) -> str:
    """The own names of places, the first few of very many."""
    names = list(dict.fromkeys(shown_name(place) for place in places if place))
    shown = "、".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown}等"


def bears_the_check(sentence: str, citation: Citation) -> bool:
    """Whether a sentence with this one citation is borne out by it."""
    verdicts = verify_sentence(sentence, [citation])
    return verdicts is not None and all(verdict.status in ACCEPTED for verdict in verdicts)


def nothing_found(searched: int, what: str) -> Refusal:
    """The refusal of a survey that found nothing, with how many reports were searched."""
    told = f"查阅了已收录的 {searched} 份有关报告，{what}。" if searched else ""
    return Refusal("unanswerable_not_in_reports", told=told)
