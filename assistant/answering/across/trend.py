"""How a figure of one place went over the years that its reports tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answer import Answer, Citation, Question
from assistant.answering.across.ledger_source import HoldsReports, bears_the_check
from assistant.answering.across.side_by_side import ATTRIBUTES
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger_lookup import figure_for
from assistant.answering.ordering import exact, signed
from assistant.answering.several_years import lacking_note, years_in
from assistant.question.parts import several_years, strip_question
from index.figures.figure import Figure
from index.store.library import FigureFilter

_TREND = re.compile(
    r"趋势|走势|走向|变化情况|怎么变|如何变化|(?:有|的)(?:什么|哪些)?变化|变化(?:呢|吗|如何|怎样|怎么样)?(?=[?？。]|$)"
    r"|历年|逐年|[近这][几两三四五六\d]{1,2}年|[近过][来去][几两三四五六\d]年"
)
_BOTH_KINDS = re.compile("完成|实际|实现|达到")
_BETWEEN = re.compile(r"[\s和与、及各]+|有$")
_SUMS_UP = re.compile(r"年均|平均|累计|总共|一共|合计")


def asks_trend(question: Question) -> bool:
    """Whether it asks for one thing of one place over the years."""
    return bool(
        len(question.within) == 1
        and len(question.indicators) <= 1
        and not question.parts
        and (len(question.periods) > 1 or (not question.periods and _TREND.search(question.text)))
        and not (question.kind == "target" and _BOTH_KINDS.search(question.text))
        and not _SUMS_UP.search(question.text)
    )


def trend(question: Question, reports: HoldsReports, names: tuple[str, ...]) -> Answer | None:
    """The figure of each year told, what is aimed at after them, and which way it went.

    Outcomes, or targets where these are asked for. None where the reports at hand tell the figures
    of fewer than two years.
    """
    series, aimed_at = _by_year(question, reports, names)
    if len(series) < 2:
        return None
    figures = [*series, *aimed_at]
    passages = reports.passages([figure.passage_id for figure in figures])
    told = [
        (
            f"{statement(figure)}。[{marker}]",
            Citation(marker, passages[figure.passage_id], *figure.evidence),
        )
        for marker, figure in enumerate(figures, start=1)
    ]
    if not all(bears_the_check(sentence, citation) for sentence, citation in told):
        return None
    sentences = [sentence for sentence, _ in told]
    span = several_years(question.text)
    lacking = years_in(span) > len(series)
    if lacking:
        sentences[0] = lacking_note(span) + sentences[0]
    way = _way(series)
    markers = "".join(f"[{marker}]" for marker in range(1, len(series) + 1))
    verdict = [f"{way}。{markers}"] if way else []
    return Answer(
        (*sentences[: len(series)], *verdict, *sentences[len(series) :]),
        tuple(citation for _, citation in told),
        partly=lacking,
    )


def _by_year(
    question: Question, reports: HoldsReports, names: tuple[str, ...]
) -> tuple[list[Figure], list[Figure]]:
    """The figures of each year in order, all of one attribute and unit; then, of outcomes without
    a year in the question, the newest target."""
    wanted = FigureFilter(places=question.within, names=question.indicators)
    topic = None
    if not question.indicators:
        topic = _BETWEEN.sub("", strip_question(_TREND.sub("", question.text), names))
        question = replace(question, text=topic)
    figures = [f for f in reports.figures(topic, wanted) if _of_one_year(f)]
    best: tuple[list[Figure], list[Figure]] = ([], [])
    for attribute in ATTRIBUTES:
        asked = replace(question, attribute=question.attribute or attribute)
        series = _of_each_year(replace(asked, kind=question.kind or "actual"), figures, names)
        one_unit = len({figure.binding.quantity.unit for figure in series}) == 1
        if one_unit and len(series) > len(best[0]):
            targets = [] if question.periods else _targets(asked, figures, names)
            best = series, [figure for figure in targets if _later(figure, series[-1])]
    return best


def _targets(question: Question, figures: Sequence[Figure], names: tuple[str, ...]) -> list[Figure]:
    return _of_each_year(replace(question, kind="target"), figures, names)[-1:]


def _of_each_year(
    question: Question, figures: Sequence[Figure], names: tuple[str, ...]
) -> list[Figure]:
    told = {f.binding.period.first for f in figures if f.binding.period}
    years = sorted(told & set(question.periods) if question.periods else told)
    of_years = (figure_for(replace(question, periods=(year,)), figures, names) for year in years)
    return [figure for figure in of_years if figure]


def _of_one_year(figure: Figure) -> bool:
    period = figure.binding.period
    return period is not None and period.is_one_year and figure.binding.kind != "cumulative"


def _later(target: Figure, outcome: Figure) -> bool:
    one, other = target.binding, outcome.binding
    same = one.quantity.unit == other.quantity.unit
    return bool(same and one.period and other.period and one.period.last > other.period.last)


def _way(outcomes: Sequence[Figure]) -> str:
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
