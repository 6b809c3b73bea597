"""Numerals as written, Arabic or Chinese, to exact decimals: 189.3, 一百八十九点三亿, 两千万."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

# Decimals of this context are never rounded, however many digits a text holds.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
SCALES = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000),
    "万": Decimal(10**4), "十万": Decimal(10**5), "百万": Decimal(10**6),
    "千万": Decimal(10**7), "亿": Decimal(10**8), "十亿": Decimal(10**9),
    "百亿": Decimal(10**10), "千亿": Decimal(10**11), "万亿": Decimal(10**12),
}  # fmt: skip


def number(written: str) -> Decimal:
    """The value of a numeral in digits without commas or a Chinese one; exact at any length."""
    if written[0].isdecimal():  # of any script: a pattern's \d takes them all
        return Decimal(written)
    whole, _, fraction = written.partition("点")
    decimals = fraction.rstrip("万亿")
    value = Decimal(_whole(whole))
    if decimals:
        value += Decimal("0." + "".join(str(DIGITS[character]) for character in decimals))
    for character in fraction[len(decimals) :]:
        value = times(value, SCALES[character])
    return value


def times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, in whole digits where it is whole: 10.06 × 10^8 is 1006000000."""
    product = EXACT.multiply(value, factor)
    return product.to_integral_value(context=EXACT) if _is_whole(product) else product


def last_place(written: str) -> Decimal:
    """The size of the last place that a round number names: 9100 → 100, 两千 → 1000, 1.5 → 0.1."""
    exponent = number(written).normalize(EXACT).as_tuple().exponent
    return Decimal(10).scaleb(int(exponent) - 1, EXACT)


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value(context=EXACT)


def _whole(written: str) -> int:
    if all(character in DIGITS for character in written):
        return int("".join(str(DIGITS[character]) for character in written))
    total = section = digit = 0
    for character in written:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = ((total + section + digit) or 1) * _MYRIADS[character]
            section = digit = 0
    return total + section + digit
