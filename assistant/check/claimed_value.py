"""What follows for the value that a question puts forward from the one that is stated, each within its
bound: 突破5000万吨 bears out 超过4000万吨, and 5%以上 does not bear out 5%左右."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from assistant.check.matching import compared
from assistant.query import Claim
from index.figures.figure import Binding
from index.figures.lexicon import words
from index.figures.numerals import last_place
from index.figures.quantities import Quantity

Judged = Literal["so", "more", "not_so"]
"""What follows for a claim: it is borne out; it is, and by more than it says; it is refuted."""

_MARKS = ("approx", "ge", "le")  # of a number that may be put forward without them
_INFINITE = Decimal("Infinity")
_NEARLY = Decimal("0.9")
_AROUND = Decimal("0.05")
_NEXT = Decimal("0.25")
_APART = Decimal("0.000001")  # keeps a bound that is left out apart from what counts


def value_follows(claim: Claim, bound: Binding) -> Judged | None:
    """What follows for the value that is put forward from the one that is stated."""
    if claim.figure is None:
        return None
    asked, stated = claim.figure.quantity, bound.quantity
    if {asked.unit, stated.unit} == {"%", *words("unit.points")}:
        # 增长5.5个百分点 is said for 5.5%: neither true nor to be denied.
        return None if asked.value == stated.value else "not_so"
    if (asked.value, asked.upper, asked.qualifier) == (
        stated.value,
        stated.upper,
        stated.qualifier,
    ):
        return "so"
    qualifiers = {asked.qualifier, stated.qualifier} - {None}
    if asked.value == stated.value and "approx" in qualifiers and len(qualifiers) > 1:
        return None  # 5%左右 and 5%以上
    # An aim of 5000人以上 is that very number.
    low, high = (stated.value,) * 2 if bound.kind == "target" else _span(stated)
    if claim.bound == "equal" and asked.qualifier != "near":
        return _same_value(asked, stated, low, high)
    wanted = _wanted(claim, asked)
    if wanted[0] <= low and high <= wanted[1]:
        exact = asked.qualifier == "ge" and stated.qualifier is None
        beyond = claim.bound == "at_least" and not exact and low > asked.value
        return "more" if beyond else "so"
    return "not_so" if high < wanted[0] or low > wanted[1] else None


def _same_value(asked: Quantity, stated: Quantity, low: Decimal, high: Decimal) -> Judged | None:
    """Whether a value is the one stated, from `low` to `high`, as exactly as it is put forward."""
    if (asked.value, asked.upper) == (stated.value, stated.upper):
        if stated.qualifier in (None, *_MARKS):
            return "so"
        return "more" if stated.qualifier in ("gt", "over") else None
    most = asked.value if asked.upper is None else asked.upper
    within = asked.upper is not None and asked.value <= low <= high <= most
    if within or compared(asked, stated) == "rounded":
        return "so"
    around = abs(asked.value) * _AROUND if asked.qualifier == "approx" else Decimal(0)
    most += around
    return "not_so" if high < asked.value - around or low > most else None


def _wanted(claim: Claim, asked: Quantity) -> tuple[Decimal, Decimal]:
    """From where to where a value is what is put forward."""
    value = asked.value
    return {
        "more": (value + _APART, _INFINITE),
        "less": (-_INFINITE, value - _APART),
        "at_least": (value, _INFINITE),
        "at_most": (-_INFINITE, value),
        "equal": (value * _NEARLY, value - _APART),
    }[claim.bound]


def _span(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """From where to where a stated value may be: one that is only said to be beyond a bound is near
    it, or the report would give the next."""
    value = quantity.value
    step = min(last_place(value), abs(value) * _NEXT)
    return {
        "gt": (value + _APART, value + step),
        "ge": (value, value + step),
        "lt": (value - step, value - _APART),
        "le": (value - step, value),
        "near": (value * _NEARLY, value - _APART),
        "over": (value + _APART, (quantity.upper or _INFINITE) - _APART),
    }.get(quantity.qualifier or "", (value, quantity.upper or value))
