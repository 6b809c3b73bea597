"""What a sentence of an answer claims of each of its figures; what it leaves open is None."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.check.context_words import About, content_of, words_about
from assistant.check.markers import MARKER, markers_after
from assistant.query import Query
from index.figures.affixes import EACH
from index.figures.binding import bind
from index.figures.bound_place import places_opening
from index.figures.bound_time import NAMED_YEAR, RELATIVE_YEAR, months_before
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
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.period_rules import OFFSETS
from index.figures.quantities import Quantity, scan
from index.figures.years import WRITTEN, year_of

_PLANNED = one_of("claim.planned")
_AIMED_AT = re.compile(
    rf"{one_of('claim.aimed_at')}|{_PLANNED}[：:]|(?<![\u4e00-\u9fff]){_PLANNED}"
)
_CLAUSE_MARK = re.compile(r"[，,；;。：:\0]")
_CLAUSE_BREAK = re.compile(r"[，,；;。\0]")
_YEAR_AFTER = re.compile(rf"\s*[是为系][^，,；;。\d]{{0,4}}({WRITTEN})年")
_NAMES_YEAR = re.compile(f"{WRITTEN}年")
_NAMES_A_YEAR = re.compile(f"(?:{WRITTEN}|[去今])年")
_DENIED = re.compile(rf"{one_of('claim.is_not')}了?\s*$")
_GROWTH = re.compile(one_of("claim.growth"))
_REACHED = re.compile(one_of("claim.reached"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as an answer has it: its span counts in the sentence, `cites` are its markers,
    `before` is what the sentence says up to it, `words` are those of its clause, `topic` those of
    the question. `years_on` counts from the year of the report: -1 for 去年.
    `months` is the part of the year that it names, `yearly` whether it is an average per year.
    `indicator` and `sentence` are "" and the rest None where the sentence leaves it open."""

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
    role: Role = "value"
    years_on: int | None = None
    months: Months | None = None
    yearly: bool = False
    against: Period | None = None
    sentence: str = ""

    @property
    def denied(self) -> bool:
        """Whether the sentence says that this is not the figure: 不是250亿元."""
        return _DENIED.search(self.before) is not None


def claims_of(
    sentence: str, query: Query | None = None
) -> tuple[list[Claim], list[tuple[str, tuple[int, ...]]]]:
    """The claims of `sentence`, and what in it can only be compared as it is written (a slogan, a
    date, a figure in words, a numeral that cannot be read as a whole) with its markers.

    Where it does not say what a figure measures, the question `query` does: 10个[1]。
    """
    text = MARKER.sub(lambda match: "\0" * len(match.group()), sentence)
    bound = {binding.quantity.start: binding for binding in bind(text, Context())}
    scanned = scan(text)
    counted = [quantity for quantity in scanned.quantities if quantity.unit != "year"]
    topic = content_of(query.subject.phrase) if query else frozenset()
    part = query.time.months if query else None
    claims = []
    for quantity in scanned.quantities:
        before = text[: quantity.start]
        claim = Claim(
            quantity,
            cites=markers_after(sentence, quantity.end),
            before=before,
            words=words_about(text, quantity, counted),
            topic=topic,
            months=_months(before, None, part),
        )
        binding = bound.get(quantity.start)
        claims.append(_bound(claim, binding, text, part) if binding else claim)
    as_written = (*scanned.masked, *scanned.unread, *worded_in(text))
    return claims, [(text[start:end], markers_after(sentence, end)) for start, end in as_written]


def _bound(claim: Claim, binding: Binding, text: str, part: Months | None) -> Claim:
    """The claim with what the sentence `text` says of its figure."""
    before, after = claim.before, text[claim.quantity.end :]
    has_own_time = binding.role == "from"
    words = claim.words
    if EACH.search(_CLAUSE_BREAK.split(before)[-1]):  # of several things with 分别, its own alone
        own = content_of(binding.indicator)
        words = About(own, own)
    return replace(
        claim,
        words=words,
        indicator=binding.indicator,
        name=binding.name,
        attribute=_attribute(binding, text),
        period=_year_after(after) or binding.period,
        kind=None if has_own_time else _kind(before, after),
        places=_places(before),
        direction=binding.direction,
        role=binding.role,
        sentence=text,
        years_on=None if has_own_time else _years_on(before),
        months=_months(before, binding.period, part),
        yearly=binding.yearly,
        against=binding.against,
    )


def _attribute(binding: Binding, text: str) -> Attribute | None:
    """Left open where a clause speaks of growth and the words before its percentage do not: 增长的
    目标设定为5.5%, 15.2%是去年的增速."""
    before, after = text[: binding.quantity.start], text[binding.quantity.end :]
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


def _months(before: str, period: Period | None, part: Months | None) -> Months | None:
    """The part of the year that the sentence names; where it names no time, the `part` asked for."""
    if period is not None:
        return period.months
    named = months_before(before)
    says_when = named or RELATIVE_YEAR.search(fold(before))
    return named if says_when else part


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

    What stands before a marker is of what that marker cites, unless no place is named since.
    """
    since_marker = before.rpartition("\0")[2]
    if since_marker != before and (named_since := _places(since_marker)):
        return named_since
    named = (places_opening(clause) for clause in _CLAUSE_MARK.split(before))
    return tuple(dict.fromkeys(place for places in named for place in places))


def _kind(before: str, after: str) -> FigureKind | None:
    """Whether the words say that it is aimed at or was reached: the nearest before it decide."""
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
    return "target" if re.match(f"的?{one_of('section.target')}", fold(after)) else None


# Figures in words that no value is read from: 翻番, 近半, 数百家, 榜首. They cannot be compared by
# value, so they may be said only where a cited passage has them as they are. What a value is read
# from (五成, 百分之五, 伍佰亿, 第二位) is checked as a figure.
_PLAIN = "零〇一二两三四五六七八九十百千万亿"
_RINGED = "[①-⑳㉑-㊿❶-➓]"  # a sign of a list, or amid words a digit in disguise: 增长⑤%
_PARTS = one_of("claim.fraction")
_ENGLISH = one_of("claim.english_numeral")
_WORDED = re.compile(
    "|".join(
        (
            rf"(?<![{_PLAIN}])(?![百千万]{_PARTS})[{_PLAIN}]+{_PARTS}[{_PLAIN}]+",
            rf"[一二两三四五六七八九]{one_of('claim.digits')}",
            rf"(?i:(?<![a-z]){_ENGLISH}(?:[ -](?:and[ -])?{_ENGLISH})*(?![a-z]))",
            r"翻了?[一二两三四五几]?番|翻了?[一几\d]?倍",
            r"[近过超不]半(?![年月天个径])|[一大多对]半(?![年月天径])",
            r"(?:数|(?<![十百千])几|(?<!超)过)[十百千万亿]+|成[百千]上[千万]|[俩仨]",
            r"[十百千万亿\d]来(?=[个家人名项座条场亿万])",
            rf"{_RINGED}+(?=[\d.%％‰百千万亿倍])|(?<=[\u4e00-\u9fff\d.]){_RINGED}+",
            r"[A-Za-z]+[百千万亿]+元?",
            r"以[十百千万亿]+计|前[三四五十]甲",
            rf"[三四五十百千]+强(?!{one_of('claim.strong')})",
            rf"[十百千万]+亿(?={one_of('claim.grouped')})",
            one_of("claim.worded"),
        )
    )
)


def worded_in(text: str) -> list[tuple[int, int]]:
    """The spans of the figures in words of `text`, in order."""
    return [match.span() for match in _WORDED.finditer(text)]
