"""What a sentence of an answer claims of each of its figures; what it leaves open is None."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.check.context_words import About, content_of, words_about
from assistant.check.markers import MARKER, markers_after
from assistant.check.verbal_quantities import worded_in
from index.figures.affixes import EACH
from index.figures.binding import bind
from index.figures.bound_place import places_opening
from index.figures.bound_time import NAMED_YEAR, OFFSETS, RELATIVE_YEAR, months_before
from index.figures.dates import months_in
from index.figures.figure import (
    Attribute,
    Binding,
    Context,
    Direction,
    FigureKind,
    Months,
    Period,
    Role,
)
from index.figures.normalise import fold
from index.figures.quantities import Quantity, scan
from index.figures.years import WRITTEN, year_of

_AIMED_AT = re.compile(
    r"(?<!低于)(?<!高于)(?<!下达)(?<!年度)(?<!预期)(?<!完成)目标|力争|预期(?!目标[高低]|寿命)|计划[：:]|(?<![\u4e00-\u9fff])计划(?!总?投资)"
    r"|打算|将(?=达|实现|完成|新增|建成|投入|超过|突破|增长)|要求达到"
)
_CLAUSE_MARK = re.compile(r"[，,；;。：:\0]")
_CLAUSE_BREAK = re.compile(r"[，,；;。\0]")
_YEAR_AFTER = re.compile(rf"\s*[是为系][^，,；;。\d]{{0,4}}({WRITTEN})年")
_NAMES_YEAR = re.compile(f"{WRITTEN}年")
_NAMES_A_YEAR = re.compile(f"(?:{WRITTEN}|[去今])年")
_DENIED = re.compile(r"(?:不是|并非|而非|没有?达?到|未达?到)了?\s*$")
_GROWTH = re.compile(r"增长|增速|增幅|涨幅|降幅")
_REACHED = re.compile(
    r"已(?!知|谋划|储备)|实际(?=完成|达到|实现|为|增长)|完成了|实现了|达到了|建成了|增长了"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as an answer has it: its span counts in the sentence, `cites` are the markers that
    stand for it, `before` is what the sentence says up to it, `words` are those of its clause,
    `topic` those of the question. `years_on` counts from the year of the report: -1 for 去年.
    `months` is the part of the year that it names, `yearly` whether it is an average per year,
    `said` the sentence.
    `indicator` is "" and the rest None where the sentence leaves it open."""

    quantity: Quantity
    cites: tuple[int, ...]
    before: str
    words: About
    topic: frozenset[str]
    indicator: str = ""
    name: str | None = None
    attribute: Attribute | None = None
    period: Period | None = None
    kind: FigureKind | None = None
    places: tuple[str, ...] = ()
    direction: Direction | None = None
    role: Role = "told"
    years_on: int | None = None
    months: Months | None = None
    yearly: bool = False
    against: Period | None = None
    said: str = ""

    @property
    def denied(self) -> bool:
        """Whether the sentence says that this is not the figure: 不是250亿元."""
        return _DENIED.search(self.before) is not None


def claims_of(
    sentence: str, asked: str = ""
) -> tuple[list[Claim], list[tuple[str, tuple[int, ...]]]]:
    """The claims of `sentence`, and what in it can only be compared as it is written (a slogan, a
    date, a figure in words, a numeral that cannot be read as a whole) with its markers.

    Where it does not say what a figure tells, the question `asked` does: 10个[1]。
    """
    told = MARKER.sub(lambda match: "\0" * len(match.group()), sentence)
    bound = {binding.quantity.start: binding for binding in bind(told, Context())}
    scanned = scan(told)
    counted = [quantity for quantity in scanned.quantities if quantity.unit != "year"]
    topic = content_of(asked)
    claims = []
    for quantity in scanned.quantities:
        cites = markers_after(sentence, quantity.end)
        before = told[: quantity.start]
        binding = bound.get(quantity.start)
        if binding is None:
            words = words_about(told, quantity, counted)
            months = _months(before, None, asked)
            claims.append(Claim(quantity, cites, before, words, topic, months=months))
            continue
        started = binding.role == "from"  # of the time that it names itself
        claims.append(
            Claim(
                quantity=quantity,
                cites=cites,
                before=before,
                words=_words(told, quantity, counted, binding.indicator),
                topic=topic,
                indicator=binding.indicator,
                name=binding.name,
                attribute=_attribute(binding, told),
                period=_year_after(told[quantity.end :]) or binding.period,
                kind=None if started else _kind(before, told[quantity.end :]),
                places=_places(before),
                direction=binding.direction,
                role=binding.role,
                said=told,
                years_on=None if started else _years_on(before),
                months=_months(before, binding.period, asked),
                yearly=binding.yearly,
                against=binding.against,
            )
        )
    as_written = (*scanned.masked, *scanned.unread, *worded_in(told))
    return claims, [(told[start:end], markers_after(sentence, end)) for start, end in as_written]


def _words(told: str, quantity: Quantity, counted: Sequence[Quantity], indicator: str) -> About:
    """The words about a figure; of several things told apart by 分别, those of its own alone."""
    if EACH.search(_CLAUSE_BREAK.split(told[: quantity.start])[-1]):
        own = content_of(indicator)
        return About(own, own)
    return words_about(told, quantity, counted)


def _attribute(binding: Binding, told: str) -> Attribute | None:
    """Left open where a clause speaks of growth and the words before its percentage do not: 增长的
    目标设定为5.5%, 15.2%是去年的增速."""
    before, after = told[: binding.quantity.start], told[binding.quantity.end :]
    clause = _CLAUSE_MARK.split(before)[-1] + _CLAUSE_MARK.split(after)[0]
    if binding.attribute == "share" and _GROWTH.search(clause):
        return None
    return binding.attribute


def _year_after(after: str) -> Period | None:
    """The year of a figure that it is said to be of: 15.2%是2025年的增速."""
    named = _YEAR_AFTER.match(fold(after))
    if named is None:
        return None
    year = year_of(named[1])
    return Period(year, year)


def _months(before: str, period: Period | None, asked: str) -> Months | None:
    """The part of the year that the sentence names; where it names no time, the one asked for."""
    if period is not None:
        return period.months
    named = months_before(before)
    says_when = named or RELATIVE_YEAR.search(fold(before))
    return named if says_when else months_in(asked)


def _years_on(before: str) -> int | None:
    """How far from the report's year the year is that 去年 or 今年 names, the last before a figure."""
    said = fold(before)
    named = [match.end() for match in NAMED_YEAR.finditer(said)]
    relative = [match for match in RELATIVE_YEAR.finditer(said) if not match["base"]]
    if not relative or (named and named[-1] > relative[-1].end()):
        return None
    return OFFSETS[relative[-1]["word"]]


def _places(before: str) -> tuple[str, ...]:
    """The places that the clauses before a figure open with, in order.

    What stands before a marker is told of what that one cites, unless no place is named since.
    """
    since_marker = before.rpartition("\0")[2]
    if since_marker != before and (named_since := _places(since_marker)):
        return named_since
    named = (places_opening(clause) for clause in _CLAUSE_MARK.split(before))
    return tuple(dict.fromkeys(place for places in named for place in places))


def _kind(before: str, after: str) -> FigureKind | None:
    """Whether the words say that it is aimed at or was reached; the nearest before it tells."""
    since_marker = before.rpartition("\0")[2]
    said = fold(since_marker if _NAMES_YEAR.search(since_marker) else before)
    years = [match.start() for match in _NAMES_A_YEAR.finditer(said)]
    if len(years) > 1:  # what is said of one year is not said of the next
        clauses = [match.end() for match in _CLAUSE_MARK.finditer(said, 0, years[-1])]
        said = said[max([years[-2] + 1, *clauses]) :]
    aims = [match.end() for match in _AIMED_AT.finditer(said)]
    reached = [match.end() for match in _REACHED.finditer(said)]
    if aims and aims[-1] > (reached[-1] if reached else -1):
        return "target"
    if reached:
        return "actual"
    return "target" if re.match(r"的?目标", fold(after)) else None
