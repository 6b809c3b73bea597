"""A place that a question asks about and that is none at hand nor in the gazetteer: 火星省, 美国, 东部.

Where nothing says that it is a place, it would be passed over, and the place at home would answer.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.question.nicknames import (
    at_head,
    figure_behind,
    indicator_behind,
    longest_first,
)
from assistant.question.scope import Scope
from index.figures.gazetteer.lookup import places_called
from index.figures.gazetteer.table import by_name
from index.figures.lexicon import one_of, words
from index.figures.near_miss import NearMiss
from index.figures.places import BY_LEVEL, countries, find_places, is_known
from index.figures.segmenter import shipped_segmenter

_NAMED = re.compile(at_head("(?:[a-z]{1,7}|[\u4e00-\u9fff]{2,7}?)[省市县州盟旗]"), re.I)
_OPENS = re.compile(rf"^(?:{one_of('light.opener')}|[,，])+")
_COUNTED = re.compile(r"[几两各\d一二三四五六七八九十]+个")  # 两个县
_MOST_MEANT = 3


def unknown_place(folded: str, scope: Scope) -> str:
    """What `folded` asks a figure of as a place, and is none; "" where there is nothing such."""
    for area in _areas().finditer(folded):
        if area["name"] not in scope.names and figure_behind(folded, area.end()):
            return area["name"]
    taken = {at for m in find_places(folded, scope.names) for at in range(m.start, m.end)}
    for named in _NAMED.finditer(folded):
        name = _OPENS.sub("", named["name"])
        invented = not taken.intersection(range(*named.span())) and _is_invented(name)
        if invented and indicator_behind(folded, named.end()):
            return name
    return ""


def misplaced(folded: str, scope: Scope) -> NearMiss | None:
    """A place named behind another that it is not in (郑州市北关区), with what may be meant."""
    for inner in find_places(folded, scope.names):
        before = list(find_places(folded[: inner.start], scope.names))
        if not before or before[-1].end != inner.start or before[-1].name in BY_LEVEL:
            continue
        written = before[-1].name + inner.name
        meant = tuple(place.full for place in by_name().get(inner.name, ()))
        if is_known(before[-1].name) and meant and not places_called(written):
            return NearMiss(written, meant) if len(meant) <= _MOST_MEANT else None
    return None


def _is_invented(name: str) -> bool:
    """Whether it ends like a place's name, and is not made of words that are no name."""
    *stem, kind = (word.text for word in shipped_segmenter().words(name))
    names = bool(stem) and not set(stem) & _no_names()
    return kind == name[-1] and names and not _COUNTED.match(name)


@cache
def _no_names() -> frozenset[str]:
    return frozenset(words("light.empty", "place.before_no_district", "place.points_to"))


@cache
def _area_names() -> frozenset[str]:
    return frozenset((*words("place.area"), *countries()))


@cache
def _areas() -> re.Pattern[str]:
    return re.compile(at_head(longest_first(_area_names())))
