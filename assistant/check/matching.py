"""Whether a figure may be the one that is claimed or asked for: its amount, place, indicator and part.

A part of a year never stands for the year, a part of a whole not for the whole, and a value that
something started from not for what it became.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import FigureStatus
from assistant.check.context_words import pairs_of
from assistant.query import Query, Time
from index.figures.aliases import same_extent
from index.figures.figure import Binding, Direction, Months
from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.numerals import EXACT
from index.figures.places import names_of, own_name
from index.figures.quantities import Quantity
from index.reports.place_of_report import NATION, level_of

# Amounts

_BEYOND = frozenset({"over", "gt", "ge"})
_NOT_EXACT = _BEYOND | {"approx", "near"}
_SIZED = 10_000
_SIZE = re.compile("[万亿萬億]")
_NEARLY = Decimal("0.95")
_NO_AMOUNTS = frozenset({*words("unit.of_ratio"), "位", "year", "年"})


def compared(claimed: Quantity, stated: Quantity) -> FigureStatus | None:
    """How the number, unit and qualifier of a claim compare with those of a passage: the same,
    rounded, or without the qualifier; None where they differ."""
    if claimed.unit != stated.unit:
        return _by_size(claimed, stated) if _leaves_unit_open(claimed) else None
    if (claimed.value, claimed.upper) == (stated.value, stated.upper):
        return "supported" if claimed.qualifier == stated.qualifier else "qualifier_lost"
    # 9100人次 for 9100余人次 has lost its 余, 约190亿元 for 189.3亿元 is rounded.
    if claimed.value == stated.value and "over" in (claimed.qualifier, stated.qualifier):
        return "qualifier_lost"
    if claimed.qualifier in _NOT_EXACT and stated.qualifier is None and _rounded(claimed, stated):
        return "rounded"
    return None


def _leaves_unit_open(quantity: Quantity) -> bool:
    """Whether a number of 万 or 亿 does not say of what: 突破三百亿, 新增就业三万."""
    sized = quantity.unit == "" and quantity.value >= _SIZED
    return sized and _SIZE.search(quantity.raw) is not None


def _by_size(claimed: Quantity, stated: Quantity) -> FigureStatus | None:
    """How 突破三百亿 compares with 302亿元: its unit left open, it is no percentage and no rank."""
    if stated.unit in _NO_AMOUNTS or stated.qualifier not in (None, claimed.qualifier):
        return None
    if (claimed.value, claimed.upper) == (stated.value, stated.upper):
        return "supported" if claimed.qualifier == stated.qualifier else "qualifier_lost"
    if stated.upper is not None or stated.qualifier is not None:
        return None
    beyond = claimed.value + Decimal(1).scaleb(claimed.value.adjusted())
    if claimed.qualifier == "over":
        beyond = claimed.upper or beyond
    rounded = {
        "near": claimed.value * _NEARLY <= stated.value < claimed.value,
        "approx": _rounded(claimed, stated),
    }.get(claimed.qualifier or "", claimed.value <= stated.value < beyond)
    return "rounded" if claimed.qualifier in _NOT_EXACT and rounded else None


def _rounded(claimed: Quantity, stated: Quantity) -> bool:
    """Whether `stated` rounds to what is claimed; 超189亿元 may also be cut off from 189.8亿元."""
    digits = len(claimed.value.normalize().as_tuple().digits)
    if not 2 <= digits < len(stated.value.normalize().as_tuple().digits):
        return False
    place = Decimal(1).scaleb(claimed.value.adjusted() - digits + 1)
    if claimed.qualifier in _BEYOND:
        return claimed.value <= stated.value < claimed.value + place
    return EXACT.quantize(stated.value, place) == claimed.value


# Places

_OF_A_NAME = 2  # characters behind a place, by which it is part of a name
_NATION = words("place.nation", "place.nation_in_full")
_KINDS = words("claim.place_end")
_WHOLE = re.compile(r"全[国省市区县州]|我[国省市区县州]")


def same_places(claimed: Sequence[str], stated: str | None, report: str | None) -> bool:
    """Whether the places that a claim names are the figure's, or lead to it from its report's."""
    return all(
        _same_place(place, stated) or (place != claimed[-1] and _leads_to(place, report))
        for place in claimed
    )


def _leads_to(place: str, report: str | None) -> bool:
    """Whether `place` is the report's own or one that it is in: 安阳市 before 北关区."""
    return (
        _same_place(place, report)
        or (report is not None and place in report)
        or any(_same_place(place, parent) for parent in parents_of(report or ""))
    )


def names_part(before: str, stated: str | None, report: str | None) -> bool:
    """Whether the words before a figure of a part of the report's place name that part:
    综合保税区进出口额 is not 进出口额 of the city."""
    if stated is None or report is None or report not in parents_of(stated):
        return True
    said = fold(before)
    return any(name in said for name in (own_name(stated), *names_of(stated, level_of(stated))))


def _same_place(claimed: str, stated: str | None) -> bool:
    """Whether a place that the claim names can be the passage's: 北关区 and 全区 are 安阳市北关区,
    安阳市 is not."""
    if stated is None or claimed.endswith(stated) or _is_called(claimed, stated):
        return True
    if stated == NATION:
        return claimed in _NATION
    own = own_name(stated)
    if _WHOLE.fullmatch(claimed):
        province = own.endswith(words("place.region_suffix")) and claimed[-1] in "区省"
        return province or claimed[-1] == own[-1]
    return False


def _is_called(claimed: str, stated: str) -> bool:
    known = gazetteer_place(stated)
    own = own_name(stated)
    if claimed == own or (len(claimed) > 1 and own.removeprefix(claimed) in _KINDS):
        return True
    return known is not None and claimed in (known.name, known.usual, known.short)


def begins_a_name(place: str, before: str, text: str) -> bool:
    """Whether `place` is part of a name that the passage has as well: 安阳 in 安阳研学通平台."""
    said = fold(before)
    at = said.rfind(place)
    name = said[at : at + len(place) + _OF_A_NAME]
    return at >= 0 and len(name) == len(place) + _OF_A_NAME and name in fold(text)


# Indicators and what is said of them

_SAME_BUT_FOR_HEAD = 0.88
_CLAUSE = re.compile(r"[，,；;。：:、\0]")
_NEW = re.compile(one_of("extent.new"))
_IN_ALL = re.compile(one_of("extent.in_all"))
_NO_PART = re.compile(rf"[\W_]|{one_of('claim.no_part_of_name')}")


def likeness(one: str, other: str) -> float:
    """Dice's coefficient of the two phrases' character pairs; 1 where one ends in the other.

    The end of a Chinese noun phrase is its head: 企业 fits 无人机企业, 无人机 does not. 0 where one
    has a word of extent that the other has not: 规上工业企业 are not all 工业企业.
    """
    one, other = _bare(one), _bare(other)
    if not one or not other or not same_extent(one, other):
        return 0.0
    short, long = sorted((one, other), key=len)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    if len(short) > 1 and long.endswith(short) and 2 * len(short) >= len(long):
        return 1.0
    pairs, others = pairs_of(one), pairs_of(other)
    if not pairs or not others:
        return float(one == other)
    shared = 2 * len(pairs & others) / (len(pairs) + len(others))
    # 示范户 is not 示范镇, however much else they share.
    return shared if one[-1] == other[-1] or shared >= _SAME_BUT_FOR_HEAD else shared / 2


def _bare(phrase: str) -> str:
    return _NO_PART.sub("", fold(phrase))


def opposed(claimed: Direction, stated: Direction) -> bool:
    """Whether two changes have opposite directions; one without a stated direction is a rise."""
    one, other = ("rise" if way == "none" else way for way in (claimed, stated))
    return one != other


def stock_against_flow(one: str, other: str) -> bool:
    """Whether the last clause of one text is on what is new, and that of the other on the total."""
    clauses = [_CLAUSE.split(fold(text))[-1] for text in (one, other)]
    new = [_NEW.search(clause) is not None for clause in clauses]
    in_all = [_IN_ALL.search(clause) is not None for clause in clauses]
    return new[0] != new[1] and in_all[new[0]]


# Parts of a year and of a whole

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Of the pairs of characters: of what some did, and of the name of a part (产业项目).
_DONE_SAID, _PART_NAMED = 0.3, 0.6


def singles_out(text: str, bound: Binding) -> bool:
    """Whether `text` names what singles a part out (获评文明乡镇 of 5个乡镇获评文明乡镇); of what is
    all or new there is nothing to name."""
    if bound.extent != "part":
        return True
    said, part = fold(text), fold(bound.singled_out)
    if not set(_NUMBER.findall(part)) <= set(_NUMBER.findall(said)):
        return False
    done = pairs_of(part) - pairs_of(fold(bound.indicator))
    pairs, share = (done, _DONE_SAID) if done else (pairs_of(part), _PART_NAMED)
    return bool(pairs) and len(pairs & pairs_of(said)) >= share * len(pairs)


def same_months(months: Months | None, bound: Binding) -> bool:
    """Whether a figure is of the part of a year `months`, or of a whole year where there is none."""
    part = bound.period.months if bound.period else None
    return part is None if months is None else months.same_as(part)


def part_fits(time: Time, bound: Binding) -> bool:
    """Whether a figure is of the part of a year that is asked for, or of no part where none is; and
    an average per year only where one is asked for."""
    return same_months(time.months, bound) and bound.yearly == time.yearly


def stands_for(query: Query, bound: Binding) -> bool:
    """Whether a figure stands for what is asked: not a part for the whole, not a value that
    something started from for what it became, but where it names the year that is asked for, and
    not a change against another time than is asked for."""
    if bound.role == "from" and (bound.period is None or not query.years):
        return False
    base = query.time.compared_to
    if bound.attribute == "change" and bound.against != (
        base.against(bound.period) if base else None
    ):
        return False
    return singles_out(query.subject.phrase, bound)


def fits(query: Query, bound: Binding) -> bool:
    """Whether a figure is of the years, the part of them and the part of the whole that are asked for.

    A figure over several years is of none of them alone, one of unknown time of no year.
    """
    if not (part_fits(query.time, bound) and stands_for(query, bound)):
        return False
    period = bound.period
    if not query.years:
        return True
    if period is None:
        return False
    if period.first != period.last and not (len(query.years) > 1 or query.time.in_plan):
        return False
    return any(period.first <= year <= period.last for year in query.years)


def part_lacking(query: Query, stated: Sequence[Binding]) -> str:
    """What to say where none of the figures `stated` is of the time asked for, but all are of a part
    of the year or an average; "" where one is, or a part is asked for."""
    if not stated or any(part_fits(query.time, bound) for bound in stated):
        return ""
    if query.time.months is None:
        parts = [bound.period for bound in stated if bound.period and bound.period.months]
        if parts:
            named = "、".join(dict.fromkeys(part.written for part in parts))
            return f"报告没有给出全年的数，只有{named}的："
        if all(bound.yearly for bound in stated):
            return "报告没有给出单独一年的数，只有年均的："
    return ""
