"""Numerals as written, Arabic, Chinese or mixed, to exact decimals: 189.3, 一百零二亿三千万, 13万2.

A numeral is read whole or not at all: what the grammar does not cover has no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Literal

# Decimals of this context are never rounded, however many digits a text holds.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"千": 1000, "百": 100, "十": 10}
_MYRIADS = {"亿": 10**8, "万": 10**4}
_SHORT = {"廿": "二十", "卅": "三十"}

_DIGIT = "[零〇一二两三四五六七八九]"
_MANY = "[一二两三四五六七八九]"
_ONES = "[一二三四五六七八九]"
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
# A section below 万: each place at most once, in falling order, a zero before a place passed over.
_SECTION = re.compile(
    rf"零?(?:(?P<千>{_MANY}|\d)千)?(?:零?(?P<百>{_MANY}|\d)百)?"
    rf"(?:零?(?P<十>{_ONES}|\d)?十)?(?P<zero>[零〇]?)(?P<ones>{_ONES}|\d)?"
)
_IN_ONE_SCRIPT = re.compile(r"\d[\d零十百千]*|[^\d]+")
_SCALED_ARABIC = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<size>[十百千])")
_OVER = re.compile(r"(?P<head>.+)[多余](?P<sizes>[十百千万亿]+)")
_SOME = re.compile(r"(?P<head>.*[十百千])几(?P<sizes>[十百千万亿]*)")
_ABOUT = re.compile(r"(?P<head>.+)来(?P<sizes>[十百千万亿]+)")
_ESTIMATE = re.compile(
    r"(?P<head>|.*[十百千万亿零])(?P<pair>一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)(?P<sizes>[十百千万亿]*)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """The value of a numeral, or the range from `value` to `upper`, as `kind` says: "between" for
    an estimate (两三, both ends counted), "over" for 一百多万 and 十几 (the upper end is not
    reached), "about" for 十来万, which has no upper end."""

    value: Decimal
    upper: Decimal | None = None
    kind: Literal["exact", "between", "over", "about"] = "exact"


def read_numeral(written: str) -> Numeral | None:
    """What a numeral in digits without separators, Chinese characters or both says, exactly at any
    length; None where it is not one numeral as a whole."""
    text = written.replace("、", "").replace("个亿", "亿").replace("〇", "零")
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    value = _exact(text, last=True)
    if value is not None:
        return Numeral(_plain(value))
    return _estimate(text) or _over(text)


def number(written: str) -> Decimal:
    """The value of a numeral that has exactly one. Raises ValueError for any other."""
    numeral = read_numeral(written)
    if numeral is None or numeral.kind != "exact":
        raise ValueError(f"{written!r} is not one number")
    return numeral.value


def digits_of(written: str) -> int:
    """The number that Chinese characters spell digit by digit: 二〇二五 → 2025."""
    return int("".join(str(DIGITS[character]) for character in written))


def times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, in whole digits where it is whole: 10.06 × 10^8 is 1006000000."""
    return _plain(EXACT.multiply(value, factor))


def last_place(value: Decimal) -> Decimal:
    """The size of the last place that a round number names: 9100 → 100, 2000 → 1000, 1.5 → 0.1."""
    exponent = value.normalize(EXACT).as_tuple().exponent
    return _plain(Decimal(10).scaleb(int(exponent) - 1, EXACT))


def size_of(written: str) -> Decimal:
    """The 万, 亿 or 万亿 that a numeral ends with, as a factor; 1 where it ends with none."""
    size = Decimal(1)
    for character in reversed(written):
        if character not in _MYRIADS:
            break
        size = times(size, Decimal(_MYRIADS[character]))
    return size


def _plain(value: Decimal) -> Decimal:
    whole = value == value.to_integral_value(context=EXACT)
    return value.to_integral_value(context=EXACT) if whole else value


def _exact(text: str, *, last: bool) -> Decimal | None:
    """The value of an exact numeral; only the `last` part of one may leave its size out (一万五)."""
    for character, size in _MYRIADS.items():
        head, found, tail = text.rpartition(character)
        if found:
            return _sized(head, tail, character, size, last=last)
    return _below_myriad(text, last=last)


def _sized(head: str, tail: str, character: str, size: int, *, last: bool) -> Decimal | None:
    top = _exact(head, last=False) if head else Decimal(1)
    if top is None or (tail and (not head or "." in head or "点" in head)):
        return None
    # 12000万, 六万万, 一百亿亿; but no 三万五万, which are two numbers.
    if top >= size and not head.endswith(character) and not _ARABIC.fullmatch(head):
        return None
    value = EXACT.multiply(top, Decimal(size))
    below = _tail(tail, size, last=last) if tail else Decimal(0)
    return None if below is None else EXACT.add(value, below)


def _tail(tail: str, size: int, *, last: bool) -> Decimal | None:
    """What follows 万 or 亿: 二千万, 零五百, 五 (of the size below: 一万五), or 5000 written out."""
    if tail.isdecimal():
        if len(tail) == 1:
            return Decimal(int(tail) * size // 10) if last else None
        return Decimal(tail) if size == _MYRIADS["万"] and len(tail) in (3, 4) else None
    if re.fullmatch(_ONES, tail):
        return Decimal(DIGITS[tail] * size // 10) if last else None
    value = _exact(tail, last=last)
    if value is None or not 0 < value < size:
        return None
    passed_over = value < size // 10  # 十四亿零六百万 has a zero there
    return value if tail[0] == "零" or not passed_over else None


def _below_myriad(text: str, *, last: bool) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text)
    scaled = _SCALED_ARABIC.fullmatch(text)
    if scaled:
        return EXACT.multiply(Decimal(scaled["number"]), Decimal(_TENS[scaled["size"]]))
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if text in _TENS:
        return Decimal(_TENS[text])
    return _section(text, last=last)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    value = _section(whole, last=False)
    if value is None or not fraction or any(character not in DIGITS for character in fraction):
        return None
    return EXACT.add(value, Decimal("0." + str(digits_of(fraction)).zfill(len(fraction))))


def _section(text: str, *, last: bool) -> Decimal | None:
    if text in ("零", "两"):
        return Decimal(DIGITS[text])
    if len(text) > 2 and "零" in text[1:] and text[0] != "零" and set(text) <= set(DIGITS) - {"两"}:
        return Decimal(digits_of(text))
    places = _SECTION.fullmatch(text) if _IN_ONE_SCRIPT.fullmatch(text) else None
    if places is None or (places["zero"] and not places["ones"]):
        return None
    value = 10 if "十" in text and places["十"] is None else 0
    value += sum(_digit(places[place]) * size for place, size in _TENS.items())
    ones = _digit(places["ones"])
    above = min((size for name, size in _TENS.items() if name in text), default=1)
    if above > 10 and ones and not places["zero"]:  # 三千二
        return Decimal(value + ones * above // 10) if last else None
    return Decimal(value + ones)


def _digit(written: str | None) -> int:
    if not written:
        return 0
    return DIGITS[written] if written in DIGITS else int(written)


def _estimate(text: str) -> Numeral | None:
    """两三, 三四十万, 十二三: two neighbouring digits in one place."""
    found = _ESTIMATE.fullmatch(text)
    if found is None:
        return None
    low, high = (
        _exact(found["head"] + digit + found["sizes"], last=False) for digit in found["pair"]
    )
    return None if low is None or high is None else Numeral(low, high, "between")


def _over(text: str) -> Numeral | None:
    """一百多万, 二千八百余万, 十几亿, 一百几十万, 十来万."""
    found = _OVER.fullmatch(text) or _SOME.fullmatch(text) or _ABOUT.fullmatch(text)
    if found is None:
        return None
    # The 十 of 一百几十万 is the place of 几.
    sizes = found["sizes"].lstrip("十百千") if "几" in text else found["sizes"]
    value = _exact(found["head"] + sizes, last=False)
    if not value:
        return None
    if "来" in text:
        return Numeral(value, None, "about")
    return Numeral(value, EXACT.add(value, last_place(value)), "over")
