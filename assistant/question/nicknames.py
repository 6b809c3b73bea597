"""Places by a nickname and regions by one name, put in full: 魔都 is 上海市, 江浙沪 are its three places.

Only where the place itself is asked about, with a figure or a comparison behind it: 长三角一体化 and
首都机场 are names of other things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from index.figures.aliases import load_aliases
from index.figures.lexicon import entries, one_of, words
from index.figures.years import RECENT, WRITTEN

_BETWEEN = re.compile(rf"(?:{one_of('place.of_each_member')}|{WRITTEN}年|{RECENT}年?)*")
_COMPARED = re.compile(
    rf"{one_of('asking.change', 'asking.rank', 'asking.target')}|[谁哪最、和与跟比]|呢?[?？。]?$"
)


def places_in_full(text: str) -> str:
    """`text` with each nickname and region that it asks about as the places it stands for."""
    return _pattern().sub(_in_full, text)


def figure_behind(text: str, end: int) -> bool:
    """Whether a figure or a comparison of what ends at `end` is asked for: 的GDP, 谁高, 呢."""
    rest = _BETWEEN.sub("", text[end:], count=1)
    return indicator_behind(text, end) or _COMPARED.match(rest) is not None


def indicator_behind(text: str, end: int) -> bool:
    """Whether an indicator of what ends at `end` is named behind it."""
    rest = _BETWEEN.sub("", text[end:], count=1)
    return any(mention.start == 0 for mention in load_aliases().mentions(rest))


def at_head(name: str) -> str:
    """A pattern for what matches `name`, as the group `name`, where something can be asked of it."""
    before = re.escape("".join(words("place.before_nickname")))
    return rf"(?:^|(?<=[{before}]))(?:{one_of('place.counts_members')})?(?P<name>{name})"


def longest_first(names: Iterable[str]) -> str:
    """A pattern for any of `names`."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _in_full(match: re.Match[str]) -> str:
    asked = figure_behind(match.string, match.end())
    return "、".join(_places()[match["name"]]) if asked else match.group()


@cache
def _places() -> dict[str, list[str]]:
    named = (*entries("place.nickname"), *entries("place.region"))
    return {name: members for name, *members in named}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(at_head(longest_first(_places())))
