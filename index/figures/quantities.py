"""Quantities as written in Chinese: value in base units, unit, qualifier, and span in the text read.

Parsing never fails. A numeral is read as a whole or handed back as unread, never in part; what is
no quantity (plan names, slogans, ordinals, roads, dates) is masked and handed back apart, to be
compared only as an exact string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.figures import quantity_patterns as patterns
from index.figures.amounts import Reading, read_amount
from index.figures.normalise import NormalisedText, normalise
from index.figures.numeral_runs import Run, cuts_a_run, runs_of
from index.figures.numerals import digits_of
from index.figures.quantity_patterns import Qualifier

__all__ = ["Qualifier", "Quantity", "Scan", "parse_quantities", "scan"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end] == raw`. `value` counts base units (189.3亿元 → 18930000000 元), exactly.

    `upper` bounds a range: closed for 3—5个百分点 and 两三家, open for the 余 and 多 of 9100余人次,
    where `qualifier` is "over"; `value` is the smaller bound, even where it stands second. A rank
    has unit "位", a calendar year unit "year", a bare number "".
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
    """All that a text holds: its quantities, the spans with digits that are none, and the spans of
    numerals that could not be read as a whole."""

    quantities: tuple[Quantity, ...]
    masked: tuple[tuple[int, int], ...]
    unread: tuple[tuple[int, int], ...] = ()


# Each quantity, and each span that is masked for its digits, holds one of these.
_HOLDS_ANY = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿首廿卅佰仟]")
_DIGITS_LEFT = re.compile(r"\d[\d.—–~-]*")
_ONE = Decimal(1)


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order of their place."""
    return scan(text).quantities


def scan(text: str) -> Scan:
    """The quantities of `text` and the spans masked from them, in order; spans count in `text`."""
    normalised = normalise(text)
    if _HOLDS_ANY.search(normalised.text) is None:
        return Scan((), ())
    masked = [match.span() for match in patterns.MASKS.finditer(normalised.text) if _masks(match)]
    readable = _without(normalised.text, masked)
    readings = [*_readings(readable), *_first_places(readable)]
    found = sorted((r for r in readings if r.value is not None), key=lambda reading: reading.start)
    unread = [(r.start, r.end) for r in readings if r.value is None]
    left = _without(readable, [*((r.start, r.end) for r in found), *unread])
    masked += [match.span() for match in _DIGITS_LEFT.finditer(left)]
    return Scan(
        quantities=tuple(_quantity(reading, normalised, text) for reading in found),
        masked=tuple(
            span
            for span in (normalised.source_span(*span) for span in sorted(masked))
            if re.search(r"\d", text[slice(*span)])
        ),
        unread=tuple(normalised.source_span(*span) for span in sorted(unread)),
    )


def _masks(match: re.Match[str]) -> bool:
    """Not what quotes a measure, nor what a numeral goes on beyond: 万家 in 三万家."""
    written = match.group()
    if written[0] in '“"「‘《' and patterns.SLOGAN_HOLDS_MEASURE.search(written):
        return False
    return not any(cuts_a_run(match.string, position) for position in match.span())


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "\0" * (end - start)
    return "".join(characters)


def _quantity(reading: Reading, normalised: NormalisedText, text: str) -> Quantity:
    start, end = normalised.source_span(reading.start, reading.end)
    value = reading.value or Decimal(0)
    return Quantity(
        text[start:end], start, end, value, reading.unit, reading.qualifier, reading.upper
    )


def _readings(text: str) -> list[Reading]:
    """What each numeral of `text` says: a quantity, or that it is unread."""
    runs = list(runs_of(text))
    readings = []
    position = 0
    while position < len(runs):
        reading = _read(text, runs, position)
        position += reading.runs
        if reading.counts:
            readings.append(reading)
    return readings


def _first_places(text: str) -> list[Reading]:
    return [
        Reading(*match.span(), value=_ONE, unit="位")
        for match in patterns.FIRST_PLACE.finditer(text)
    ]


def _read(text: str, runs: Sequence[Run], position: int) -> Reading:
    run = runs[position]
    before = text[run.start - 1 : run.start]
    return (
        _read_years(text, runs, position)
        or (_read_rank(text, run) if before == "第" else None)
        or (_read_first_ones(text, run) if before == "前" else None)
        or (_read_doubled(text, run) if before in ("翻", "了") else None)
        or _read_magnitude(text, run)
        or read_amount(text, runs, position)
    )


def _read_years(text: str, runs: Sequence[Run], position: int) -> Reading | None:
    run = runs[position]
    first = _year_of(run)
    if first is None:
        return None
    to = patterns.YEARS_TO.match(text, run.end)
    following = runs[position + 1] if position + 1 < len(runs) else None
    if to and following is not None and following.start == to.end():
        last, after = _year_of(following), patterns.YEAR_AFTER.match(text, following.end)
        if last is not None and after:
            low, high = sorted((first, last))
            return Reading(run.start, after.end(), 2, low, "year", None, high)
    after = patterns.YEAR_AFTER.match(text, run.end)
    return Reading(run.start, after.end(), value=first, unit="year") if after else None


def _year_of(run: Run) -> Decimal | None:
    if patterns.ARABIC_YEAR.fullmatch(run.written):
        return Decimal(run.written)
    if patterns.CHINESE_YEAR.fullmatch(run.written):
        return Decimal(digits_of(run.written))
    return None


def _read_rank(text: str, run: Run) -> Reading:
    """第二位, 居全省第四; any other 第 counts nothing."""
    place = patterns.PLACE_AFTER.match(text, run.end)
    among = run.start > 1 and text[run.start - 2] in patterns.RANKED_AMONG
    ranked = place or (among and patterns.RANK_ENDS.match(text, run.end))
    if run.numeral is None or run.numeral.kind != "exact" or not ranked:
        return Reading(run.start, run.end, counts=False)
    end = place.end() if place else run.end
    return Reading(run.start - 1, end, value=run.numeral.value, unit="位")


def _read_first_ones(text: str, run: Run) -> Reading | None:
    """居全国前三, 前20位."""
    place = patterns.FIRST_ONES.match(text, run.end)
    before = patterns.FIRST_ONES_BEFORE.search(text, max(0, run.start - 2), run.start)
    if not (place and before) or run.unit:
        return None
    if run.numeral is None or run.numeral.kind != "exact":
        return None
    return Reading(run.start - 1, place.end(), 1, run.numeral.value, "位", "le")


def _read_doubled(text: str, run: Run) -> Reading | None:
    """翻一番, 翻了两番."""
    start = text.rfind("翻", max(0, run.start - 2), run.start)
    if start < 0 or run.numeral is None or not text.startswith("番", run.end):
        return None
    if run.numeral.kind != "exact" or run.numeral.value not in range(1, 10):
        return None
    return Reading(start, run.end + 1, value=Decimal(2) ** int(run.numeral.value), unit="倍")


def _read_magnitude(text: str, run: Run) -> Reading | None:
    """百亿级: an order of size, open above."""
    if run.numeral is None or not patterns.ENDS_IN_MAGNITUDE.search(run.written):
        return None
    grade = patterns.GRADE.match(text, run.end)
    if grade is None:
        return None
    return Reading(run.start, grade.end(), value=run.numeral.value, qualifier="ge")
