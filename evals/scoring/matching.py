"""Plain comparison of text and numbers, written apart from the product's own parser on purpose.

A number is met only whole: "5%" is not in "15%", "3.25" not in "13.25", "40" not in "340".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_MARKER = re.compile(r"\[\d+\]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_IN_TURN = re.compile("分别|依次")
_ORDINAL = re.compile(r"^\s*\d{1,2}[.、)）](?!\d)", re.MULTILINE)


def fold(text: str) -> str:
    """`text` in NFKC without white space, emphasis marks and thousands commas.

    White space between two digits stays, as one blank: it is what separates two numbers.
    """
    joined = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), text)
    plain = unicodedata.normalize("NFKC", joined).replace("*", "")
    return re.sub(r"\s+", " ", _SPACE.sub("", plain))


def without_markers(text: str) -> str:
    """`text` without its markers [n]; a blank stands in for each, lest it join two numbers."""
    return _MARKER.sub(" ", text)


def markers(text: str) -> tuple[int, ...]:
    """The markers [n] of `text`, in order."""
    return tuple(int(marker[1:-1]) for marker in _MARKER.findall(text))


def holds(text: str, expected: str) -> bool:
    """Whether `expected` stands in `text`, folded; a number at either end of it must be whole.

    A qualifier is part of what is expected: "5.5%左右" is not in "5.5%", but "5.5%" is in "5.5%左右".
    """
    needle = fold(expected)
    left = r"(?<!\d)(?<!\d\.)" if needle[:1].isdigit() else ""
    right = r"(?!\d)(?!\.\d)" if needle[-1:].isdigit() else ""
    return re.search(left + re.escape(needle) + right, fold(text)) is not None


def numbers(text: str) -> tuple[str, ...]:
    """The numbers in Arabic digits of `text`, each whole; list ordinals do not count."""
    return tuple(_NUMBER.findall(fold(_ORDINAL.sub("", text))))


def years(text: str) -> frozenset[str]:
    """The calendar years that `text` names: the number of 2025年."""
    return frozenset(_YEAR.findall(fold(text)))


def place_stated(before: str, places: Collection[str]) -> str | None:
    """Which of `places` an answer gives a figure of, by its text up to the figure: the last named.

    None where it names none, or gives several in turn (杭州、温州分别增长): that is left open.
    """
    if _IN_TURN.search(_SENTENCE_END.split(before)[-1]):
        return None
    named = {place: before.rfind(place) for place in places if place in before}
    return max(named, key=lambda place: named[place] + len(place), default=None)
