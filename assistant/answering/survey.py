"""Surveys: what every report of a level states or mentions, and how many were searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answer import Answer, Citation, Tally
from assistant.answering.composer import HoldsReports
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.ordering import signed, value_fits
from assistant.answering.wording import bears_the_check, stated
from assistant.check.verify import comparable
from assistant.query import Query, Survey
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.clauses import sentences_of
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.places import shown_name
from index.report import Kind, Passage
from index.store.library import Covered, FigureFilter

_MOST_NAMED = 40  # places
_MOST_ROWS = 40
_TOP = 10
_ENOUGH = 0.25  # of the reports
_LEAST = 3  # characters; 建设银行 is no 银行 that is built
_ACTION = re.compile(rf"^{one_of('survey.strengthens')}*{one_of('survey.done_about')}")

_Quote = tuple[Passage, int, int]


class _Row(NamedTuple):
    """The report of a place, and its figure for what is asked."""

    report: Covered
    figure: Figure


def searched_for(query: Query, reports: Iterable[Covered]) -> list[list[Covered]]:
    """The reports that can state what is asked, of the years named or each place's newest; those of
    one place together, which a survey counts as one: the articles of a newspaper on one session.

    Outcomes of a year are in the report of the next, targets in its own.
    """
    of_places = [report for report in reports if report.place in query.within]
    later = 1 if query.kind == "actual" else 0
    years = {year + later for year in query.years}
    newest: dict[str | None, int] = {}
    for report in of_places:
        newest[report.place] = max(newest.get(report.place, 0), report.year or 0)
    apart: dict[str | None, list[Covered]] = {}
    for report in of_places:
        if report.year in years if years else (report.year or 0) == newest[report.place]:
            apart.setdefault(report.place, []).append(report)
    return list(apart.values())


def named(places: Sequence[str | None]) -> str:
    """The own names of places, the first few of very many."""
    names = list(dict.fromkeys(shown_name(place) for place in places if place))
    shown = "、".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown}等"


def _reports_searched(searched: Sequence[Covered], survey: Survey) -> str:
    """How many reports were searched, with their year where all are of one: else each figure is
    given with its own."""
    years = {report.year for report in searched}
    year = f"（{years.pop()}年）" if len(years) == 1 and None not in years else ""
    return f"查阅了已收录的{len(searched)}份{survey.named_level}政府工作报告{year}，"


def _nothing_found(searched: int, what: str) -> Refusal:
    """The refusal of a survey that found nothing, with how many reports were searched."""
    count = f"查阅了已收录的 {searched} 份有关报告，{what}。" if searched else ""
    return Refusal("unanswerable_not_in_reports", preface=count)


def figure_survey(query: Query, survey: Survey, reports: HoldsReports) -> Answer | Refusal:
    """The figure that each report states, in order of size, and which state none."""
    picked = _most_stated(query, survey, reports)
    rows = [_Row(report, figure) for report, figure in picked if figure]
    alone = stated([row.figure for row in rows], reports)
    checks = map(bears_the_check, alone.sentences, alone.citations)
    rows = [row for row, borne_out in zip(rows, checks, strict=True) if borne_out]
    if not rows:
        return _nothing_found(len(picked), "没有找到可以逐一列出的这项数字")
    return _survey_answer([report for report, _ in picked], rows, survey, reports)


_Picked = tuple[Covered, Figure | None]


def _most_stated(query: Query, survey: Survey, reports: HoldsReports) -> list[_Picked]:
    """The figures of the likeliest reading that enough of the reports bear out, else of the one
    that most do: outcome or target, level or growth.

    All are of one kind, attribute and unit, so that they can be compared.
    """
    covered, figures = reports.covered(), _figures(query, survey, reports)
    best: list[_Picked] = []
    for reading in _readings(query):
        picked = _picked(reading, searched_for(reading, covered), figures)
        if not best or _count(picked) > _count(best):
            best = picked
        if _count(picked) >= _ENOUGH * len(picked) > 0:
            break
    return best


def _count(picked: Sequence[_Picked]) -> int:
    return sum(figure is not None for _, figure in picked)


def _figures(query: Query, survey: Survey, reports: HoldsReports) -> list[Figure]:
    """The figures of the surveyed places that may be of what is asked, in the unit it is asked in."""
    of_question = FigureFilter(places=query.within, names=query.indicators)
    topic = None if query.indicators else query.subject.phrase
    unit = survey.value.unit if survey.value else None
    figures = reports.figures(topic, of_question)
    return [figure for figure in figures if unit in (None, figure.binding.quantity.unit)]


def _readings(query: Query) -> Iterator[Query]:
    """The question with kind and attribute decided, the likelier first."""
    kinds: tuple[Kind, ...] = (query.kind,) if query.kind else ("actual", "target")
    attributes = (query.attribute,) if query.attribute else ATTRIBUTES
    for kind in kinds:
        for attribute in attributes:
            yield replace(query, kind=kind, attribute=attribute)


def _picked(
    query: Query,
    searched: Sequence[Sequence[Covered]],
    figures: Iterable[Figure],
) -> list[_Picked]:
    """Each place's figure, in the unit that most have; None beside the report that has none."""
    of_report: dict[str, list[Figure]] = {}
    for figure in figures:
        of_report.setdefault(figure.report_id, []).append(figure)
    picked: list[_Picked] = []
    for reports in searched:
        place = reports[0].place
        of_place = replace(query, within=(place,) if place else ())
        known = [figure for r in reports for figure in of_report.get(r.report_id, [])]
        best = figure_for(of_place, known)
        holder = next((r for r in reports if best and r.report_id == best.report_id), reports[0])
        picked.append((holder, best))
    units = Counter(figure.binding.quantity.unit for _, figure in picked if figure)
    unit = units.most_common(1)[0][0] if units else ""
    return [(r, f if f and f.binding.quantity.unit == unit else None) for r, f in picked]


def _survey_answer(
    searched: Sequence[Covered], rows: Sequence[_Row], survey: Survey, reports: HoldsReports
) -> Answer:
    descending = survey.asks != "lowest" and not survey.below
    ranked = sorted(rows, key=lambda row: signed(row.figure), reverse=descending)
    fit = [row for row in ranked if _fits(row.figure, survey)]
    shown = fit if survey.asks != "beyond" or fit else ranked
    if survey.asks in ("highest", "lowest") or len(shown) > _MOST_ROWS:
        shown = shown[:_TOP]
    each = stated([row.figure for row in shown], reports)
    return replace(
        each,
        sentences=(_summary(searched, rows, fit, shown, survey), *each.sentences),
        tallies=(
            Tally(
                searched=tuple(report.report_id for report in searched),
                found=tuple(row.report.report_id for row in rows),
                fit=tuple(row.report.report_id for row in fit),
            ),
        ),
    )


def _fits(figure: Figure, survey: Survey) -> bool:
    if survey.value is None:
        return True
    same_unit = figure.binding.quantity.unit == survey.value.unit
    return same_unit and value_fits(figure, survey.value, survey.bound)


def _summary(
    searched: Sequence[Covered],
    rows: Sequence[_Row],
    fit: Sequence[_Row],
    shown: Sequence[_Row],
    survey: Survey,
) -> str:
    stating = {row.report.report_id for row in rows}
    silent = [report.place for report in searched if report.report_id not in stating]
    summary = f"{_reports_searched(searched, survey)}{len(rows)}份给出了这项数字"
    if silent:
        summary += f"（没有找到的：{named(silent)}）"
    markers = "[1]"
    if survey.asks in ("highest", "lowest"):
        best = signed(shown[0].figure)
        first = [n for n, row in enumerate(shown, start=1) if signed(row.figure) == best]
        most = "最高" if survey.asks == "highest" else "最低"
        places = named([shown[n - 1].report.place for n in first])
        summary += f"，按所写的数字，{most}的是{places}"
        markers = "".join(f"[{n}]" for n in first)
    elif survey.asks == "beyond":
        summary += f"，其中{len(fit)}份符合所问的条件" if fit else "，都不符合所问的条件"
    if len(shown) < len(fit):
        summary += "（下面只列出前几位）"
    return f"{summary}。{markers}"


def mention_survey(query: Query, survey: Survey, reports: HoldsReports) -> Answer | Refusal:
    """Each report that mentions one of the survey's terms, quoted, and those that do not.

    The thing is looked for, not what is done about it (高额彩礼 for 治理高额彩礼); where none has the
    very words, what else it is called. The answer says which.
    """
    searched = searched_for(query, reports.covered())
    for terms in (_things(survey.terms), survey.terms, _other_names(survey.terms)):
        found = [_first_mention(of_place, terms, reports) for of_place in searched if terms]
        if any(found):
            quoted = {mention[0]: mention[1] for mention in found if mention}
            silent = [p[0] for p, mention in zip(searched, found, strict=True) if not mention]
            return _mention_answer(quoted, silent, terms, survey)
    return _nothing_found(len(searched), f"都没有提到{_quoted(survey.terms)}")


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
    sought = [comparable(term) for term in terms]
    for report in of_place:
        for passage in reports.passages_of(report.report_id):
            if not _has(sought, passage.text):
                continue
            spans = [(sentence.start, sentence.end) for sentence in sentences_of(passage)]
            whole = (0, len(passage.text))
            span = next((s for s in spans if _has(sought, passage.text[slice(*s)])), whole)
            return report, (passage, *span)
    return None


def _has(sought: Sequence[str], text: str) -> bool:
    said = comparable(text)
    return any(term in said for term in sought)


def _mention_answer(
    quoted: dict[Covered, _Quote],
    silent: Sequence[Covered],
    terms: tuple[str, ...],
    survey: Survey,
) -> Answer:
    marked = list(enumerate(quoted.items(), start=1))
    mentioning = "、".join(f"{shown_name(r.place or r.title)}[{n}]" for n, (r, _) in marked)
    searched = [*quoted, *silent]
    yes = f"{len(quoted)}份提到{_quoted(terms)}：{mentioning}"
    no = f"{len(silent)}份没有提到{_quoted(terms)}：{named([report.place for report in silent])}"
    both = [yes, no] if not survey.absent else [no, yes]
    counts = "；".join(both if silent else [yes])
    return Answer(
        (f"{_reports_searched(searched, survey)}其中{counts}。",),
        tuple(Citation(n, *quote) for n, (_, quote) in marked),
        tallies=(
            Tally(
                searched=tuple(report.report_id for report in searched),
                found=tuple(report.report_id for report in quoted),
                terms=terms,
            ),
        ),
    )


def _quoted(terms: tuple[str, ...]) -> str:
    return "或".join(f"“{term}”" for term in terms)
