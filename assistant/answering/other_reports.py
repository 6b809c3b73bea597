"""Figures of a place that has no report of its own, told in the report of a place within it:
全市 in a county's report is the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Question
from assistant.answering.computed import HoldsFigures
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger_answer import figure_asked
from index.figures.figure import Figure
from index.figures.gazetteer.lookup import parents_of
from index.figures.places import names_of, shown_name
from index.report import Passage
from index.reports.place_of_report import NATION, full_name, level_of
from index.store.library import FigureFilter


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """Answers from `ledger`; `names` are what the covered places are called."""

    ledger: HoldsFigures
    names: tuple[str, ...] = ()

    def told(self, question: Question) -> Answer | None:
        """The figure of the place that `question` names, with the report that tells it; None where
        it asks more, or no report of a place within tells it of a known indicator."""
        named = [full_name(place) for place in question.places]
        if len(named) != 1 or named[0] is None or question.survey or not question.indicators:
            return None
        place = named[0]
        figures, passages = self._figures_of(place)
        names = (*self.names, *names_of(place, level_of(place)), *question.places)
        figure = figure_asked(replace(question, within=(place,)), figures, names)
        if figure is None:
            return None
        passage = passages[figure.passage_id]
        only = question.attribute is None and figure.binding.attribute == "change"
        by = f"{shown_name(passage.place or '')}报告{'只提到' if only else ''}："
        said = f"没有收录{shown_name(place)}的报告，据{by}"
        citation = Citation(1, passage, *figure.evidence)
        return Answer((f"{said}{statement(figure)}。[1]",), (citation,), partly=only)

    def _figures_of(self, place: str) -> tuple[Sequence[Figure], dict[str, Passage]]:
        """The figures of `place` that reports of places within it tell, with their passages."""
        figures = self.ledger.figures(None, FigureFilter(places=(place,)))
        passages = self.ledger.passages(list({figure.passage_id for figure in figures}))
        inside = {
            key for key, passage in passages.items() if _is_within(passage.place, place)
        }  # fmt: skip
        return [figure for figure in figures if figure.passage_id in inside], passages


def _is_within(inner: str | None, outer: str) -> bool:
    return inner is not None and (outer in parents_of(inner) or (outer == NATION != inner))
