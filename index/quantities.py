"""Quantities as written in Chinese: value in base units, unit, qualifier, and span in the text read.

Parsing never fails; what is no quantity (plan names, slogans, ordinals, roads, dates) is masked
and handed back apart, to be compared only as an exact string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.normalise import NormalisedText, normalise

Qualifier = Literal["approx", "ge", "gt", "le", "lt", "near", "over"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end] == raw`. `value` counts base units (189.3亿元 → 18930000000 元).

    `upper` bounds a range: closed for 3—5个百分点, open for the 余 and 多 of 9100余人次, where
    `qualifier` is "over". A rank has unit "位", a calendar year unit "year", a bare number "".
    """

    raw: str
    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: Qualifier | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a text holds: its quantities, and the spans with digits that are none."""

    quantities: tuple[Quantity, ...]
    masked: tuple[tuple[int, int], ...]


_DIGITS = {c: Decimal(n) for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": Decimal(0),
    "两": Decimal(2),
}
_SCALES = {
    "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4),
    "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8),
    "百亿": Decimal(10**10), "千亿": Decimal(10**11), "万亿": Decimal(10**12),
}  # fmt: skip

_COUNTED = (
    "人次|户次|家次|架次|班次|场次|人|名|户|家|个|项|件|起|处|条|座|所|套|台|辆|架|艘|场|次|批"
    "|宗|间|张|份|门|种|类|只|头|株|棵|支|笔|款|幅|栋|幢|亩次|亩|公顷|平方公里|平方千米|平方米"
    "|立方米|公里|千米|米|万千瓦时|千瓦时|千瓦|兆瓦|千伏|吨|公斤|千克|斤|美元|元|小时|分钟|天|岁"
    "|个月|倍|张床位|床"
)
_ARABIC_UNIT = rf"个?百分点|[%‰]|成|度|{_COUNTED}|年"
_CHINESE_UNIT = rf"个?百分点|成|{_COUNTED}"
_UNIT_FACTORS = {
    "成": ("%", Decimal(10)),
    "千米": ("公里", Decimal(1)),
    "公斤": ("千克", Decimal(1)),
}

_BEFORE: dict[str, Qualifier] = {
    "大约": "approx", "约": "approx", "不低于": "ge", "不少于": "ge", "至少": "ge",
    "超过": "gt", "突破": "gt", "超": "gt", "不超过": "le", "不高于": "le",
    "低于": "lt", "少于": "lt", "接近": "near", "将近": "near", "近": "near",
}  # fmt: skip
_AFTER: dict[str, Qualifier] = {
    "左右": "approx", "上下": "approx", "以上": "ge", "以下": "le", "以内": "le", "之内": "le",
}  # fmt: skip

# The 千 of 千伏 and 千瓦 belongs to the unit.
_SCALE = "(?:万亿|千亿|百亿|亿|千万|百万|万|千|百)(?!伏|瓦|米|克)"
_ARABIC = r"\d+(?:\.\d+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[万亿]*)?"
_STAR = r"\**"
# 签约69个, 合约: the 约 of a word is no qualifier.
_QUALIFIED_BEFORE = "(?<![签合节预条履解邀])约|" + "|".join(
    sorted(_BEFORE.keys() - {"约"}, key=len, reverse=True)
)
_QUALIFIED_AFTER = "|".join(_AFTER)

_ARABIC_QUANTITY = re.compile(
    rf"(?:(?P<before>{_QUALIFIED_BEFORE}){_STAR})?"
    rf"(?:(?P<low>{_ARABIC})(?P<low_scale>%|{_SCALE})?(?:—+|-+|–|~|至|到))?"
    rf"(?P<number>{_ARABIC})(?P<over>余|多)?(?P<scale>{_SCALE})?(?P<scaled_over>余|多)?"
    rf"(?P<unit>{_ARABIC_UNIT})?(?:{_STAR}(?P<after>{_QUALIFIED_AFTER}))?"
)
_CHINESE_QUANTITY = re.compile(
    rf"(?P<before>{_QUALIFIED_BEFORE})?(?P<number>{_CHINESE})(?P<over>余|多)?(?P<scale>{_SCALE})?"
    rf"(?P<unit>{_CHINESE_UNIT})(?P<after>{_QUALIFIED_AFTER})?"
)
_CHINESE_PERCENT = re.compile(rf"(?P<before>{_QUALIFIED_BEFORE})?百分之(?P<number>{_CHINESE})")
_RANK = re.compile(
    rf"第(?P<number>{_ARABIC}|[一二三四五六七八九十百]+)(?P<unit>[位名])|(?P<first>首位)"
)
_DOUBLED = re.compile(r"翻(?P<number>[一二两三四]|\d)番")
_MAGNITUDE = re.compile(r"(?P<scale>十亿|百亿|千亿|万亿|千万|百万)级")
_CHINESE_YEAR = re.compile(r"(?P<number>[一二][零〇一二三四五六七八九]{3})年")
_ARABIC_YEAR = re.compile(r"(?<![\d.])(?P<number>(?:19|20)\d\d)年(?!\d*[个间])")

_MASKS = re.compile(
    "|".join(
        (
            r"“[^”“]{1,20}”|\"[^\"]{1,20}\"|「[^」]{1,20}」|‘[^’]{1,20}’",
            r"十[一二三四五]五",
            r"(?<![0-9.])\d{1,2}月(?:\d{1,2}[日号])?(?:(?:至|到|—|-|–|~)(?:\d{1,2}月)?\d{1,2}[日号])?",
            r"\d{1,2}[日号](?=[上下凌]|召|至)",
            r"[一二三四五六七八九十]+[是要]|第[一二三四五六七八九十]+[，,、]|第[一二三]产业",
            r"[A-Za-z]+\d+|\d+[A-Za-z]+|\d+(?:国道|省道|县道|号线|医院)",
            r"[一二三四五六七八九十]+[路街]",
            r"第?[零〇一二三四五六七八九十百\d]+(?:届|次(?=全会|会议|全体|党代会|人代会))|第\S{1,3}[个次]",
            r"[一二三四五六七八九十两][个项](?=规定|意识|自信|维护|全面|确立|最严|务必|革命|文明)",
            r"[〔\[（(]20\d\d[〕\]）)]\d+号",
            r"一[般些直批定切]|统一|唯一|之一|万众一心|千方百计|百姓|万家|一体|一流|三农|千家万户",
        )
    )
)
_SLOGAN_HOLDS_MEASURE = re.compile(r"\d\s*(?:亿|万)?元|%")


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order of their place."""
    return scan(text).quantities


def scan(text: str) -> Scan:
    """The quantities of `text` and the spans masked from them, in order; spans count in `text`."""
    normalised = normalise(text)
    masked = [
        match.span()
        for match in _MASKS.finditer(normalised.text)
        if not (match.group()[0] in '“"「‘' and _SLOGAN_HOLDS_MEASURE.search(match.group()))
    ]
    readable = list(normalised.text)
    for start, end in masked:
        readable[start:end] = "\0" * (end - start)
    found = sorted(_find("".join(readable), normalised, text), key=lambda quantity: quantity.start)
    spans = tuple(normalised.source_span(start, end) for start, end in masked)
    return Scan(
        quantities=tuple(found),
        masked=tuple(span for span in spans if re.search(r"\d", text[slice(*span)])),
    )


def _find(readable: str, normalised: NormalisedText, text: str) -> Iterator[Quantity]:
    """Each pattern takes its matches out of what the next may read: the telling ones go first."""
    readers = (
        (_CHINESE_YEAR, _read_chinese_year),
        (_ARABIC_YEAR, _read_year),
        (_RANK, _read_rank),
        (_MAGNITUDE, _read_magnitude),
        (_DOUBLED, _read_doubled),
        (_CHINESE_PERCENT, _read_chinese_percent),
        (_ARABIC_QUANTITY, _read_quantity),
        (_CHINESE_QUANTITY, _read_quantity),
    )
    for pattern, read in readers:
        left: list[str] = []
        last = 0
        for match in pattern.finditer(readable):
            reading = read(match)
            if reading is None:
                continue
            value, unit, qualifier, upper = reading
            start, end = normalised.source_span(*match.span())
            yield Quantity(text[start:end], start, end, value, unit, qualifier, upper)
            left += [readable[last : match.start()], "\0" * len(match.group())]
            last = match.end()
        readable = "".join(left) + readable[last:]


_Reading = tuple[Decimal, str, Qualifier | None, Decimal | None]


def _read_chinese_year(match: re.Match[str]) -> _Reading:
    digits = "".join(str(_DIGITS[character]) for character in match["number"])
    return Decimal(digits), "year", None, None


def _read_year(match: re.Match[str]) -> _Reading:
    return Decimal(match["number"]), "year", None, None


def _read_rank(match: re.Match[str]) -> _Reading:
    return (Decimal(1) if match["first"] else _number(match["number"])), "位", None, None


def _read_magnitude(match: re.Match[str]) -> _Reading:
    return _number(match["scale"]), "", "ge", None


def _read_doubled(match: re.Match[str]) -> _Reading:
    return Decimal(2) ** int(_number(match["number"])), "倍", None, None


def _read_chinese_percent(match: re.Match[str]) -> _Reading:
    return _number(match["number"]), "%", _qualifier(match["before"], None), None


def _read_quantity(match: re.Match[str]) -> _Reading | None:
    if match["number"] == "一":  # 一个, 一批: a word, not a count
        return None
    parts = match.groupdict()
    unit, factor = _unit(parts["unit"])
    scale = _SCALES.get(parts["scale"] or "", Decimal(1)) * factor
    value = _number(parts["number"]) * scale
    qualifier = _qualifier(parts["before"], parts["after"])
    if parts["over"] or parts.get("scaled_over"):
        return value, unit, "over", value + _last_place(parts["number"]) * scale
    if parts.get("low"):
        low_scale = _SCALES.get(parts["low_scale"] or "", scale)
        return _number(parts["low"]) * low_scale, unit, qualifier, value
    return value, unit, qualifier, None


def _unit(written: str | None) -> tuple[str, Decimal]:
    if written is None:
        return "", Decimal(1)
    if written.endswith("百分点"):
        return "百分点", Decimal(1)
    return _UNIT_FACTORS.get(written, (written, Decimal(1)))


def _qualifier(before: str | None, after: str | None) -> Qualifier | None:
    return _AFTER.get(after or "") or _BEFORE.get(before or "")


def _number(written: str) -> Decimal:
    """An Arabic or Chinese numeral: 189.3, 一百八十九点三亿, 两千万, 二五."""
    if written[0].isdigit() and written[0].isascii():
        return Decimal(written)
    whole, _, fraction = written.partition("点")
    decimals = fraction.rstrip("万亿")
    value = _whole_number(whole)
    if decimals:
        digits = "".join(str(_DIGITS[character]) for character in decimals)
        value += Decimal(f"0.{digits}")
    for character in fraction[len(decimals) :]:
        value *= _SCALES[character]
    return value


def _whole_number(written: str) -> Decimal:
    if all(character in _DIGITS for character in written):
        return Decimal("".join(str(_DIGITS[character]) for character in written))
    total = section = digit = Decimal(0)
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百千":
            section += (digit or Decimal(1)) * _SCALES[character]
            digit = Decimal(0)
        else:
            total = ((total + section + digit) or Decimal(1)) * _SCALES[character]
            section = digit = Decimal(0)
    return total + section + digit


def _last_place(written: str) -> Decimal:
    """The size of the last place that a round number names: 9100 → 100, 两千 → 1000, 1.5 → 0.1."""
    value = _number(written)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent)
