"""Any value in any notation is read back exactly, and no quantity ends or begins within a numeral."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.figures.quantities import parse_quantities, scan

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def _section(value: int, *, first: bool) -> str:
    """A number below 10,000 in Chinese: 1050 → 一千零五十; 十五 at the head of a numeral."""
    written, skipped = "", not first and 0 < value < 1000
    for size, name in _PLACES:
        digit, value = divmod(value, size)
        if digit:
            written += ("零" if skipped and (written or not first) else "") + _DIGITS[digit] + name
            skipped = False
        else:
            skipped = skipped or bool(written)
    if value:
        written += ("零" if skipped else "") + _DIGITS[value]
    return written.removeprefix("一") if first and written.startswith("一十") else written


def in_chinese(value: int) -> str:
    """A number below 10^12 as it is said: 10230000000 → 一百零二亿三千万."""
    written = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, size)
        if part:
            written += _section(part, first=not written) + name
        elif written and name and value and not written.endswith("零"):
            written += "零"
    return written.replace("零零", "零") or "零"


def in_groups(by: str) -> Callable[[int], str]:
    return lambda value: f"{value:,}".replace(",", by)


def in_units(value: int) -> str:
    """3亿5000万, as far as the value goes in 亿 and 万."""
    large, rest = divmod(value, 10**8)
    middle, small = divmod(rest, 10**4)
    parts = ((large, "亿"), (middle, "万"))
    return "".join(f"{part}{name}" for part, name in parts if part) + (
        f"{small:04}" if small else ""
    )


NOTATIONS: dict[str, Callable[[int], str]] = {
    "digits": str,
    "full width": lambda value: str(value).translate({ord(str(d)): 0xFF10 + d for d in range(10)}),
    "commas": in_groups(","),
    "full-width commas": in_groups("，"),
    "spaces": in_groups(" "),
    "no-break spaces": in_groups("\u00a0"),
    "narrow spaces": in_groups("\u202f"),
    "thin spaces": in_groups("\u2009"),
    "commas at a line's end": lambda value: f"{value:,}".replace(",", ",\n", 1),
    "zero width": lambda value: "\u200b".join(str(value)),
    "letter-spaced": lambda value: " ".join(str(value)) if value > 99 else str(value),
    "Chinese": in_chinese,
    "traditional": lambda value: in_chinese(value).replace("万", "萬").replace("亿", "億"),
    "formal": lambda value: in_chinese(value).translate(_FORMAL) if value > 9 else str(value),
}
_CONTEXTS = (
    "完成投资{}元，增长5%",
    "收入{}元",
    "，共计{}元。",
    "资金{}元左右",
    "超过{}元的项目",
    "（{}元）",
)
# From 3 on: 一元 and 二元 are no amounts, one thing has an article and two are 两元.
VALUES = st.one_of(
    st.integers(3, 10**12 - 1),
    st.integers(3, 9999),
    st.builds(lambda digit, place: digit * 10**place, st.integers(3, 999), st.integers(0, 9)),
)


@pytest.mark.parametrize("notation", NOTATIONS)
@given(value=VALUES, context=st.sampled_from(_CONTEXTS))
def test_a_value_in_any_notation_is_read_back(notation: str, value: int, context: str) -> None:
    written = NOTATIONS[notation](value)
    amounts = [q for q in parse_quantities(context.format(written)) if q.unit == "元"]
    assert [q.value for q in amounts] == [value]


@given(value=st.integers(1, 10**12 - 1), context=st.sampled_from(_CONTEXTS))
def test_a_value_in_several_units_is_read_back(value: int, context: str) -> None:
    value -= value % 10**4 if value % 10**4 < 1000 else 0
    value = value or 10**4
    if value % 10**8 < 10**7 and value > 10**8 and value % 10**8:
        value += 10**7  # 3亿500万 is written with a zero, 3.05亿
    if value >= 10**8 and value % 10**8 and not value // 10**4 % 10**4:
        value += 10**7
    (amount,) = [q for q in parse_quantities(context.format(in_units(value))) if q.unit == "元"]
    assert amount.value == value


@given(
    value=st.decimals(0, 10**6, places=2, allow_nan=False),
    point=st.sampled_from([".", "．", "·", "・", ".\n", " . "]),
    unit=st.sampled_from([("亿元", 8, "元"), ("万人", 4, "人"), ("%", 0, "%"), ("‰", 0, "‰")]),
)
def test_a_decimal_with_any_point_is_read_back(
    value: Decimal, point: str, unit: tuple[str, int, str]
) -> None:
    whole, _, fraction = f"{value:f}".partition(".")
    if point == " . ":
        whole, fraction = " ".join(whole), " ".join(fraction)
    text = f"全年完成{whole}{point}{fraction}{unit[0]}，其中"
    (quantity,) = parse_quantities(text)
    assert (quantity.value, quantity.unit) == (value.scaleb(unit[1]), unit[2])


@given(
    whole=st.integers(0, 200),
    fraction=st.text("零一二三四五六七八九", min_size=1, max_size=3),
    after=st.sampled_from(["，", "是", "要", "的", "左右"]),
)
def test_a_chinese_decimal_and_percentage_are_read_back(
    whole: int, fraction: str, after: str
) -> None:
    digits = "".join(str(_DIGITS.index(character)) for character in fraction)
    value = Decimal(f"{whole}.{digits}")
    written = f"{in_chinese(whole)}点{fraction}"
    text = f"增长百分之{written}{after}产值{written}亿元"
    assert [(q.value, q.unit) for q in parse_quantities(text)] == [
        (value, "%"),
        (value * 10**8, "元"),
    ]


_RUN = "0123456789零一二三四五六七八九十百千万亿两几多余点.,"


@given(
    run=st.text(_RUN, min_size=1, max_size=12),
    before=st.sampled_from(["完成", "增长", "约", "第", "共", "，"]),
    after=st.sampled_from(["元", "家", "%", "个", "，", "的", "人"]),
)
def test_no_quantity_begins_or_ends_within_a_numeral(run: str, before: str, after: str) -> None:
    """What stands in one piece of numerals is read in one piece, or not at all."""
    text = f"{before}{run}{after}"
    chinese = "零一二三四五六七八九十百千万亿两"
    for quantity in scan(text).quantities:
        for position in (quantity.start, quantity.end):
            if not 0 < position < len(text):
                continue
            pair = text[position - 1 : position + 1]
            assert not (pair[0].isdigit() and pair[1].isdigit() and pair.isascii()), text
            joined = pair[0] in chinese and pair[1] in "十百千万亿"
            assert not joined, (text, quantity)
            around = text[max(0, position - 2) : position + 2]
            point = f"[{chinese}]点[{chinese[:-1]}]|[0-9][.][0-9]"  # 七点两人: two numbers
            assert not re.search(point, around), (text, quantity)
            assert not (pair[0] in "0123456789" and pair[1] in "十百千万亿"), (text, quantity)
