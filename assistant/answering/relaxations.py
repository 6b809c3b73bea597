"""Relaxations: what to look for, as asked and then ever less strictly, with what to say of it.

What a question without a year asks of a figure is its outcome; the target is given only where the
reports state no outcome, and the answer says so. Of several years asked for at once (近三年, 这几年)
each that is stated is given, and the answer says which are lacking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.candidates import Candidate
from assistant.answering.composer import Found
from assistant.answering.expectations import states_only_change
from assistant.query import Query
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.numerals import number
from index.figures.passage_figures import figures_between

_NO_OUTCOME = "报告没有给出完成数，只提到"
_ATTRIBUTE_NAMES = {
    "level": "具体数额",
    "change": "增速",
    "rank": "位次",
    "share": "占比",
    "count": "数量",
}
_MENTIONS = "报告提到："
_AMOUNTS = ("level", "count")
_SEVERAL = "两二三四五六七八九"
_SUMS_UP = re.compile(
    rf"{one_of('asking.of_the_years')}|[{_SEVERAL}十]{one_of('time.years_since')}"
    rf"|{one_of('asking.recent')}[{_SEVERAL}十]年"
)
_COUNT = re.compile(rf"[{_SEVERAL}]|\d+")


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to look for, and the note to put before what is found; "" where it is as asked.

    `of_change`: only a change answers, in whatever unit (低保标准提高多少: 20元).
    """

    query: Query
    note: str = ""
    of_change: bool = False


def relaxations(query: Query) -> Iterator[Relaxation]:
    """The outcome of a year; as asked; another attribute of the indicator; the target for the
    outcome; a text on it."""
    figure = query.expected.figure
    leaves_open = query.kind is None and not query.years and bool(query.indicators)
    outcome_asked = figure and (leaves_open or query.kind == "actual")
    asked = replace(query, kind="actual") if outcome_asked else query
    of_indicator = figure and bool(query.indicators)
    if query.kind is None and query.years and figure:
        # The year before the newest was planned for in one report and accounted for in the next.
        yield Relaxation(replace(query, kind="actual"))
    yield Relaxation(asked)
    if of_indicator:
        yield Relaxation(_in_any_unit(asked), lacking(query))
    elif figure and query.attribute == "change":
        yield Relaxation(_in_any_unit(asked), of_change=True)
    if outcome_asked:
        aim = replace(query, kind="target")
        yield Relaxation(aim, _NO_OUTCOME)
        if of_indicator:
            yield Relaxation(_in_any_unit(aim), _NO_OUTCOME)
    if of_indicator:
        anything = replace(query, kind=None) if outcome_asked else query
        text_on_it = replace(query.expected, figure=False, listed=True)
        yield Relaxation(replace(anything, expected=text_on_it), lacking(query))


def _in_any_unit(query: Query) -> Query:
    return replace(query, expected=replace(query.expected, units=frozenset()))


def lacking(query: Query) -> str:
    """That the attribute asked for is not stated of the indicator."""
    return f"报告没有给出{query.indicators[0]}的{attribute_name(query)}，只提到："


def note_on(candidate: Candidate, relaxed: Relaxation, query: Query) -> str:
    """The note on what was found, but for one that says of a figure which stands there that the report
    does not give it."""
    of_amount = query.attribute in (None, *_AMOUNTS)
    asked = _AMOUNTS if of_amount else (query.attribute,)
    given = any(
        figure.binding.name in query.indicators and figure.binding.attribute in asked
        for figure in figures_stated(candidate)
    )
    return _MENTIONS if given and relaxed.note == lacking(query) else relaxed.note


def attribute_name(query: Query) -> str:
    return _ATTRIBUTE_NAMES.get(query.attribute or "level", "数值")


def figures_stated(candidate: Candidate) -> list[Figure]:
    """The figures of the ledger that the candidate states."""
    return figures_between(candidate.passage, candidate.start, candidate.end)


def states_change(candidate: Candidate) -> bool:
    """Whether the candidate states by how much something changed."""
    return any(figure.binding.attribute == "change" for figure in figures_stated(candidate))


def newest_first(ranked: Sequence[Candidate], query: Query) -> list[Candidate]:
    """The candidates by the year of the figure that they state of the indicator, newest first.

    A year that states growth alone comes after one that states how much, where that is asked for.
    Where the question names a year, or no indicator, they stay as they are.
    """
    if query.years or not query.indicators:
        return list(ranked)

    def age(candidate: Candidate) -> tuple[int, int]:
        periods = [
            figure.binding.period
            for figure in figures_stated(candidate)
            if figure.binding.name in query.indicators and figure.binding.period
        ]
        # Of 2021—2025 and 2025 the single year is meant.
        return min(((-p.last, -p.first) for p in periods), default=(0, 0))

    how_much = query.attribute in (None, "level")
    return sorted(ranked, key=lambda c: (how_much and states_only_change(c.relevant), *age(c)))


def years_stated(query: Query, found: Found) -> tuple[int, ...]:
    """The years whose outcomes the passages found state, where the question asks for several.

    () where it asks for one figure of all of them (过去五年年均增长多少).
    """
    span = query.time.span
    if not span or not query.expected.figure or query.time.whole_span:
        return ()
    passages = [hit.passage for hit in found]
    years = {p.period for p in passages if p.kind == "actual" and p.period is not None}
    return tuple(sorted(years)[-(years_in(span) or len(years)) :])


def each_year_lacking(query: Query, picked: Sequence[Candidate]) -> tuple[list[Candidate], bool]:
    """The candidates, and whether they leave years out; then the first has a note that says so."""
    span, one_of_all = query.time.span, query.time.whole_span
    if not span or not query.expected.figure:
        return list(picked), False
    years = {candidate.passage.period for candidate in picked}
    all_stated = not one_of_all and len(years) >= max(years_in(span), 2)
    quotes = (candidate.quote for candidate in picked)
    if all_stated or any(_SUMS_UP.search(fold(quote)) for quote in quotes):
        return list(picked), False
    note = lacking_note(span, "总的" if one_of_all else "逐年的")
    return [replace(picked[0], note=note), *picked[1:]], True


def lacking_note(span: str, what: str = "逐年的") -> str:
    """What to put before the years that are stated, where not all that `span` names are."""
    return f"报告没有给出{span}{what}数，只提到："


def years_in(span: str) -> int:
    """How many years the span names; 0 where it leaves it open (这几年)."""
    match = _COUNT.search(span)
    return int(number(match.group())) if match else 0
