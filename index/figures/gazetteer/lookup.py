"""From a name as it is written to the place that it names, and to the places that one is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from index.figures.gazetteer.table import Place, by_name, by_short_name
from index.figures.lexicon import words
from index.report import Level

_LAST = "~"  # sorts behind the digits
_COMPONENT = re.compile(r".+?(?:自治区|自治州|特别行政区|地区|省|市|区|县|州|盟|旗)(?=.{2,}|$)")
_LEVELS: tuple[Level, ...] = ("town", "zone", "department")
_LONGEST_STEM = 12  # characters before the word that a name ends in
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]+")
_NO_STEM = re.compile(
    r"^(?:[全本我各该每此]|[和与及在的])|(?:[各和与及]|(?<!第)[一二三四五六七八九十两几多]个?)$"
)


@lru_cache(maxsize=4096)
def own_name(place: str) -> str:
    """The last part of a place's full name: 安阳市北关区 → 北关区."""
    if place in by_name():
        return place
    known = gazetteer_place(place)
    if known is not None:
        return known.name if place.endswith(known.name) else known.usual
    other = unlisted(place)
    if other is not None:
        return other.own
    components: list[str] = _COMPONENT.findall(place)
    return components[-1] if components else place


@lru_cache(maxsize=4096)
def gazetteer_place(written: str) -> Place | None:
    """The one place that `written` names, its parents before it or not; None where it is open.

    河南省安阳市北关区, 安阳市北关区, 北关区 are one; 朝阳区 alone is in 北京市 and in 长春市.
    """
    called = places_called(written)
    return called[0] if len(called) == 1 else None


@lru_cache(maxsize=4096)
def places_called(written: str) -> tuple[Place, ...]:
    """The places of the gazetteer that `written` can name: with its kind, its parents before."""
    for start in range(len(written)):
        called = by_name().get(written[start:], ())
        fitting = tuple(place for place in called if _are_above(written[:start], place))
        if fitting:
            return fitting
    return ()


def _are_above(written: str, place: Place) -> bool:
    """Whether `written` names places that `place` is in, the outer first, or nothing."""
    for parent in place.parents:
        ending = next(
            (name for name in (parent.name, parent.usual, parent.short) if written.endswith(name)),
            "",
        )
        written = written.removesuffix(ending)
    return not written


@lru_cache(maxsize=4096)
def parents_of(place: str) -> tuple[str, ...]:
    """The full names of the places that `place` is in, the nearest first.

    安阳市北关区 → 安阳市, 河南省. Empty where the gazetteer leaves open which place is meant; of one
    that it does not know, what the name itself says is above it: 安阳市某某区 → 安阳市, 河南省.
    """
    known = gazetteer_place(place)
    if known is not None:
        return tuple(parent.full for parent in known.parents)
    above = _above_unknown(place)
    return (above.full, *(parent.full for parent in above.parents)) if above else ()


def _above_unknown(place: str) -> Place | None:
    """The place that one which the gazetteer does not list is in, as its name says."""
    other = unlisted(place)
    return other.parent if other else gazetteer_place(place.removesuffix(own_name(place)))


def order_of(place: str | None) -> str:
    """What sorts places in administrative order: one that is not known stands after its parent."""
    known = gazetteer_place(place or "")
    if known is not None:
        return known.code
    if place is None or place == "全国":
        return "" if place else _LAST
    above = _above_unknown(place)
    if above is None:
        return _LAST + place
    return above.code[: 2 if above.level == "province" else 4] + _LAST + place


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A place or body that is not in the gazetteer: what it is in, its own name, and how much of
    that comes before the word that it ends in: "" of 经开区, 红星 of 红星镇."""

    parent: Place | None
    own: str
    stem: str
    level: Level

    @property
    def full(self) -> str:
        """The name with the place that it is in: 临泽县红星镇; in full where several are called so."""
        if self.parent is None:
            return self.own
        alone = len(by_name().get(self.parent.usual, ())) == 1
        return (self.parent.usual if alone else self.parent.full) + self.own


@lru_cache(maxsize=4096)
def unlisted(written: str) -> Unlisted | None:
    """What `written` names, its parents before it or not; None where it is no name of that kind.

    A zone or department without a name of its own (经开区, 教育局) needs the place that it is in.
    """
    if not _IDEOGRAPHS.fullmatch(written) or written in by_name():
        return None
    parent, own = _parent_of(written)
    kind = _kind_of(own)
    if kind is None:
        return None
    level, word = kind
    stem = own.removesuffix(word)
    nameless = not stem and (level == "town" or parent is None)
    bare = level == "department" and parent is None
    if nameless or bare or len(stem) > _LONGEST_STEM or _NO_STEM.search(stem):
        return None
    return Unlisted(parent, own, stem, level)


@cache
def zones_alone() -> tuple[str, ...]:
    """What a report calls a zone of its place, without its name: 经开区, 市经开区."""
    alone = words("unlisted.alone")
    return tuple(before + name for name in alone for before in ("", "市", "县", "区", "州"))


def of_its_place(written: str) -> str:
    """`written` without the court or assembly of its place that it ends in: 高台县人民法院 → 高台县."""
    end = next((word for word in words("unlisted.of_its_place") if written.endswith(word)), "")
    return written.removesuffix(end)


def named_in_title(title: str) -> str | None:
    """The name of this kind that a folded title opens with: 临泽县红星镇2025年政府工作报告."""
    opening = _IDEOGRAPHS.match(title)
    if opening is None:
        return None
    text = opening.group()
    for end in range(len(text), 1, -1):
        name = text[:end]
        follows = end == len(text) or text.startswith(words("unlisted.after"), end)
        if follows and of_its_place(name) == name and unlisted(name):
            return name
    return None


def _parent_of(written: str) -> tuple[Place | None, str]:
    """The innermost place that `written` begins with, and the rest."""
    inside: Place | None = None
    rest = written
    while (found := _first_place(rest, inside)) is not None:
        inside, rest = found
    return inside, rest


def _first_place(text: str, inside: Place | None) -> tuple[Place, str] | None:
    """The place that `text` begins with, in `inside` where given, and what follows; the longest
    name. None where it is open which place is meant."""
    for end in range(len(text) - 1, 1, -1):
        written = text[:end]
        called = by_name().get(written, ()) or by_short_name().get(written, ())
        fitting = [p for p in called if inside is None or inside in p.parents]
        cities = [p for p in fitting if p.level != "district"]
        if len(fitting) == 1 or (len(cities) == 1 and written not in by_name()):
            return (fitting if len(fitting) == 1 else cities)[0], text[end:]
        if fitting:
            return None
    return None


def _kind_of(own: str) -> tuple[Level, str] | None:
    """The level of a name and the word that it ends in, the longest."""
    if own.endswith(words("unlisted.no_town")):
        return None
    found = [
        (level, word)
        for level in _LEVELS
        for word in words(f"unlisted.{level}")
        if own.endswith(word)
    ]
    return max(found, key=lambda kind: len(kind[1]), default=None)
