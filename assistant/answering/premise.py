"""Whether a figure that a question puts forward (是不是达到了250亿元) is the one that is stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answering.candidates import Candidate
from assistant.check.matching import likeness, may_be_meant, opposed, stock_against_flow
from assistant.question.expected_answer import YES_NO, alike_units
from index.figures.binding import bind
from index.figures.figure import Binding, Context
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_FALLS = re.compile(one_of("asking.falls"))
_MORE_THAN = re.compile(rf"{one_of('qualifier.gt_before')}了?$")
_LESS_THAN = re.compile(rf"{one_of('qualifier.lt_before')}了?$")
_AT_LEAST = re.compile(rf"{one_of('asking.reaches')}了?$")
_CHOICE = re.compile(r"\d[^\d]{0,4}还是")
_LEAST_BARE = 10_000
_YEAR = re.compile(rf"(?<![比较与和]){WRITTEN}年")
_RANK = re.compile(r"(第[一二三四五六七八九十])(?=[吧吗?？,，]|$)")


def premise_note(question: str, candidate: Candidate, places: Sequence[str] = ()) -> str:
    """是的。 or 不是。 as the clause of `candidate` bears out what `question` puts forward; `places`
    are those that it names.

    不止。 where it states more than is put forward as reached; "" where nothing is put forward, or
    the clause states nothing that it could be compared with.
    """
    text = _RANK.sub(r"\1位", fold(question))
    if not YES_NO.search(text) or _of_several(places, text):
        return ""
    stated = [bound for bound in _stated(candidate) if may_be_meant(question, bound)]
    text = _without(places, text)
    asked = _asked(text)
    meant = _meant(asked, stated) if asked else []
    changes = meant or stated
    if _FALLS.search(text) and any(b.attribute == "change" and not b.falls for b in changes):
        return "不是。"
    if asked is None or not meant or _CHOICE.search(text):
        return ""
    notes = {_note(text, asked, one, candidate) for one in meant}
    # Of several figures that may be meant, all must refute it.
    return notes.pop() if len(meant) == 1 or notes == {"不是。"} else ""


def _note(text: str, asked: Binding, meant: Binding, candidate: Candidate) -> str:
    if {asked.attribute, meant.attribute} == {"change"} and opposed(
        asked.direction, meant.direction
    ):
        return "不是。"
    clause = candidate.passage.text[candidate.start : meant.quantity.start]
    if stock_against_flow(text[: asked.quantity.start], clause):
        return "不是。"
    if {asked.quantity.unit, meant.quantity.unit} == {"%", "百分点"}:
        return "不是。"
    return _verdict(text, asked.quantity, meant.quantity.value)


def _of_several(places: Sequence[str], text: str) -> bool:
    """Whether figures of several places are put forward at once: one clause bears out none of both."""
    put_forward = [quantity for quantity in parse_quantities(text) if quantity.unit != "year"]
    return len(places) > 1 and len(put_forward) > 1


def _asked(text: str) -> Binding | None:
    """The figure put forward; one in money may have its unit left out: 有200亿了吗."""
    bound = bind(text, Context())
    if bound:
        return bound[-1]
    bare = [q for q in parse_quantities(text) if q.unit == "" and q.value >= _LEAST_BARE]
    if not bare:
        return None
    return Binding(bare[-1], "", None, "level", None, "actual", None)


def _stated(candidate: Candidate) -> list[Binding]:
    figures = figures_between(candidate.passage, candidate.start, candidate.end)
    return [figure.binding for figure in figures if figure.binding.attribute != "date"]


def _meant(asked: Binding, stated: Sequence[Binding]) -> list[Binding]:
    """Of what is stated in a like unit, what comes nearest to the indicator that was asked about:
    several where that indicator has several values, none where figures of others are as near."""
    units = alike_units(asked.quantity.unit or "元")
    fitting = [bound for bound in stated if bound.quantity.unit in units]
    same = [bound for bound in fitting if bound.quantity.unit == asked.quantity.unit]
    ranked = sorted(
        ((_nearness(asked, bound), bound) for bound in same or fitting),
        key=lambda pair: pair[0],
        reverse=True,
    )
    nearest = {b.quantity.value: b for near, b in reversed(ranked) if near == ranked[0][0]}
    of_the_one_asked = bool(ranked) and ranked[0][0][0]
    return list(nearest.values()) if len(nearest) == 1 or of_the_one_asked else []


def _nearness(asked: Binding, stated: Binding) -> tuple[bool, float]:
    same = stated.name is not None and stated.name == asked.name
    return same, likeness(asked.indicator, stated.indicator)


def _without(places: Sequence[str], text: str) -> str:
    """`text` without the places and the years that may be inside a name: 建筑业2025年完成产值."""
    for place in places:
        text = text.replace(fold(place), "", 1)
    return _YEAR.sub("", text)


def _verdict(text: str, asked: Quantity, stated: Decimal) -> str:
    before = text[: asked.start]
    if asked.qualifier == "gt" or _MORE_THAN.search(before):
        return "是的。" if stated > asked.value else "不是。"
    if asked.qualifier == "lt" or _LESS_THAN.search(before):
        return "是的。" if stated < asked.value else "不是。"
    if (asked.qualifier == "ge" or _AT_LEAST.search(before)) and stated > asked.value:
        return "不止。"
    return "是的。" if stated == asked.value else "不是。"
