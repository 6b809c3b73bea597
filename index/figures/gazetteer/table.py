"""The gazetteer read: each place with its level, the place it is in, and how it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.figures.lexicon import one_of
from index.report import Level

_TABLE = Path(__file__).parent / "places.tsv"
_PEOPLES = re.compile(rf"{one_of('place.people')}+$")
_KIND = re.compile(rf"{one_of('place.suffix')}$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `name` is the official name, `usual` how reports write it (恩施土家族苗族自治州 → 恩施州). `level` is
    the step below the nation: 天门市, directly under a province, is a city; a district of 北京市 is a
    district.
    """

    code: str
    name: str
    usual: str
    level: Level
    parent: Place | None

    @property
    def full(self) -> str:
        """The name as a report carries it, parents first below the province: 安阳市北关区."""
        above = self.parent.usual if self.level == "district" and self.parent else ""
        return above + self.usual

    @property
    def short(self) -> str:
        """安阳 of 安阳市; the name itself where only one character would be left (滑县)."""
        stem = _KIND.sub("", self.usual)
        return stem if len(stem) > 1 else self.usual

    @property
    def parents(self) -> tuple[Place, ...]:
        """The places it is in, the nearest first."""
        return () if self.parent is None else (self.parent, *self.parent.parents)


@cache
def places() -> tuple[Place, ...]:
    """Every place, in administrative order: a province, its prefectures, each with what is in it."""
    return tuple(_read())


@cache
def by_name() -> Mapping[str, tuple[Place, ...]]:
    """The places of each official and each usual name; several share 朝阳区."""
    named: dict[str, list[Place]] = defaultdict(list)
    for place in places():
        for name in dict.fromkeys((place.name, place.usual)):
            named[name].append(place)
    return {name: tuple(called) for name, called in named.items()}


@cache
def by_short_name() -> Mapping[str, tuple[Place, ...]]:
    """The places of each short name: 恩施 is a prefecture and a city in it."""
    named: dict[str, list[Place]] = defaultdict(list)
    for place in places():
        named[place.short].append(place)
    return {name: tuple(called) for name, called in named.items()}


def _read() -> Iterator[Place]:
    known: dict[str, Place] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, above = line.split("\t")
        parent = known.get(above)
        known[code] = Place(code, name, _usual(name), _level(name, parent), parent)
        yield known[code]


def _usual(name: str) -> str:
    stem, self_governing, kind = name.partition("自治")
    if not self_governing or kind not in ("州", "县", "旗"):
        return name
    own = _PEOPLES.sub("", stem)
    return own + kind if len(own) > 1 else name


def _level(name: str, parent: Place | None) -> Level:
    if parent is None:
        return "province"
    return "city" if parent.level == "province" and parent.name[-1] != "市" else "district"
