"""The same figure of several places side by side, or of one place over the years, and which is higher."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from assistant.answer import Answer, Citation, Question
from assistant.answering.composer import Composes, HoldsReports
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.ordering import exact, ordered, signed
from assistant.answering.relaxations import lacking_note, years_in
from assistant.answering.survey import bears_the_check, figure_survey, mention_survey, named
from assistant.check.arithmetic import worked_out
from assistant.question.parts import several_years, strip_question
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.report import Kind, RetrievedPassage
from index.store.library import FigureFilter

_NOT_ORDERED = "其中有约数或区间，不直接比较高低"
_KINDS: tuple[Kind, ...] = ("actual", "target")
_OF_RATE = ("change", "share")


def side_by_side(
    question: Question, reports: HoldsReports, names: tuple[str, ...]
) -> Answer | None:
    """The figure of each place, and which is higher; None where fewer than two places tell it.

    Two are told in one sentence with their difference and its formula.
    """
    figures = _figures(question, reports, names)
    if len(figures) < 2:
        return None
    told, citations = _told(figures, reports)
    if not told:
        return None
    sentences = _two(figures, told) if len(figures) == 2 else _more(figures, told, question)
    lacking = [p for part in question.parts for p in part.within if p not in _places(figures)]
    if lacking:
        sentences[0] = f"没有找到{named(lacking)}的这项数字，只找到：{sentences[0]}"
    return Answer(tuple(sentences), citations, partly=bool(lacking))


def each_place(question: Question, reports: HoldsReports, names: tuple[str, ...]) -> Answer | None:
    """The same known indicator of each place; None unless the ledger has it of all."""
    if any(len(part.indicators) != 1 for part in question.parts):
        return None
    figures = _figures(question, reports, names)
    if len(figures) < len(question.parts):
        return None
    told, citations = _told(figures, reports)
    sentences = tuple(f"{text}。[{marker}]" for marker, text in enumerate(told, start=1))
    return Answer(sentences, citations) if sentences else None


def _told(
    figures: Sequence[Figure], reports: HoldsReports
) -> tuple[list[str], tuple[Citation, ...]]:
    """Each figure as a clause, and what it is cited to; nothing where one does not bear the check."""
    passages = reports.passages([figure.passage_id for figure in figures])
    citations = tuple(
        Citation(marker, passages[figure.passage_id], *figure.evidence)
        for marker, figure in enumerate(figures, start=1)
    )
    told = [statement(figure) for figure in figures]
    marked = (f"{text}[{c.marker}]" for text, c in zip(told, citations, strict=True))
    return (told, citations) if all(map(bears_the_check, marked, citations)) else ([], ())


def _figures(question: Question, reports: HoldsReports, names: tuple[str, ...]) -> list[Figure]:
    """The figure of each place, all outcomes or all targets and of one unit: by the attribute that
    most places tell."""
    figures = reports.figures(None, FigureFilter(places=question.within))
    best: list[Figure] = []
    for kind, attribute in product(_KINDS, ATTRIBUTES):
        parts = [
            replace(part, attribute=part.attribute or attribute, kind=part.kind or kind)
            for part in question.parts
        ]
        told = [figure for part in parts if (figure := figure_for(part, figures, names))]
        units = {figure.binding.quantity.unit for figure in told}
        if len(units) == 1 and len(told) > len(best):
            best = told
    return best


def _two(figures: Sequence[Figure], told: Sequence[str]) -> list[str]:
    return [f"{told[0]}[1]，{told[1]}[2]，{_difference(figures)}{_years_apart(figures)}。[1][2]"]


def _difference(figures: Sequence[Figure]) -> str:
    one, other = figures
    if signed(one) == signed(other) and exact(figures):
        return "按所写的数字二者相同"
    higher, lower = sorted(figures, key=signed, reverse=True)
    if not ordered(higher, lower):
        return _NOT_ORDERED
    more = "高" if one.binding.attribute in _OF_RATE else "多"
    by = f"按所写的数字{_place_name(higher)}比{_place_name(lower)}{more}"
    result = worked_out("difference", higher.binding.quantity, lower.binding.quantity)
    if result is None or not exact(figures) or any(figure.binding.falls for figure in figures):
        return by
    return f"{by}{result.written}（{result.formula}）"


def _more(figures: Sequence[Figure], told: Sequence[str], question: Question) -> list[str]:
    sentences = [f"{text}。[{marker}]" for marker, text in enumerate(told, start=1)]
    most = (min if question.lowest else max)(map(signed, figures))
    first = [figure for figure in figures if signed(figure) == most]
    rest = [figure for figure in figures if signed(figure) != most]
    above = (ordered(r, f) if question.lowest else ordered(f, r) for f in first for r in rest)
    sure = all(above) and (len(first) == 1 or exact(first))
    word = "最低" if question.lowest else "最高"
    names = named([figure.binding.place for figure in first])
    verdict = f"按所写的数字，其中{word}的是{names}" if sure else _NOT_ORDERED
    markers = "".join(f"[{n}]" for n in range(1, len(figures) + 1))
    return [*sentences, f"{verdict}{_years_apart(figures)}。{markers}"]


def _years_apart(figures: Sequence[Figure]) -> str:
    """That the figures are of several years, said where they are."""
    periods = {figure.binding.period for figure in figures} - {None}
    return "，请注意所属年份不同" if len(periods) > 1 else ""


def _places(figures: Sequence[Figure]) -> set[str | None]:
    return {figure.binding.place for figure in figures}


def _place_name(figure: Figure) -> str:
    return shown_name(figure.binding.place or "")


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


@dataclass(frozen=True, slots=True)
class AcrossReports:
    """Composes from `reports`, else by `otherwise`; `names` are what the covered places are called."""

    reports: HoldsReports
    otherwise: Composes
    names: tuple[str, ...] = ()

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        answer = self._across(question)
        if answer is not None:
            yield answer
            return
        if question.operation == "compare":  # nothing to compare: each by itself
            question = replace(question, operation=None)
        yield from self.otherwise.compose(question, found)

    def _across(self, question: Question) -> Answer | Refusal | None:
        survey = question.survey
        if survey is not None:
            by = mention_survey if survey.asks == "mention" else figure_survey
            return by(question, survey, self.reports, self.names)
        if question.operation == "compare":
            return side_by_side(question, self.reports, self.names)
        if question.by_place and question.operation is None:
            return each_place(question, self.reports, self.names)
        if asks_trend(question):
            return trend(question, self.reports, self.names)
        return None
