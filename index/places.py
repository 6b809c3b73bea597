"""Place names in text, and how a place is called."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.report import Level

_FILE = Path(__file__).parent / "places.toml"
_PROVINCE_SUFFIX = re.compile("(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
_COMPONENT = re.compile(r".+?(?:自治区|自治州|特别行政区|地区|省|市|区|县|州|盟|旗)(?=.{2,}|$)")
_SUFFIX = re.compile(r"(?:市|区|县|州|盟|旗|省)$")

GENERIC: dict[Level, tuple[str, ...]] = {
    "nation": ("全国", "我国", "中国"),
    "province": ("全省", "我省", "本省", "省里"),
    "city": ("全市", "我市", "本市", "咱市", "市里"),
    "district": ("全区", "我区", "本区", "咱区", "区里", "全县", "我县", "本县", "县里"),
}
"""How a report or a reader calls a place by its level alone."""
_BY_LEVEL = frozenset(name for names in GENERIC.values() for name in names)

# A district's name has two or three characters before its 区 or 县; 老旧小区 and 景区 are none.
_DISTRICT = re.compile(r"([\u4e00-\u9fff]{1,3})([区县])(?![域级委里间长])")
_NO_DISTRICT = re.compile(
    r"(?:小|社|景|片|园|城|地|校|市|全|我|本|咱|们|辖|郊|灾|山|库|矿|林|牧|街|战|特|专|新|老|自贸|示范"
    r"|开发|保税|试验|住宅|商|服务|功能|工业|生活|居民|农|湾|东|西|南|北|各|该|那|这|哪个|哪|两|个)$"
)
_LEADING_WORDS = re.compile(
    r"^.*?(?:[和与跟比在是的对到去年把]|以及|还有|请问|今年|去年|告诉|想知|知道|那么|那|查)(?=.{0,2}$)"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text at [start, end)."""

    name: str
    start: int
    end: int


def find_places(text: str, known: Iterable[str] = ()) -> Iterator[PlaceMention]:
    """The places that `text` names, in order: of the gazetteer, of `known`, by level, by suffix."""
    taken = [False] * len(text)
    mentions = []
    for match in _names_pattern(tuple(known)).finditer(text):
        taken[match.start() : match.end()] = [True] * len(match.group())
        mentions.append(PlaceMention(match.group(), *match.span()))
    for match in _DISTRICT.finditer(text):
        stem = _LEADING_WORDS.sub("", match.group(1))
        start = match.end() - len(stem) - 1
        if stem and not any(taken[start : match.end()]) and not _NO_DISTRICT.search(stem):
            mentions.append(PlaceMention(text[start : match.end()], start, match.end()))
    yield from _innermost(sorted(mentions, key=lambda mention: mention.start))


def _innermost(mentions: list[PlaceMention]) -> Iterator[PlaceMention]:
    """河南省安阳市北关区 names one place: of mentions that touch, the last."""
    starts = {mention.start for mention in mentions if mention.name not in _BY_LEVEL}
    return (mention for mention in mentions if mention.end not in starts)


def names_of(place: str, level: Level | None) -> tuple[str, ...]:
    """What a place is called: in full, by its own part, short, and by its level alone.

    安阳市北关区 (district) → 安阳市北关区, 北关区, 北关, 全区, 我区, …
    """
    own = own_name(place)
    short = (_PROVINCE_SUFFIX if level == "province" else _SUFFIX).sub("", own)
    named = dict.fromkeys((place, own, short if len(short) > 1 else own))
    return (*named, *(GENERIC[level] if level else ()))


def own_name(place: str) -> str:
    """The last part of a place's full name: 安阳市北关区 → 北关区."""
    components: list[str] = _COMPONENT.findall(place)
    return components[-1] if components else place


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _names_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    names = {*known, *_gazetteer(), *(name for names in GENERIC.values() for name in names)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@cache
def city_called(short: str) -> str | None:
    """The full name of the city that `short` is the gazetteer's name for: 杭州 → 杭州市."""
    content = _content()
    provinces = content["provinces"]
    if short in (_PROVINCE_SUFFIX.sub("", province) for province in provinces):
        return f"{short}市" if f"{short}市" in provinces else None  # 吉林: a province and a city
    for suffix, prefectures in content["prefectures"].items():
        if short in prefectures:
            return f"{short}{suffix}"
    named = any({short, f"{short}市"} & set(cities) for cities in provinces.values())
    return f"{short}市" if named else None


@cache
def cities() -> tuple[str, ...]:
    """The full names of the gazetteer's cities that are a 市, in the order of its file."""
    content = _content()
    others = {short + suffix for suffix, names in content["prefectures"].items() for short in names}
    listed = (city for inside in content["provinces"].values() for city in inside)
    called = (name if name.endswith("市") else city_called(name) for name in listed)
    return tuple(
        name for name in called if name and name.endswith("市") and name[:-1] not in others
    )


def is_known(name: str) -> bool:
    """Whether the gazetteer has a place of that very name."""
    return name in _gazetteer()


@cache
def _gazetteer() -> frozenset[str]:
    content = _content()
    names: set[str] = set()
    for province, cities in content["provinces"].items():
        names |= {province, _PROVINCE_SUFFIX.sub("", province)}
        for city in cities:
            names |= {city, city if city[-1] in "市盟" else city_called(city) or city + "市"}
    for districts in content["districts"].values():
        names.update(districts)
    return frozenset(names)
