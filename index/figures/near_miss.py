"""From a name that is no place's to the places that may be meant: a slip, or another kind of place.

A name is taken for a slip only where it is no place's, no word is in it, and one character of it
alone is another, which sounds alike where the name is short (何北省: 河北省); or where the place is
of another kind than it is said to be (林州县: 林州市).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from index.figures.gazetteer.table import Place, by_short_name, places
from index.figures.lexicon import one_of, words
from index.figures.places import find_places, is_known
from index.figures.segmenter import shipped_segmenter
from index.figures.sounds import by_sound, is_slip, sounds_of

_KIND = re.compile(one_of("place.kind_at_end"))
_KINDS = frozenset(words("place.kind_at_end"))
_NAME = re.compile("[\u4e00-\u9fff]+")
_LEAST, _MOST = 2, 6  # characters before the kind
_LONG = 3  # characters before the kind, two of which tell a place
_MOST_MEANT = 3  # places asked back; a name that may be more of them is left alone
_BEFORE_NAME = frozenset(words("place.before_district", "place.before_nickname", "light.empty"))


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A name as written that is no place's, and the full names of the places it may mean."""

    written: str
    meant: tuple[str, ...]


def near_miss(folded: str, covered: Collection[str] = ()) -> NearMiss | None:
    """The first name in `folded` that is no place's but nearly one's, None where there is none.

    `covered` are the names of the places at hand: none of them is a slip, and where one of them may
    be meant, no other is.
    """
    known = [m for m in find_places(folded, covered) if is_known(m.name) or m.name in covered]
    kinds = list(_KIND.finditer(folded))
    taken = {at for mention in known for at in range(mention.start, mention.end)}
    long_words = _words_in(folded)
    for kind in kinds:
        for start in range(max(0, kind.start() - _MOST), kind.start() - _LEAST + 1):
            written = folded[start : kind.end()]
            if kind.start() in taken or not _NAME.fullmatch(written) or is_known(written):
                continue
            if start - 1 not in taken and not _begins(folded, start, long_words):
                continue
            inside = {word for word in long_words if word[0] < kind.start() and start < word[1]}
            one_word = inside == {(start, kind.start())} and is_known(written[:-1])
            other = _of_another_kind(written) if one_word or not inside else ()
            meant = _named((*other, *(() if inside else _one_off(written))), covered)
            if meant:
                return NearMiss(written, meant)
    return None if known else _short_name(folded, covered)


def _short_name(folded: str, covered: Collection[str]) -> NearMiss | None:
    """The first name without its kind that sounds like that of one place at hand: 泰洲."""
    shorts, long_words = _short_by_sound(tuple(covered)), _words_in(folded)
    for start, size in product(range(len(folded)), (3, 2)):
        written = folded[start : start + size]
        sounding = product(*map(sounds_of, written))
        named = {short for sounds in sounding for short in shorts.get(sounds, ())}
        meant = [short for short in named if is_slip(written, short)]
        apart = not any(first < start + size and start < last for first, last in long_words)
        apart = apart and written[0] not in _KINDS  # 市州
        named_in_full = _named(by_short_name()[meant[0]], covered) if len(meant) == 1 else ()
        if apart and named_in_full:
            return NearMiss(written, named_in_full)
    return None


@lru_cache(maxsize=8)
def _short_by_sound(covered: tuple[str, ...]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The short names of the places at hand, by their syllables."""
    return by_sound([name for name in covered if name in by_short_name()])


def _begins(folded: str, start: int, long_words: Collection[tuple[int, int]]) -> bool:
    """Whether a name can begin there: not behind another character of it, as 花源县 in 桃花源县."""
    before = folded[max(0, start - 1) : start]
    return (
        not _NAME.fullmatch(before)
        or before in _BEFORE_NAME
        or any(end == start for _, end in long_words)
    )


def _words_in(folded: str) -> list[tuple[int, int]]:
    """Where `folded` has words of several characters."""
    return [span for span in shipped_segmenter().spans(folded) if span[1] - span[0] > 1]


def _named(near: Iterable[Place], covered: Collection[str]) -> tuple[str, ...]:
    """The full names of the places, of those at hand alone where any is; none of too many."""
    found = dict.fromkeys(near)
    at_hand = [place for place in found if place.usual in covered or place.full in covered]
    named = tuple(dict.fromkeys(place.full for place in at_hand or found))
    return named if len(named) <= _MOST_MEANT else ()


def _of_another_kind(written: str) -> tuple[Place, ...]:
    """The places that are called so without their kind: 广西区 is no other kind than 自治区."""
    called = by_short_name().get(written[:-1], ())
    if any(place.name[-1] == written[-1] for place in called):
        return ()
    return tuple(place for place in called if place.short != place.usual)


def _one_off(written: str) -> Iterator[Place]:
    """The places of which one character is another: one that sounds alike, or any in a long name."""
    sounding = product(*map(sounds_of, written))
    near = {place for sounds in sounding for place in _by_sound().get(sounds, ())}
    near |= {place for gap in _with_gaps(written) for place in _by_gap().get(gap, ())}
    for place in sorted(near, key=lambda place: place.code):
        if _one_differs(place.name, written) or _one_differs(place.usual, written):
            yield place


def _one_differs(name: str, written: str) -> bool:
    if len(name) != len(written) or name[-1] != written[-1]:
        return False
    return sum(one != other for one, other in zip(name, written, strict=True)) == 1


@cache
def _by_sound() -> Mapping[tuple[str, ...], tuple[Place, ...]]:
    """The places by the syllables of their names, mixed-up ones as one."""
    found: dict[tuple[str, ...], dict[Place, None]] = defaultdict(dict)
    for place in places():
        for name in dict.fromkeys((place.name, place.usual)):
            for sounds in product(*map(sounds_of, name)):
                found[sounds][place] = None
    return {sounds: tuple(named) for sounds, named in found.items()}


@cache
def _by_gap() -> Mapping[str, tuple[Place, ...]]:
    """The places by their names with one character left open."""
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for place in places():
        for name in dict.fromkeys((place.name, place.usual)):
            for gap in _with_gaps(name):
                found[gap][place] = None
    return {gap: tuple(named) for gap, named in found.items()}


def _with_gaps(name: str) -> tuple[str, ...]:
    """Of a name of three characters and its kind at the least, what is left without each of them."""
    stem, kind = name[:-1], name[-1]
    if len(stem) < _LONG:
        return ()
    return tuple(f"{stem[:at]}_{stem[at + 1 :]}{kind}" for at in range(len(stem)))
