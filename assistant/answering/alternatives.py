"""What else could be asked that the ledger covers: another place, year or indicator, target or outcome.

Each alternative is a whole question in the query's own words, offered only where a figure answers it
and where it is understood to mean just that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Option, Slot
from assistant.answering.composer import HoldsFigures
from assistant.answering.ledger import figure_for
from assistant.query import Expected, Query, Subject
from assistant.question.conversation import understand
from assistant.question.in_words import ATTRIBUTES, KINDS, in_words
from assistant.question.scope import Scope
from index.figures.figure import Attribute, Figure
from index.figures.gazetteer.lookup import parents_of
from index.figures.places import shown_name
from index.reports.place_of_report import level_of
from index.store.library import FigureFilter

_MOST = 8  # options of a slot
_MOST_PLACES = 40  # where the place is what is missing
_ASKS = "是多少？"
_MEASURES: tuple[Attribute, ...] = ("level", "change", "rank")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The alternatives to a question, from the ledger and what its reports cover."""

    ledger: HoldsFigures
    scope: Scope

    def slots(self, query: Query) -> tuple[Slot, ...]:
        """What a question for one figure was understood to ask, slot by slot, each with what could
        stand there; () for any other question."""
        if not asks_one_figure(query):
            return ()
        (name,) = query.indicators
        subject = Subject(name, (name,))
        asked = replace(query, subject=subject, claim=None, expected=Expected(figure=True), unit="")
        of_name = self.ledger.figures(None, FigureFilter(names=asked.indicators))
        slots = (
            Slot("地方", _places_in_words(query), self._places(asked, of_name)),
            Slot("年份", _time_in_words(query), self._years(asked, of_name)),
            Slot("指标", _indicator_in_words(query), self._indicators(asked)),
            Slot(
                "结果或目标", KINDS[query.kind] if query.kind else "", self._kinds(asked, of_name)
            ),
        )
        return tuple(slot for slot in slots if slot.value or slot.options)

    def _places(self, query: Query, figures: Sequence[Figure]) -> tuple[Option, ...]:
        """Other places of which the same is stated: those of the level first, neighbours before
        others."""
        here = query.within[0] if query.within and not query.elsewhere else None
        around = set(parents_of(here)) if here else set()
        places = {f.binding.place for f in figures if f.binding.place in self.scope.places}
        near = sorted(
            (place for place in places if place and place != here),
            key=lambda p: (
                here is not None and level_of(p) != level_of(here),
                not around.intersection(parents_of(p)),
                self.scope.places.index(p),
            ),
        )
        asked = ((shown_name(place), _at(place, query)) for place in near)
        return self._covered(asked, figures, _MOST if here else _MOST_PLACES)

    def _years(self, query: Query, figures: Sequence[Figure]) -> tuple[Option, ...]:
        """Other years of which the same is stated of the same place, the newest first."""
        periods = (f.binding.period for f in figures if _is_of(query, f))
        years = {period.first for period in periods if period and period.in_one_year}
        asked = (
            (f"{y}年", query.of_years([y])) for y in sorted(years - {*query.years}, reverse=True)
        )
        return self._covered(asked, figures)

    def _indicators(self, query: Query) -> tuple[Option, ...]:
        """Other measures of the indicator, then the other known indicators that are stated most."""
        if not query.within:
            return ()
        figures = self.ledger.figures(None, FigureFilter(places=query.within, years=query.years))
        measures = (
            (f"{query.indicators[0]}{ATTRIBUTES[one]}", replace(query, attribute=one))
            for one in _MEASURES
            if one != query.attribute and not (query.attribute is None and one == "level")
        )
        named = Counter(f.binding.name for f in figures if f.binding.name)
        others = (
            (name, replace(query, subject=Subject(name, (name,)), attribute=None, extent=None))
            for name, _ in named.most_common()
            if name not in query.indicators
        )
        return self._covered((*measures, *others), figures)

    def _kinds(self, query: Query, figures: Sequence[Figure]) -> tuple[Option, ...]:
        """The target where the outcome is asked for, and the outcome where the target is."""
        if query.kind == "target":
            return self._covered([("结果", replace(query, kind=None))], figures)
        return self._covered([("目标", replace(query, kind="target"))], figures)

    def _covered(
        self, asked: Iterable[tuple[str, Query]], figures: Sequence[Figure], most: int = _MOST
    ) -> tuple[Option, ...]:
        """The first few of the questions that a figure answers and that are understood as meant."""
        options: list[Option] = []
        for label, query in asked:
            if len(options) == most:
                break
            question = f"{in_words(query)}{_ASKS}"
            if figure_for(query, figures) and _same(understand(question, self.scope), query):
                options.append(Option(label, question))
        return tuple(options)


def asks_one_figure(query: Query) -> bool:
    """Whether it asks for one figure of a known indicator."""
    several = query.parts or query.survey or query.listing or query.overview or query.operation
    one = len(query.indicators) == 1 and query.subject.beside in ("", *query.elsewhere)
    return not several and one and (query.expected.figure or query.claim is not None)


def _at(place: str, query: Query) -> Query:
    return replace(query, within=(place,), places=(shown_name(place),), elsewhere=())


def _is_of(query: Query, figure: Figure) -> bool:
    return not query.within or figure.binding.place in query.within


def _places_in_words(query: Query) -> str:
    return "、".join(query.elsewhere or map(shown_name, query.within))


def _time_in_words(query: Query) -> str:
    years = "、".join(f"{year}年" for year in query.years)
    return f"{years}{query.time.part}"


def _indicator_in_words(query: Query) -> str:
    return f"{query.indicators[0]}{ATTRIBUTES[query.attribute] if query.attribute else ''}"


def _same(understood: Query, meant: Query) -> bool:
    """Whether a question is understood to ask what it was put together to ask."""
    return not understood.parts and list(_slots(understood)) == list(_slots(meant))


def _slots(query: Query) -> Iterator[object]:
    yield from (query.within, query.years, query.time.months, query.indicators, query.kind)
    yield from (query.attribute, query.extent, query.survey, query.subject.beside)
