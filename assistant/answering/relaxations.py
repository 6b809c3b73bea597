"""The ways to look for an answer, closest first: as asked, then less, with what to say of it.

What a question without a year asks of a figure is its outcome; the target is told only where the
reports tell no outcome, and it is said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answer import Question
from assistant.answering.candidates import Candidate
from assistant.question.expected_answer import ExpectedAnswer, tells_only_change
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import Passage

_NO_OUTCOME = "报告没有给出完成数，只提到"
_ATTRIBUTE_NAMES = {
    "level": "具体数额",
    "change": "增速",
    "rank": "位次",
    "share": "占比",
    "count": "数量",
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to look for, and the note to set before what is found; "" where it is as asked.

    `of_change`: only a change answers, in whatever unit (低保标准提高多少: 20元).
    """

    question: Question
    wanted: ExpectedAnswer
    note: str = ""
    of_change: bool = False


def relaxations(question: Question, wanted: ExpectedAnswer) -> Iterator[Relaxation]:
    """The outcome of a year; as asked; another attribute of the indicator; the target for the outcome; a text on it."""
    leaves_open = question.kind is None and not question.periods and bool(question.indicators)
    outcome_asked = wanted.figure and (leaves_open or question.kind == "actual")
    asked = replace(question, kind="actual") if outcome_asked else question
    any_unit = replace(wanted, units=frozenset())
    of_indicator = wanted.figure and bool(question.indicators)
    if question.kind is None and question.periods and wanted.figure:
        # The year before the newest was planned for in one report and accounted for in the next.
        yield Relaxation(replace(question, kind="actual"), wanted)
    yield Relaxation(asked, wanted)
    if of_indicator:
        yield Relaxation(asked, any_unit, lacking(question))
    elif wanted.figure and question.attribute == "change":
        yield Relaxation(asked, any_unit, of_change=True)
    if outcome_asked:
        aim = replace(question, kind="target")
        yield Relaxation(aim, wanted, _NO_OUTCOME)
        if of_indicator:
            yield Relaxation(aim, any_unit, _NO_OUTCOME)
    if of_indicator:
        text_on_it = replace(wanted, figure=False, listed=True)
        anything = replace(question, kind=None) if outcome_asked else question
        yield Relaxation(anything, text_on_it, lacking(question))


def tells_change(candidate: Candidate) -> bool:
    """Whether the candidate tells by how much something changed."""
    return any(figure.binding.attribute == "change" for figure in told_in(candidate))


def lacking(question: Question) -> str:
    """That the attribute asked for is not told of the indicator."""
    return f"报告没有给出{question.indicators[0]}的{attribute_name(question)}，只提到："


def attribute_name(question: Question) -> str:
    return _ATTRIBUTE_NAMES.get(question.attribute or "level", "数值")


def newest_first(ranked: Sequence[Candidate], question: Question) -> list[Candidate]:
    """The candidates by the year of the figure that they tell of the indicator, newest first.

    A year that tells growth alone comes after one that tells how much, where that is asked for.
    Where the question names a year, or no indicator, they stay as they are.
    """
    if question.periods or not question.indicators:
        return list(ranked)

    def age(candidate: Candidate) -> tuple[int, int]:
        periods = [
            figure.binding.period
            for figure in told_in(candidate)
            if figure.binding.name in question.indicators and figure.binding.period
        ]
        # Of 2021—2025 and 2025 the single year is meant.
        return min(((-p.last, -p.first) for p in periods), default=(0, 0))

    how_much = question.attribute in (None, "level")
    return sorted(ranked, key=lambda c: (how_much and tells_only_change(c.telling), *age(c)))


@lru_cache(maxsize=64)  # many candidates are of one passage, and binding it takes a while
def _figures_of(passage: Passage) -> tuple[Figure, ...]:
    return figures_of(passage)


def told_in(candidate: Candidate) -> list[Figure]:
    """The figures of the ledger that the candidate tells."""
    return [
        figure
        for figure in _figures_of(candidate.passage)
        if candidate.start <= figure.binding.quantity.start < candidate.end
    ]
