"""What a question compares, adds up or lists: the axis of which it names several values, and its
operands.

The values of an axis are places, times, an aim and its outcome, or things that a word joins. An
operand is a value with what is left of the question when the values, the words of comparison and
what asks are taken away; only what stands with one value alone is not shared. A time and the words
of aim or outcome with it are one value: 2024年计划, 2023年完成数.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.query import Kind, Operation
from assistant.question.completion import OPENS, content_of
from assistant.question.operand import (
    ABOVE,
    AIM,
    ASKS_ITSELF,
    MUCH_AT_END,
    OUTCOME,
    STRONG,
    WEAK,
    Operand,
    Several,
    asking,
    kind_of,
    kinds_in,
    of_each,
    quotient,
    said,
    times_in,
    trimmed,
    without_kind,
    without_time,
)
from assistant.question.operation import (
    asks_lowest,
    compared_by,
    of_amounts,
    of_speeds,
    sums,
    unit_asked,
    without_operator,
)
from assistant.question.parts import ASKING, ASPECT, RELATIVE_YEAR, limiting_mentions
from assistant.question.things import EACH, listed, of_things
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, PlaceMention, city_called, find_places, names_of
from index.figures.years import WRITTEN, year_of
from index.reports.place_of_report import level_of

_ONLY_JOINS = re.compile(rf"\s*{one_of('comparison.joins')}\s*", re.I)
_OF_WHOLE = ("占", *words("comparison.equals"))
_JOINS = re.compile(
    rf"[,，]?(?P<word>{STRONG}|{WEAK}|{'|'.join(_OF_WHOLE)})(?:{one_of('comparison.at_first')}的?)?\s*$"
)
_EXCEEDS = re.compile(one_of("comparison.exceeds"))
_WITH_LAST = re.compile(f"{AIM.pattern}|{OUTCOME.pattern}")
_DONE = re.compile(one_of("verb.before_name"))
_TOGETHER = re.compile(one_of("comparison.together"))
# 比上一年少了多少; 比上年增长多少 is what reports state themselves.
_YEAR_BEFORE = re.compile(
    rf"(?P<year>{WRITTEN})年(?P<between>[^,，比]{{0,16}})比{one_of('comparison.as_before')}(?=[多少高低快慢])"
)
_IN_NUMBERS = re.compile(rf"(?:{RELATIVE_YEAR.pattern})\(({WRITTEN}年)\)")  # 今年（2025年）
_GROWS = re.compile(
    rf"{one_of('comparison.grows')}得(?={one_of('comparison.degree')}?(?:{one_of('comparison.speed')}|[高低]))"
)
_LIGHT = re.compile(r"[的了个是有得数量要会都\W]")
_STORY = re.compile(r"[都也同是在属于\s,，]")
_WHETHER, _ALREADY = one_of("comparison.whether"), one_of("claim.already")
_DONE_SO = one_of("claim.meets")
_REACHED = re.compile(
    rf"^{_WHETHER}?{_ALREADY}?(?P<before>{_DONE_SO}了?)?(?P<one>.{{2,40}}?{one_of('asking.aim')})"
    rf"(?P<after>{_WHETHER})?(?:{_ALREADY}|都)?(?(before)|{_DONE_SO}了?)(?P<asks>{one_of('comparison.ends')})?$"
)
_AIM_AT_END = re.compile(
    rf"(?:的?{one_of('comparison.work')}+)?(?:{one_of('asking.of_aim')}|的)*{one_of('asking.aim')}$"
)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of an axis as written at [start, end); `name` tells it from others."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A question cut at the values of an axis: what is before them, what stands with the first alone,
    what joins the second to it, and what is behind."""

    values: tuple[str, ...]
    before: str
    own: str
    joins: str
    behind: str

    @property
    def whole(self) -> str:
        return f"{self.before}{self.own}{self.joins},{self.behind}"

    @property
    def says(self) -> frozenset[str]:
        """How its pieces compare."""
        pieces = (self.before, self.own + self.joins, self.behind)
        return frozenset[str]().union(*map(compared_by, pieces))


def several_values(text: str, names: Sequence[str]) -> Several | None:
    """What `text` asks of several values of one axis at once; None where it does not. `names` are what
    the covered places are called."""
    asked = OPENS.sub("", fold(text).rstrip("?？。 "))
    asked = _GROWS.sub("增速", _YEAR_BEFORE.sub(_dated, _IN_NUMBERS.sub(r"\1", asked)))
    return (
        _of_places(asked, names)
        or _of_values(asked, [_value(match) for match in times_in(asked)])
        or _of_values(asked, _kinds(asked))
        or _reached(asked)
        or of_things(asked, names)
        or listed(asked, names)
    )


def _value(match: re.Match[str]) -> _Value:
    """A time or a kind with its place; 2023年10亿元以上项目 is of 2023年."""
    return _Value(
        match.group(), match.start(), match.end() + match.string.startswith("年", match.end())
    )


def _dated(match: re.Match[str]) -> str:
    """2024年比上一年 as 2024年比2023年."""
    return f"{match['year']}年{match['between']}比{year_of(match['year']) - 1}年"


def _kinds(asked: str) -> list[_Value]:
    """The word of an aim and that of its outcome, where there is one of each."""
    aims, outcomes = kinds_in(asked, AIM), kinds_in(asked, OUTCOME)
    if (len(aims), len(outcomes)) != (1, 1):
        return []
    found = sorted((*aims, *outcomes), key=lambda match: match.start())
    return [_value(match) for match in found]


def _of_places(asked: str, names: Sequence[str]) -> Several | None:
    mentions = limiting_mentions(asked, names)
    if len(_distinct(mentions)) == 1:  # A的增速跟B的相比
        everywhere = [m for m in find_places(asked, names) if m.name not in BY_LEVEL]
        around = _above(everywhere)
        mentions = [mention for mention in everywhere if mention not in around]
    above = _above(mentions)
    if above and len(_distinct(mentions) - _distinct(above)) > 1:  # 同在山西，长治和阳泉
        for mention in reversed(above):
            asked = asked[: mention.start] + asked[mention.end :]
        mentions = limiting_mentions(asked, names)
    cut = _cut(asked, [_Value(m.name, m.start, m.end) for m in mentions])
    if cut is None or _TOGETHER.search(cut.whole):
        return None
    operation = _operation(cut)
    lists = operation is None and not (cut.own or re.search(STRONG, cut.joins))
    if not (operation or lists) or (operation == "sum" and len(mentions) > 2):
        return None
    return _several(cut, operation, of_places=True)


def _distinct(mentions: Sequence[PlaceMention]) -> set[str]:
    return {mention.name for mention in mentions}


def _above(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The places that another of them is in."""
    names = {
        name
        for mention in mentions
        for parent in parents_of(city_called(mention.name) or mention.name)
        for name in names_of(parent, level_of(parent))
    }
    return [mention for mention in mentions if mention.name in names]


def _of_values(asked: str, values: Sequence[_Value]) -> Several | None:
    """What is worked out over times, or of an aim and its outcome; or each (去年增速和今年目标各是多少)."""
    cut = _cut(asked, values)
    if cut is None or ABOVE.search(cut.behind):
        return None
    operation = _operation(cut, over_time=True)
    lists = EACH.search(cut.behind) and (cut.own or _WITH_LAST.match(cut.behind))
    return _several(cut, operation) if operation or lists else None


def _cut(asked: str, values: Sequence[_Value]) -> _Cut | None:
    """A question cut at `values`; None where they are fewer than two, or no word joins them."""
    if len({value.name for value in values}) < 2:
        return None
    gaps = [asked[one.end : other.start] for one, other in pairwise(values)]
    written = tuple(dict.fromkeys(asked[value.start : value.end] for value in values))
    before, behind = asked[: values[0].start], asked[values[-1].end :]
    if all(map(_ONLY_JOINS.fullmatch, gaps)):
        return _Cut(written, before, "", "".join(gaps), behind)
    joins = _JOINS.search(gaps[0]) if len(gaps) == 1 else None
    own = MUCH_AT_END.sub("", gaps[0][: joins.start()].rstrip(",，")) if joins else ""
    if joins is None or ASKS_ITSELF.search(own):
        return None
    return _Cut(written, before, own, joins["word"], behind)


def _operation(cut: _Cut, *, over_time: bool = False) -> Operation | None:
    """What is to be worked out from the values; None where nothing is."""
    if cut.joins in _OF_WHOLE:
        found = quotient(f"{cut.joins}{cut.values[1]}{cut.behind}")
        return found and found[0]
    compares = cut.says - {"asked"} if over_time else cut.says
    if not (re.search(STRONG, cut.joins) or "asked" in cut.says):
        compares -= {"more", "changed"}
    if compares or _EXCEEDS.search(cut.joins):
        return "compare"
    return "sum" if not cut.own and sums(cut.whole) else None


def _several(cut: _Cut, operation: Operation | None, *, of_places: bool = False) -> Several | None:
    """The operands of a question that is cut; None where nothing is asked of the values."""
    clean = said if operation else of_each
    before, own, behind = _opening(clean(cut.before)), clean(cut.own), clean(cut.behind)
    behind = "" if cut.joins in _OF_WHOLE else behind
    behind = MUCH_AT_END.sub("", behind) if _EXCEEDS.search(cut.joins) else behind
    shared = own if own and behind.startswith(own) else ""  # 上海港和天津港
    own, behind = own.removeprefix(shared), behind.removeprefix(shared)
    if own:
        of_values = _apart(cut, own, behind, before, over_time=not of_places)
    else:
        of_values = _together(behind, len(cut.values), over_time=not of_places)
    if any(len(_LIGHT.sub("", without_time(before + one.text))) < 2 for one in of_values):
        return None
    asks = (operation or own) and cut.joins not in _OF_WHOLE
    operands = []
    for value, one in zip(cut.values, of_values, strict=True):
        place, time = (value, "") if of_places else ("", value)
        text = f"{place}{shared}{before}{time}{trimmed(one.text)}"
        operands.append(replace(one, text=asking(text, unit_asked(cut.whole)) if asks else text))
    compares = operation == "compare"
    return Several(
        tuple(operands),
        operation,
        lowest=compares and asks_lowest(cut.whole),
        speeds=compares and of_speeds(cut.whole),
        amounts=compares and of_places and of_amounts(cut.whole),
    )


def _together(behind: str, count: int, *, over_time: bool) -> list[Operand]:
    """What is behind values that stand together; the word of an aim stands with the last alone
    (去年和今年目标)."""
    with_last = _WITH_LAST.match(behind) if over_time else None
    if with_last is None:
        return [Operand(behind)] * count
    others = [Operand(behind[with_last.end() :])] * (count - 1)
    return [*others, Operand(behind, kind_of(with_last.group()))]


def _apart(cut: _Cut, own: str, behind: str, before: str, *, over_time: bool) -> list[Operand]:
    """What stands with each of two values. The second takes from the first what it does not name."""
    kinds = kind_of(cut.values[0] + own), kind_of(cut.values[1] + behind)
    headless = re.search(r"的[,，。?？\s]*$", without_operator(cut.behind))
    if not headless and _new(behind, before + own):
        return [Operand(own, kinds[0]), Operand(behind, kinds[1])]
    theirs = without_kind(own) if over_time or kinds[1] else own
    time = "".join(match.group() for match in times_in(behind))
    if time:
        own, theirs = own if times_in(own) else f"{time}{own}", without_time(theirs)
    added = [m.group() for m in ASPECT.finditer(AIM.sub("", behind))]
    added = [aspect for aspect in added if aspect not in before + theirs]
    if kinds[1] == "target":
        added += dict.fromkeys(match.group() for match in kinds_in(behind, AIM))
    outcome: Kind | None = "actual" if over_time and kinds[0] == "target" else None
    second = Operand(f"{time}{theirs}{''.join(added)}", kinds[1] or outcome)
    return [Operand(own, kinds[0]), second]


def _new(piece: str, known: str) -> str:
    """What a piece of a question names that is not in `known`: no time, no aim, nothing done."""
    rest = without_kind(without_time(piece))
    for pattern in (ASKING, ASPECT, _DONE, _LIGHT):
        rest = pattern.sub("", rest)
    return "".join(character for character in rest if character not in known)


def _opening(before: str) -> str:
    """What is before the values without clauses that name no more than where they are."""
    clauses = re.findall(r"[^,，]*[,，]*", before)
    return "".join(c for c in clauses if times_in(c) or content_of(_STORY.sub("", c)))


def _reached(asked: str) -> Several | None:
    """Whether a target was reached: what was reached, beside it."""
    match = _REACHED.search(asked)
    if match is None or not (match["asks"] or match["after"] or match["before"]):
        return None
    outcome = _AIM_AT_END.sub("", match["one"])
    return Several((Operand(f"{outcome}实际完成"), Operand(f"{outcome}目标")), "compare")
