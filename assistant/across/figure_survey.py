"""One figure of every report of a level: which is highest or lowest, which are beyond, or each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.across.reports import (
    HoldsReports,
    bears_the_check,
    named,
    nothing_told,
    searched_for,
    year_of_reports,
)
from assistant.across.side_by_side import ATTRIBUTES, signed
from assistant.across.survey import Survey
from assistant.answer import Answer, Citation, Question
from assistant.figure_clauses import statement
from assistant.ledger_lookup import figure_for, value_fits
from assistant.question_parts import strip_question
from assistant.refusals import Refusal
from assistant.tally import Tally
from index.figures import Figure
from index.library import Covered, FigureFilter
from index.report import Kind

_MOST_TOLD = 40
_TOP = 10
_ENOUGH = 0.25  # of the reports

_Picked = tuple[Covered, Figure]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a report tells of the thing asked for: its figure, as a sentence that bears the check."""

    report: Covered
    figure: Figure
    sentence: str
    citation: Citation

    @property
    def value(self) -> Decimal:
        return signed(self.figure)


def figure_survey(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> Answer | Refusal:
    """The figure that each report tells, in order of size, and who tells none."""
    searched, picked = _most_told(question, survey, reports, names)
    rows = _rows(picked, reports)
    if not rows:
        return nothing_told(searched, "没有找到可以逐一列出的这项数字")
    return _told(searched, rows, survey)


def _most_told(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> tuple[list[Covered], list[_Picked]]:
    """The figures of the likeliest reading that enough of the reports bear out, else of the one
    that most do: outcome or target, level or growth.

    All are of one kind, attribute and unit, so that they can be set beside each other.
    """
    covered, figures = reports.covered(), _figures(question, survey, reports, names)
    best: tuple[list[Covered], list[_Picked]] = ([], [])
    for reading in _readings(question):
        searched = searched_for(reading, covered)
        picked = _picked(reading, searched, figures, names)
        if len(picked) > len(best[1]) or not best[0]:
            best = searched, picked
        if len(picked) >= _ENOUGH * len(searched) > 0:
            break
    return best


def _figures(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> list[Figure]:
    """The figures of the surveyed places that may be of what is asked, in the unit it is asked in."""
    wanted = FigureFilter(places=question.within, names=question.indicators)
    topic = None if question.indicators else strip_question(survey.text, names)
    unit = survey.bound.unit if survey.bound else None
    figures = reports.figures(topic, wanted)
    return [figure for figure in figures if unit in (None, figure.binding.quantity.unit)]


def _readings(question: Question) -> Iterator[Question]:
    """The question with kind and attribute decided, the likelier first."""
    kinds: tuple[Kind, ...] = (question.kind,) if question.kind else ("actual", "target")
    attributes = (question.attribute,) if question.attribute else ATTRIBUTES
    for kind in kinds:
        for attribute in attributes:
            yield replace(question, kind=kind, attribute=attribute)


def _picked(
    question: Question,
    searched: Sequence[Covered],
    figures: Iterable[Figure],
    names: tuple[str, ...],
) -> list[_Picked]:
    """Each report's figure, where it has one in the unit that most have."""
    of_report = {report.report_id: report for report in searched}
    told: dict[str, list[Figure]] = {}
    for figure in figures:
        told.setdefault(figure.report_id, []).append(figure)
    found = (
        (report, figure_for(_of(question, report), told.get(report_id, []), names))
        for report_id, report in of_report.items()
    )
    picked = [(report, figure) for report, figure in found if figure]
    units = Counter(figure.binding.quantity.unit for _, figure in picked).most_common(1)
    return [pair for pair in picked if pair[1].binding.quantity.unit == units[0][0]]


def _rows(picked: Sequence[tuple[Covered, Figure]], reports: HoldsReports) -> list[_Row]:
    passages = reports.passages([figure.passage_id for _, figure in picked])
    rows = []
    for report, figure in picked:
        citation = Citation(1, passages[figure.passage_id], *figure.evidence)
        sentence = f"{statement(figure)}。[1]"
        if bears_the_check(sentence, citation):
            rows.append(_Row(report, figure, sentence, citation))
    return rows


def _of(question: Question, report: Covered) -> Question:
    return replace(question, within=(report.place,) if report.place else ())


def _told(searched: Sequence[Covered], rows: Sequence[_Row], survey: Survey) -> Answer:
    ranked = sorted(
        rows, key=lambda row: row.value, reverse=survey.asks != "lowest" and not survey.below
    )
    fit = [row for row in ranked if _fits(row, survey)]
    shown = fit if survey.asks != "beyond" or fit else ranked
    few = survey.asks in ("highest", "lowest") or len(shown) > _MOST_TOLD
    shown = _numbered(shown[:_TOP] if few else shown)
    return Answer(
        (_summary(searched, ranked, fit, shown, survey), *(row.sentence for row in shown)),
        tuple(row.citation for row in shown),
        tally=Tally(
            searched=tuple(report.report_id for report in searched),
            told=tuple(row.report.report_id for row in rows),
            fit=tuple(row.report.report_id for row in fit),
        ),
    )


def _fits(row: _Row, survey: Survey) -> bool:
    if survey.bound is None:
        return True
    quantity = row.figure.binding.quantity
    return quantity.unit == survey.bound.unit and value_fits(quantity, survey.bound, survey.rest)


def _numbered(rows: Sequence[_Row]) -> list[_Row]:
    """The rows with their markers in the order in which they are told."""
    return [
        replace(
            row,
            sentence=f"{statement(row.figure)}。[{marker}]",
            citation=replace(row.citation, marker=marker),
        )
        for marker, row in enumerate(rows, start=1)
    ]


def _summary(
    searched: Sequence[Covered],
    ranked: Sequence[_Row],
    fit: Sequence[_Row],
    shown: Sequence[_Row],
    survey: Survey,
) -> str:
    telling = {row.report.report_id for row in ranked}
    silent = [report.place for report in searched if report.report_id not in telling]
    which = f"{survey.named_level}政府工作报告{year_of_reports(searched)}"
    told = f"查阅了已收录的{len(searched)}份{which}，{len(ranked)}份给出了这项数字"
    if silent:
        told += f"（没有找到的：{named(silent)}）"
    markers = "[1]"
    if survey.asks in ("highest", "lowest"):
        first = [row for row in shown if row.value == shown[0].value]
        most = "最高" if survey.asks == "highest" else "最低"
        told += f"，按所写的数字，{most}的是{named([row.report.place for row in first])}"
        markers = "".join(f"[{row.citation.marker}]" for row in first)
    elif survey.asks == "beyond":
        told += f"，其中{len(fit)}份符合所问的条件" if fit else "，都不符合所问的条件"
    if len(shown) < len(fit):
        told += "（下面只列出前几位）"
    return f"{told}。{markers}"
