"""How one thing of one place went over the years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answer import Answer
from assistant.answering.composer import HoldsReports
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.operands import units_of
from assistant.answering.ordering import exact, signed
from assistant.answering.relaxations import lacking_note, years_in
from assistant.answering.wording import all_markers, borne_out
from assistant.query import Query
from assistant.question.subject import reworded
from index.figures.figure import Figure
from index.store.library import FigureFilter

_BETWEEN = re.compile(r"[\s和与、及各]+|有$")


def asks_trend(query: Query) -> bool:
    """Whether it asks for one thing of one place over the years."""
    return bool(
        len(query.within) == 1
        and len(query.indicators) <= 1
        and not query.parts
        and (len(query.years) > 1 or (not query.years and query.trend))
        and not (query.kind == "target" and query.reached)
        and not query.time.whole_span
    )


def trend_of(query: Query, reports: HoldsReports) -> Answer | None:
    """The figure of each year stated, what is aimed at after them, and which way it went.

    Outcomes, or targets where these are asked for. None where the reports at hand state the
    figures of fewer than two years.
    """
    series, aimed_at = _by_year(query, reports)
    each = borne_out([*series, *aimed_at], reports) if len(series) > 1 else None
    if each is None:
        return None
    sentences = list(each.sentences)
    span = query.time.span
    lacking = years_in(span) > len(series)
    if lacking:
        sentences[0] = lacking_note(span) + sentences[0]
    direction = _direction(series)
    if direction:
        sentences.insert(len(series), f"{direction}。{all_markers(series)}")
    return replace(each, sentences=tuple(sentences), partly=lacking)


def _by_year(query: Query, reports: HoldsReports) -> tuple[list[Figure], list[Figure]]:
    """The figures of each year in order, all of one attribute and unit; then, of outcomes
    without a year in the question, the newest target."""
    topic = None
    if not query.indicators:
        topic = _BETWEEN.sub("", query.subject.phrase)
        query = replace(query, subject=reworded(query.subject, topic))
    of_query = FigureFilter(places=query.within, names=query.indicators)
    figures = [f for f in reports.figures(topic, of_query) if _of_one_year(f)]
    best: tuple[list[Figure], list[Figure]] = ([], [])
    for attribute in ATTRIBUTES:
        asked = replace(query, attribute=query.attribute or attribute)
        series = _of_each_year(replace(asked, kind=query.kind or "actual"), figures)
        if len(units_of(series)) == 1 and len(series) > len(best[0]):
            target = replace(asked, kind="target")
            targets = [] if query.years else _of_each_year(target, figures)[-1:]
            best = series, [figure for figure in targets if _later(figure, series[-1])]
    return best


def _of_each_year(query: Query, figures: Sequence[Figure]) -> list[Figure]:
    known = {f.binding.period.first for f in figures if f.binding.period}
    years = sorted(known & set(query.years) if query.years else known)
    each = (query.of_years([year]) for year in years)
    return [f for asked in each if (f := figure_for(asked, figures))]


def _of_one_year(figure: Figure) -> bool:
    period = figure.binding.period
    return period is not None and period.is_one_year and figure.binding.kind != "cumulative"


def _later(target: Figure, outcome: Figure) -> bool:
    one, other = target.binding, outcome.binding
    same = one.quantity.unit == other.quantity.unit
    return bool(same and one.period and other.period and one.period.last > other.period.last)


def _direction(outcomes: Sequence[Figure]) -> str:
    """Whether it rose or fell from year to year, by the numbers as written; "" where they are not
    exact."""
    if not exact(outcomes):
        return ""
    steps = [signed(later) - signed(earlier) for earlier, later in pairwise(outcomes)]
    if all(step > 0 for step in steps):
        went = "逐年上升"
    elif all(step < 0 for step in steps):
        went = "逐年下降"
    elif all(step == 0 for step in steps):
        went = "保持不变"
    else:
        went = "有升有降"
    return f"按所写的数字，这项指标在报告给出的年份里{went}"
