"""The words by which a question compares or adds up what it names (谁更高, 相差多少, 加起来), and an
operator that it names without its operands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.query import Operation
from assistant.question.completion import content_of
from assistant.question.parts import limiting_places, without_time
from index.figures.lexicon import one_of

_HOW_MUCH = one_of("asking.how_much")
_HIGH = rf"(?:{one_of('comparison.higher')}|(?<![增成生延市县区省院校])长(?=$|[吗呢的还,，。]|{_HOW_MUCH}))"
_WAY = rf"(?:{one_of('comparison.changes')}|{_HIGH})"
_WHICH = rf"(?:{one_of('comparison.which')}{one_of('comparison.kinds_of_place')}?的?)"
_SOME = rf"{one_of('comparison.some')}*"
_EQUAL = one_of("comparison.equal")
_LEAD = rf"{one_of('comparison.leads')}*"
_LINK = rf"{one_of('comparison.links', 'comparison.leads')}*"
_COUNTED = rf"(?:(?:[百千](?!分))?[万亿]?{one_of('comparison.measured_in')})*"
_MUCH = rf"{one_of('asking.how_much')}个?{_COUNTED}"
_MORE = f"{one_of('comparison.degree')}?"
_AT_END = "(?=$|[,，。;?？吗呢吧么没不])"
_GAP, _BETWEEN, _OR = map(one_of, ("comparison.gap", "comparison.between", "comparison.or"))

_IS_WHICH = f"(?:{one_of('comparison.that_is')}{_WHICH})"

By = Literal["gap", "much", "either", "equal", "which", "more", "changed", "asked"]
_BY: dict[By, re.Pattern[str]] = {
    "gap": re.compile(
        rf"{_BETWEEN}?的?{_LEAD}{_GAP}{_LINK}{_MUCH}"
        rf"|{_BETWEEN}?的?{one_of('comparison.difference')}*{_GAP}{_AT_END}"
    ),
    "much": re.compile(
        rf"{_LEAD}(?:{one_of('comparison.either')}|{_MORE}{_HIGH}|[多少]{one_of('comparison.more_done')}){_LINK}{_MUCH}"
    ),
    "either": re.compile(
        rf"[是孰谁]?{_WAY}了?{_SOME}(?:(?:[、,]?{_OR}|[、,是孰谁]){_MORE}(?:{_WAY}|{_EQUAL})了?{_SOME})+"
        rf"|{_HIGH}{_OR}$"
    ),
    "changed": re.compile(rf"{one_of('comparison.changes')}{_LINK}{_MUCH}"),
    "equal": re.compile(
        rf"(?:{one_of('comparison.whether')}|是)?{_EQUAL}[多高大快]?(?=$|[,，。?？吗不呢])"
    ),
    "asked": re.compile(
        rf"^{one_of('light.would')}*{one_of('comparison.asks_to_compare')}{one_of('light.a_little')}?"
        rf"|{one_of('comparison.compared')}{one_of('light.a_little')}?(?:{one_of('asking.how')}|呢)?"
        rf"(?=$|[,，。?？是]|{_WHICH}|{_WAY}|{_GAP})"
    ),
    "which": re.compile(rf"{_WHICH}(?=[^,，。]*{_HIGH})"),
    "more": re.compile(rf"得?{_MORE}{_HIGH}[了出]?{_SOME}{_IS_WHICH}?{_AT_END}"),
}
_UNIT = re.compile(rf"{_HOW_MUCH}个?(?P<unit>{_COUNTED})")
_SUMMED = re.compile(rf"{one_of('comparison.summed')}+[是有]?")
_SPEED = re.compile(one_of("comparison.speed"))
_AMOUNT = re.compile(
    rf"[多少大小]{one_of('asking.amount')}|更[多少大小]|(?<!多)[多少大小](?:{one_of('comparison.some')}|[呢吗])?$"
)
_LOWEST = re.compile(rf"{one_of('comparison.lower')}{_SOME}{_IS_WHICH}?(?:的?[呢吗])?$")

_OF_THEM = f"(?:个?{one_of('follow_up.place', 'follow_up.thing')}|个){_BETWEEN}?"
_SO_MANY = rf"[这那]?(?P<count>[两二几三四]){_OF_THEM}"
THEM = re.compile(rf"{_SO_MANY}|{one_of('follow_up.them')}")
# What a report compares with itself: the year before, the whole of which a place is a part.
_BEYOND = re.compile(
    rf"全[市省国区县]|[比较]{one_of('comparison.as_before')}|{one_of('comparison.above')}"
)
# What an operator says beside its operands.
_BESIDE = re.compile(
    "|".join(
        (
            THEM.pattern.replace("?P<count>", ""),
            one_of("comparison.aim", "comparison.outcome", "comparison.attribute"),
            one_of("comparison.which", "asking.asks", "asking.whether"),
        )
    )
)


def compared_by(text: str) -> frozenset[By]:
    """How the words of a folded text compare, the words between what is compared left out."""
    return frozenset(by for by, pattern in _BY.items() if pattern.search(text))


def sums(text: str) -> bool:
    """Whether both together are asked for."""
    return _SUMMED.search(text) is not None


def without_operator(text: str) -> str:
    """A folded text without the words by which it compares or adds up."""
    for pattern in (*_BY.values(), _SUMMED):
        text = pattern.sub("", text)
    return text


def unit_asked(text: str) -> str:
    """What a comparison is to be counted in: 人 of 多多少人."""
    units = [match["unit"] for match in _UNIT.finditer(text) if match["unit"]]
    return units[-1] if units else ""


def of_speeds(text: str) -> bool:
    """Whether rates of growth are compared: 快几个百分点."""
    return _SPEED.search(text) is not None


def of_amounts(text: str) -> bool:
    """Whether it asks which has more, not which grows faster."""
    return _AMOUNT.search(text) is not None


def operation_alone(asked: str, names: Sequence[str]) -> Operation | None:
    """The operator that `asked` names beside no more than a place or a time; None where it names
    none, or has a topic."""
    rest = without_time(asked)
    for place in limiting_places(rest, names):
        rest = rest.replace(place, "", 1)
    summed = sums(rest)
    if _BEYOND.search(asked) or not (summed or compared_by(rest) - {"changed"}):
        return None
    rest = _BESIDE.sub(" ", without_operator(rest))
    return None if content_of(rest) else "sum" if summed else "compare"


def asks_lowest(asked: str) -> bool:
    """Whether the lowest is asked for: 哪个更低."""
    return _LOWEST.search(asked) is not None
