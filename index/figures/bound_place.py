"""The place that a clause is about: its report's, or another that it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.figures.affixes import LEADING_TIME, LEADING_VERBS
from index.figures.figure import Context
from index.figures.gazetteer.lookup import gazetteer_place, parents_of, unlisted, zones_alone
from index.figures.gazetteer.table import by_short_name, places
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import (
    BY_LEVEL,
    OF_TOWNS,
    PlaceMention,
    ancestor_called,
    countries,
    find_places,
    is_known,
    may_open_with_place,
    own_name,
)
from index.figures.segmenter import shipped_segmenter

# A verb before 区 reads like a district's name: 发挥区投资合作指挥部作用.
_NO_DISTRICT = re.compile(rf"{one_of('name.verb_before_district')}.*区$")
_NO_PLACE_BEFORE = re.compile(one_of("name.no_place_before"))

# What may stand before a place that a clause opens with: 力争综保区进出口总额突破50亿元.
_AIMED = re.compile(rf"^{one_of('place.behind')}+")
_NO_NAME = frozenset(words("place.before_district"))
COMMON = 0.85
"""Rarity below which a word is known to every reader: 棚户, 核心, 重点; not 雄安."""

_TOWN = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,4}?)(?:街道(?!社)|镇(?![区村域级江])|乡(?![村镇土亲情愁]))"
)
_BEFORE = re.compile(rf"(?:^|[,，。;；:：、?？\s]|{one_of('place.before_town')})$")
_LONGEST_PLACE = 9
_LONG = 4  # characters; a district's name of so many is no word (浦东新区)
_HEAD = 12  # characters in which the place stands that a clause opens with
_GENERIC = BY_LEVEL.union(OF_TOWNS)
_COUNTED = re.compile(r"[各每某该此一二三四五六七八九十两几]")
_OF_THE_REPORTS = re.compile(r"^[全我本]?[市县区州]")
# What makes another word of what ends like a district: 县域, 省级区域, 区市两级, 县控断面.
_GOES_ON = re.compile(r"[域级委里间长控市旗位块段区县]|[（(]市")


def town_opening(text: str) -> str:
    """The town that `text` opens with (红星镇), "" where it opens with none: 重点镇, 美丽乡村."""
    found = _TOWN.match(text)
    if found is None or text.startswith(tuple(BY_LEVEL)) or is_known(found.group()):
        return ""
    if unlisted(found.group()) is None or LEADING_VERBS.match(found.group()):
        return ""
    stem = shipped_segmenter().words(found["stem"])
    longer = [word for word in stem if len(word.text) > 1]
    common = longer and all(word.weight < COMMON for word in longer)
    # 市里对乡下: a name has no such words.
    return "" if common or _NO_NAME.intersection(word.text for word in stem) else found.group()


def towns_in(text: str) -> Iterator[PlaceMention]:
    """The towns that a folded question names: at its head, behind a place or a mark."""
    ends = {mention.end for mention in find_places(text)}
    taken = 0
    for start in range(len(text)):
        if start < taken or not (start in ends or _BEFORE.search(text, 0, start)):
            continue
        town = town_opening(text[start:])
        if town:
            taken = start + len(town)
            yield PlaceMention(town, start, taken)


def end_of_place(text: str) -> int:
    """Where the place ends that `text` opens with; 0 where it opens with none."""
    head = text[:_HEAD]
    found = next(_places_in(head), None) if _may_open(head) else None
    if found and found.start == 0 and _is_place(found.name, text[found.end :]):
        return found.end
    return 0


@cache
def _beside_the_gazetteer() -> tuple[str, ...]:
    districts = (p.usual for p in places() if p.level == "district" and len(p.usual) >= _LONG)
    return (*OF_TOWNS, *countries(), *zones_alone(), *districts)


def _may_open(text: str) -> bool:
    others = _beside_the_gazetteer()
    return may_open_with_place(text) or text.startswith(others) or town_opening(text) != ""


def _places_in(text: str) -> Iterator[PlaceMention]:
    town = town_opening(text)
    if town:
        yield PlaceMention(town, 0, len(town))
    else:
        yield from find_places(text, _beside_the_gazetteer())


def _is_place(name: str, rest: str) -> bool:
    """Whether a name at the head of a clause is the place that it is about, not part of another word."""
    if name in countries():
        return re.match(r"(?!的?(?:企业|外资|对华|等|和|、))", rest) is not None
    # 新疆维吾尔自治区 and 达州市 only begin like a verb.
    if not is_known(name) and (LEADING_VERBS.match(name) or _is_word(name, rest)):
        return False
    generic = name[0] in "全我中"
    if generic and _NO_PLACE_BEFORE.match(rest):
        return False
    return _NO_DISTRICT.match(name) is None


def _is_word(name: str, rest: str) -> bool:
    """Whether what ends like a district's name, and is in no gazetteer, is a word (棚户区, 核心区), has
    a common word as its name (脱贫县) or is part of longer words (推动县域)."""
    if name[-1] not in "区县" or name in _GENERIC:
        return False
    if name in zones_alone():
        return False
    segmenter = shipped_segmenter()
    *before, kind = (word.text for word in segmenter.words(name))
    stem = segmenter.words(name[:-1])
    common = len(stem) == 1 and stem[0].weight < COMMON
    cut_out = _GOES_ON.match(rest) or _COUNTED.match(name)
    return bool(cut_out) or not before or kind != name[-1] or common


def places_opening(clause: str) -> list[str]:
    """The places that a clause opens with as what it is about, the wider first: 南充市蓬安县."""
    text = _AIMED.sub("", LEADING_TIME.sub("", fold(clause)))
    named: list[str] = []
    while _may_open(text[:_LONGEST_PLACE]):
        # Cut short before each look, so that what follows a name does not stand for it.
        opening = next(
            (
                found
                for length in range(min(len(text), _LONGEST_PLACE), 1, -1)
                for found in _places_in(text[:length])
                if (found.start, found.end) == (0, length) and _ends_there(text, length)
            ),
            None,
        )
        if opening is None or not _is_place(opening.name, text[opening.end :]):
            break
        named.append(opening.name)
        text = text[opening.end :]
    return named


def _ends_there(text: str, end: int) -> bool:
    """Whether a name is not the short form of a longer one: 永州 in 永州市."""
    return text[end : end + 1] not in tuple("市省区县州盟旗") or text[end - 1] in "市省区县州盟旗"


def place_of(clause: str, context: Context) -> str | None:
    """The place that the clause is about: the report's, or another that it opens with.

    全市 in a district's report is the city that the district is in, 全省 the province.
    """
    names = places_opening(clause)
    if not names or context.place is None:
        return context.place if not names or names[-1] in _GENERIC else names[-1]
    name = names[-1]
    own = own_name(context.place)
    if name in parents_of(context.place):
        return name
    if name in context.place or own in name:
        return context.place
    if name in _GENERIC and name[-1] == own[-1]:
        return context.place
    if name in ("全区", "我区", "全省", "我省") and own.endswith(("自治区", "省")):
        return context.place
    if name in ("我国", "中国", "全国"):
        return "全国"
    if name in zones_alone() or name == town_opening(name):
        return _part_of(names, own)
    return ancestor_called(name, context.place) or _in_full(names)


def is_inside(place: str | None, context: Context) -> bool:
    """Whether a place lies in that of the report."""
    return place is not None and context.place in parents_of(place)


def _part_of(names: Sequence[str], own: str) -> str:
    """The full name of the zone or town that `names` end in: 天水经开区 → 天水市经开区, and in the report
    of `own` 经开区 → 内江市经开区."""
    *before, name = names
    town = unlisted(name)
    if town is not None and town.parent:
        return town.full
    above = [place for place in before if place not in _GENERIC]
    inside = _OF_THE_REPORTS.sub("", name) if name in zones_alone() else name
    return (_in_full(above) if above else own) + inside


def _in_full(names: Sequence[str]) -> str:
    """上海 as 上海市, where a city or province alone is called so; 蓬安县 as 南充市蓬安县."""
    known = gazetteer_place("".join(names)) or gazetteer_place(names[-1])
    if known is not None:
        return known.full
    called = [place for place in by_short_name().get(names[-1], ()) if place.level != "district"]
    return called[0].full if len(called) == 1 else names[-1]
