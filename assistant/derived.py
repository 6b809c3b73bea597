"""Figures that an answer works out from others: recomputed exactly, with the formula shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import permutations

from index.normalise import fold
from index.quantities import Quantity

_DIFFERENCE = re.compile(r"多|少|高|低|差|快|慢|增加|减少|超出|相距|回落|提高|下降")
_SUM = re.compile(r"合计|共|总和|之和|加起来|总计")
_RATIO = re.compile(r"倍|占|比重|比例|之比|相当于|分之")
_GROWTH = re.compile(r"增长|增幅|增加了|下降|减少")


def formula_for(claimed: Quantity, words: str, operands: Sequence[Quantity]) -> str | None:
    """How `claimed` follows from two of `operands`, None where it does not.

    Only by the operation that the `words` around it name; the result is compared at the number of
    places that the claim shows.
    """
    said = fold(words)
    for one, other in permutations(operands, 2):
        for formula, value in _results(said, claimed.unit, one, other):
            if _shows(claimed, value):
                return f"{formula}={claimed.raw}"
    return None


def _results(said: str, unit: str, one: Quantity, other: Quantity) -> Iterator[tuple[str, Decimal]]:
    same = one.unit == other.unit
    if same and _DIFFERENCE.search(said) and unit == difference_unit(one.unit):
        yield f"{one.raw}−{other.raw}", one.value - other.value
    if same and _SUM.search(said) and unit == one.unit:
        yield f"{one.raw}+{other.raw}", one.value + other.value
    if same and other.value and _RATIO.search(said) and unit in ("倍", "%"):
        share = _quotient(one.value, other.value)
        yield f"{one.raw}÷{other.raw}", share * 100 if unit == "%" else share
    if same and other.value and _GROWTH.search(said) and unit == "%":
        yield (
            f"({one.raw}−{other.raw})÷{other.raw}",
            100 * _quotient(one.value - other.value, other.value),
        )


def difference_unit(unit: str) -> str:
    """The unit of the difference of two figures: of two percentages it is 百分点."""
    return "百分点" if unit == "%" else unit


def _quotient(one: Decimal, other: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        return one / other


def _shows(claimed: Quantity, value: Decimal) -> bool:
    """Whether `value` rounds to what is claimed, at its own number of places."""
    if value <= 0 or claimed.upper is not None:
        return False
    number = re.search(r"\d+(?:\.(\d+))?", fold(claimed.raw).replace(",", ""))
    if number is None:
        return value == claimed.value
    written = Decimal(number.group())
    scale = claimed.value / written if written else Decimal(1)
    place = Decimal(1).scaleb(-len(number.group(1) or ""))
    return bool((value / scale).quantize(place) == written)
