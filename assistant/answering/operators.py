"""What is worked out from several figures: places, indicators or years beside each other, their sum,
difference, ratio or share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

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
from index.figures.figure import Figure
from index.figures.places import shown_name
from index.store.library import FigureFilter

_SHARE_BESIDE = 40  # characters
_NOT_ORDERED = "其中有约数或区间，不直接比较高低"
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
    """The sum, difference, ratio or share of two figures, with its formula."""
    result = worked_out(operation, one.binding.quantity, other.binding.quantity)
    if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
        return None
    citations = cited((one, other), reports)
    first, second = map(_said, (one, other), citations)
    both = f"{first}[1]，{second.removeprefix(opening(one))}[2]，"
    if result.value == 0:
        sentence = f"{both}二者相同。"
    else:
        outcome = outcome_in_words(operation, result, one.binding.attribute)
        sentence = f"{both}{outcome}（{result.formula}）。[1][2]"
    return Answer((sentence,), citations)


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
    result = worked_out("difference", one, other)
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
    """The figure of each part, and which is higher; None where fewer than two are stated.

    Two are given in one sentence with their difference and its formula.
    """
    figures = each_once(of_parts)
    each = borne_out(figures, reports) if len(figures) > 1 else None
    if each is None:
        return None
    sentences = _two(figures, each) if len(figures) == 2 else _more(figures, each, query)
    lacking = [part for part, figure in zip(query.parts, of_parts, strict=True) if figure is None]
    if lacking:
        sentences[0] = f"没有找到{_listed(lacking, query)}的这项数字，只找到：{sentences[0]}"
    return replace(each, sentences=tuple(sentences), partly=bool(lacking))


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
    by = f"按所写的数字{_called(higher, lower)}比{_called(lower, higher)}{more}"
    result = worked_out("difference", higher.binding.quantity, lower.binding.quantity)
    if result is None or not exact(figures) or any(figure.binding.falls for figure in figures):
        return by
    return f"{by}{result.written}（{result.formula}）"


def _called(figure: Figure, *others: Figure) -> str:
    """What tells a figure from the others: its place, its indicator, its year, or outcome and
    target."""
    bound = figure.binding
    if any(bound.place != other.binding.place for other in others):
        return shown_name(bound.place or "")
    subject = bound.name or bound.indicator
    if any(subject != (other.binding.name or other.binding.indicator) for other in others):
        return subject
    kind = "目标" if bound.kind == "target" else ""
    if any(bound.period != other.binding.period for other in others) and bound.period:
        return f"{bound.period.written}{kind}"
    return kind or "实际"


def _more(figures: Sequence[Figure], each: Answer, query: Query) -> list[str]:
    most = (min if query.lowest else max)(map(signed, figures))
    first = [figure for figure in figures if signed(figure) == most]
    rest = [figure for figure in figures if signed(figure) != most]
    above = (ordered(r, f) if query.lowest else ordered(f, r) for f in first for r in rest)
    sure = all(above) and (len(first) == 1 or exact(first))
    word = "最低" if query.lowest else "最高"
    names = "、".join(dict.fromkeys(_called(figure, *rest) for figure in first))
    verdict = f"按所写的数字，其中{word}的是{names}" if sure else _NOT_ORDERED
    return [*each.sentences, f"{verdict}{_years_apart(figures)}。{all_markers(figures)}"]


def _years_apart(figures: Sequence[Figure]) -> str:
    """That the figures are of several years, said where they are."""
    periods = {figure.binding.period for figure in figures} - {None}
    return "，请注意所属年份不同" if len(periods) > 1 else ""
