"""Questions that ask several things at once: a comparison of two figures, a list of indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query import Operation
from assistant.question.completion import OPENS, content_of
from assistant.question.operation import operation_alone
from assistant.question.parts import asks, take_apart
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import find_places
from index.figures.quantities import parse_quantities
from index.figures.years import RECENT, WRITTEN, year_of

_HOW_MUCH = r"(?:多少|几|百分之几)"
_COMPARED = r"(?:相比|比较|之间|比)?[,，]?的?"
_WORKED_OUT: tuple[tuple[Operation, str], ...] = (
    ("ratio", r"^(?P<one>.{2,30}?)(?:是|为|相当于)(?P<other>.{2,30}?)的(?:几倍|多少倍)"),
    (
        "share",
        rf"^(?P<one>.{{2,30}}?)(?:占|是|相当于)(?P<other>.{{2,30}}?)的?{one_of('comparison.share')}",
    ),
    (
        "sum",
        rf"^(?P<one>.{{2,30}}?)(?:和|与|加上?|跟|及)(?P<other>.{{2,30}}?){one_of('comparison.sum')}+"
        rf"{one_of('comparison.adds')}*{_HOW_MUCH}",
    ),
    (
        "compare",
        rf"^(?P<one>.{{2,40}}?)(?:和|与|跟)(?P<other>.{{2,40}}?)[,，]?{_COMPARED}"
        rf"(?:谁|哪一?[个项家]?)(?:更|最|比较)?{one_of('comparison.higher')}",
    ),
    (
        "difference",
        rf"^(?P<one>.{{2,40}}?)(?:和|与|跟)(?P<other>.{{2,40}}?){_COMPARED}"
        rf"{one_of('comparison.gap')}(?:了|是|有)*{_HOW_MUCH}",
    ),
    (
        "difference",
        rf"^(?P<one>.{{2,40}}?)(?:比|较|跟|和|与|同)(?P<other>.{{2,40}}?){_COMPARED}"
        rf"(?:{one_of('asking.adverb')}|要|是|会)*{one_of('comparison.differs')}(?:了|出|是|有)*(?:{_HOW_MUCH}|(?:[、,，][^,，]{{1,3}})?还是|[吗么]$)",
    ),
)
# 2024年的增长目标完成了吗: the target beside what was reached.
_REACHED = re.compile(
    rf"^(?:是否|有没有|有无)?(?:已经)?(?P<before>{one_of('comparison.reached')}了?)?(?P<one>.{{2,40}}?(?:目标|任务))"
    rf"(?P<after>是否|有没有|有无)?(?:已经|都)?(?(before)|(?:{one_of('comparison.reached')}|达成)了?)(?P<asks>吗|没有|没|么)?$"
)
_MEASURE_AT_END = re.compile(
    f"(?:{'|'.join(sorted(words('name.measure'), key=len, reverse=True))})$"
)
_AIM_AT_END = re.compile(
    rf"(?:的?{one_of('comparison.work')}+)?(?:主要|预期|计划|的)*(?:目标|任务)$"
)
# 比上一年少了多少; 比上年增长多少 is what reports state themselves.
_YEAR_BEFORE = re.compile(
    rf"(?P<year>{WRITTEN})年(?P<between>[^,，比]{{0,16}})比(?:上一年|前一年|上年|前年)(?=[多少高低快慢])"
)
_CLAUSE = re.compile(r"[^,，、;；?？。!！]*\w[^,，、;；?？。!！]*[,，、;；?？。!！]*")
_SENTENCE = re.compile(r"[^;；?？。!！]*\w[^;；?？。!！]*[;；?？。!！]*")
_LIST = re.compile(
    r"^(?P<items>(?:[^、,，和及]{2,24}(?:[、,，]|和|以及|及))+[^、,，和及]{2,24}?)"
    r"(?P<asking>(?:的?(?:增速|目标|数额|任务|计划))?(?:分别|各自?|都)(?:是|为|有|达到?|完成|增长|实现)*了?(?:多少|几)[^,，]*)$"
)
# 固定资产投资，去年增长和今年目标差几个百分点: what is compared stands before the comma.
_TOPIC_FIRST = re.compile(
    rf"^([^,，几多哪谁何吗呢是有了我〔]{{3,24}})[,，](?=(?:{WRITTEN}年|{RECENT}|[去今前]年))"
)
_TIME_ONLY = re.compile(rf"(?:{WRITTEN}年|{RECENT}|去年|今年|上年|前年|明年)(?:的|同期)?")
_ABOVE = re.compile(rf"全[市省国]|{one_of('comparison.above')}")
_GROWTH_OF_A_YEAR = re.compile(r"上年|去年同期|同比")
_OUTCOME = re.compile(one_of("asking.in_the_end"))
_AIM_OR_OUTCOME = re.compile(one_of("comparison.aim_or_outcome"))


@dataclass(frozen=True, slots=True)
class Several:
    """The texts of the questions in one, and what is to be worked out from their answers."""

    texts: tuple[str, ...]
    operation: Operation | None = None


def sentences_asked(text: str, names: Sequence[str]) -> list[str]:
    """The sentences of `text` that ask something, as `things_asked` cuts them."""
    return _asked(_SENTENCE.findall(fold(text)), names)


def things_asked(text: str, names: Sequence[str]) -> list[str]:
    """The things that `text` asks one after the other, in its own words; what asks nothing goes with
    the thing behind it, what has no content of its own (对吗, 哪个更多) with the one before."""
    return _asked(_CLAUSE.findall(fold(text)), names)


def _asked(clauses: Sequence[str], names: Sequence[str]) -> list[str]:
    things: list[str] = []
    open_clauses = ""
    for clause in clauses:
        if not _asks(clause, names, first=not things):
            open_clauses += clause
        elif things and not open_clauses and _belongs_to(things[-1], clause, names):
            things[-1] += clause
        else:
            things.append(open_clauses + clause)
            open_clauses = ""
    if things:
        things[-1] += open_clauses
    return [thing.rstrip(",，、;；") for thing in things]


def _asks(clause: str, names: Sequence[str], *, first: bool) -> bool:
    """Whether a clause asks something: the `first` not by an operator alone, nor by 不对吧."""
    if not first:
        return asks(clause) or operation_alone(clause, names) is not None
    parts = take_apart(clause, names)
    named = parts.place or parts.period or parts.aspect or content_of(parts.topic)
    return asks(clause) and bool(named or parse_quantities(clause))


def _belongs_to(before: str, clause: str, names: Sequence[str]) -> bool:
    """Whether a clause only asks (对吗), or says again what the one before it compares (多多少)."""
    parts = take_apart(clause, names)
    if parts.period or parts.aspect or parse_quantities(clause):
        return False
    if _OUTCOME.search(clause) and not parts.place:
        return False  # 实际新增了多少, behind what was planned
    if operation_alone(clause, names) is not None:
        several = several_in(before)
        return several is not None and several.operation is not None
    return not content_of(parts.topic) and (not parts.place or bool(parts.topic))


def several_in(text: str) -> Several | None:
    """The questions that `text` asks at once, None where it asks one thing."""
    asked = OPENS.sub("", _YEAR_BEFORE.sub(_dated, fold(text).rstrip("?？。 ")))
    asked = _TOPIC_FIRST.sub(r"\1", asked)
    for operation, pattern in _WORKED_OUT:
        match = re.search(pattern, asked)
        if match and _can_be_worked_out(match["one"], match["other"]):
            return Several((match["one"], match["other"]), operation)
    return _reached(asked) or _listed(asked)


def _reached(asked: str) -> Several | None:
    """Whether a target was reached: what was reached, beside it."""
    match = _REACHED.search(asked)
    if match is None or not (match["asks"] or match["after"] or match["before"]):
        return None
    outcome = _AIM_AT_END.sub("", match["one"])
    return Several((f"{outcome}实际完成", f"{outcome}目标"), "difference")


def _dated(match: re.Match[str]) -> str:
    """2024年比上一年 as 2024年比2023年."""
    return f"{match['year']}年{match['between']}比{year_of(match['year']) - 1}年"


def _is_place(text: str) -> bool:
    """Whether an operand is no more than a place: 岳阳市 beside 广元市GDP."""
    return any((place.start, place.end) == (0, len(text)) for place in find_places(text))


def names_only_time(text: str) -> bool:
    """Whether an operand is no more than 去年 or 2025年."""
    return _TIME_ONLY.fullmatch(text.strip()) is not None


def _can_be_worked_out(one: str, other: str) -> bool:
    """Not what reports state themselves: growth on the year before, or beside the city's average."""
    if _ABOVE.search(other) and not (
        _TIME_ONLY.fullmatch(other) and not _GROWTH_OF_A_YEAR.search(other)
    ):
        return False
    if _TIME_ONLY.fullmatch(other):
        return bool(_TIME_ONLY.search(one) or "目标" in one)
    if re.search(r"多少|各|分别|[,，]", one + other):
        return False
    if _is_place(other):
        return any(load_aliases().mentions(one)) or any(find_places(one))
    aims = _AIM_OR_OUTCOME.search(other)
    return bool(
        aims
        or other in words("name.measure")
        or any(load_aliases().mentions(other))
        or len(other) > 3
    )


def _listed(asked: str) -> Several | None:
    match = _LIST.search(asked)
    if match is None:
        return None
    listed = _behind_story(match["items"])
    items = [item for item in re.split(r"[、,，]|以及|和|及", listed) if item.strip()]
    lead = _lead(items[0])
    own = [items[0][len(lead) :], *items[1:]]
    time_at_end = next((m for m in _TIME_ONLY.finditer(own[-1]) if m.end() == len(own[-1])), None)
    if time_at_end and time_at_end.start():  # GDP、社零去年各增长多少
        lead, own[-1] = lead + time_at_end.group(), own[-1][: time_at_end.start()]
    if any(len(item) < 2 or names_only_time(item) or asks(item) for item in own):
        return None
    asking = re.sub(r"分别|各自?|都", "", match["asking"])
    own = [own[0], *(_of_first(item, own[0]) for item in own[1:])]
    return Several(tuple(f"{lead}{item}{asking}" for item in own))


def _behind_story(items: str) -> str:
    """A list from the clause on that names its place and time: 答复提案要用，去年社零、固投."""
    clauses = [m.start() for m in re.finditer(r"(?<=[,，])[^,，]", items)]
    led = next((start for start in clauses if _lead(items[start:])), 0)
    return items if _lead(items) or any(load_aliases().mentions(items[:led])) else items[led:]


def _of_first(item: str, first: str) -> str:
    """A bare measure as that of the thing that the first of a list measures: 粮食播种面积和产量."""
    measured = item in words("name.measure") and not any(load_aliases().mentions(item))
    return _MEASURE_AT_END.sub("", first) + item if measured else item


def _lead(item: str) -> str:
    """The place and the time that the first of several things names for all of them."""
    places = {place.start: place.end for place in find_places(item)}
    end = 0
    while further := places.get(end) or _time_ends(item, end):
        end = further
    return item[: end + item.startswith("的", end)]


def _time_ends(text: str, start: int) -> int:
    match = _TIME_ONLY.match(text, start)
    return match.end() if match else 0
