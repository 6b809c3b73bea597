"""Quantities as written in Chinese: value in base units, unit, qualifier, and span in the text read.

Parsing never fails; what is no quantity (plan names, slogans, ordinals, roads, dates) is masked
and handed back apart, to be compared only as an exact string.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from index import quantity_patterns as patterns
from index.normalise import NormalisedText, normalise
from index.numerals import SCALES, last_place, number, times
from index.quantity_patterns import Qualifier

__all__ = ["Qualifier", "Quantity", "Scan", "parse_quantities", "scan"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end] == raw`. `value` counts base units (189.3亿元 → 18930000000 元), exactly.

    `upper` bounds a range: closed for 3—5个百分点, open for the 余 and 多 of 9100余人次, where
    `qualifier` is "over"; `value` is the smaller bound, even where it stands second. A rank has
    unit "位", a calendar year unit "year", a bare number "".
    """

    raw: str
    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: Qualifier | None = None
    upper: Decimal | None = None

    def moved(self, by: int) -> Quantity:
        """The same, its span counted in a text that has this one `by` characters in."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a text holds: its quantities, and the spans with digits that are none."""

    quantities: tuple[Quantity, ...]
    masked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Decimal
    unit: str
    qualifier: Qualifier | None = None
    upper: Decimal | None = None

    def at(self, text: str, start: int, end: int) -> Quantity:
        raw = text[start:end]
        return Quantity(raw, start, end, self.value, self.unit, self.qualifier, self.upper)


# Each quantity, and each span that is masked for its digits, holds one of these.
_HOLDS_ANY = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿首]")
_DIGITS_LEFT = re.compile(r"\d[\d.—–~-]*")


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order of their place."""
    return scan(text).quantities


def scan(text: str) -> Scan:
    """The quantities of `text` and the spans masked from them, in order; spans count in `text`."""
    normalised = normalise(text)
    if _HOLDS_ANY.search(normalised.text) is None:
        return Scan((), ())
    masked = [
        match.span()
        for match in patterns.MASKS.finditer(normalised.text)
        if not (
            match.group()[0] in '“"「‘《' and patterns.SLOGAN_HOLDS_MEASURE.search(match.group())
        )
    ]
    readable = list(normalised.text)
    for start, end in masked:
        readable[start:end] = "\0" * (end - start)
    found, left = _take_out("".join(readable), normalised, text)
    masked += [match.span() for match in _DIGITS_LEFT.finditer(left)]
    spans = (normalised.source_span(start, end) for start, end in sorted(masked))
    return Scan(
        quantities=tuple(sorted(found, key=lambda quantity: quantity.start)),
        masked=tuple(span for span in spans if re.search(r"\d", text[slice(*span)])),
    )


def _take_out(readable: str, normalised: NormalisedText, text: str) -> tuple[list[Quantity], str]:
    """The quantities, and the text without them.

    Each pattern takes its matches out of what the next may read: the telling ones go first.
    """
    found: list[Quantity] = []
    for pattern, signs, read in _READERS:
        if signs.search(readable) is None:
            continue
        left: list[str] = []
        last = 0
        for match in pattern.finditer(readable):
            reading = read(match)
            if reading is None:
                continue
            start, end = normalised.source_span(*match.span())
            found.append(reading.at(text, start, end))
            left += [readable[last : match.start()], "\0" * len(match.group())]
            last = match.end()
        readable = "".join(left) + readable[last:]
    return found, readable


def _read_year(match: re.Match[str]) -> _Reading:
    return _Reading(number(match["number"]), "year")


def _read_years(match: re.Match[str]) -> _Reading:
    return _between(number(match["low"]), number(match["number"]), "year", None)


def _read_rank(match: re.Match[str]) -> _Reading:
    place = match["number"] or match["bare"]
    return _Reading(number(place) if place else Decimal(1), "位")


def _read_magnitude(match: re.Match[str]) -> _Reading:
    return _Reading(times(number(match["number"] or "1"), SCALES[match["scale"]]), "", "ge")


def _read_doubled(match: re.Match[str]) -> _Reading:
    return _Reading(Decimal(2) ** int(number(match["number"])), "倍")


def _read_chinese_percent(match: re.Match[str]) -> _Reading:
    return _Reading(number(match["number"]), "%", _qualifier(match["before"], match["after"]))


def _read_chinese(match: re.Match[str]) -> _Reading | None:
    # 一个, 一批 are articles; two of a thing are 两个, so 二 stands in a name (二次供水).
    if match["number"] in ("一", "二", "零", "〇") and not match["scale"] and match["unit"] != "成":
        return None
    if match["number"] in ("亿", "万") and not (match["before"] or match["after"]):
        return None  # a unit by itself, as at the head of a table
    return _read_quantity(match)


def _read_arabic(match: re.Match[str]) -> _Reading | None:
    reading = _read_quantity(match)
    if reading.unit == "" and reading.upper is not None and match["low"]:
        return None  # 渤中19-6: a name
    if reading.unit == "" and match["before"] == "前":
        return _Reading(reading.value, "位", reading.qualifier)
    if reading.unit == "" and match["scale"] is None:
        shared = patterns.SHARED_UNIT.match(match.string, match.end())
        if shared:
            unit, factor = _unit(shared["unit"])
            return _Reading(times(reading.value, factor), unit, reading.qualifier)
    return reading


def _read_quantity(match: re.Match[str]) -> _Reading:
    parts = match.groupdict()
    unit, factor = _unit(parts["unit"])
    if unit == "度" and parts["scale"]:
        unit = "千瓦时"
    scale = times(SCALES[parts["scale"] or ""], factor)
    value = times(number(parts["number"]), scale)
    qualifier = _qualifier(parts["before"], parts["after"])
    if parts["over"] or parts.get("scaled_over") or parts.get("unit_over"):
        upper = value + times(last_place(parts["number"]), scale)
        return _Reading(value, unit, "over", upper)
    if parts.get("low"):
        low_scale = times(SCALES[parts["low_scale"]], factor) if _scaled(parts) else scale
        return _between(times(number(parts["low"]), low_scale), value, unit, qualifier)
    return _Reading(-value if parts.get("sign") else value, unit, qualifier)


def _scaled(parts: dict[str, str | None]) -> bool:
    return parts["low_scale"] in SCALES


def _between(low: Decimal, high: Decimal, unit: str, qualifier: Qualifier | None) -> _Reading:
    """A range; one written the wrong way round is the same range."""
    return _Reading(min(low, high), unit, qualifier, max(low, high))


def _unit(written: str | None) -> tuple[str, Decimal]:
    if written is None:
        return "", Decimal(1)
    if written.endswith("百分点"):
        return "百分点", Decimal(1)
    return patterns.UNIT_FACTORS.get(written, (written, Decimal(1)))


def _qualifier(before: str | None, after: str | None) -> Qualifier | None:
    return patterns.QUALIFIERS_AFTER.get(after or "") or patterns.QUALIFIERS_BEFORE.get(
        before or ""
    )


# With each pattern the characters of which its matches hold one: most texts need not be searched.
_YEAR, _NUMERAL = re.compile("年"), re.compile("[零〇一二两三四五六七八九十百千万亿]")
_READERS: tuple[
    tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], _Reading | None]], ...
] = (
    (patterns.CHINESE_YEAR, _YEAR, _read_year),
    (patterns.YEARS, _YEAR, _read_years),
    (patterns.YEAR, _YEAR, _read_year),
    (patterns.RANK, re.compile("[第首]"), _read_rank),
    (patterns.MAGNITUDE, re.compile("级"), _read_magnitude),
    (patterns.DOUBLED, re.compile("翻"), _read_doubled),
    (patterns.CHINESE_PERCENT, re.compile("分"), _read_chinese_percent),
    (patterns.ARABIC_QUANTITY, re.compile(r"\d"), _read_arabic),
    (patterns.CHINESE_QUANTITY, _NUMERAL, _read_chinese),
)
