"""How an amount of an answer stands to one of a passage: the same, rounded, or without its qualifier."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import FigureStatus
from index.figures.numerals import EXACT
from index.figures.quantities import Quantity

_NOT_EXACT = frozenset({"approx", "near", "over", "gt", "ge"})
_SIZED = 10_000
_SIZE = re.compile("[万亿萬億]")
_NEARLY = Decimal("0.95")
_NO_AMOUNTS = frozenset({"%", "‰", "‱", "百分点", "位", "倍", "year", "年"})


def compared(claimed: Quantity, told: Quantity) -> FigureStatus | None:
    """How the number, unit and qualifier of a claim stand to those of a passage."""
    if claimed.unit != told.unit:
        return _by_size(claimed, told) if _leaves_unit_open(claimed) else None
    if (claimed.value, claimed.upper) == (told.value, told.upper):
        return "supported" if claimed.qualifier == told.qualifier else "qualifier_lost"
    # 9100人次 for 9100余人次 has lost its 余, 约190亿元 for 189.3亿元 is rounded.
    if claimed.value == told.value and "over" in (claimed.qualifier, told.qualifier):
        return "qualifier_lost"
    if claimed.qualifier in _NOT_EXACT and told.qualifier is None and _rounded(claimed, told):
        return "rounded"
    return None


def _leaves_unit_open(quantity: Quantity) -> bool:
    """Whether a number of 万 or 亿 does not say of what: 突破三百亿, 新增就业三万."""
    return (
        quantity.unit == "" and quantity.value >= _SIZED and _SIZE.search(quantity.raw) is not None
    )


def _by_size(claimed: Quantity, told: Quantity) -> FigureStatus | None:
    """How 突破三百亿 stands to 302亿元: its unit left open, it is no percentage and no rank."""
    if told.unit in _NO_AMOUNTS or told.qualifier not in (None, claimed.qualifier):
        return None
    if (claimed.value, claimed.upper) == (told.value, told.upper):
        return "supported" if claimed.qualifier == told.qualifier else "qualifier_lost"
    if told.upper is not None or told.qualifier is not None:
        return None
    beyond = claimed.value + Decimal(1).scaleb(claimed.value.adjusted())
    if claimed.qualifier in ("gt", "ge") and claimed.value <= told.value < beyond:
        return "rounded"
    if claimed.qualifier == "over" and claimed.value <= told.value < (claimed.upper or beyond):
        return "rounded"
    if claimed.qualifier == "near" and claimed.value * _NEARLY <= told.value < claimed.value:
        return "rounded"
    return "rounded" if claimed.qualifier == "approx" and _rounded(claimed, told) else None


def _rounded(claimed: Quantity, told: Quantity) -> bool:
    digits = len(claimed.value.normalize().as_tuple().digits)
    if not 2 <= digits < len(told.value.normalize().as_tuple().digits):
        return False
    place = Decimal(1).scaleb(claimed.value.adjusted() - digits + 1)
    if EXACT.quantize(told.value, place) != claimed.value:
        return claimed.qualifier in ("over", "gt", "ge") and _cut_off(claimed, told)
    return claimed.qualifier not in ("gt", "ge", "over") or claimed.value <= told.value


def _cut_off(claimed: Quantity, told: Quantity) -> bool:
    """超189亿元 for 189.3亿元: below it, by less than one of its last place."""
    digits = len(claimed.value.normalize().as_tuple().digits)
    place = Decimal(1).scaleb(claimed.value.adjusted() - digits + 1)
    return claimed.value <= told.value < claimed.value + place
