"""One figure of every report of a level: which is highest or lowest, which are beyond, or each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Citation, Question, Survey, Tally
from assistant.answering.across.ledger_source import (
    HoldsReports,
    bears_the_check,
    by_place,
    named,
    nothing_found,
    searched_for,
    year_of_reports,
)
from assistant.answering.across.side_by_side import ATTRIBUTES
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger_lookup import figure_for
from assistant.answering.ordering import signed, value_fits
from assistant.question.parts import strip_question
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.report import Kind
from index.store.library import Covered, FigureFilter

_MOST_TOLD = 40
_TOP = 10
_ENOUGH = 0.25  # of the reports

_Picked = tuple[Covered, Figure | None]


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
    picked = _most_told(question, survey, reports, names)
    rows = _rows([(report, figure) for report, figure in picked if figure], reports)
    if not rows:
        return nothing_found(len(picked), "没有找到可以逐一列出的这项数字")
    return _told([report for report, _ in picked], rows, survey)


def _most_told(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> list[_Picked]:
    """The figures of the likeliest reading that enough of the reports bear out, else of the one
    that most do: outcome or target, level or growth.

    All are of one kind, attribute and unit, so that they can be set beside each other.
    """
    covered, figures = reports.covered(), _figures(question, survey, reports, names)
    best: list[_Picked] = []
    for reading in _readings(question):
        picked = _picked(reading, searched_for(reading, covered), figures, names)
        if not best or _told_in(picked) > _told_in(best):
            best = picked
        if _told_in(picked) >= _ENOUGH * len(picked) > 0:
            break
    return best


def _told_in(picked: Sequence[_Picked]) -> int:
    return sum(figure is not None for _, figure in picked)


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
    """Each place's figure, in the unit that most have; None beside the report that has none."""
    of_report: dict[str, list[Figure]] = {}
    for figure in figures:
        of_report.setdefault(figure.report_id, []).append(figure)
    picked: list[_Picked] = []
    for reports in by_place(searched):
        told = [figure for r in reports for figure in of_report.get(r.report_id, [])]
        best = figure_for(_of(question, reports[0]), told, names)
        holder = next((r for r in reports if best and r.report_id == best.report_id), reports[0])
        picked.append((holder, best))
    units = Counter(figure.binding.quantity.unit for _, figure in picked if figure)
    unit = units.most_common(1)[0][0] if units else ""
    return [(r, f if f and f.binding.quantity.unit == unit else None) for r, f in picked]


def _rows(told: Sequence[tuple[Covered, Figure]], reports: HoldsReports) -> list[_Row]:
    passages = reports.passages([figure.passage_id for _, figure in told])
    rows = []
    for report, figure in told:
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
    same_unit = row.figure.binding.quantity.unit == survey.bound.unit
    return same_unit and value_fits(row.figure, survey.bound, survey.rest)


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
