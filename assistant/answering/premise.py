"""Whether a figure that a question puts forward (是不是达到了250亿元) is the one that is stated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.answering.candidates import Candidate
from assistant.check.matching import likeness, may_be_meant, opposed, stock_against_flow
from assistant.query import Bound, Claim, Query
from assistant.question.expected_answer import alike_units
from index.figures.figure import Binding
from index.figures.passage_figures import figures_between


def premise_note(query: Query, candidate: Candidate) -> str:
    """是的。 or 不是。 as the clause of `candidate` bears out what is put forward.

    不止。 where it states more than is put forward as reached; "" where nothing is put forward, or
    the clause states nothing that it could be compared with.
    """
    claim = query.claim
    if claim is None or claim.of_several:
        return ""
    stated = [bound for bound in _stated(candidate) if may_be_meant(query, bound)]
    meant = _meant(claim.figure, stated) if claim.figure else []
    changes = meant or stated
    if claim.falls and any(b.attribute == "change" and not b.falls for b in changes):
        return "不是。"
    if claim.figure is None or not meant or claim.open:
        return ""
    notes = {_note(claim, claim.figure, one, candidate) for one in meant}
    # Of several figures that may be meant, all must refute it.
    return notes.pop() if len(meant) == 1 or notes == {"不是。"} else ""


def _note(claim: Claim, asked: Binding, meant: Binding, candidate: Candidate) -> str:
    if {asked.attribute, meant.attribute} == {"change"} and opposed(
        asked.direction, meant.direction
    ):
        return "不是。"
    clause = candidate.passage.text[candidate.start : meant.quantity.start]
    if stock_against_flow(claim.before, clause):
        return "不是。"
    if {asked.quantity.unit, meant.quantity.unit} == {"%", "百分点"}:
        return "不是。"
    return _verdict(claim.bound, asked.quantity.value, meant.quantity.value)


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


def _verdict(bound: Bound, asked: Decimal, stated: Decimal) -> str:
    if bound == "more":
        return "是的。" if stated > asked else "不是。"
    if bound == "less":
        return "是的。" if stated < asked else "不是。"
    if bound == "at_least" and stated > asked:
        return "不止。"
    return "是的。" if stated == asked else "不是。"
