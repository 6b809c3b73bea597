"""Text as it is compared: NFKC, Simplified, numbers in one piece; mapped to the text as read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from index.figures.numerals import in_one_piece

VERSION = "2"
"""Part of the index manifest: a change of these rules makes an index be built anew."""

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
# ① marks a note or an item of a list: folded to 1 it would read as a number (示范①3个).
_KEPT = re.compile("[①-⑳㉑-㊿❶-➓]")


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """`text` as compared; character i of it was read at `origin[i]`, and `origin` has one entry
    more than `text`: the length of the text as read."""

    text: str
    origin: tuple[int, ...] | range

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as read of the normalised span [start, end)."""
        if start == end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def normalise(text: str) -> NormalisedText:
    """Normalise `text` character by character, so that every span maps back to what was read."""
    folded = text.translate(_FOLDED)
    origin = _origin(text, folded)
    whole, dropped = in_one_piece(folded)
    if not dropped:
        return NormalisedText(whole, origin)
    kept = [position for position in range(len(whole)) if position not in dropped]
    return NormalisedText(
        "".join(whole[position] for position in kept),
        (*(origin[position] for position in kept), origin[len(whole)]),
    )


def simplified(text: str) -> str:
    """`text` with each Traditional character as its Simplified one, and nothing else: as long as it."""
    return text.translate(_SIMPLIFIED)


def fold(text: str) -> str:
    """`text` in NFKC and Simplified script: for comparing words, where no span is needed."""
    return text.translate(_FOLDED)


class _Folds(dict[int, str]):
    """What each character is compared as, worked out when it is first met.

    Of a character that no fold changes the table holds itself: `str.translate` raises and catches
    an error for each that it misses.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _folded(_simplified_characters().get(character, character))
        self[code] = folded
        return folded


class _Simplified(dict[int, str]):
    """Each character in Simplified script, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _simplified_characters().get(chr(code), chr(code))
        return self[code]


_FOLDED = _Folds()
_SIMPLIFIED = _Simplified()


def _origin(text: str, folded: str) -> tuple[int, ...] | range:
    if len(folded) == len(text):  # no fold is empty: each is one character
        return range(len(text) + 1)
    origin: list[int] = []
    for position, character in enumerate(text):
        origin.extend([position] * len(_FOLDED[ord(character)]))
    origin.append(len(text))
    return tuple(origin)


def _folded(character: str) -> str:
    if _HALF_A_PAIR.match(character):
        return "\ufffd"  # no engine takes it for text
    return character if _KEPT.match(character) else unicodedata.normalize("NFKC", character)


@cache
def _simplified_characters() -> dict[str, str]:
    """Traditional → Simplified, one character for one: phrase rules would move the offsets."""
    converter = opencc.OpenCC("t2s")
    ideographs = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = converter.convert("\n".join(ideographs)).split("\n")
    return {old: new for old, new in zip(ideographs, simplified, strict=True) if old != new}
