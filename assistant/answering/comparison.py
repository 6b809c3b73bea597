"""Figures beside each other: which is higher and by how much, in words that tell them apart; without a
difference where one is disputed, or is of something else than the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answer import Answer, Citation
from assistant.answering.composer import HoldsReports
from assistant.answering.operands import each_once, units_of
from assistant.answering.ordering import exact, ordered, signed
from assistant.answering.survey import named
from assistant.answering.wording import (
    all_markers,
    bears_the_check,
    borne_out,
    cited,
    lead_in,
    shown,
    statement,
    words_before,
)
from assistant.check.arithmetic import worked_out
from assistant.query import Query
from assistant.question.in_words import in_words
from assistant.question.subject import canonical
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.places import shown_name
from index.figures.segmenter import shipped_segmenter
from index.report import Passage
from index.store.library import FigureFilter

OF_RATE = ("change", "share")
_NOT_ORDERED = "其中有约数或区间，不直接比较高低"
_DISPUTED = "报告中对其中的数字另有不同说法，不计算差额"
_FAR = 3  # times: no two totals of a place in years after each other are so far apart
_OF_TOTAL = "一处是新增数，另一处是总数，不计算差额"
_UNLIKE = "两处所指不完全相同，不计算差额"
_SAYS_NO_MORE = re.compile(one_of("comparison.says_no_more", "verb.before_name"))
_IN_ALL = re.compile(one_of("extent.in_all"))


def compared(
    query: Query, of_parts: Sequence[Figure | None], reports: HoldsReports
) -> Answer | None:
    """The figure of each part, and which is higher; None where fewer than two are stated, or they
    cannot be set beside each other.

    Two are given in one sentence with their difference and its formula.
    """
    figures = each_once(of_parts)
    alike = any(of_one_thing(one, other) for one, other in combinations(figures, 2))
    if len(figures) < 2 or alike or len(units_of(figures)) > 1:
        return None
    if len(figures) == 2:
        each: Answer | None = _two(query, figures, reports)
    else:
        stated_each = borne_out(figures, reports)
        each = stated_each and _more(figures, stated_each, query)
    lacking = [part for part, figure in zip(query.parts, of_parts, strict=True) if figure is None]
    if each is None or not lacking:
        return each
    first, *others = each.sentences
    said = f"没有找到{_listed(lacking, query)}的这项数字，只找到：{first}"
    return replace(each, sentences=(said, *others), partly=True)


def _listed(parts: Sequence[Query], query: Query) -> str:
    """What some parts of a query ask, by their places alone where it asks the same of several."""
    places = [place for part in parts for place in part.within]
    return named(places) if query.by_place and places else "、".join(map(in_words, parts))


def of_one_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are of the same thing, place and time: no two things that were asked for."""
    a, b = one.binding, other.binding
    same = (a.indicator, a.place, a.period, a.kind) == (b.indicator, b.place, b.period, b.kind)
    return one == other or same


def said(figure: Figure, citation: Citation) -> str:
    """A figure as a clause of its own; in the words of the report where these alone bear it out."""
    clause = statement(figure)
    if bears_the_check(f"{clause}。[{citation.marker}]", citation):
        return clause
    return f"{lead_in(citation)}{shown(citation.quote)}"


def _two(query: Query, figures: Sequence[Figure], reports: HoldsReports) -> Answer:
    citations = cited(figures, reports)
    first, second = (f"{said(f, c)}[{c.marker}]" for f, c in zip(figures, citations, strict=True))
    verdict = not_to_be_worked_with(figures, reports) or _unlike(query, figures)
    verdict = verdict or _difference(query, figures)
    apart = "" if _over_time(query) else _years_apart(figures)
    return Answer((f"{first}，{second}，{verdict}{apart}。[1][2]",), citations)


def not_to_be_worked_with(figures: Sequence[Figure], reports: HoldsReports) -> str:
    """Why nothing is worked out of two figures, "" where it may be: one is disputed, or one is of what
    was added and the other of all there is."""
    if any(_is_disputed(figure, reports) for figure in figures):
        return _DISPUTED
    passages = reports.passages([figure.passage_id for figure in figures])
    totals = [_is_total(figure, passages[figure.passage_id]) for figure in figures]
    values = sorted(abs(figure.binding.quantity.value) for figure in figures)
    of_one_place = len({passages[figure.passage_id].place for figure in figures}) == 1
    far = of_one_place and values[0] * _FAR < values[-1]
    added = any(figure.binding.new for figure in figures) or far
    return _OF_TOTAL if any(totals) and not all(totals) and added else ""


def _unlike(query: Query, figures: Sequence[Figure]) -> str:
    """That two figures are of different things although the same is asked of both, "" where they are
    not: each has a word of its own (百亿项目, 重点项目), or one has it before all that is asked
    (电子信息产业规上企业)."""
    topic, *others = {part.subject.topic for part in query.parts}
    if others or any(part.indicators for part in query.parts):
        return ""
    more = [_words_beyond(figure, topic) for figure in figures]
    asked = [_words(figure.binding.indicator) & _words(topic) for figure in figures]
    pairs = zip(more, figures, strict=True)
    narrower = any(words and figure.binding.indicator.endswith(topic) for words, figure in pairs)
    apart = all(more) or narrower or asked[0] != asked[1]
    return _UNLIKE if more[0] != more[1] and apart else ""


def _words_beyond(figure: Figure, topic: str) -> set[str]:
    """The words that a figure is bound to and a topic has not, but for the name of its place."""
    place = shown_name(figure.binding.place or "")[:-1]
    words = _words(figure.binding.indicator)
    return {word for word in words if word not in topic and not (place and word.startswith(place))}


def _words(name: str) -> set[str]:
    words = shipped_segmenter().words(_SAYS_NO_MORE.sub(" ", canonical(name)))
    return {word.text for word in words if len(word.text) > 1}


def _is_disputed(figure: Figure, reports: HoldsReports) -> bool:
    bound = figure.binding
    names = (bound.name,) if bound.name else ()
    places = (bound.place,) if bound.place else ()
    of_thing = reports.figures(None, FigureFilter(places=places, names=names))
    return any(figure in conflict.figures for conflict in conflicts_among(of_thing))


def _is_total(figure: Figure, passage: Passage) -> bool:
    """Whether the words before a figure say that it is all there is: 达到2000家."""
    return not figure.binding.new and _IN_ALL.search(words_before(figure, passage)) is not None


def _difference(query: Query, figures: Sequence[Figure]) -> str:
    """Which of two figures is higher, and by how much: of two places the higher first, else in the
    order asked."""
    one, other = figures
    if signed(one) == signed(other) and exact(figures):
        return "按所写的数字二者相同"
    higher, lower = sorted(figures, key=signed, reverse=True)
    if not ordered(higher, lower):
        return _NOT_ORDERED
    first, second = (higher, lower) if query.by_place else (one, other)
    names = _called(query, first), _called(query, second)
    names = names if names[0] != names[1] else ("前者", "后者")
    more, less = ("高", "低") if one.binding.attribute in OF_RATE else ("多", "少")
    by = _beside(query, names, more if first is higher else less)
    result = worked_out("compare", higher.binding.quantity, lower.binding.quantity)
    if result is None or not exact(figures) or any(figure.binding.falls for figure in figures):
        return by
    return f"{by}{result.written}（{result.formula}）"


def _beside(query: Query, names: tuple[str, str], way: str) -> str:
    """That the first is higher or lower than the second, in the words of the axis: 实际低于目标."""
    one, other = names
    if query.by_place or not _over_time(query):
        kinds = not query.by_place and len({part.kind for part in query.parts}) > 1
        over = "高于" if way in "高多" else "低于"
        return f"按所写的数字{one}{f'{over}{other}' if kinds else f'比{other}{way}'}"
    return f"按所写的数字{one}更{way}，比{other}{way}"


def _over_time(query: Query) -> bool:
    return len({part.years for part in query.parts}) > 1


def _called(query: Query, figure: Figure) -> str:
    """What tells a figure from the others of a comparison: its place, its year with its aim or
    outcome, or what it is of."""
    bound = figure.binding
    if query.by_place:
        return shown_name(bound.place or "")
    over_time = _over_time(query)
    if not over_time and len({part.kind for part in query.parts}) == 1:
        return bound.name or bound.indicator
    kind = "目标" if bound.kind == "target" else ""
    if over_time and bound.period:
        return f"{bound.period.written}{kind}"
    return kind or "实际"


def _more(figures: Sequence[Figure], each: Answer, query: Query) -> Answer:
    most = (min if query.lowest else max)(map(signed, figures))
    first = [figure for figure in figures if signed(figure) == most]
    rest = [figure for figure in figures if signed(figure) != most]
    above = (ordered(r, f) if query.lowest else ordered(f, r) for f in first for r in rest)
    sure = all(above) and (len(first) == 1 or exact(first))
    word = "最低" if query.lowest else "最高"
    names = "、".join(dict.fromkeys(_called(query, figure) for figure in first))
    verdict = f"按所写的数字，其中{word}的是{names}" if sure else _NOT_ORDERED
    ranked = f"{verdict}{_years_apart(figures)}。{all_markers(figures)}"
    return replace(each, sentences=(*each.sentences, ranked))


def _years_apart(figures: Sequence[Figure]) -> str:
    """That the figures are of several years, said where they are."""
    periods = {figure.binding.period for figure in figures} - {None}
    return "，请注意所属年份不同" if len(periods) > 1 else ""
