"""Place names in text, and how a place is called."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from index.figures.gazetteer.lookup import Unlisted, gazetteer_place, parents_of, unlisted
from index.figures.gazetteer.lookup import own_name as own_name
from index.figures.gazetteer.table import Place, by_name, by_short_name, places
from index.figures.lexicon import entries, one_of, words
from index.figures.segmenter import shipped_segmenter
from index.report import Level

_Tree = dict[str, "_Tree"]
_END = ""
_FILE = Path(__file__).parent / "places.toml"
_PROVINCE_SUFFIX = re.compile(rf"{one_of('place.province_suffix')}$")
_SUFFIX = re.compile("(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
_SUFFIX = re.compile(r"(?:市|区|县|州|盟|旗|省)$")
_LONG = 4  # characters; no chance run of words has more
_TWO = 2
_UNLISTED: tuple[Level, ...] = ("town", "zone", "department")
_HELD = "90"  # the third and fourth digit of a county's code that no prefecture holds
_BY_KIND = {kind: tuple(names) for kind, *names in entries("place.by_kind")}
GENERIC: dict[Level, tuple[str, ...]] = {
    "nation": words("place.nation"),
    "province": _BY_KIND["省"],
    "city": (*_BY_KIND["市"], *_BY_KIND["州"], *_BY_KIND["盟"]),
    "district": (*_BY_KIND["区"], *_BY_KIND["县"], *_BY_KIND["旗"]),
}
"""How a report or a reader calls a place by its level alone."""
BY_LEVEL = frozenset(name for names in GENERIC.values() for name in names)
"""All of these names."""
OF_TOWNS = (*_BY_KIND["镇"], *_BY_KIND["乡"], *_BY_KIND["街道"])
"""How a town's report calls it; elsewhere they stand within words (健全乡村治理)."""
# A district's name has two or three characters before its 区 or 县; 老旧小区 and 景区 are none.
_DISTRICT = re.compile(r"([\u4e00-\u9fff]{1,3})([区县])(?![域级委里间长])")
_NO_DISTRICT = re.compile(rf"{one_of('place.before_no_district')}$")
_LEADING_WORDS = re.compile(rf"^.*{one_of('place.before_district')}(?=.{{0,2}}$)")


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of `names`, the longest where several begin alike."""
    tree: _Tree = {}
    for name in names:
        branch = tree
        for character in name:
            branch = branch.setdefault(character, {})
        branch[_END] = {}
    return re.compile(_written(tree) if tree else r"(?!)")


def _written(tree: _Tree) -> str:
    ends = _END in tree
    branches = [re.escape(key) + _written(tree[key]) for key in sorted(tree) if key != _END]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text at [start, end)."""

    name: str
    start: int
    end: int


def find_places(text: str, known: Iterable[str] = ()) -> Iterator[PlaceMention]:
    """The places that `text` names, in order: of the gazetteer, of `known`, by level, by suffix."""
    named = list(_pattern(tuple(known)).finditer(text))
    if not named and "区" not in text and "县" not in text:
        return
    taken = [False] * len(text)
    mentions = []
    for match in named:
        mentions.append(PlaceMention(match.group(), *match.span()))
        inside = _inside(match.group()).match(text, match.end())
        if inside:
            mentions.append(PlaceMention(inside.group(), *inside.span()))
        end = inside.end() if inside else match.end()
        taken[match.start() : end] = [True] * (end - match.start())
    for match in _DISTRICT.finditer(text):
        stem = _stem_of_district(match.group(1), match.group(2))
        start = match.end() - len(stem) - 1
        if stem and not any(taken[start : match.end()]):
            mentions.append(PlaceMention(text[start : match.end()], start, match.end()))
    yield from _innermost(sorted(mentions, key=lambda mention: mention.start))


def may_open_with_place(text: str) -> bool:
    """False where no place stands at the head of `text`; quicker than to find out which one does."""
    return bool(_pattern(()).match(text)) or "区" in text or "县" in text


@lru_cache(maxsize=4096)
def _stem_of_district(before: str, kind: str) -> str:
    """What of the characters before 区 or 县 is a district's name, "" where none is.

    A name that the gazetteer lacks (one of old, or misspelt) has two characters, and no word in it:
    藏区 and 你觉得区 are no places.
    """
    for length in range(len(before), 0, -1):
        if before[-length:] + kind in _counties():
            return before[-length:]
    stem = _LEADING_WORDS.sub("", before)
    no_name = _NO_DISTRICT.search(stem) or _ends_in_word(before, len(before) - len(stem))
    return "" if no_name or len(stem) < _TWO else stem


def _ends_in_word(text: str, start: int) -> bool:
    """Whether a word of several characters, no place's name, reaches beyond `start` in `text`."""
    words = (span for span in shipped_segmenter().spans(text) if span[1] - span[0] > 1)
    return any(end > start and text[begin:end] not in by_short_name() for begin, end in words)


def _innermost(mentions: list[PlaceMention]) -> Iterator[PlaceMention]:
    """河南省安阳市北关区 names one place: of mentions that touch, the last."""
    starts = {mention.start for mention in mentions if mention.name not in BY_LEVEL}
    return (mention for mention in mentions if mention.end not in starts)


def names_of(place: str, level: Level | None) -> tuple[str, ...]:
    """What a place is called: in full, by its own part, short, and by its level alone.

    安阳市北关区 (district) → 安阳市北关区, 北关区, 北关, 全区, 我区, …
    """
    other = unlisted(place) if level in _UNLISTED else None
    if other is not None:
        return _names_of_unlisted(place, other)
    own = own_name(place)
    short = (_PROVINCE_SUFFIX if level == "province" else _SUFFIX).sub("", own)
    league = f"{own[0]}盟" if own.endswith("盟") and len(own) > 3 else own  # 锡林郭勒盟 is 锡盟
    named = dict.fromkeys((place, own, short if len(short) > 1 else own, league))
    return tuple(dict.fromkeys((*named, *(_called_by_level(own, level) if level else ()))))


def shown_name(place: str) -> str:
    """How a place is named to people: by its own part (北关区), and what no gazetteer lists with the
    place that it is in (临泽县教育局)."""
    other = unlisted(place)
    return other.full if other and other.parent else own_name(place)


def _names_of_unlisted(place: str, other: Unlisted) -> tuple[str, ...]:
    """临泽县红星镇 → itself, 张掖市临泽县红星镇, 临泽红星镇, 红星镇, 全镇, …; of what has no name of its
    own (教育局, 经开区) those with the place that it is in alone."""
    above = other.parent
    before = (above.full, above.usual, above.short) if above else ()
    named = [place, other.full, *(name + other.own for name in before)]
    if other.stem and other.level != "department":
        named.append(other.own)
    if other.level == "town":
        kind = "街道" if "街道" in other.own else other.own[-1]
        named += _BY_KIND.get(kind, ())
    return tuple(dict.fromkeys(named))


def _called_by_level(own: str, level: Level) -> tuple[str, ...]:
    """全区 for 西藏自治区 and 全市 for 北京市 and 林州市: what a name ends in, where it is another's."""
    kind = own[-1]
    if level in _UNLISTED:
        return _BY_KIND.get("街道" if own.endswith("街道") else kind, ())
    if level in ("province", "city") and not own.endswith("地区"):
        return _BY_KIND.get(kind, GENERIC[level])
    return _BY_KIND["市"] if level == "district" and kind == "市" else GENERIC[level]


def ancestor_called(generic: str, place: str) -> str | None:
    """The place above `place` that it calls 全市, 全省 or 全区; None where that is not sure."""
    for parent in map(gazetteer_place, parents_of(place)):
        if parent and generic in _called_by_level(parent.usual, parent.level):
            return parent.full
    return None


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def countries() -> tuple[str, ...]:
    """Names of countries, whose figures a report sets beside its own."""
    return tuple(_content()["countries"])


@lru_cache(maxsize=1024)
def _pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of all names and those of `known`: one for all scopes that add no name."""
    return _names_pattern(frozenset(known) - _names_in_text() - BY_LEVEL)


@lru_cache(maxsize=64)
def _names_pattern(others: frozenset[str]) -> re.Pattern[str]:
    return pattern_of(others | _names_in_text() | BY_LEVEL)


@lru_cache(maxsize=1024)
def _inside(name: str) -> re.Pattern[str]:
    """The districts of a city or municipality, as they stand behind its name: 晋城市城区.

    Behind a name without its 市 only those of three characters: 阳泉城区 is a part of the town.
    """
    above = by_name().get(name) or by_short_name().get(name, ())
    found = [
        written
        for place in above
        for below in _below().get(place.code, ())
        for written in (below.name, below.usual)
        if name == place.usual or len(written) > _TWO
    ]
    return pattern_of(found)


@cache
def _below() -> dict[str, list[Place]]:
    below: dict[str, list[Place]] = {}
    for place in places():
        if place.parent and place.level == "district":
            below.setdefault(place.parent.code, []).append(place)
    return below


@cache
def city_called(short: str) -> str | None:
    """The full name of the city that is called `short`: 杭州 → 杭州市; None for 吉林, a province."""
    called = [place for place in by_short_name().get(short, ()) if place.level != "district"]
    if any(place.level == "province" and not place.usual.endswith("市") for place in called):
        return None
    return called[0].usual if called else None


@cache
def cities() -> tuple[str, ...]:
    """The full names of the gazetteer's cities that are a 市, in administrative order."""
    held = _content()["held_by_the_province"]
    return tuple(
        place.usual
        for place in places()
        if place.level == "city"
        and place.usual.endswith("市")
        and (place.code[2:4] != _HELD or place.short in held)
    )


def is_known(name: str) -> bool:
    """Whether the gazetteer has a place of that very name."""
    return name in _names_in_text() or name in _counties()


@cache
def _names_in_text() -> frozenset[str]:
    """The names that are taken for places wherever they stand."""
    content = _content()
    not_alone = {*content["words"], *content["only_with_parent"]}
    names: set[str] = {name for others in content["others"].values() for name in others}
    for place in places():
        written = {place.name, place.usual}
        if place.level != "district":
            short = place.code[2:4] != _HELD or place.short in content["held_by_the_province"]
            names |= written | ({place.short} if short and place.usual not in not_alone else set())
        elif not written & not_alone:
            names |= {
                name
                for name in written
                if name[-1] in "市旗" or len(name) > _LONG or _begins_with(name, names)
            }
    return frozenset(names)


def _begins_with(name: str, names: set[str]) -> bool:
    """Whether another name would be found in the beginning of this one: 安阳县, 全州县."""
    return any(name[:end] in names or name[:end] in BY_LEVEL for end in range(2, len(name)))


@cache
def _counties() -> frozenset[str]:
    """The names of districts and counties that are no words, nor the end of one."""
    content = _content()
    former = {name for names in content["former"].values() for name in names}
    named = {name for p in places() if p.level == "district" for name in (p.name, p.usual)}
    return frozenset((named | former) - set(content["only_with_parent"]))
