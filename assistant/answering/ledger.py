"""What the ledger holds for a query: its figure, and what a vague name means there.

The words that bear a figure out can be far from it (城乡居民人均可支配收入分别为…); the ledger has
bound it all the same. 全市 in the report of a county is the city: so a place without a report of its
own may have figures in the report of a place within it. A vague name of an indicator (财政收入) is
read as what the reports state: the very name alone where they state it, else each of its meanings;
a part where they state no whole, and said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.answering.composer import Composes, Found, HoldsFigures, Snapshots, adapted
from assistant.answering.wording import cited, stated, statement
from assistant.check.matching import fits, likeness
from assistant.query import Query
from assistant.question.subject import canonical, meaning, reworded, words_of
from assistant.refusals import Refusal
from index.figures.aliases import Indicator, load_aliases
from index.figures.figure import Attribute, Figure
from index.figures.gazetteer.lookup import parents_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.places import names_of, shown_name
from index.reports.place_of_report import NATION, full_name, level_of
from index.store.library import FigureFilter

ATTRIBUTES: tuple[Attribute, ...] = ("level", "count", "change", "share")
"""What is stated of an indicator, by what a question that leaves it open is likeliest to mean."""

_ENOUGH = 0.62
_FITS: dict[Attribute | None, tuple[Attribute, ...]] = {
    None: ("level", "count", "share", "change"),
    "level": ("level", "count"),
    "count": ("count", "level"),
    "change": ("change",),
    "share": ("share",),
    "rank": ("rank",),
    "date": ("date",),
}


def figure_for(query: Query, figures: Sequence[Figure]) -> Figure | None:
    """The figure of `figures` that answers the question best; None where none is near enough.

    An outcome goes before a target where the question leaves it open, and the newest first; what
    there is in all before what is new, unless that is asked for, and a number before a bound.
    """
    ranked = [
        (fit, figure)
        for figure in figures
        if _kind_and_time_fit(query, figure)
        and (not query.within or figure.binding.place in query.within)
        and figure.binding.attribute in _FITS[query.attribute]
        and (fit := _subject_fits(query, figure)) >= _ENOUGH
    ]
    alike = [pair for pair in ranked if pair[1].binding.new == (query.extent == "new")]
    ranked = alike or ([] if query.extent == "all" else ranked)
    if not ranked:
        return None
    return max(ranked, key=lambda pair: (pair[0], _preferred(query, pair[1])))[1]


def _subject_fits(query: Query, figure: Figure) -> float:
    bound = figure.binding
    if query.indicators:
        return 1.0 if bound.name in query.indicators else 0.0
    return likeness(query.subject.topic, canonical(bound.indicator))


def _preferred(query: Query, figure: Figure) -> tuple[bool, int, int, bool]:
    bound = figure.binding
    order = _FITS[query.attribute].index(bound.attribute)
    bare = bound.quantity.qualifier is None and bound.quantity.upper is None
    exact = bare and bound.kind != "target"  # 7%以上，力争达到8%: the first is the target
    return (bound.kind != "target", -order, bound.period.last if bound.period else 0, exact)


def _kind_and_time_fit(query: Query, figure: Figure) -> bool:
    target = figure.binding.kind == "target"
    if query.kind is not None and target != (query.kind == "target"):
        return False
    return fits(query, figure.binding)


def figure_asked(query: Query, figures: Sequence[Figure]) -> Figure | None:
    """The figure that is asked for and nothing else, None where the ledger has none.

    The question names no thing beside the indicator: 8月份, 农村 or 其中 would make it
    another figure.
    """
    expected = query.expected
    if query.parts or len(query.indicators) > 1 or not expected.figure or query.time.span:
        return None
    figure = figure_for(query, figures)
    if figure is None or figure.binding.attribute == "rank":
        return None
    if not _asks_nothing_else(query, figure):
        return None
    fits_unit = not expected.units or figure.binding.quantity.unit in expected.units
    dated = figure.binding.period is not None or not query.years
    return figure if fits_unit and dated else None


def _asks_nothing_else(query: Query, figure: Figure) -> bool:
    """Whether the words of the question are the indicator's, all of them."""
    if query.indicators:
        return not query.subject.beside
    return query.subject.beside == words_of(figure.binding.indicator)


@dataclass(frozen=True, slots=True)
class LedgerBacked:
    """Composes by `otherwise`, and from `ledger` where that finds no figure or another than was
    asked for."""

    ledger: HoldsFigures
    otherwise: Composes

    def compose(self, query: Query, found: Found) -> Snapshots:
        answers = self.otherwise.compose(query, found)
        yield from adapted(answers, lambda answer: self._completed(query, answer))

    def _completed(self, query: Query, answer: Answer | Refusal) -> Answer | Refusal:
        lacks = _lacks(answer) or _states_only_what_is_new(answer, query)
        return (self._from_ledger(query) if lacks else None) or answer

    def _from_ledger(self, query: Query) -> Answer | None:
        if len(query.within) != 1:
            return None
        figures = self.ledger.figures(None, FigureFilter(places=query.within))
        figure = figure_asked(query, figures)
        return stated([figure], self.ledger) if figure else None


def _lacks(answer: Answer | Refusal) -> bool:
    if isinstance(answer, Refusal):
        return answer.status == "unanswerable_not_in_reports"
    return answer.partly


def _states_only_what_is_new(answer: Answer | Refusal, query: Query) -> bool:
    """Whether all there is may be asked for, and only what was added is quoted: 新增1200家."""
    if isinstance(answer, Refusal) or query.extent == "new":
        return False
    new = [
        figure.binding.new
        for citation in answer.citations
        for figure in figures_between(citation.passage, citation.start, citation.end)
    ]
    return bool(new) and all(new)


@dataclass(frozen=True, slots=True)
class FromOtherReports:
    """Answers on a place without a report of its own from the reports of places within it."""

    ledger: HoldsFigures

    def answer(self, query: Query) -> Answer | None:
        """The figure of the place that `question` names, with the report that states it; None where
        it asks more, or no report of a place within states it of a known indicator."""
        named = [full_name(place) for place in query.places]
        if len(named) != 1 or named[0] is None or query.survey or not query.indicators:
            return None
        place = named[0]
        figure = figure_asked(_of_place(query, place), self._figures_of(place))
        if figure is None:
            return None
        citations = cited([figure], self.ledger)
        only = query.attribute is None and figure.binding.attribute == "change"
        report = shown_name(citations[0].passage.place or "")
        source = f"没有收录{shown_name(place)}的报告，据{report}报告{'只提到' if only else ''}："
        return Answer((f"{source}{statement(figure)}。[1]",), citations, partly=only)

    def _figures_of(self, place: str) -> list[Figure]:
        """The figures of `place` that reports of places within it state."""
        figures = self.ledger.figures(None, FigureFilter(places=(place,)))
        passages = self.ledger.passages(list({figure.passage_id for figure in figures}))
        return [f for f in figures if _is_within(passages[f.passage_id].place, place)]


def _of_place(query: Query, place: str) -> Query:
    """The query about `place`, whose names are no part of its subject."""
    phrase = query.subject.phrase
    for name in (*names_of(place, level_of(place)), *query.places):
        phrase = phrase.replace(fold(name), " ")
    return replace(query, within=(place,), subject=reworded(query.subject, phrase))


def _is_within(inner: str | None, outer: str) -> bool:
    return inner is not None and (outer in parents_of(inner) or (outer == NATION != inner))


@dataclass(frozen=True, slots=True)
class AsMeant:
    """Composes by `otherwise` what a question means; `ledger` says what the reports state."""

    ledger: HoldsFigures
    otherwise: Composes

    def compose(self, query: Query, found: Found) -> Snapshots:
        meant, note = self._meant(query, found)
        yield from adapted(self.otherwise.compose(meant, found), lambda one: _noted(one, note))

    def _meant(self, query: Query, found: Found) -> tuple[Query, str]:
        """The question with each vague name as what is meant, and what to say of a part."""
        note = ""
        for name in _vague_names(query):
            indicator = load_aliases().called(name)
            stated = self._stated(indicator, query) or _spoken_of(indicator, found)
            if name in stated:
                continue
            meanings = [meaning for meaning in indicator.means if meaning in stated]
            parts = [part for part in indicator.narrower if part in stated]
            if meanings or parts:
                query = _with_meaning(query, indicator, meanings or parts[:1])
            if parts and not meanings:
                note = f"报告没有给出{name}，只提到{parts[0]}："
        return query, note

    def _stated(self, indicator: Indicator, query: Query) -> frozenset[str]:
        """Which of the indicator and its meanings and parts the reports asked of state."""
        names = (indicator.name, *indicator.means, *indicator.narrower)
        figures = self.ledger.figures(None, FigureFilter(places=query.within, names=names))
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


def _noted(answer: Answer | Refusal, note: str) -> Answer | Refusal:
    if isinstance(answer, Refusal) or not note:
        return answer
    first, *others = answer.sentences
    return replace(answer, sentences=(note + first, *others), partly=True)
