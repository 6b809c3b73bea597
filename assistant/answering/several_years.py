"""Questions on several years at once (近三年, 这几年): each year that is told, and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Question
from assistant.answering.candidates import Candidate
from assistant.question.expected_answer import expected_answer
from assistant.question.parts import several_years
from index.figures.normalise import fold
from index.report import RetrievedPassage

_SUMS_UP = re.compile(
    r"年均|连续|历年|逐年|[两二三四五六七八九十]年来|过去[两二三四五六七八九十]年"
)
_ONE_OF_ALL = re.compile("年均|平均|累计|总共|一共|合计")
_COUNT = re.compile(r"[两二三四五六七八九]|\d+")
_NUMBERS = {"两": 2, **{numeral: n for n, numeral in enumerate("二三四五六七八九", start=2)}}


def years_stated(question: Question, found: Sequence[RetrievedPassage]) -> tuple[int, ...]:
    """The years whose outcomes the passages found tell, where the question asks for several.

    () where it asks for one figure of all of them (过去五年年均增长多少).
    """
    span = several_years(question.text)
    if not span or not expected_answer(question).figure or _ONE_OF_ALL.search(question.text):
        return ()
    passages = [hit.passage for hit in found]
    years = {p.period for p in passages if p.kind == "actual" and p.period is not None}
    return tuple(sorted(years)[-(years_in(span) or len(years)) :])


def each_year_lacking(
    question: Question, picked: Sequence[Candidate]
) -> tuple[list[Candidate], bool]:
    """The candidates, and whether they leave years out; then the first has a note that says so."""
    span = several_years(question.text)
    if not span or not expected_answer(question).figure:
        return list(picked), False
    one_of_all = _ONE_OF_ALL.search(question.text) is not None
    years = {candidate.passage.period for candidate in picked}
    all_told = not one_of_all and len(years) >= max(years_in(span), 2)
    quotes = (candidate.passage.text[candidate.start : candidate.end] for candidate in picked)
    if all_told or any(_SUMS_UP.search(fold(quote)) for quote in quotes):
        return list(picked), False
    note = lacking_note(span, "总的" if one_of_all else "逐年的")
    return [replace(picked[0], note=note), *picked[1:]], True


def lacking_note(span: str, what: str = "逐年的") -> str:
    """What to set before the years that are told, where not all that `span` names are."""
    return f"报告没有给出{span}{what}数，只提到："


def years_in(span: str) -> int:
    """How many years the span names; 0 where it leaves it open (这几年)."""
    match = _COUNT.search(span)
    if match is None:
        return 0
    return _NUMBERS.get(match.group()) or int(match.group())
