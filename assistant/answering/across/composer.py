"""Composes what is asked across reports: surveys, places side by side, the years of one place.

All else, and what the ledger holds too little for, is left to the composer behind it.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Question
from assistant.answering.across.figure_survey import figure_survey
from assistant.answering.across.ledger_source import HoldsReports
from assistant.answering.across.mention_survey import mention_survey
from assistant.answering.across.side_by_side import each_place, side_by_side
from assistant.answering.across.trend import asks_trend, trend
from assistant.answering.composer import Composes
from assistant.refusals import Refusal
from index.report import RetrievedPassage


@dataclass(frozen=True, slots=True)
class AcrossReports:
    """Composes from `reports`, else by `otherwise`; `names` are what the covered places are called."""

    reports: HoldsReports
    otherwise: Composes
    names: tuple[str, ...] = ()

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        answer = self._across(question)
        if answer is not None:
            yield answer
            return
        if question.operation == "compare":  # nothing to compare: each by itself
            question = replace(question, operation=None)
        yield from self.otherwise.compose(question, found)

    def _across(self, question: Question) -> Answer | Refusal | None:
        survey = question.survey
        if survey is not None:
            by = mention_survey if survey.asks == "mention" else figure_survey
            return by(question, survey, self.reports, self.names)
        if question.operation == "compare":
            return side_by_side(question, self.reports, self.names)
        if question.by_place and question.operation is None:
            return each_place(question, self.reports, self.names)
        if asks_trend(question):
            return trend(question, self.reports, self.names)
        return None
