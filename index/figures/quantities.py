"""Quantities as written in Chinese: value in base units, unit, qualifier, and span in the text read.

Parsing never fails. A numeral is read as a whole or handed back as unread, never in part; what is
not a quantity (plan names, slogans, ordinals, roads, dates) is masked and handed back apart, to be
compared only as an exact string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from index.figures import quantity_patterns as patterns
from index.figures.normalise import NormalisedText, normalise
from index.figures.numerals import (
    EXACT,
    Numeral,
    Run,
    cuts_a_run,
    digits_of,
    last_place,
    runs_of,
    size_of,
    times,
)
from index.figures.quantity_patterns import Qualifier

_ONE = Decimal(1)
__all__ = ["Qualifier", "Quantity", "Scan", "parse_quantities", "scan"]
# Each quantity, and each span that is masked for its digits, holds one of these.
_HOLDS_ANY = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿首廿卅佰仟]")
_DIGITS_LEFT = re.compile(r"\d[\d.—–~-]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the numerals from one on say: the span of it all, and how many numerals are in it.

    Without a `value` they are unread or, where it does not count, part of a word (三农, 第十二届).
    """

    start: int
    end: int
    runs: int = 1
    value: Decimal | None = None
    unit: str = ""
    qualifier: Qualifier | None = None
    upper: Decimal | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class _Before:
    """What leads up to a numeral: where it starts, a currency as unit, a minus, a qualifier."""

    start: int
    unit: str = ""
    negative: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class _After:
    """What follows a numeral: where it ends, its unit and how many base units are in one of it (or
    in a million, in English), whether it is more (多), and a qualifier."""

    end: int
    unit: str = ""
    factor: Decimal = _ONE
    over: bool = False
    word: str = ""


def read_amount(text: str, runs: Sequence[Run], position: int) -> Reading:
    """The amount that begins with the numeral at `position` of `runs`; unread where it has the
    form of an amount and no value."""
    first = last = runs[position]
    following = runs[position + 1] if position + 1 < len(runs) else None
    to = patterns.TO.match(text, first.end)
    if to and following is not None and following.start == to.end():
        last = following if _of_one_kind(text, first, following) else first
    after = _after(text, last, first.unit)
    before = _before(text, first, after.unit)
    count = 1 if last is first else 2
    if not _is_amount(text, first, last, before, after):
        unreadable = first.numeral is None or last.numeral is None
        return Reading(first.start, last.end, count, counts=unreadable and first.arabic)
    numeral = first.numeral if last is first else _range(first, last)
    if numeral is None or (after.over and numeral.kind != "exact"):
        return Reading(first.start, last.end, count)
    reading = _reading(numeral, before, after, count)
    if reading.qualifier is None and not reading.unit and _is_magnitude(text, last, after):
        return replace(reading, qualifier="ge")
    return reading


def _of_one_kind(text: str, first: Run, last: Run) -> bool:
    """Whether both ends of a range count the same: 6%—7%, 百分之四到五; but 减少7.8%至2610元."""
    unit = last.unit or _after(text, last, "").unit
    if first.unit:
        year = patterns.YEAR_AFTER.match(text, last.end)
        return unit == first.unit or not (unit or year)
    if text.startswith("%", first.end):
        return unit == "%"
    return size_of(first.written) == 1 or unit not in ("%", "‰")


def _after(text: str, last: Run, rate: str) -> _After:
    end, factor = last.end, _ONE
    pattern = patterns.AFTER_ARABIC if last.arabic else patterns.AFTER_CHINESE
    if last.arabic and (english := patterns.ENGLISH_SCALE.match(text, end)):
        end, factor = english.end(), patterns.ENGLISH_SCALES[english["scale"].lower()]
    if last.arabic and (named := patterns.ENGLISH_UNIT.match(text, end)):
        return _After(named.end(), patterns.ENGLISH_UNITS[named["unit"].lower()], factor)
    if rate:
        pattern = patterns.AFTER_RATE
    match = pattern.match(text, end)
    assert match is not None  # each part of the pattern may be empty
    unit, of_one = _unit(match["unit"]) if match["unit"] else (rate, _ONE)
    if unit == "度" and size_of(last.written) > 1:
        unit = "千瓦时"
    over = bool(match["over"] or match["unit_over"])
    if last.arabic and not unit and size_of(last.written) == factor == 1:
        shared = patterns.SHARED_UNIT.match(text, match.end())
        unit, of_one = _unit(shared["unit"]) if shared else (unit, of_one)
    return _After(match.end(), unit, times(factor, of_one), over, match["after"] or "")


def _unit(written: str) -> tuple[str, Decimal]:
    if written.endswith("百分点"):
        return "百分点", _ONE
    return patterns.UNIT_FACTORS.get(written, (written, _ONE))


def _before(text: str, first: Run, unit: str) -> _Before:
    start = first.start
    currency = patterns.CURRENCY_BEFORE.search(text, max(0, start - 5), start)
    start = currency.start() if currency else start
    sign = patterns.NEGATIVE.search(text, max(0, start - 2), start)
    negative = sign is not None and (currency is not None or _may_be_negative(text, sign, unit))
    start -= negative
    word = ""
    if text[start - 1 : start] in patterns.ENDS_QUALIFIER:
        found = patterns.QUALIFIER_BEFORE.search(text, max(0, start - patterns.LONGEST_BEFORE))
        while found and found.end() < start:
            found = patterns.QUALIFIER_BEFORE.search(text, found.start() + 1)
        if found and found.end() == start:
            start, word = found.start(), found["word"]
    return _Before(start, patterns.CURRENCIES[currency["sign"]] if currency else "", negative, word)


def _may_be_negative(text: str, sign: re.Match[str], unit: str) -> bool:
    """-2.41‰, 利润-3.2亿元; but 2024-3, 渤中-3万吨级."""
    if sign.group() in "负△▲" or unit in ("%", "‰", "百分点", "倍"):
        return True
    before = text[max(0, sign.start() - 1) : sign.start()]
    return unit.endswith("元") and (not before or before in patterns.SIGNED_AMOUNT_AFTER)


def _is_amount(text: str, first: Run, last: Run, before: _Before, after: _After) -> bool:
    """Whether the numeral counts something, and is no part of a name, a word or a phrase."""
    unit = after.unit or before.unit
    if last is not first:
        return bool(unit) or size_of(last.written) > 1  # 渤中19-6
    if first.arabic or first.unit:
        return True
    if not unit:
        return _is_bare_amount(text, first, before, after)
    # 一个, 一批 are articles; two of a thing are 两个, so 二 stands in a name (二次供水).
    if first.written in ("一", "二", "零", "〇"):
        return unit in patterns.COUNTED_BY_ONE or unit == "%"
    # A unit by itself, as at the head of a table.
    qualified = bool(before.word or after.word or after.over)
    return qualified or first.written not in ("亿", "万") or text[first.start - 1] in "达均"


def _is_bare_amount(text: str, run: Run, before: _Before, after: _After) -> bool:
    """Whether a Chinese numeral without a unit is an amount (突破三百亿, 新增就业三万, 机井三百眼) and
    no part of a word (百姓, 二十大, 五一)."""
    if patterns.NO_AMOUNT_AFTER.match(text, after.end):
        return False
    sized = re.search("[百千万亿]", run.written) is not None
    digits = re.fullmatch("[十百千万亿]+", run.written) is None
    ends = patterns.CLAUSE_ENDS.match(text, after.end) is not None
    if before.word and (sized or ends):
        return True
    if _is_magnitude(text, run, after):
        return True
    if run.numeral is None:
        return digits and re.search("[万亿点]", run.written) is not None
    if sized and digits:
        return True
    opens = text[run.start - 1 : run.start] not in patterns.NO_AMOUNT_BEFORE
    return ends and opens and (len(run.written) > 1 or (sized and after.over))


def _is_magnitude(text: str, run: Run, after: _After) -> bool:
    """千亿俱乐部, 百亿县: an order of size, open above."""
    return bool(
        not after.unit
        and patterns.ENDS_IN_MAGNITUDE.search(run.written)
        and patterns.OF_MAGNITUDE.match(text, after.end)
    )


def _range(first: Run, last: Run) -> Numeral | None:
    """The numeral from one to another; 10-15亿元 and 五到十万 share the size of the second."""
    if first.numeral is None or last.numeral is None:
        return None
    if first.numeral.kind != "exact" or last.numeral.kind != "exact":
        return None
    low, high = first.numeral.value, last.numeral.value
    if size_of(first.written) == 1 and not re.search("[万亿]", first.written):
        low = times(low, size_of(last.written))
    return Numeral(min(low, high), max(low, high), "between")


def _reading(numeral: Numeral, before: _Before, after: _After, count: int) -> Reading:
    value, unit = times(numeral.value, after.factor), after.unit or before.unit
    upper = None if numeral.upper is None else times(numeral.upper, after.factor)
    qualifier = patterns.QUALIFIERS_AFTER.get(after.word) or patterns.QUALIFIERS_BEFORE.get(
        before.word
    )
    if after.over:
        upper, qualifier = EXACT.add(value, last_place(value)), "over"
    elif numeral.kind == "over":
        qualifier = "over"
    elif numeral.kind == "about":
        qualifier = "approx"
    if before.negative:
        value, upper = -value, None if upper is None else -upper
    return Reading(before.start, after.end, count, value, unit, qualifier, upper)


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


def parse_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order of their place."""
    return scan(text).quantities


def states_figure(text: str) -> bool:
    """Whether `text` has a quantity other than a year."""
    return any(quantity.unit != "year" for quantity in parse_quantities(text))


@lru_cache(maxsize=8192)  # sentences, read again for each question and by each check
def scan(text: str) -> Scan:
    """The quantities of `text` and the spans masked from them, in order; spans count in `text`."""
    normalised = normalise(text)
    if _HOLDS_ANY.search(normalised.text) is None:
        return Scan((), ())
    masked = [match.span() for match in patterns.MASKS.finditer(normalised.text) if _masks(match)]
    readable = _without(normalised.text, masked)
    readings = _readings(readable)
    for first in patterns.FIRST_PLACE.finditer(readable):
        readings.append(Reading(*first.span(), value=_ONE, unit="位"))
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
    """Whether a match hides what it covers: not a quoted measure, not a part of a numeral (万家 in 三万家)."""
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
    span = normalised.source_span(reading.start, reading.end)
    value = reading.value or Decimal(0)
    return Quantity(
        text[slice(*span)], *span, value, reading.unit, reading.qualifier, reading.upper
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
