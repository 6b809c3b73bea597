"""From a name as it is written to the place that it names, and to the places that one is in."""

from __future__ import annotations

import re
from functools import lru_cache

from index.figures.gazetteer.table import Place, by_name
from index.figures.gazetteer.unlisted import unlisted

_LAST = "~"  # sorts behind the digits
_COMPONENT = re.compile(r".+?(?:自治区|自治州|特别行政区|地区|省|市|区|县|州|盟|旗)(?=.{2,}|$)")


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
    other = unlisted(place)
    above = other.parent if other else gazetteer_place(place.removesuffix(own_name(place)))
    return (above.full, *(parent.full for parent in above.parents)) if above else ()


def order_of(place: str | None) -> str:
    """What sorts places in administrative order: one that is not known stands after its parent."""
    known = gazetteer_place(place or "")
    if known is not None:
        return known.code
    if place is None or place == "全国":
        return "" if place else _LAST
    other = unlisted(place)
    above = other.parent if other else gazetteer_place(place.removesuffix(own_name(place)))
    if above is None:
        return _LAST + place
    return above.code[: 2 if above.level == "province" else 4] + _LAST + place
