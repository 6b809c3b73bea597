"""Figures that stand in a row: 25%、17%和3%; 下降38.6%、上升2.8%; 1409、1305人次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.figures.numerals import EXACT, number
from index.figures.quantities import Quantity

_JOIN = r"\s*\**(?:[、和与及,，]|以及)\s*\**"
NEXT_IN_ROW = re.compile(_JOIN)
# Told apart by 分别, each may have a verb of its own.
NEXT_OF_EACH = re.compile(
    r"\s*\**(?:[、和与及]|以及)\s*\**(?:同比)?(?:增长|增加|提高|提升|上升|上涨|扩大|下降|下滑|降低|减少|回落|缩小|缩短|增|升|降)?了?\s*\**"
)
_SHORT_JOIN = re.compile(r"\s*(?:[、和与]|以及)\s*")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def row_from(quantities: Sequence[Quantity], sentence: str) -> tuple[Quantity, ...]:
    """The figures in a row from the first on."""
    return tuple(quantities[: figures_in_row(quantities, sentence)])


def figures_in_row(
    quantities: Sequence[Quantity], sentence: str, join: re.Pattern[str] = NEXT_IN_ROW
) -> int:
    """How many figures stand in a row from the first on, joined as `join` matches: 25%、17%和3%."""
    length = 1
    for one, other in pairwise(quantities):
        if not join.fullmatch(sentence[one.end : other.start]):
            break
        length += 1
    return length


def with_units(quantities: Sequence[Quantity], sentence: str) -> list[Quantity]:
    """The quantities, a bare number in a row with the unit of the next: 1409、1305人次."""
    found = list(quantities)
    for position in range(len(found) - 2, -1, -1):
        one, other = found[position], found[position + 1]
        joined = _SHORT_JOIN.fullmatch(sentence[one.end : other.start])
        if joined and one.unit == "" and other.unit not in ("", "year", "年", "位"):
            found[position] = _in_unit_of(one, other)
    return found


def _in_unit_of(bare: Quantity, other: Quantity) -> Quantity:
    """The bare number in the unit and scale of the other: 1.2、3.4万人."""
    digits = _DIGITS.search(other.raw)
    written = number(digits.group()) if digits else None
    if not written or not _DIGITS.fullmatch(bare.raw):
        return bare
    scale = EXACT.divide(other.value, written) if other.value % written == 0 else None
    if scale is None:
        return bare
    return replace(bare, value=EXACT.multiply(bare.value, scale), unit=other.unit)
