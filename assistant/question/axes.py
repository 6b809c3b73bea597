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
from assistant.question.operation import (
    asks_lowest,
    compared_by,
    of_amounts,
    of_speeds,
    sums,
    unit_asked,
    without_operator,
)
from assistant.question.parts import ASKING, ASPECT, RELATIVE_YEAR, YEAR, limiting_mentions
from index.figures.aliases import load_aliases
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import PlaceMention, city_called, find_places, names_of
from index.figures.years import WRITTEN, year_of
from index.reports.place_of_report import level_of

_AT_FIRST = rf"(?:{one_of('comparison.at_first')}的?)?"
_ONLY_JOINS = re.compile(rf"\s*{one_of('comparison.joins')}\s*", re.I)
_STRONG = rf"(?:{one_of('comparison.strongly', 'comparison.exceeds')}了?)"
_WEAK = one_of("comparison.weakly")
_JOINS = re.compile(
    rf"[,，]?(?:(?P<strong>{_STRONG})|{_WEAK}|(?P<of>{one_of('comparison.quotient')})){_AT_FIRST}\s*$"
)
_BETWEEN_THINGS = re.compile(rf"(?P<strong>{_STRONG})|{_WEAK}")
_QUOTIENTS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("ratio", re.compile("的?(?:几|多少)倍")),
    ("share", re.compile(rf"的?{one_of('comparison.share')}")),
)
_AIM = re.compile(one_of("comparison.aim"))
_OUTCOME = re.compile(rf"{one_of('comparison.outcome')}|(?<=[\u4e00-\u9fff])[完成好](?=了?的|了|$)")
_WITH_LAST = re.compile(f"{_AIM.pattern}|{_OUTCOME.pattern}")
_DONE = re.compile(one_of("verb.before_name", "comparison.outcome", "comparison.aim"))
_ABOVE = re.compile(rf"全[市省国]|{one_of('comparison.above')}")
_TOGETHER = re.compile(one_of("comparison.together"))
_OF_EACH = re.compile(
    rf"[两三四五六]个?(?:省份|省区市|省区|省|市|城市|地方|地区|地|区|县|州)市?"
    rf"|{one_of('comparison.each')}(?=是|为|有|达|完成|增长|实现|多少)|分别|各自"
)
# 比上一年少了多少; 比上年增长多少 is what reports state themselves.
_YEAR_BEFORE = re.compile(
    rf"(?P<year>{WRITTEN})年(?P<between>[^,，比]{{0,16}})比(?:上一年|前一年|上年|前年)(?=[多少高低快慢])"
)
# The year that reports compare with themselves.
_OF_REPORTS = re.compile("[比较](?:上一?年|前一年)$")
_EDGES = re.compile(r"^[的在了,，。:：;；?？\s]+|[的了,，。、:：;；?？\s]+$")
_ENDS = re.compile(r"(?:(?:是不是|是否)+|了?(?:吗|呢|没有|么))(?=$|[,，?？])|多少$")
_LIGHT = re.compile(r"[的了个是有得数量要会都\W]")
_STORY = re.compile(r"[都也同是在属于\s,，]")
_ASKS_ITSELF = re.compile(one_of("comparison.asks_itself"))
_MEASURE_AT_END = re.compile(
    f"(?:{'|'.join(sorted(words('name.measure'), key=len, reverse=True))})$"
)
_REACHED = re.compile(
    rf"^(?:是否|有没有|有无)?(?:已经)?(?P<before>{one_of('comparison.reached')}了?)?(?P<one>.{{2,40}}?(?:目标|任务))"
    rf"(?P<after>是否|有没有|有无)?(?:已经|都)?(?(before)|(?:{one_of('comparison.reached')}|达成)了?)(?P<asks>吗|没有|没|么)?$"
)
_AIM_AT_END = re.compile(
    rf"(?:的?{one_of('comparison.work')}+)?(?:主要|预期|计划|的)*(?:目标|任务)$"
)
_HEAD = re.compile(f"{one_of('name.bare_thing')}$")
_HEAD_OF_NAME = re.compile(r".*[的在于,，:：]|.*年度?")
_OF_WHOLES: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("ratio", re.compile(r"^(?P<one>.{2,30}?)(?:是|为|相当于)(?P<other>.{2,30}?)的(?:几|多少)倍$")),
    (
        "share",
        re.compile(
            rf"^(?P<one>.{{2,30}}?)(?:占|是|相当于)(?P<other>.{{2,30}}?)的?{one_of('comparison.share')}[^,，]*$"
        ),
    ),
)
_GROWS = re.compile(rf"(?:增长|上涨|[增涨长])得(?=(?:更|比较|较|最)?{one_of('comparison.higher')})")
_MUCH_AT_END = re.compile(r"[是有]?(?:多少|几)[\u4e00-\u9fff]{0,3}$")
_SHORT = 3  # characters of a thing at the most that needs a known name to be one


@dataclass(frozen=True, slots=True)
class Operand:
    """The question on one value; `kind` where the words beside the value say it."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """The questions that one predicate asks of several values, and what is to be worked out of them.

    `lowest`: the lowest of them is asked for; `speeds`: rates of growth are compared; `amounts`: it
    asks which has more.
    """

    operands: tuple[Operand, ...]
    operation: Operation | None = None
    lowest: bool = False
    speeds: bool = False
    amounts: bool = False


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of an axis as written at [start, end); `name` tells it from others."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A question cut at the values of an axis: what is before them, what stands with the first alone,
    and what is behind; how the second is joined to the first."""

    values: tuple[str, ...]
    before: str
    own: str
    behind: str
    between: str = ""
    strong: bool = False
    exceeds: bool = False
    of_whole: bool = False

    @property
    def pieces(self) -> tuple[str, str, str]:
        return self.before, self.between, self.behind


def several_values(text: str, names: Sequence[str]) -> Several | None:
    """What `text` asks of several values of one axis at once; None where it does not. `names` are what
    the covered places are called."""
    asked = OPENS.sub("", fold(text).rstrip("?？。 "))
    asked = _GROWS.sub("增速", _YEAR_BEFORE.sub(_dated, asked))
    return (
        _of_places(asked, names)
        or _of_values(asked, _times(asked))
        or _of_values(asked, _kinds(asked))
        or _reached(asked)
        or _of_things(asked, names)
    )


def _dated(match: re.Match[str]) -> str:
    """2024年比上一年 as 2024年比2023年."""
    return f"{match['year']}年{match['between']}比{year_of(match['year']) - 1}年"


def _times(asked: str) -> list[_Value]:
    found = sorted(
        (match for pattern in (YEAR, RELATIVE_YEAR) for match in pattern.finditer(asked)),
        key=lambda match: match.start(),
    )
    found = [m for m in found if not _OF_REPORTS.search(asked[: m.end()])]
    return [_Value(match.group(), *match.span()) for match in found]


def _kinds(asked: str) -> list[_Value]:
    """The word of an aim and that of its outcome, where there is one of each."""
    aims, outcomes = list(_AIM.finditer(asked)), list(_OUTCOME.finditer(asked))
    if (len(aims), len(outcomes)) != (1, 1):
        return []
    found = sorted((*aims, *outcomes), key=lambda match: match.start())
    return [_Value(match.group(), *match.span()) for match in found]


def _of_places(asked: str, names: Sequence[str]) -> Several | None:
    mentions = limiting_mentions(asked, names)
    above = _above(mentions)
    if len({m.name for m in mentions}.difference(m.name for m in above)) > 1:
        for mention in reversed(above):  # 同在山西，长治和阳泉
            asked = asked[: mention.start] + asked[mention.end :]
        mentions = limiting_mentions(asked, names)
    values = [_Value(mention.name, mention.start, mention.end) for mention in mentions]
    cut = _cut(asked, values)
    if cut is None or _TOGETHER.search("".join(cut.pieces)):
        return None
    operation = _operation(cut)
    lists = operation is None and not (cut.own or cut.strong or cut.of_whole)
    if not (operation or lists) or (operation == "sum" and len(values) > 2):
        return None
    return _several(cut, operation, of_places=True)


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
    """What is worked out over times, or of an aim and its outcome."""
    cut = _cut(asked, values)
    operation = _operation(cut, over_time=True) if cut else None
    if cut is None or operation is None or _ABOVE.search(cut.behind):
        return None
    return _several(cut, operation)


def _cut(asked: str, values: Sequence[_Value]) -> _Cut | None:
    """A question cut at `values`; None where they are fewer than two, or no word joins them."""
    if len({value.name for value in values}) < 2:
        return None
    gaps = [asked[one.end : other.start] for one, other in pairwise(values)]
    written = tuple(dict.fromkeys(asked[value.start : value.end] for value in values))
    before, behind = asked[: values[0].start], asked[values[-1].end :]
    if all(map(_ONLY_JOINS.fullmatch, gaps)):
        strong = any(re.search(_STRONG, gap) for gap in gaps)
        return _Cut(written, before, "", behind, strong=strong)
    joins = _JOINS.search(gaps[0]) if len(gaps) == 1 else None
    if joins is None or _ASKS_ITSELF.search(own := gaps[0][: joins.start()]):
        return None
    return _Cut(
        written,
        before,
        own,
        behind,
        gaps[0],
        strong=bool(joins["strong"]),
        exceeds=bool(re.search(one_of("comparison.exceeds"), joins["strong"] or "")),
        of_whole=bool(joins["of"]),
    )


def _operation(cut: _Cut, *, over_time: bool = False) -> Operation | None:
    """What is to be worked out from the values; None where nothing is."""
    if cut.of_whole:
        return next((op for op, pattern in _QUOTIENTS if pattern.match(cut.behind)), None)
    by = frozenset[str]().union(*map(compared_by, cut.pieces))
    compares = by - {"asked"} if over_time else by
    if not (cut.strong or "asked" in by):
        compares -= {"more", "changed"}
    if compares or cut.exceeds:
        return "compare"
    return "sum" if not cut.own and any(map(sums, cut.pieces)) else None


def _several(cut: _Cut, operation: Operation | None, *, of_places: bool = False) -> Several | None:
    """The operands of a question that is cut; None where nothing is asked of the values."""
    said = "".join(cut.pieces)
    clean = _said if operation else _of_each
    before, own, behind = _opening(clean(cut.before)), clean(cut.own), clean(cut.behind)
    if cut.of_whole:
        behind = ""
    shared = own if own and behind.startswith(own) else ""
    own, behind = own.removeprefix(shared), behind.removeprefix(shared)

    def operand(value: str, rest: str) -> str:
        place, time = (value, "") if of_places else ("", value)
        return f"{place}{shared}{before}{time}{_EDGES.sub('', rest)}"

    if own:
        first, second = _apart(cut, own, behind, before, over_time=not of_places)
        one, other = cut.values
        operands = [
            replace(first, text=operand(one, first.text)),
            replace(second, text=operand(other, second.text)),
        ]
    else:
        operands = [Operand(operand(value, behind)) for value in cut.values]
        with_last = None if of_places else _WITH_LAST.match(behind)
        if with_last:  # 去年和今年目标
            rest = behind[with_last.end() :]
            operands = [Operand(operand(value, rest)) for value in cut.values[:-1]]
            operands.append(Operand(operand(cut.values[-1], behind), _kind(with_last.group())))
    topics = [
        one.text.replace(value, "", 1) for one, value in zip(operands, cut.values, strict=True)
    ]
    if any(len(_LIGHT.sub("", _without_time(topic))) < 2 for topic in topics):
        return None
    compares = operation == "compare"
    if operation and not cut.of_whole:
        unit = unit_asked(said)
        operands = [replace(one, text=_asking(one.text, unit)) for one in operands]
    return Several(
        tuple(operands),
        operation,
        lowest=compares and asks_lowest(said),
        speeds=compares and of_speeds(said),
        amounts=compares and of_places and of_amounts(said),
    )


def _apart(
    cut: _Cut, own: str, behind: str, before: str, *, over_time: bool
) -> tuple[Operand, Operand]:
    """What stands with each of two values. The second takes from the first what it does not name."""
    kinds = _kind(cut.values[0] + own), _kind(cut.values[1] + behind)
    headless = re.search("的$", re.sub(r"[,，。?？\s]+$", "", without_operator(cut.behind)))
    if not headless and _new(behind, before + own):
        return Operand(own, kinds[0]), Operand(behind, kinds[1])
    theirs = own
    if over_time or kinds[1]:
        theirs = _OUTCOME.sub("", _AIM.sub("", theirs))
    time = "".join(value.name for value in _times(behind))
    if time and not _times(own):
        own = f"{time}{own}"
    if time:
        theirs = _without_time(theirs)
    aspects = (m.group() for m in ASPECT.finditer(_AIM.sub("", behind)))
    added = "".join(aspect for aspect in aspects if aspect not in before + theirs)
    if kinds[1] == "target":
        added += "".join(dict.fromkeys(match.group() for match in _AIM.finditer(behind)))
    outcome: Kind | None = "actual" if over_time and kinds[0] == "target" else None
    return Operand(own, kinds[0]), Operand(f"{time}{theirs}{added}", kinds[1] or outcome)


def _kind(piece: str) -> Kind | None:
    if _OUTCOME.search(piece):
        return "actual"
    return "target" if _AIM.search(piece) else None


def _new(piece: str, known: str) -> str:
    """What a piece of a question names that is not in `known`: no time, no aim, nothing done."""
    rest = _without_time(piece)
    for pattern in (ASKING, ASPECT, _OUTCOME, _AIM, _DONE, _LIGHT):
        rest = pattern.sub("", rest)
    return "".join(character for character in rest if character not in known)


def _without_time(text: str) -> str:
    return RELATIVE_YEAR.sub("", YEAR.sub("", text))


def _said(piece: str) -> str:
    """A piece of a question without the words of comparison, and those of each by itself."""
    return _EDGES.sub("", _ENDS.sub("", _EDGES.sub("", without_operator(_of_each(piece)))))


def _of_each(piece: str) -> str:
    return _EDGES.sub("", _OF_EACH.sub("", piece))


def _opening(before: str) -> str:
    """What is before the values without clauses that name no more than where they are."""
    clauses = re.findall(r"[^,，]*[,，]*", before)
    return "".join(c for c in clauses if _times(c) or content_of(_STORY.sub("", c)))


def _asking(text: str, unit: str) -> str:
    topic = _EDGES.sub("", text)
    if _ASKS_ITSELF.search(topic):
        return topic
    return f"{topic}是多少{'' if re.search('点|百分', unit) else unit}"


def _reached(asked: str) -> Several | None:
    """Whether a target was reached: what was reached, beside it."""
    match = _REACHED.search(asked)
    if match is None or not (match["asks"] or match["after"] or match["before"]):
        return None
    outcome = _AIM_AT_END.sub("", match["one"])
    return Several((Operand(f"{outcome}实际完成"), Operand(f"{outcome}目标")), "compare")


def _of_things(asked: str, names: Sequence[str]) -> Several | None:
    """What is worked out of two things that a word joins."""
    for operation, pattern in _OF_WHOLES:
        match = pattern.search(asked)
        if match and _is_thing(match["other"]) and not _not_two_things(match[1] + match[2]):
            return _two_things(match["one"], match["other"], operation, names)
    for joins in _BETWEEN_THINGS.finditer(asked):
        left, right = asked[: joins.start()], asked[joins.end() :]
        by = compared_by(right)
        strong = joins["strong"] or "asked" in by
        compares = by - {"asked"} - (frozenset() if strong else {"more", "much", "changed"})
        worked_out: Operation | None = "compare" if compares else "sum" if sums(right) else None
        thing = _MUCH_AT_END.sub("", _said(right))
        if worked_out and _is_thing(thing) and len(left) > 1 and not _not_two_things(left + thing):
            return _two_things(left, thing, worked_out, names, unit=unit_asked(right))
    return None


def _not_two_things(text: str) -> bool:
    """Whether it asks by itself, or compares with what reports compare with themselves."""
    return bool(re.search("多少|各|分别|[,，;；?？。]", text) or _ABOVE.search(text))


def _is_thing(text: str) -> bool:
    """Whether a text is the name of something: of an indicator, of a measure, or long enough."""
    named = text in words("name.measure") or any(load_aliases().mentions(text))
    return bool(_AIM.search(text) or named or len(text) > _SHORT)


def _two_things(
    one: str, other: str, operation: Operation, names: Sequence[str], *, unit: str = ""
) -> Several:
    """Two things, each with what only the other names: a head, or the words behind both."""
    lead = lead_of(one, names)
    head = _HEAD.search(other)
    if head and head.start() and not one.endswith(head.group()):
        one += head.group()  # 外资和外贸企业
    alike = _alike(one, other, lead)
    if alike:
        name, thing, rest = alike
        other = f"{one[: len(one) - len(name)]}{thing}{rest}"
        one += rest
    else:
        other = of_first(other, one)
        other = other if lead_of(other, names) else lead + other
    texts = [one, other]
    if operation not in ("ratio", "share"):
        texts = [_asking(text, unit) for text in texts]
    operands = (Operand(text, _kind(text)) for text in texts)
    speeds = operation == "compare" and of_speeds(unit)
    return Several(tuple(operands), operation, speeds=speeds)


def _alike(one: str, other: str, lead: str) -> tuple[str, str, str] | None:
    """The name at the end of `one`, the one at the head of `other` that ends like it, and what is
    behind both: 外贸企业, 外资企业 and 新增; None where none ends alike."""
    for size in (2, 1):
        end = one[-size:]
        at = other.find(end)
        if at < 1 or len(one) <= size:
            continue
        thing, rest = other[: at + size], other[at + size :]
        head = None if "的" in thing else _HEAD_OF_NAME.match(one[:-size])
        name = one[head.end() :] if head else one[len(lead) :]
        return name, thing, rest.lstrip("上中里的")
    return None


def of_first(item: str, first: str) -> str:
    """A bare measure as that of the thing that the first of a list measures: 粮食播种面积和产量."""
    measured = item in words("name.measure") and not any(load_aliases().mentions(item))
    return _MEASURE_AT_END.sub("", first) + item if measured else item


def lead_of(item: str, names: Sequence[str]) -> str:
    """The place and the time that the first of several things names for all of them."""
    spans = {place.start: place.end for place in find_places(item, names)}
    spans |= {time.start: time.end for time in _times(item)}
    end = 0
    while further := spans.get(end + item.startswith("的", end)):
        end = further
    return item[: end + item.startswith("的", end)]
