"""What a vague name of an indicator (财政收入) means by what the reports state.

The very name alone where they state it, else each of its meanings; a part where they state no whole,
and said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.composer import Found, HoldsFigures
from assistant.check.matching import fits
from assistant.query import Query
from assistant.question.subject import meaning
from index.figures.aliases import Indicator, load_aliases
from index.figures.figure import Figure
from index.store.library import FigureFilter


def as_meant(query: Query, found: Found, ledger: HoldsFigures) -> tuple[Query, str]:
    """The query with each vague name as what is meant, and what to say of a part."""
    note = ""
    for name in _vague_names(query):
        indicator = load_aliases().called(name)
        stated = _stated(indicator, query, ledger) or _spoken_of(indicator, found)
        if name in stated:
            continue
        meanings = [meaning for meaning in indicator.means if meaning in stated]
        parts = [part for part in indicator.narrower if part in stated]
        if meanings or parts:
            query = _with_meaning(query, indicator, meanings or parts[:1])
        if parts and not meanings:
            note = f"报告没有给出{name}，只提到{parts[0]}："
    return query, note


def _stated(indicator: Indicator, query: Query, ledger: HoldsFigures) -> frozenset[str]:
    """Which of the indicator and its meanings and parts the reports asked of state."""
    names = (indicator.name, *indicator.means, *indicator.narrower)
    figures = ledger.figures(None, FigureFilter(places=query.within, names=names))
    fitting = [figure for figure in figures if _may_be_asked(query, figure)] or figures
    most = query.survey is not None or query.by_place
    return _of_most_places(fitting) if most else frozenset(map(_canonical_name, fitting))


def _spoken_of(indicator: Indicator, found: Found) -> frozenset[str]:
    """Which of the indicator, its meanings and parts the passages speak of, without a figure."""
    names = {indicator.name, *indicator.means, *indicator.narrower}
    aliases = load_aliases()
    spoken = (m.indicator.name for hit in found for m in aliases.mentions(hit.passage.text))
    return frozenset(names.intersection(spoken))


def _vague_names(query: Query) -> list[str]:
    """The names in the question that may mean, or have as a part, another indicator."""
    asked = [query, *query.parts]
    names = dict.fromkeys(name for one in asked for name in one.indicators)
    aliases = load_aliases()
    return [name for name in names if aliases.called(name).means or aliases.called(name).narrower]


def _may_be_asked(query: Query, figure: Figure) -> bool:
    bound = figure.binding
    if query.kind == "target" and bound.kind != "target":
        return False
    if query.attribute in ("change", "rank") and bound.attribute != query.attribute:
        return False
    return not query.years or fits(query, bound)


def _of_most_places(figures: Sequence[Figure]) -> frozenset[str]:
    """The one name that the most places state: a ranking is of one indicator."""
    places: dict[str, set[str | None]] = {}
    for figure in figures:
        places.setdefault(_canonical_name(figure), set()).add(figure.binding.place)
    most = max(places, key=lambda name: len(places[name]), default=None)
    return frozenset({most}) if most else frozenset()


def _canonical_name(figure: Figure) -> str:
    return figure.binding.name or ""


def _with_meaning(query: Query, vague: Indicator, meant: Sequence[str]) -> Query:
    """The query with `vague` as `meant`, and so all of its parts."""
    return replace(
        query,
        subject=meaning(query.subject, vague.name, meant),
        parts=tuple(_with_meaning(part, vague, meant[:1]) for part in query.parts),
    )
