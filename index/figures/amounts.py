"""One amount: a numeral or a range of two, and what the words around it say of unit and qualifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.figures import quantity_patterns as patterns
from index.figures.numeral_runs import Run
from index.figures.numerals import EXACT, Numeral, last_place, size_of, times
from index.figures.quantity_patterns import Qualifier

_ONE = Decimal(1)


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
