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
from assistant.answering.composer import HoldsFigures
from assistant.answering.premise import with_verdicts
from assistant.answering.wording import cited, stated, statement
from assistant.check.leaves import ATTRIBUTES_OF, subject_fits
from assistant.check.matching import fits
from assistant.query import Query
from assistant.question.subject import reworded, words_of
from assistant.refusals import Refusal
from index.figures.figure import Attribute, Figure
from index.figures.gazetteer.lookup import parents_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.places import names_of, shown_name
from index.reports.place_of_report import NATION, full_name, level_of
from index.store.library import FigureFilter

ATTRIBUTES: tuple[Attribute, ...] = ("level", "count", "change", "share")
"""What is stated of an indicator, by what a question that leaves it open is likeliest to mean."""


def figure_for(query: Query, figures: Sequence[Figure]) -> Figure | None:
    """The figure of `figures` that answers the question best; None where none is near enough.

    An outcome goes before a target where the question leaves it open, and the newest first; what
    there is in all before what is new, unless that is asked for, and a number before a bound.
    """
    ranked = [
        (fit, figure)
        for figure in figures
        if may_answer(query, figure) and (fit := subject_fits(query, figure.binding))
    ]
    alike = [pair for pair in ranked if pair[1].binding.new == (query.extent == "new")]
    ranked = alike or ([] if query.extent == "all" else ranked)
    if not ranked:
        return None
    return max(ranked, key=lambda pair: (pair[0], _preferred(query, pair[1])))[1]


def _preferred(query: Query, figure: Figure) -> tuple[bool, int, int, bool]:
    bound = figure.binding
    order = ATTRIBUTES_OF[query.attribute].index(bound.attribute)
    bare = bound.quantity.qualifier is None and bound.quantity.upper is None
    exact = bare and bound.kind != "target"  # 7%以上，力争达到8%: the first is the target
    return (bound.kind != "target", -order, bound.period.last if bound.period else 0, exact)


def may_answer(query: Query, figure: Figure) -> bool:
    """Whether a figure is of the place, the attribute, the kind and the time that are asked for."""
    bound = figure.binding
    of_place = not query.within or bound.place in query.within
    of_kind = query.kind is None or (bound.kind == "target") == (query.kind == "target")
    of_attribute = bound.attribute in ATTRIBUTES_OF[query.attribute]
    return of_place and of_kind and of_attribute and fits(query, bound)


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
    unit = figure.binding.quantity.unit
    if expected.in_money and (figure.binding.attribute, unit) != ("change", "元"):
        return None
    fits_unit = not expected.units or unit in expected.units or expected.in_money
    dated = figure.binding.period is not None or not query.years
    return figure if fits_unit and dated else None


def _asks_nothing_else(query: Query, figure: Figure) -> bool:
    """Whether the words of the question are the indicator's, all of them."""
    if query.indicators:
        return not query.subject.beside
    return query.subject.beside == words_of(figure.binding.indicator)


def backed_by_ledger(
    answer: Answer | Refusal, query: Query, ledger: HoldsFigures
) -> Answer | Refusal:
    """`answer`, or the figure of the ledger where it has none or another than was asked for."""
    lacks = _lacks(answer) or _states_only_what_is_new(answer, query)
    lacks = lacks or _states_only_another(answer, query)
    return (_from_ledger(query, ledger) if lacks else None) or answer


def _from_ledger(query: Query, ledger: HoldsFigures) -> Answer | None:
    if len(query.within) != 1:
        return None
    figure = figure_asked(query, ledger.figures(None, FigureFilter(places=query.within)))
    return with_verdicts([query], [figure], stated([figure], ledger)) if figure else None


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


def _states_only_another(answer: Answer | Refusal, query: Query) -> bool:
    """Whether figures are quoted, and none of the very thing: 省顶尖人才11名, where 人才 is asked for."""
    if isinstance(answer, Refusal) or query.indicators or not query.expected.figure:
        return False
    stated = [
        words_of(figure.binding.indicator)
        for citation in answer.citations
        for figure in figures_between(citation.passage, citation.start, citation.end)
    ]
    return bool(stated) and query.subject.beside not in stated


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
