"""The indicators of a figure: those of a rank, and those whose figure is, or is beyond, a value."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer
from assistant.answering.composer import Found, HoldsFigures
from assistant.answering.ordering import value_fits
from assistant.answering.wording import cited, ranking, stated, words_before
from assistant.check.matching import fits
from assistant.query import Listing, Query
from assistant.question.claim import AMONG
from index.figures.figure import Figure
from index.figures.quantities import Quantity, parse_quantities
from index.store.library import FigureFilter

_MOST_LISTED = 12


def listed(query: Query, ledger: HoldsFigures) -> Answer | None:
    """The indicators that `query` asks for; None where it asks for none, or the ledger has none."""
    if query.listing is None:
        return None
    return (_ranked if query.listing.rank else _listed)(query, query.listing, ledger)


def _ranked(query: Query, asked: Listing, ledger: HoldsFigures) -> Answer | None:
    """The indicators of the rank that is asked about, among those that the question names."""
    figures = _fitting(query, ledger, lambda figure: _has_rank(figure, asked.value))
    passages = [citation.passage for citation in cited(figures, ledger)]
    fitting = [
        (figure, passage)
        for figure, passage in zip(figures, passages, strict=True)
        if asked.among in words_before(figure, passage)
    ]
    if not fitting:
        return None
    return Answer(
        tuple(f"{ranking(*pair)}。[{n}]" for n, pair in enumerate(fitting, start=1)),
        cited([figure for figure, _ in fitting], ledger),
    )


def _listed(query: Query, asked: Listing, ledger: HoldsFigures) -> Answer | None:
    """The indicators whose figure is, or is beyond, the one that is asked about."""
    if asked.several:
        return None
    fitting = _fitting(
        query,
        ledger,
        lambda figure: (
            figure.binding.quantity.unit == asked.value.unit
            and value_fits(figure, asked.value, asked.bound)
            and (figure.binding.attribute == "change" or not asked.of_growth)
            and (asked.any_kind or (figure.binding.kind == "target") == asked.target)
            and (not query.indicators or figure.binding.name in query.indicators)
        ),
    )
    return stated(fitting[:_MOST_LISTED], ledger) if fitting else None


def _fitting(query: Query, ledger: HoldsFigures, accepts: Callable[[Figure], bool]) -> list[Figure]:
    """The figures of a named indicator and of the time asked for that `accepts` takes."""
    return [
        figure
        for figure in ledger.figures(None, FigureFilter(places=query.within))
        if figure.binding.indicator
        and accepts(figure)
        and fits(query, figure.binding)
        and (figure.binding.period is not None or not query.years)
    ]


def asks_year_of_no_figure(query: Query, found: Found) -> bool:
    """Whether the year is asked of a figure that is in no passage: GDP198.3亿元是哪一年的."""
    asked = query.listing
    if asked is None or not asked.any_kind:
        return False
    values = {(q.value, q.unit) for one in found for q in parse_quantities(one.passage.text)}
    return (asked.value.value, asked.value.unit) not in values


def _has_rank(figure: Figure, rank: Quantity) -> bool:
    bound = figure.binding
    if bound.attribute != "rank" or AMONG.search(bound.indicator):
        return False
    value = bound.quantity.value
    return value <= rank.value if rank.qualifier == "le" else value == rank.value
