"""Places by a nickname and regions by one name, put in full: 魔都 is 上海市, 江浙沪 are its three places.

Only where the place itself is asked about, with a figure or a comparison behind it: 长三角一体化 and
首都机场 are names of other things.
"""

from __future__ import annotations

import re
from functools import cache

from index.figures.aliases import load_aliases
from index.figures.lexicon import entries, one_of, words
from index.figures.years import RECENT, WRITTEN

_LEFT_OUT = rf"(?:{one_of('place.of_each_member')}|{WRITTEN}年|{RECENT}年?)*"
_BEHIND = re.compile(_LEFT_OUT)
_COMPARED = re.compile(
    rf"{one_of('asking.change', 'asking.rank', 'asking.target')}|[谁哪最、和与跟比]|呢?[?？。]?$"
)


def places_in_full(text: str) -> str:
    """`text` with each nickname and region that it asks about as the places it stands for."""
    return _pattern().sub(_in_full, text)


def _in_full(match: re.Match[str]) -> str:
    behind = match.string[match.end() :]
    rest = behind[_BEHIND.match(behind).end() :]  # type: ignore[union-attr]
    asked = _COMPARED.match(rest) or any(m.start == 0 for m in load_aliases().mentions(rest))
    return "、".join(_places()[match["name"]]) if asked else match.group()


@cache
def _places() -> dict[str, list[str]]:
    named = (*entries("place.nickname"), *entries("place.region"))
    return {name: members for name, *members in named}


@cache
def _pattern() -> re.Pattern[str]:
    before = "".join(words("place.before_nickname"))
    names = "|".join(sorted(_places(), key=len, reverse=True))
    counted = f"(?:{one_of('place.counts_members')})?"
    return re.compile(rf"(?:^|(?<=[{re.escape(before)}])){counted}(?P<name>{names})")
