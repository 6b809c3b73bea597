"""What is worked out from several figures: a comparison, a sum, a ratio, a share, a trend; and one figure
in another unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from assistant.answer import Answer, Citation
from assistant.answering.comparison import (
    OF_RATE,
    compared,
    not_to_be_worked_with,
    of_one_thing,
    said,
)
from assistant.answering.composer import HoldsReports
from assistant.answering.ledger import ATTRIBUTES, figure_for
from assistant.answering.operands import (
    each_once,
    given_by,
    of_the_very_thing,
    quoted_by,
    units_of,
)
from assistant.answering.ordering import exact
from assistant.answering.premise import with_verdicts
from assistant.answering.trend import asks_trend, trend_of
from assistant.answering.wording import (
    borne_out,
    cited,
    lead_in,
    opening,
    outcome_in_words,
    shown,
    stated,
)
from assistant.check.arithmetic import worked_out, written_in
from assistant.query import Kind, Operation, Query
from assistant.question.subject import canonical, subject_of
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.figure import Figure
from index.store.library import FigureFilter

_SHARE_BESIDE = 40  # characters
_KINDS: tuple[Kind, ...] = ("actual", "target")


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
        return compared(query, figures, reports)
    one, other = figures if len(figures) == 2 else (None, None)
    if query.operation is None or one is None or other is None or of_one_thing(one, other):
        return None
    if query.operation == "share":
        if {one.binding.attribute, other.binding.attribute} & set(OF_RATE):
            return None  # a rate of growth has no share in another
        shares = [f for f in _figures(query, reports) if _is_share(f, one, other)]
        if shares:  # what a report states itself goes before what is worked out
            return _share_as_stated(one, shares[0], reports)
    return _of_two(query.operation, one, other, reports)


def _of_two(
    operation: Operation, one: Figure, other: Figure, reports: HoldsReports
) -> Answer | None:
    """The sum, ratio or share of two figures, with its formula."""
    result = worked_out(operation, one.binding.quantity, other.binding.quantity)
    if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
        return None
    if not_to_be_worked_with((one, other), reports):
        return None
    citations = cited((one, other), reports)
    first, second = map(said, (one, other), citations)
    outcome = f"{outcome_in_words(operation, result)}（{result.formula}）"
    both = f"{first}[1]，{second.removeprefix(opening(one))}[2]"
    return Answer((f"{both}，{outcome}。[1][2]",), citations)


def converted(query: Query, answer: Answer | Refusal, reports: HoldsReports) -> Answer | Refusal:
    """An answer whose figure is asked for in another unit, with it in that unit beside."""
    (figure,) = given_by([query], [answer])
    written = written_in(query.unit, figure.binding.quantity) if figure else None
    if figure is None or written is None:
        return answer
    citations = cited([figure], reports)
    return Answer((f"{said(figure, citations[0])}，即{written}。[1]",), citations)


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


def _of_each_place(query: Query, reports: HoldsReports) -> Answer | None:
    """The same known indicator of each place; None unless the ledger has it of all."""
    if any(len(part.indicators) != 1 for part in query.parts):
        return None
    figures = each_once(_of_parts(query, reports))
    answer = borne_out(figures, reports) if len(figures) == len(query.parts) else None
    return with_verdicts(query.parts, figures, answer) if answer else None


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
        found = [of_the_very_thing(part, figures, reports) for part in parts]
        stated = each_once(found)
        if len(units_of(stated)) == 1 and len(stated) > len(each_once(best)):
            best = found
    return best
