"""Values that a figure started from: 从11.37提高到14.58, 由上年的91%提高到96%, 较上年28899万元增长9.9%.

Such a value is not of the period of the sentence: it is of the year that it names, or of an earlier
time that is not named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from index.figures.dates import months_in
from index.figures.figure import Months, Period
from index.figures.lexicon import entries, one_of, words
from index.figures.normalise import fold
from index.figures.numerals import EXACT, number
from index.figures.quantities import Quantity
from index.figures.years import WRITTEN, year_of

_JOIN = r"\s*\**(?:[、和与及,，]|以及)\s*\**"
NEXT_IN_ROW = re.compile(_JOIN)
# Separated by 分别, each may have a verb of its own.
NEXT_OF_EACH = re.compile(
    rf"\s*\**(?:[、和与及]|以及)\s*\**(?:同比)?{one_of('verb.changes_in_row')}?了?\s*\**"
)
_SHORT_JOIN = re.compile(r"\s*(?:[、和与]|以及)\s*")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# What stands between a value and the word that says what came of it.
_REACHES = rf"{one_of('verb.how_it_reaches')}*{one_of('verb.reaches')}了?(?P<to>到|至|为|成)"
_RESULT = re.compile(rf"\s*\**[，,]?{_REACHES}")
# With the noun that is counted before it: 由12个工作日压缩到4个工作日.
_NOUN = r"[^\s\d，,、；;。：:（(从由自至到为成]{1,6}?"
_RESULT_OF_NOUN = re.compile(_NOUN + _REACHES)
_YEAR_END = re.compile(rf"{WRITTEN}年(?:底|末)?的?")
_UP_TO_FIRST = re.compile(r"[^，,；;。：:\d]{0,12}")
_FROM = re.compile(r"[从由自](?P<named>[^，,；;。：:、]{0,16})$")
# 来自 and 理由 before it, 从业 and 自来水 with what follows, are no 从.
_FALSE_BEFORE = {word: tuple(before) for word, before in entries("name.no_from_before")}
_FALSE_AFTER = words("name.no_from_behind")
_COMPARED = re.compile(
    rf"(?:较|比|与)(?P<named>(?:[上去前]年|{WRITTEN}年|年初|上个?[月季]度?|上期|前值|同期)(?:同期|末|底)?的?)(?:相比)?$"
)
_CHANGES = re.compile(rf"\s*\**{one_of('verb.how_it_changes')}*{one_of('verb.changes_from')}")
_WITH_YEAR = re.compile(
    rf"(?:(?:比|较)|[与同和](?={WRITTEN}年(?:同期|末|底)?(?:相比|比)))(?P<year>{WRITTEN})年"
)
_YEAR = re.compile(rf"(?P<year>{WRITTEN})年|(?P<before>上年|去年|上一年|上年度)|(?P<two>前年)")


def row_from(quantities: Sequence[Quantity], sentence: str) -> tuple[Quantity, ...]:
    """The figures in a row from the first on."""
    return tuple(quantities[: figures_in_row(quantities, sentence)])


def figures_in_row(
    quantities: Sequence[Quantity], sentence: str, join: re.Pattern[str] = NEXT_IN_ROW
) -> int:
    """How many figures stand in a row from the first on, joined as `join` matches: 25%、17%和3%."""
    length = 1
    for one, other in pairwise(quantities):
        if not join.fullmatch(sentence[one.end : other.start]):
            break
        length += 1
    return length


def with_units(quantities: Sequence[Quantity], sentence: str) -> list[Quantity]:
    """The quantities, a bare number in a row with the unit of the next: 1409、1305人次."""
    found = list(quantities)
    for position in range(len(found) - 2, -1, -1):
        one, other = found[position], found[position + 1]
        joined = _SHORT_JOIN.fullmatch(sentence[one.end : other.start])
        if joined and one.unit == "" and other.unit not in ("", "year", "年", "位"):
            found[position] = _in_unit_of(one, other)
    return found


def _in_unit_of(bare: Quantity, other: Quantity) -> Quantity:
    """The bare number in the unit and scale of the other: 1.2、3.4万人."""
    digits = _DIGITS.search(other.raw)
    written = number(digits.group()) if digits else None
    if not written or not _DIGITS.fullmatch(bare.raw):
        return bare
    scale = EXACT.divide(other.value, written) if other.value % written == 0 else None
    if scale is None:
        return bare
    return replace(bare, value=EXACT.multiply(bare.value, scale), unit=other.unit)


@dataclass(frozen=True, slots=True)
class Base:
    """Values that something started from: `sentence[start:end]` is the words that say so and the
    values, which begin at `values`; the values that they led to begin at `results`, as many or none. `named`
    says when they held: 2020年的, 上年, 每人每月."""

    start: int
    end: int
    values: tuple[int, ...]
    results: tuple[int, ...]
    named: str

    def period(self, result: Period | None) -> Period | None:
        """The year that the values are of; `result` is the period of what came of them."""
        year = _YEAR.search(fold(self.named))
        part = months_in(self.named)
        if year is None:
            of_a_year = result is not None and result.in_one_year
            return result.limited_to(part) if result and part and of_a_year else None
        if year["year"]:
            return Period.of(year_of(year["year"]), part)
        if result is None or not result.in_one_year:
            return None
        return Period.of(result.first - (2 if year["two"] else 1), part or result.months)


class ComparedTo(NamedTuple):
    """What a change is compared with: a named year, or, without one, the part of a year before."""

    year: int | None

    def against(self, period: Period | None) -> Period | None:
        """The time meant, where that is not the year before `period`."""
        if self.year is None:
            return _part_before(period)
        is_before = period is not None and self.year == period.first - 1 == period.last - 1
        return None if is_before else Period.of(self.year)


def compared_to(text: str) -> ComparedTo | None:
    """What `text` compares a change with, last (比2022年, 环比); None where it names nothing, or the
    year before."""
    said = fold(text)
    month_on_month = said.rfind("环比")
    named = [match for match in _WITH_YEAR.finditer(said) if match.start() > month_on_month]
    last = max((said.rfind(word) for word in ("同比", "上年", "去年")), default=-1)
    if month_on_month > last and not named:
        return ComparedTo(None)
    if not named or named[-1].end() < last:
        return None
    return ComparedTo(year_of(named[-1]["year"]))


def compared_with(before: str, period: Period | None) -> Period | None:
    """The time that the words `before` a change compare it with, where that is not the year before
    `period`."""
    named = compared_to(before)
    return named.against(period) if named else None


def _part_before(period: Period | None) -> Period | None:
    """November for December, the first quarter for the second."""
    if period is None or period.months is None:
        return None
    first, last = period.months[:2]
    length = last - first + 1
    if first > length:
        return replace(period, months=Months(first - length, first - 1))
    return Period.of(period.first - 1, Months(13 - length, 12)) if first == 1 else None


def bases_in(sentence: str, quantities: Sequence[Quantity]) -> list[Base]:
    """The values of `sentence` that others started from, in order; quantities without years."""
    found: list[Base] = []
    for position, quantity in enumerate(quantities):
        if found and quantity.start < found[-1].end:
            continue
        base = _started_from(sentence, quantities[position:]) or _compared(sentence, quantity)
        if base is not None:
            found.append(base)
    return found


def leads_on(after: str) -> bool:
    """Whether the words after a value say what came of it: 6.32下降至6.08."""
    result = _RESULT.match(after)
    return result is not None and result["to"] in "到至"


def _started_from(sentence: str, quantities: Sequence[Quantity]) -> Base | None:
    """从209元、280元提高到217元、290元: the first row and the second."""
    row = row_from(quantities, sentence)
    last = row[-1]
    word = _from_word(sentence[: row[0].start])
    result = _RESULT.match(sentence, last.end) or (
        _RESULT_OF_NOUN.match(sentence, last.end) if word else None
    )
    if result is None:
        return None
    after = quantities[len(row) :]
    gap = sentence[result.end() : after[0].start] if after else None
    if gap is None or not _UP_TO_FIRST.fullmatch(_YEAR_END.sub("", fold(gap))):
        return None
    comma = result.group().lstrip(" *")[:1] in "，,"
    if word is None and (comma or result["to"] == "为"):
        return None
    results = row_from(after, sentence)[: len(row)]
    paired = len(results) == len(row)
    return Base(
        start=word.start() if word else row[0].start,
        end=last.end,
        values=tuple(quantity.start for quantity in row),
        results=tuple(quantity.start for quantity in results) if paired else (),
        named=word["named"] if word else "",
    )


def _from_word(before: str) -> re.Match[str] | None:
    """从 or 由 before a value, with what stands between; none in 从业, 自来水 and the like."""
    for mark in reversed(list(re.finditer("[从由自]", before[-24:]))):
        start = len(before) - len(before[-24:]) + mark.start()
        word = _FROM.match(before, start)
        false = before[:start].endswith(_FALSE_BEFORE[mark.group()])
        if word and not false and not word["named"].startswith(_FALSE_AFTER):
            return word
    return None


def _compared(sentence: str, quantity: Quantity) -> Base | None:
    """较上年28899万元增长9.9%."""
    word = _COMPARED.search(sentence[: quantity.start])
    if word is None or not _CHANGES.match(sentence, quantity.end):
        return None
    return Base(word.start(), quantity.end, (quantity.start,), (), word["named"])


def without_bases(sentence: str, bases: Sequence[Base]) -> str:
    """`sentence` with the values that others started from, and what leads to them, blanked."""
    for base in bases:
        blank = " " * (base.end - base.start)
        sentence = sentence[: base.start] + blank + sentence[base.end :]
    return sentence
