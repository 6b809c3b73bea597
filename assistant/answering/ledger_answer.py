"""The ledger's own answer to a question on one figure, where no passage found bears one out.

The words that bear a figure out can stand far from it (城乡居民人均可支配收入分别为…); the ledger has
bound it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Question
from assistant.answering.composer import Composes
from assistant.answering.computed import HoldsFigures
from assistant.answering.figure_clauses import statement
from assistant.answering.ledger_lookup import asks_new, canonical, figure_for
from assistant.question.expected_answer import expected_answer
from assistant.question.parts import several_years, strip_question, without_indicators
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import RetrievedPassage
from index.store.library import FigureFilter

_NOT_WORDS = re.compile(r"[\W_\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class LedgerBacked:
    """Composes by `otherwise`, and from `ledger` where that finds no figure or another than was
    asked for; `names` are what the covered places are called."""

    ledger: HoldsFigures
    otherwise: Composes
    names: tuple[str, ...] = ()

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        with closing(self.otherwise.compose(question, found)) as snapshots:
            for answer in snapshots:
                lacks = answer is not None and (
                    _lacks(answer) or _tells_only_what_is_new(answer, question)
                )
                yield (self._told(question) if lacks else None) or answer

    def _told(self, question: Question) -> Answer | None:
        if len(question.within) != 1:
            return None
        figures = self.ledger.figures(None, FigureFilter(places=question.within))
        figure = figure_asked(question, figures, self.names)
        if figure is None:
            return None
        passage = self.ledger.passages([figure.passage_id])[figure.passage_id]
        return Answer((f"{statement(figure)}。[1]",), (Citation(1, passage, *figure.evidence),))


def _lacks(answer: Answer | Refusal) -> bool:
    if isinstance(answer, Refusal):
        return answer.status == "unanswerable_not_in_reports"
    return answer.partly


def _tells_only_what_is_new(answer: Answer | Refusal, question: Question) -> bool:
    """Whether all there is may be asked for, and only what was added is quoted: 新增1200家."""
    if isinstance(answer, Refusal) or asks_new(question.text):
        return False
    told = [
        figure.binding.new
        for citation in answer.citations
        for figure in figures_of(citation.passage)
        if citation.start <= figure.binding.quantity.start < citation.end
    ]
    return bool(told) and all(told)


def figure_asked(
    question: Question, figures: Sequence[Figure], names: Sequence[str]
) -> Figure | None:
    """The figure that `question` asks for and nothing else, None where the ledger has none.

    The question names no thing beside the indicator: 8月份, 农村 or 其中 would make it
    another figure.
    """
    wanted = expected_answer(question)
    if question.parts or len(question.indicators) > 1:
        return None
    if not wanted.figure or several_years(question.text):
        return None
    figure = figure_for(question, figures, names)
    if figure is None or figure.binding.attribute == "rank":
        return None
    if not _asks_nothing_else(question, figure, names):
        return None
    fits_unit = not wanted.units or figure.binding.quantity.unit in wanted.units
    dated = figure.binding.period is not None or not question.periods
    return figure if fits_unit and dated else None


def _asks_nothing_else(question: Question, figure: Figure, names: Sequence[str]) -> bool:
    """Whether the words of the question are the indicator's, all of them."""
    rest = canonical(strip_question(without_indicators(question.text), names))
    rest = _NOT_WORDS.sub("", rest)
    if question.indicators:
        return not rest
    return rest == _NOT_WORDS.sub("", canonical(figure.binding.indicator))
