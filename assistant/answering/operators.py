"""What is worked out from several figures: places, indicators or years beside each other, their sum,
difference, ratio or share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

from assistant.answer import Answer, Citation
from assistant.answering.composer import HoldsReports
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.operands import each_once, given_by, quoted_by, units_of
from assistant.answering.ordering import exact, ordered, signed
from assistant.answering.premise import with_verdicts
from assistant.answering.survey import named
from assistant.answering.trend import asks_trend, trend_of
from assistant.answering.wording import (
    all_markers,
    bears_the_check,
    borne_out,
    cited,
    lead_in,
    opening,
    outcome_in_words,
    shown,
    stated,
    statement,
    words_before,
)
from assistant.check.arithmetic import worked_out, written_in
from assistant.query import Kind, Operation, Query
from assistant.question.in_words import in_words
from assistant.question.subject import (
    canonical,
    subject_of,
)
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.places import shown_name
from index.report import Passage
from index.store.library import FigureFilter

_SHARE_BESIDE = 40  # characters
_NOT_ORDERED = "其中有约数或区间，不直接比较高低"
_DISPUTED = "报告中对其中的数字另有不同说法，不计算差额"
_UNLIKE = "一处是新增数，另一处是总数，不计算差额"
_IN_ALL = re.compile(one_of("extent.in_all"))
_KINDS: tuple[Kind, ...] = ("actual", "target")
_OF_RATE = ("change", "share")


def operated(query: Query, reports: HoldsReports) -> Answer | None:
    """What the operator of `query` makes of the figures of its parts; None where it has none, or
    the ledger holds too few of them."""
    against = change_against(query, reports)
    if against is not None:
        return against
    share = _share_named(query, _figures(query, reports)) if query.operation == "share" else None
    if share is not None:  # what a report states itself goes before what is worked out
        asked = replace(query, parts=(), operation=None)
        return with_verdicts([asked], [share], stated([share], reports))
    if query.operation is not None:
        return worked_out_from(query, _of_parts(query, reports), reports)
    if query.by_place:
        return _of_each_place(query, reports)
    return trend_of(query, reports) if asks_trend(query) else None


def change_against(query: Query, reports: HoldsReports) -> Answer | None:
    """The change that a report itself states against the year that is asked for: 比2022年下降."""
    if query.time.compared_to is None or len(query.indicators) > 1:
        return None
    asked = replace(query, parts=(), operation=None, attribute="change")
    figure = figure_for(asked, _figures(asked, reports))
    if figure is None or figure.binding.against is None:
        return None
    return with_verdicts([asked], [figure], stated([figure], reports))


def _figures(query: Query, reports: HoldsReports) -> list[Figure]:
    return reports.figures(None, FigureFilter(places=query.within))


def worked_out_from(
    query: Query, figures: Sequence[Figure | None], reports: HoldsReports
) -> Answer | None:
    """What the operator of `query` makes of `figures`, one of each part, None for a part without;
    None where there are too few, or they cannot be worked with."""
    if query.operation == "compare":
        return _compared(query, figures, reports)
    one, other = figures if len(figures) == 2 else (None, None)
    if query.operation is None or one is None or other is None or _of_one_thing(one, other):
        return None
    if query.operation == "share":
        if {one.binding.attribute, other.binding.attribute} & set(_OF_RATE):
            return None  # a rate of growth has no share in another
        shares = [f for f in _figures(query, reports) if _is_share(f, one, other)]
        if shares:  # what a report states itself goes before what is worked out
            return _share_as_stated(one, shares[0], reports)
    return _of_two(query.operation, one, other, reports)


def _of_one_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are of the same thing, place and time: no two things that were asked for."""
    a, b = one.binding, other.binding
    same = (a.indicator, a.place, a.period, a.kind) == (b.indicator, b.place, b.period, b.kind)
    return one == other or same


def _of_two(
    operation: Operation, one: Figure, other: Figure, reports: HoldsReports
) -> Answer | None:
    """The sum, ratio or share of two figures, with its formula."""
    result = worked_out(operation, one.binding.quantity, other.binding.quantity)
    if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
        return None
    citations = cited((one, other), reports)
    first, second = map(_said, (one, other), citations)
    outcome = f"{outcome_in_words(operation, result)}（{result.formula}）"
    both = f"{first}[1]，{second.removeprefix(opening(one))}[2]"
    return Answer((f"{both}，{outcome}。[1][2]",), citations)


def _said(figure: Figure, citation: Citation) -> str:
    """A figure as a clause of its own; in the words of the report where these alone bear it out."""
    clause = statement(figure)
    if bears_the_check(f"{clause}。[{citation.marker}]", citation):
        return clause
    return f"{lead_in(citation)}{shown(citation.quote)}"


def converted(query: Query, answer: Answer | Refusal, reports: HoldsReports) -> Answer | Refusal:
    """An answer whose figure is asked for in another unit, with it in that unit beside."""
    (figure,) = given_by([query], [answer])
    written = written_in(query.unit, figure.binding.quantity) if figure else None
    if figure is None or written is None:
        return answer
    citations = cited([figure], reports)
    return Answer((f"{_said(figure, citations[0])}，即{written}。[1]",), citations)


def between_ends(query: Query, answer: Answer | Refusal) -> Answer | Refusal:
    """An answer that states what something was and what it became, with the difference of the two
    where that is asked for: 由4960万人减少到2820万人."""
    ends = [
        (one, other)
        for one, other in pairwise(quoted_by(answer))
        if (one.binding.role, other.binding.role) == ("from", "value")
    ]
    if isinstance(answer, Refusal) or not query.expected.in_money or len(ends) != 1:
        return answer
    one, other = (figure.binding.quantity for figure in ends[0])
    result = worked_out("compare", one, other)
    if result is None or not exact(ends[0]) or len(answer.citations) != 1:
        return answer
    (citation,) = answer.citations
    stated = f"{lead_in(citation)}{shown(citation.quote)}"
    by = f"，{'减少' if one.value > other.value else '增加'}{result.written}（{result.formula}）"
    return replace(
        answer, sentences=(f"{stated}{by}。[{citation.marker}]",), partly=False, relaxed=""
    )


def _share_named(query: Query, figures: Sequence[Figure]) -> Figure | None:
    """The share that a report states by the very words of the question: 数字经济占地区生产总值比重."""
    asked = (query.subject.beside, *query.indicators)
    named = [
        figure
        for figure in figures
        if figure.binding.attribute == "share" and _share_words(figure.binding.indicator) == asked
    ]
    if not named:
        return None
    topic = canonical(named[0].binding.indicator)
    subject = replace(query.subject, indicators=(), topic=topic)
    return figure_for(replace(query, parts=(), subject=subject), named)


def _share_words(indicator: str) -> tuple[str, ...]:
    """What the question for an indicator has beside known ones, and the names of those."""
    subject = subject_of(indicator, (), figure=True)
    return subject.beside, *subject.indicators


def _is_share(share: Figure, one: Figure, whole: Figure) -> bool:
    """Whether a share comes after a figure in its sentence, and is its share of that very whole:
    全社会研发投入1880.5亿元、占地区生产总值比重5.81%."""
    bound, of = share.binding, whole.binding
    gap = bound.quantity.start - one.binding.quantity.end
    named = {mention.indicator.name for mention in load_aliases().mentions(bound.indicator)}
    return (
        bound.attribute == "share"
        and bound.indicator.startswith("占")
        and 0 < gap <= _SHARE_BESIDE
        and (share.passage_id, share.evidence) == (one.passage_id, one.evidence)
        and (of.name in named or of.indicator in bound.indicator)
    )


def _share_as_stated(one: Figure, share: Figure, reports: HoldsReports) -> Answer:
    """The share that the report states beside the figure itself, in the report's words."""
    (whole,) = cited([one], reports)
    citation = Citation(1, whole.passage, whole.start, share.binding.quantity.end)
    return Answer((f"{lead_in(citation)}{shown(citation.quote)}。[1]",), (citation,))


def _compared(
    query: Query, of_parts: Sequence[Figure | None], reports: HoldsReports
) -> Answer | None:
    """The figure of each part, and which is higher; None where fewer than two are stated, or they
    cannot be set beside each other.

    Two are given in one sentence with their difference and its formula.
    """
    figures = each_once(of_parts)
    alike = any(_of_one_thing(one, other) for one, other in combinations(figures, 2))
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


def _of_each_place(query: Query, reports: HoldsReports) -> Answer | None:
    """The same known indicator of each place; None unless the ledger has it of all."""
    if any(len(part.indicators) != 1 for part in query.parts):
        return None
    figures = each_once(_of_parts(query, reports))
    answer = borne_out(figures, reports) if len(figures) == len(query.parts) else None
    return with_verdicts(query.parts, figures, answer) if answer else None


def _listed(parts: Sequence[Query], query: Query) -> str:
    """What some parts of a query ask, by their places alone where it asks the same of several."""
    places = [place for part in parts for place in part.within]
    return named(places) if query.by_place and places else "、".join(map(in_words, parts))


def _of_parts(query: Query, reports: HoldsReports) -> list[Figure | None]:
    """The figure of each part, None where it has none; all outcomes or all targets and of one unit:
    by the attribute that most of them state."""
    figures = _figures(query, reports)
    best: list[Figure | None] = [None] * len(query.parts)
    for kind, attribute in product(_KINDS, ATTRIBUTES):
        parts = [
            replace(part, attribute=part.attribute or attribute, kind=part.kind or kind)
            for part in query.parts
        ]
        found = [figure_for(part, figures) for part in parts]
        stated = each_once(found)
        if len(units_of(stated)) == 1 and len(stated) > len(each_once(best)):
            best = found
    return best


def _two(query: Query, figures: Sequence[Figure], reports: HoldsReports) -> Answer:
    citations = cited(figures, reports)
    first, second = (f"{_said(f, c)}[{c.marker}]" for f, c in zip(figures, citations, strict=True))
    if any(_is_disputed(figure, reports) for figure in figures):
        verdict = _DISPUTED
    elif _of_unlike_extent(figures, [citation.passage for citation in citations]):
        verdict = _UNLIKE
    else:
        verdict = _difference(query, figures)
    apart = "" if _over_time(query) else _years_apart(figures)
    return Answer((f"{first}，{second}，{verdict}{apart}。[1][2]",), citations)


def _of_unlike_extent(figures: Sequence[Figure], passages: Sequence[Passage]) -> bool:
    """Whether one figure is of what was added, and the other of all there is."""
    totals = [_is_total(*pair) for pair in zip(figures, passages, strict=True)]
    return any(totals) and any(figure.binding.new for figure in figures)


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
    more, less = ("高", "低") if one.binding.attribute in _OF_RATE else ("多", "少")
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
