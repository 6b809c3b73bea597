"""A plain reader of the numbers in Chinese text, written apart from the product's own on purpose.

It reads less than the product's does, and by other means: one pass of regular expressions over the
folded text. Where the two disagree, one of them is wrong, and that is what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evals.scoring.matching import fold

_DIGITS = dict(zip("零〇一二三四五六七八九两", [0, 0, *range(1, 10), 2], strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
_POWERS = {**_TENS, **_SCALES}

# Longest first: 人次 is not 人, 平方公里 is not 公里, 个百分点 is not 个.
_UNITS = (
    "元 美元 欧元 港元 % ‰ 个百分点 百分点 个月 人次 人 户 家 个 项 条 套 起 处 亩 公顷 场"
    " 公里 米 度 微克 标准箱 标箱 平方公里 平方米 立方米 吨 公斤 斤 克 升 千瓦时 千瓦 千伏 兆瓦 件 次 所 座 名 位 张"
    " 台 辆 列 种 类 批 宗 组 倍 分钟 小时 天 年 月 日 时 届 期 株 盏 篇 架"
    " 艘 头 只 支 部 本 册 对 枚 份 岁 斤"
).split()
_UNIT = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
# 千瓦, 千米 and their like are units, not thousands.
_SCALE = r"(?:万亿|[十百千]?[万亿]|[百千](?![瓦米克伏帕赫]))"
_ARABIC = r"(?<![\d.])(?<!(?<![A-Za-z])[A-Za-z])\d+(?:\.\d+)?(?!\d)"
_WORDED = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[万亿]*)?"
_FEW = r"[余多]"
# 四成 is 40 %; 五成立 and 三成果 are not.
_TENTHS = r"成(?![功立为员果绩都长熟品就交效本千不])"
_TAIL = rf"(?P<more>{_FEW})?(?P<scale>{_SCALE})?(?P<more2>{_FEW})?(?P<unit>{_UNIT}|{_TENTHS})?"
_DASH = r"(?:—+|–|-|~|至|到)"

_RANGE = re.compile(
    rf"(?P<low>{_ARABIC})(?P<lscale>{_SCALE})?(?:{_UNIT})?{_DASH}(?P<digits>{_ARABIC}){_TAIL}"
)
_PERCENT = re.compile(rf"百分之(?P<digits>{_WORDED}|\d+(?:\.\d+)?)")
_NUMBER = re.compile(rf"(?P<digits>{_ARABIC}){_TAIL}")
_IN_WORDS = re.compile(
    rf"(?<![第零〇一二两三四五六七八九十百千万亿点])(?P<digits>{_WORDED})"
    rf"(?P<more>{_FEW})?(?P<scale>[万亿]+)?(?P<more2>{_FEW})?"
    rf"(?P<unit>{_UNIT}|{_TENTHS}|级(?=[产企园区项集]))"
)
_YEAR_IN_WORDS = re.compile(r"(?P<digits>[一二][零〇一二三四五六七八九]{3})(?P<unit>年)")
_RANK = re.compile(
    r"第(?P<digits>\d+|[一二三四五六七八九十]+)[位名]"
    r"|(?:全[国省市区县州球]|[居列排]|排名|位次)第(?P<bare>\d+|[一二三四五六七八九十]+)(?=[,，。、;；)）\]的]|$)"
)
_FIRST = re.compile(r"(?:居|列|位|排)[^,，。;；]{0,8}?(?P<first>首位|榜首)")

_BEFORE = (
    ("ge", r"(?:不低于|不少于|不小于|至少)"),
    ("le", r"(?:不超过|不高于|不多于|不大于|至多|最多)"),
    ("lt", r"(?:低于|少于|不足|不到)"),
    ("gt", r"(?:超过?|突破|逾|高于|大于|多于)"),
    ("approx", r"(?<![节签预合制公契履违])约"),
    ("near", r"(?:(?<![最附新邻就])近|接近)"),
)
_AFTER = (
    ("approx", r"(?:左右|上下)"),
    ("ge", r"及?(?:以上|之上)"),
    ("le", r"(?:及?以下|以内|之内)"),
    ("over", r"多(?![个种样项])"),
)


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """One number of a text: `value` in base units; `high` where it is a range from `value`.

    `unit` is "位" for a rank, "" where none that we know follows. `start` and `end` count in
    the folded text. `step` is what the last digit shown counts: 10 million for 189.3亿.
    """

    value: Decimal
    high: Decimal | None
    unit: str
    qualifier: str | None
    step: Decimal
    in_words: bool
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """The calendar year that it is, if it is one."""
        whole = self.high or self.value
        return int(whole) if self.unit == "年" and 1900 <= whole < 2100 else None


def plain_numbers(text: str) -> tuple[PlainNumber, ...]:
    """The numbers of `text`, in order. Spans count in `fold(text)`; markers are not known here."""
    folded = fold(text)
    found: list[PlainNumber] = []
    taken = bytearray(len(folded))
    for number in _candidates(folded):
        if not any(taken[number.start : number.end]):
            taken[number.start : number.end] = b"\1" * (number.end - number.start)
            found.append(number)
    return tuple(sorted(found, key=lambda number: number.start))


def _candidates(text: str) -> Iterator[PlainNumber]:
    """Every reading, the surer ones first: a rank before a number, a range before its ends."""
    for match in _RANK.finditer(text):
        rank = match["digits"] or match["bare"]
        yield _number(text, match, _value(rank), unit="位", in_words=not rank.isdigit())
    for match in _FIRST.finditer(text):
        yield PlainNumber(
            Decimal(1), None, "位", None, Decimal(1), True, match.start("first"), match.end()
        )
    for match in _PERCENT.finditer(text):
        yield _number(text, match, _value(match["digits"]), unit="%", in_words=True)
    for match in _YEAR_IN_WORDS.finditer(text):
        year = "".join(str(_DIGITS[character]) for character in match["digits"])
        yield _number(text, match, Decimal(year), unit="年", in_words=True)
    for match in _RANGE.finditer(text):
        yield from _range(text, match)
    for match in _NUMBER.finditer(text):
        yield _with_unit(text, match, Decimal(match["digits"]) * _power(match["scale"]))
    for match in _IN_WORDS.finditer(text):
        yield _with_unit(text, match, _value(match["digits"]) * _power(match["scale"]))


def _range(text: str, match: re.Match[str]) -> Iterator[PlainNumber]:
    """10-15亿元: the scale and unit written once are those of both ends; 9-5 is no range."""
    power = _power(match["scale"])
    low = Decimal(match["low"]) * (_power(match["lscale"]) if match["lscale"] else power)
    high = Decimal(match["digits"]) * power
    if low < high:
        yield _with_unit(text, match, low, high)


def _with_unit(
    text: str, match: re.Match[str], value: Decimal, high: Decimal | None = None
) -> PlainNumber:
    unit = (match["unit"] or "").replace("个百分点", "百分点")
    tenths = 10 if unit == "成" else 1
    return _number(
        text,
        match,
        value * tenths,
        unit={"成": "%", "位": "名", "级": ""}.get(unit, unit),
        in_words=not match["digits"][0].isdigit(),
        high=high * tenths if high is not None else None,
    )


def _number(
    text: str,
    match: re.Match[str],
    value: Decimal,
    *,
    unit: str,
    in_words: bool,
    high: Decimal | None = None,
) -> PlainNumber:
    groups = match.groupdict()
    digits = groups.get("digits") or groups.get("bare") or ""
    decimals = len(digits.partition(".")[2])
    power = (
        1 if in_words else _power(groups.get("scale")) * (10 if groups.get("unit") == "成" else 1)
    )
    return PlainNumber(
        value=value,
        high=high,
        unit=unit,
        qualifier=_qualifier(text, match),
        step=Decimal(power).scaleb(-decimals),
        in_words=in_words,
        start=match.start(),
        end=match.end(),
    )


def _qualifier(text: str, match: re.Match[str]) -> str | None:
    """What stands right behind it counts before what stands right before it."""
    groups = match.groupdict()
    if groups.get("more") or groups.get("more2"):
        return "over"
    if groups.get("unit") == "级":
        return "ge"
    for name, pattern in _AFTER:
        if re.match(pattern, text[match.end() :]):
            return name
    for name, pattern in _BEFORE:
        if re.search(rf"{pattern}$", text[: match.start()]):
            return name
    return None


def _power(scale: str | None) -> int:
    power = 1
    for character in scale or "":
        power *= _POWERS[character]
    return power


def _value(written: str) -> Decimal:
    """一百八十九点三亿 → 18930000000, 两千 → 2000, 百 → 100, 十五 → 15."""
    if written[0].isdigit():
        return Decimal(written)
    whole, point, rest = written.partition("点")
    if not point:
        return Decimal(_whole(whole))
    decimals = rest.rstrip("万亿")
    fraction = "".join(str(_DIGITS[character]) for character in decimals)
    return (_whole(whole) + Decimal(f"0.{fraction}")) * _power(rest[len(decimals) :])


def _whole(written: str) -> int:
    """A whole number in words: 一亿二千万, 一万亿; without one before 亿 or 万 it is one of them."""
    total = section = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        power = _POWERS[character]
        if character in _TENS:
            section += (digit or 1) * power
        elif total and total % power == 0:  # 万 after 亿 adds to it
            total += (section + digit) * power
        else:
            total = (total + section + digit or 1) * power
        section = section if character in _TENS else 0
        digit = 0
    return total + section + digit
