"""How Chinese characters sound, so that a slip of an input method is known for what was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from itertools import product
from pathlib import Path

from index.figures.segmenter import shipped_segmenter

_TABLE = Path(__file__).parent / "gazetteer" / "sounds.tsv"
_WORD = re.compile("[\u4e00-\u9fff]{2,3}")
# What input methods and ears mix up: zh and z, ang and an.
_MIXED_UP = ((re.compile("^([zcs])h"), r"\1"), (re.compile("ng$"), "n"))


def sounds_of(character: str) -> tuple[str, ...]:
    """The syllables of a character; the character itself where none is known."""
    return _readings().get(character, (character,))


def is_slip(written: str, meant: str) -> bool:
    """Whether one character alone differs, and sounds alike: 店梯 for 电梯."""
    if len(written) != len(meant):
        return False
    differing = [(one, other) for one, other in zip(written, meant, strict=True) if one != other]
    return len(differing) == 1 and not set(sounds_of(differing[0][0])).isdisjoint(
        sounds_of(differing[0][1])
    )


def words_meant(written: str) -> tuple[str, ...]:
    """The words of the vocabulary of which `written`, which is none, is a slip."""
    sounding = (_words_by_sound().get(sounds, ()) for sounds in product(*map(sounds_of, written)))
    near = dict.fromkeys(word for words in sounding for word in words)
    return tuple(word for word in near if is_slip(written, word))


def by_sound(words: Collection[str]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The words by each way in which their characters may sound."""
    found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for word in words:
        for sounds in product(*map(sounds_of, word)):
            found[sounds][word] = None
    return {sounds: tuple(named) for sounds, named in found.items()}


@cache
def _words_by_sound() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    return by_sound([word for word in shipped_segmenter().vocabulary if _WORD.fullmatch(word)])


def spells(typed: str, name: str) -> bool:
    """Whether `typed`, in lower case, is how `name` begins in pinyin without tones: of each character
    the syllable, whole or begun (beiguan, beig and bgq for 北关区)."""
    rests = {typed}
    for character in name:
        rests = {
            rest[length:]
            for rest in rests
            for syllable in _spellings().get(character, ())
            for length in range(1, len(syllable) + 1)
            if rest.startswith(syllable[:length])
        }
        if "" in rests:
            return True
    return False


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    return {
        character: tuple(dict.fromkeys(map(_plain, syllables)))
        for character, syllables in _spellings().items()
    }


def _plain(syllable: str) -> str:
    for pattern, plain in _MIXED_UP:
        syllable = pattern.sub(plain, syllable)
    return syllable


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    read: dict[str, list[str]] = defaultdict(list)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        syllable, _, characters = line.partition("\t")
        for character in () if line.startswith("#") else characters:
            read[character].append(syllable)
    return {character: tuple(syllables) for character, syllables in read.items()}
