"""Marks in a text, each as a segment with its kind: wrong figures, what was wanted, what changed.

Nothing is escaped here and nothing is HTML: the template escapes every segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from evals.scoring.matching import fold, holds

Kind = Literal["", "wrong", "found", "quote", "gone", "new"]
Span = tuple[int, int]

_MARKER = re.compile(r"\[\d+\]")
_EDGE = 2  # characters beside a number that decide whether it is whole: "1.", "1,", ".5"
_THOUSAND = 4  # as many after it where a comma follows: ",100"
_FOLDED_AWAY = 8  # characters of a match that folding may take out: commas, blanks, emphasis


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text that is marked alike; kind "" is not marked."""

    text: str
    kind: Kind = ""


def marked(text: str, *, wrong: Sequence[str] = (), found: Sequence[str] = ()) -> list[Segment]:
    """`text` with what of it is wrong, and what was wanted and is there; wrong goes before found."""
    kinds: list[Kind] = [""] * len(text)
    spoken = _without_markers(text)
    _paint(kinds, "found", (span for wanted in found for span in _spans(spoken, wanted)))
    _paint(kinds, "wrong", (span for figure in wrong for span in _spans(spoken, figure)))
    return _segments(text, kinds)


def spans(text: str, wanted: str) -> list[Span]:
    """Where `wanted` stands in `text`, by the rules of `evals.scoring.matching`: a number only whole."""
    return list(_spans(_without_markers(text), wanted))


def quoted(text: str, start: int, end: int) -> list[Segment]:
    """`text` with the slice from `start` to `end` marked as the quote."""
    kinds: list[Kind] = [""] * len(text)
    _paint(kinds, "quote", [(start, end)])
    return _segments(text, kinds)


def changed(before: str, after: str) -> tuple[list[Segment], list[Segment]]:
    """Both texts, character by character: what is gone marked in the first, what is new in the
    second."""
    was: list[Kind] = [""] * len(before)
    now: list[Kind] = [""] * len(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            _paint(was, "gone", [(i1, i2)])
            _paint(now, "new", [(j1, j2)])
    return _segments(before, was), _segments(after, now)


def shortened(text: str, limit: int) -> str:
    """`text`, or its first `limit` characters and an ellipsis."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def _spans(text: str, wanted: str) -> Iterator[Span]:
    needle = fold(wanted)
    if not needle:
        return
    for start, char in enumerate(text):
        if fold(char)[:1] != needle[:1]:
            continue
        end = _end_of(text, start, needle)
        if end is not None and _is_whole(text, start, end, wanted):
            yield start, end


def _end_of(text: str, start: int, needle: str) -> int | None:
    """The end of the slice from `start` that folds to `needle`, None where there is none."""
    for end in range(start + 1, min(len(text), start + len(needle) + _FOLDED_AWAY) + 1):
        if fold(text[start:end]) == needle:
            return end
    return None


def _is_whole(text: str, start: int, end: int, wanted: str) -> bool:
    """Judged by few characters on either side: in more of them it might stand a second time."""
    after = _THOUSAND if text[end : end + 1] == "," else _EDGE
    return holds(text[max(0, start - _EDGE) : end], wanted) and holds(
        text[start : end + after], wanted
    )


def _without_markers(text: str) -> str:
    """Blanks for the markers, as many as they have characters: what stands after does not move."""
    return _MARKER.sub(lambda match: " " * len(match.group()), text)


def _paint(kinds: list[Kind], kind: Kind, found: Iterable[Span]) -> None:
    for start, end in found:
        kinds[start:end] = [kind] * (end - start)


def _segments(text: str, kinds: Sequence[Kind]) -> list[Segment]:
    pairs = groupby(zip(text, kinds, strict=True), key=lambda pair: pair[1])
    return [Segment("".join(char for char, _ in group), kind) for kind, group in pairs]
