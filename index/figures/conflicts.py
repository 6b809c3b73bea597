"""Entries of the ledger that give different values of one thing: kept side by side, never averaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from index.figures.figure import Figure
from index.figures.normalise import fold
from index.figures.numerals import EXACT
from index.figures.quantities import Quantity

SHORTEST_NAME = 5  # characters: two sentences on 项目 or 企业 are on two things


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures on the same indicator, attribute, period, kind and place that exclude each other."""

    figures: tuple[Figure, ...]


def conflicts_among(figures: Iterable[Figure]) -> list[Conflict]:
    """The conflicts in `figures`, each with all its figures, in the order given."""
    by_subject: dict[object, list[Figure]] = {}
    for figure in figures:
        subject = _subject(figure)
        if subject is not None:
            by_subject.setdefault(subject, []).append(figure)
    return [
        Conflict(tuple(alike))
        for alike in by_subject.values()
        if any(_exclude(one, other) for one, other in combinations(alike, 2))
    ]


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both can be true: equal, one the other rounded, or one within the other's bounds."""
    if one.unit != other.unit:
        return False
    low, high = (one, other) if one.value <= other.value else (other, one)
    if low.value == high.value and (low.upper == high.upper or low.unit != "date"):
        return True
    if low.unit == "date":
        return False
    if low.upper is not None and high.value <= low.upper:
        return True
    if low.qualifier in ("ge", "gt", "over") or high.qualifier in ("le", "lt", "near"):
        return True
    return _rounds_to(one, other) or _rounds_to(other, one)


def _rounds_to(exact: Quantity, rounded: Quantity) -> bool:
    """Whether `rounded` is `exact` to fewer digits: 189.27亿元 and 189.3亿元."""
    digits = len(rounded.value.normalize().as_tuple().digits)
    if digits < 3:
        return False
    place = Decimal(1).scaleb(rounded.value.adjusted() - digits + 1)
    return EXACT.quantize(exact.value, place) == rounded.value


def _subject(figure: Figure) -> object | None:
    """What must be the same for two figures to be on one thing; None for a name that is too bare."""
    bound = figure.binding
    indicator = bound.name or fold(bound.indicator)
    if bound.name is None and len(indicator) < SHORTEST_NAME:
        return None
    return (
        indicator,
        bound.attribute,
        bound.period,
        bound.kind,
        bound.place,
        bound.direction,
        bound.role,
        bound.extent,
        bound.yearly,
        bound.quantity.unit,
    )


def _exclude(one: Figure, other: Figure) -> bool:
    # Within one sentence two figures are of two things (出口、进口分别增长…), however alike they read.
    same_sentence = (one.passage_id, one.evidence) == (other.passage_id, other.evidence)
    return not same_sentence and not agree(one.binding.quantity, other.binding.quantity)
