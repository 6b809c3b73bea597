"""Surveys: what every report of a level states or mentions, and how many were searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Citation, Question, Survey, Tally
from assistant.answering.composer import HoldsReports
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.ordering import signed, value_fits
from assistant.check.verify import ACCEPTED, comparable, verify_sentence
from assistant.question.parts import strip_question
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.clauses import sentences_of
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.report import Kind, Passage
from index.store.library import Covered, FigureFilter

_MOST_NAMED = 40


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
    return Refusal("unanswerable_not_in_reports", preface=told)


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
    return _survey_answer([report for report, _ in picked], rows, survey)


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


def _survey_answer(searched: Sequence[Covered], rows: Sequence[_Row], survey: Survey) -> Answer:
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
            found=tuple(row.report.report_id for row in rows),
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


_Quote = tuple[Passage, int, int]
_LEAST = 3  # characters; 建设银行 is no 银行 that is built
_ACTION = re.compile(
    r"^(?:加强|大力|积极|加快|继续|全面)*(?:治理|整治|解决|取消|推行|推进|推动|发展|建设|打造|实施|推广|探索|支持|鼓励"
    r"|培育|启动|开展|举办|布局)"
)


def mention_survey(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> Answer | Refusal:
    """Each report that mentions one of the survey's terms, quoted, and those that do not.

    The thing is looked for, not what is done about it (高额彩礼 for 治理高额彩礼); where none has the
    very words, what else it is called. The answer tells which.
    """
    searched = searched_for(question, reports.covered())
    apart = by_place(searched)
    for terms in (_things(survey.terms), survey.terms, _other_names(survey.terms)):
        found = [_first_mention(of_place, terms, reports) for of_place in apart if terms]
        if any(found):
            quoted = {mention[0]: mention[1] for mention in found if mention}
            silent = [p[0] for p, mention in zip(apart, found, strict=True) if not mention]
            return _mention_answer(quoted, silent, terms, survey)
    return nothing_found(len(apart), f"都没有提到{_quoted(survey.terms)}")


def _things(terms: tuple[str, ...]) -> tuple[str, ...]:
    things = (_ACTION.sub("", term) for term in terms)
    return tuple(thing for thing in things if len(thing) >= _LEAST)


def _other_names(terms: tuple[str, ...]) -> tuple[str, ...]:
    aliases = load_aliases()
    groups = (words for term in terms for _, _, words in aliases.synonyms(term))
    return tuple(dict.fromkeys(word for words in groups for word in words if word not in terms))


def _first_mention(
    of_place: Sequence[Covered], terms: tuple[str, ...], reports: HoldsReports
) -> tuple[Covered, _Quote] | None:
    """The first sentence in the reports of a place that has one of the terms; the whole passage
    where no sentence alone has it (in a heading, over a break of the page)."""
    wanted = [comparable(term) for term in terms]
    for report in of_place:
        for passage in reports.passages_of(report.report_id):
            if not _has(wanted, passage.text):
                continue
            spans = [(sentence.start, sentence.end) for sentence in sentences_of(passage)]
            whole = (0, len(passage.text))
            span = next((s for s in spans if _has(wanted, passage.text[slice(*s)])), whole)
            return report, (passage, *span)
    return None


def _has(wanted: Sequence[str], text: str) -> bool:
    said = comparable(text)
    return any(term in said for term in wanted)


def _mention_answer(
    quoted: dict[Covered, _Quote],
    silent: Sequence[Covered],
    terms: tuple[str, ...],
    survey: Survey,
) -> Answer:
    citations = tuple(
        Citation(marker, *quote) for marker, quote in enumerate(quoted.values(), start=1)
    )
    telling = "、".join(
        f"{shown_name(report.place or report.title)}[{marker}]"
        for marker, report in enumerate(quoted, start=1)
    )
    searched = [*quoted, *silent]
    yes = f"{len(quoted)}份提到{_quoted(terms)}：{telling}"
    no = f"{len(silent)}份没有提到{_quoted(terms)}：{named([report.place for report in silent])}"
    which = f"{survey.named_level}政府工作报告{year_of_reports(searched)}"
    told = [yes, no] if not survey.absent else [no, yes]
    parts = told if silent else [yes]
    return Answer(
        (f"查阅了已收录的{len(searched)}份{which}，其中{'；'.join(parts)}。",),
        citations,
        tally=Tally(
            searched=tuple(report.report_id for report in searched),
            found=tuple(report.report_id for report in quoted),
            terms=terms,
        ),
    )


def _quoted(terms: tuple[str, ...]) -> str:
    return "或".join(f"“{term}”" for term in terms)
