"""A figure of several places side by side, or of one place over the years, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from assistant.answer import Answer
from assistant.answering.composer import Composes, Found, HoldsReports, Snapshots
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.ordering import exact, ordered, signed
from assistant.answering.relaxations import lacking_note, years_in
from assistant.answering.survey import figure_survey, mention_survey, named
from assistant.answering.wording import bears_the_check, stated
from assistant.check.arithmetic import worked_out
from assistant.query import Query
from assistant.question.subject import reworded
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.report import Kind
from index.store.library import FigureFilter

_NOT_ORDERED = "其中有约数或区间，不直接比较高低"
_KINDS: tuple[Kind, ...] = ("actual", "target")
_OF_RATE = ("change", "share")
_BETWEEN = re.compile(r"[\s和与、及各]+|有$")


@dataclass(frozen=True, slots=True)
class AcrossReports:
    """Composes surveys, places side by side and the years of one place from `reports`; all else,
    and what the ledger holds too little for, by `otherwise`."""

    reports: HoldsReports
    otherwise: Composes

    def compose(self, query: Query, found: Found) -> Snapshots:
        answer = self._across(query)
        if answer is not None:
            yield answer
            return
        if query.operation == "compare":  # nothing to compare: each by itself
            query = replace(query, operation=None)
        yield from self.otherwise.compose(query, found)

    def _across(self, query: Query) -> Answer | Refusal | None:
        survey = query.survey
        if survey is not None and survey.asks == "mention":
            return mention_survey(query, survey, self.reports)
        if survey is not None:
            return figure_survey(query, survey, self.reports)
        if query.operation == "compare":
            return self._compared(query)
        if query.by_place and query.operation is None:
            return self._each_place(query)
        return self._trend(query) if asks_trend(query) else None

    def _compared(self, query: Query) -> Answer | None:
        """The figure of each place, and which is higher; None where fewer than two places state it.

        Two are given in one sentence with their difference and its formula.
        """
        figures = self._of_places(query)
        each = self._borne_out(figures) if len(figures) > 1 else None
        if each is None:
            return None
        sentences = _two(figures, each) if len(figures) == 2 else _more(figures, each, query)
        places = {figure.binding.place for figure in figures}
        lacking = [p for part in query.parts for p in part.within if p not in places]
        if lacking:
            sentences[0] = f"没有找到{named(lacking)}的这项数字，只找到：{sentences[0]}"
        return replace(each, sentences=tuple(sentences), partly=bool(lacking))

    def _each_place(self, query: Query) -> Answer | None:
        """The same known indicator of each place; None unless the ledger has it of all."""
        if any(len(part.indicators) != 1 for part in query.parts):
            return None
        figures = self._of_places(query)
        return self._borne_out(figures) if len(figures) >= len(query.parts) else None

    def _borne_out(self, figures: Sequence[Figure]) -> Answer | None:
        """Each figure as a sentence; None where one does not bear the check."""
        answer = stated(figures, self.reports)
        checks = map(bears_the_check, answer.sentences, answer.citations)
        return answer if answer.sentences and all(checks) else None

    def _of_places(self, query: Query) -> list[Figure]:
        """The figure of each place, all outcomes or all targets and of one unit: by the attribute
        that most places state."""
        figures = self.reports.figures(None, FigureFilter(places=query.within))
        best: list[Figure] = []
        for kind, attribute in product(_KINDS, ATTRIBUTES):
            parts = [
                replace(part, attribute=part.attribute or attribute, kind=part.kind or kind)
                for part in query.parts
            ]
            picked = [f for part in parts if (f := figure_for(part, figures))]
            if len(_units(picked)) == 1 and len(picked) > len(best):
                best = picked
        return best

    def _trend(self, query: Query) -> Answer | None:
        """The figure of each year stated, what is aimed at after them, and which way it went.

        Outcomes, or targets where these are asked for. None where the reports at hand state the
        figures of fewer than two years.
        """
        series, aimed_at = self._by_year(query)
        each = self._borne_out([*series, *aimed_at]) if len(series) > 1 else None
        if each is None:
            return None
        sentences = list(each.sentences)
        span = query.time.span
        lacking = years_in(span) > len(series)
        if lacking:
            sentences[0] = lacking_note(span) + sentences[0]
        direction = _direction(series)
        if direction:
            sentences.insert(len(series), f"{direction}。{_markers(series)}")
        return replace(each, sentences=tuple(sentences), partly=lacking)

    def _by_year(self, query: Query) -> tuple[list[Figure], list[Figure]]:
        """The figures of each year in order, all of one attribute and unit; then, of outcomes
        without a year in the query, the newest target."""
        topic = None
        of_question = FigureFilter(places=query.within, names=query.indicators)
        if not query.indicators:
            topic = _BETWEEN.sub("", query.subject.phrase)
            query = replace(query, subject=reworded(query.subject, topic))
        figures = [f for f in self.reports.figures(topic, of_question) if _of_one_year(f)]
        best: tuple[list[Figure], list[Figure]] = ([], [])
        for attribute in ATTRIBUTES:
            asked = replace(query, attribute=query.attribute or attribute)
            series = self._of_each_year(replace(asked, kind=query.kind or "actual"), figures)
            if len(_units(series)) == 1 and len(series) > len(best[0]):
                target = replace(asked, kind="target")
                targets = [] if query.years else self._of_each_year(target, figures)[-1:]
                best = series, [figure for figure in targets if _later(figure, series[-1])]
        return best

    def _of_each_year(self, query: Query, figures: Sequence[Figure]) -> list[Figure]:
        known = {f.binding.period.first for f in figures if f.binding.period}
        years = sorted(known & set(query.years) if query.years else known)
        each = (query.of_years([year]) for year in years)
        return [f for asked in each if (f := figure_for(asked, figures))]


def _units(figures: Sequence[Figure]) -> set[str]:
    return {figure.binding.quantity.unit for figure in figures}


def _two(figures: Sequence[Figure], each: Answer) -> list[str]:
    one, other = (sentence.replace("。[", "[") for sentence in each.sentences)
    return [f"{one}，{other}，{_difference(figures)}{_years_apart(figures)}。[1][2]"]


def _difference(figures: Sequence[Figure]) -> str:
    one, other = figures
    if signed(one) == signed(other) and exact(figures):
        return "按所写的数字二者相同"
    higher, lower = sorted(figures, key=signed, reverse=True)
    if not ordered(higher, lower):
        return _NOT_ORDERED
    more = "高" if one.binding.attribute in _OF_RATE else "多"
    first, second = (shown_name(figure.binding.place or "") for figure in (higher, lower))
    by = f"按所写的数字{first}比{second}{more}"
    result = worked_out("difference", higher.binding.quantity, lower.binding.quantity)
    if result is None or not exact(figures) or any(figure.binding.falls for figure in figures):
        return by
    return f"{by}{result.written}（{result.formula}）"


def _more(figures: Sequence[Figure], each: Answer, query: Query) -> list[str]:
    most = (min if query.lowest else max)(map(signed, figures))
    first = [figure for figure in figures if signed(figure) == most]
    rest = [figure for figure in figures if signed(figure) != most]
    above = (ordered(r, f) if query.lowest else ordered(f, r) for f in first for r in rest)
    sure = all(above) and (len(first) == 1 or exact(first))
    word = "最低" if query.lowest else "最高"
    names = named([figure.binding.place for figure in first])
    verdict = f"按所写的数字，其中{word}的是{names}" if sure else _NOT_ORDERED
    return [*each.sentences, f"{verdict}{_years_apart(figures)}。{_markers(figures)}"]


def _markers(figures: Sequence[Figure]) -> str:
    return "".join(f"[{marker}]" for marker in range(1, len(figures) + 1))


def _years_apart(figures: Sequence[Figure]) -> str:
    """That the figures are of several years, said where they are."""
    periods = {figure.binding.period for figure in figures} - {None}
    return "，请注意所属年份不同" if len(periods) > 1 else ""


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
