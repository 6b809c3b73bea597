"""The same figure of several places side by side, and which is higher by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from assistant.answer import Answer, Citation, Question
from assistant.answering.across.ledger_source import HoldsReports, bears_the_check, named
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger_lookup import figure_for
from assistant.answering.ordering import exact, ordered, signed
from assistant.check.arithmetic import worked_out
from index.figures.figure import Attribute, Figure
from index.figures.places import shown_name
from index.report import Kind
from index.store.library import FigureFilter

ATTRIBUTES: tuple[Attribute, ...] = ("level", "count", "change", "share")
"""What is told of an indicator, by what a question that leaves it open is likeliest to mean."""

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
    by = f"按所写的数字{_name(higher)}比{_name(lower)}{more}"
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


def _name(figure: Figure) -> str:
    return shown_name(figure.binding.place or "")
