"""Figures that an answer works out from others: recomputed exactly, with the formula shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import permutations

from assistant.query import Operation
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.numerals import decimal_text
from index.figures.quantities import Quantity, parse_quantities
from index.figures.quantity_patterns import QUALIFIERS_AFTER

_DIFFERENCE = re.compile(one_of("claim.difference"))
_SUM = re.compile(one_of("claim.sum"))
_RATIO = re.compile(one_of("claim.ratio"))
_GROWTH = re.compile(one_of("claim.grown"))


def formula_for(claimed: Quantity, words: str, operands: Sequence[Quantity]) -> str | None:
    """How `claimed` follows from two of `operands`, None where it does not.

    Only by the operation that the `words` around it name. A sum or difference must come out exactly,
    a quotient at the number of places that the claim shows.
    """
    said = fold(words)
    for one, other in permutations(operands, 2):
        for formula, value in _results(said, claimed.unit, one, other):
            exact = value == claimed.value
            if _shows(claimed, value) if "÷" in formula else exact:
                return f"{formula}{'=' if exact and claimed.unit != '倍' else '≈'}{claimed.raw}"
    return None


@dataclass(frozen=True, slots=True)
class Result:
    """What was worked out: its value, how it is written, and the formula."""

    value: Decimal
    written: str
    formula: str


def worked_out(operation: Operation, one: Quantity, other: Quantity) -> Result | None:
    """The result of an operation on two figures; None where their units differ or there is no result.

    The result is written in the scale of the first: 80.4亿元 and 10.9亿元 differ by 69.5亿元. A
    difference is written without its sign.
    """
    if one.unit != other.unit or one.unit in ("", "位", "year", "date") or not other.value:
        return None
    if operation in ("ratio", "share"):
        value = _quotient(one.value, other.value) * (100 if operation == "share" else 1)
        unit = "%" if operation == "share" else "倍"
        places = 1 if operation == "share" else 2
        written = f"{decimal_text(value.quantize(Decimal(1).scaleb(-places)))}{unit}"
        return Result(value, written, f"{_bare(one)}÷{_bare(other)}≈{written}")
    if operation == "sum":
        written = _in_scale_of(one, one.value + other.value)
        return Result(one.value + other.value, written, f"{_bare(one)}+{_bare(other)}={written}")
    value = one.value - other.value
    more, less = (one, other) if value >= 0 else (other, one)
    written = _in_scale_of(one, abs(value))
    return Result(value, written, f"{_bare(more)}−{_bare(less)}={written}")


def written_in(unit: str, quantity: Quantity) -> str | None:
    """A quantity as it is written in another unit (79.38亿元 in 万元); None where that is of another
    thing, or the quantity is no single number."""
    of_unit = next(iter(parse_quantities(f"1{unit}")), None)
    if of_unit is None or of_unit.unit != quantity.unit:
        return None
    if quantity.upper is not None or quantity.qualifier is not None:
        return None
    return f"{decimal_text(_quotient(quantity.value, of_unit.value))}{unit}"


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _bare(quantity: Quantity) -> str:
    """A figure without its qualifier: 5.7%左右 → 5.7%."""
    written = fold(quantity.raw).replace("*", "").replace(",", "")
    number = _NUMBER.search(written)
    if number is None:
        return written
    after = next((word for word in QUALIFIERS_AFTER if written.endswith(word)), "")
    return written[number.start() :].removesuffix(after)


def _in_scale_of(quantity: Quantity, value: Decimal) -> str:
    """`value`, in base units, written with the scale and unit that `quantity` is written with."""
    written = _bare(quantity)
    number = _NUMBER.match(written)
    if number is None or not quantity.value:
        return f"{decimal_text(value)}{_difference_unit(quantity.unit)}"
    unit = written[number.end() :].replace("余", "").replace("多", "")
    scale = quantity.value / Decimal(number.group())
    return f"{decimal_text(value / scale)}{'个百分点' if unit == '%' else unit}"


def _results(said: str, unit: str, one: Quantity, other: Quantity) -> Iterator[tuple[str, Decimal]]:
    """What the words `said` name of two figures of one unit, as formula and value in `unit`."""
    if one.unit != other.unit:
        return
    a, b = _bare(one), _bare(other)
    if _DIFFERENCE.search(said) and unit == _difference_unit(one.unit):
        yield f"{a}−{b}", one.value - other.value
    if _SUM.search(said) and unit == one.unit:
        yield f"{a}+{b}", one.value + other.value
    if other.value and _RATIO.search(said) and unit in ("倍", "%"):
        yield f"{a}÷{b}", _quotient(one.value, other.value) * (100 if unit == "%" else 1)
    amounts = other.value and one.unit not in ("%", "位", *words("unit.points"))
    if amounts and _GROWTH.search(said) and unit == "%":
        yield f"({a}−{b})÷{b}", 100 * _quotient(one.value - other.value, other.value)


def _difference_unit(unit: str) -> str:
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
