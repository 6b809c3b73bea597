"""The order of figures by size, as far as the numbers as written give one."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from assistant.query import Bound
from index.figures.figure import Figure
from index.figures.quantities import Quantity

_BOUNDS = frozenset({"gt", "ge", "lt", "le", "over", "near"})
_NEAR = Decimal("0.25")
_COMPARISONS: Mapping[Bound, Callable[[Decimal, Decimal], bool]] = {
    "equal": operator.eq,
    "more": operator.gt,
    "less": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}


def signed(figure: Figure) -> Decimal:
    """The value of a figure, negative where it falls: 下降3%."""
    value = figure.binding.quantity.value
    return -value if figure.binding.falls else value


def exact(figures: Sequence[Figure]) -> bool:
    """Whether each is one number: no range (3%—5%), no outcome that is only said to be beyond one
    (跨上5万亿元)."""
    return all(
        figure.binding.quantity.upper is None
        and (figure.binding.kind == "target" or figure.binding.quantity.qualifier not in _BOUNDS)
        for figure in figures
    )


def ordered(higher: Figure, lower: Figure) -> bool:
    """Whether one is surely above the other."""
    return _span(higher)[0] > _span(lower)[1]


def _span(figure: Figure) -> tuple[Decimal, Decimal]:
    """From where to where a figure may be; 下降3%—5% is from -5 to -3."""
    low, high = _size(figure)
    return (-high, -low) if figure.binding.falls else (low, high)


def _size(figure: Figure) -> tuple[Decimal, Decimal]:
    """The same without its sign; an outcome given as beyond a bound is near it, or the report would
    give the next: 突破400家."""
    quantity = figure.binding.quantity
    value = quantity.value
    if quantity.upper is not None:
        return value, quantity.upper
    if exact([figure]):
        return value, value
    near = abs(value) * _NEAR
    above = quantity.qualifier in ("gt", "ge", "over")
    return (value, value + near) if above else (value - near, value)


def value_fits(figure: Figure, asked: Quantity, bound: Bound) -> bool:
    """Whether a figure is the one that is asked about, or beyond it as `bound` says; 下降6% is not
    高于5%."""
    return _COMPARISONS[bound](signed(figure), asked.value)
