"""Which passage bears a sentence out: its markers are set by code, whatever a model wrote.

The check decides with the new markers as it would with any, so nothing is shown that it would stop
had the model written them itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.check.context_words import pairs_of
from assistant.check.markers import MARKER, markers_of
from assistant.question.subject import comparable
from index.figures.clauses import Sentence, sentences_of
from index.figures.quantities import states_figure
from index.report import Passage

Objection = Callable[[str], str | None]
"""Why a sentence with its markers may not be shown; None where it may."""

_OF_SEVERAL = "不止一份报告这样说，分不清依据的是哪一份"
_STOP = re.compile(r"[。！？!?；;]*\s*\Z")
_CLAUSE_MARK = re.compile(r"[，；;]|,(?!\d{3})")


def attributed(
    sentence: str, passages: Sequence[Passage], objection: Objection
) -> tuple[str, str | None]:
    """The sentence with the markers of the passages that bear it out, and None; where none does, as
    it is written, with the objection to it under the marker of the closest.

    Markers that are right stay. `passages[n - 1]` is what marker [n] stands for.
    """
    given = [marker for marker in markers_of(sentence) if 1 <= marker <= len(passages)]
    stopped = objection(sentence) if given else ""
    if stopped is None:
        return sentence, None
    if stopped and len(set(given)) > 1:
        return sentence, stopped  # it says itself what is from where
    bare = MARKER.sub("", sentence)
    marked = _marked(bare, passages, objection)
    if marked is not None:
        return marked, None
    closest = _by_closeness(bare, passages)[:1]
    of_closest = (objection(_with(bare, n)) for n in closest)
    return sentence, stopped or next(filter(None, of_closest), _OF_SEVERAL)


def _marked(bare: str, passages: Sequence[Passage], objection: Objection) -> str | None:
    """The sentence `bare` as it may be shown: marked as a whole, else its beginning by one passage
    and its end by another, each with figures of its own."""
    if one := _bearing(bare, passages, objection):
        return _with(bare, one)
    for cut in _CLAUSE_MARK.finditer(bare):
        parts = bare[: cut.start()], bare[cut.end() :]
        if all(map(states_figure, parts)):
            both = [_bearing(part, passages, objection) for part in parts]
            if both[0] and both[1]:
                marked = f"{parts[0]}[{both[0]}]{cut.group()}{_with(parts[1], both[1])}"
                if objection(marked) is None:
                    return marked
    return None


def _bearing(bare: str, passages: Sequence[Passage], objection: Objection) -> int | None:
    """The marker of the passage that bears `bare` out; of several the one that comes closest, None
    where these are of different reports. What has no figure only the closest may bear out: among
    many, one says most things in passing."""
    candidates = _by_closeness(bare, passages)
    if not states_figure(bare):
        candidates = candidates[:1]
    bearing = [n for n in candidates if objection(_with(bare, n)) is None]
    sources = {(passages[n - 1].place, passages[n - 1].year) for n in bearing}
    return bearing[0] if len(sources) == 1 else None


def _with(bare: str, marker: int) -> str:
    """A sentence without markers with this one, before its stop."""
    stop = _STOP.search(bare)
    at = stop.start() if stop else len(bare)
    return f"{bare[:at]}[{marker}]{bare[at:] or '。'}"


def _by_closeness(bare: str, passages: Sequence[Passage]) -> list[int]:
    """The markers of the passages, of that first a sentence of which has most in common with `bare`."""
    shared = {n: _in_common(bare, _closest(bare, one)) for n, one in enumerate(passages, start=1)}
    return sorted(shared, key=lambda n: -shared[n])


def quoted(sentence: str, passage: Passage) -> tuple[int, int]:
    """The span of the sentence of `passage` that has most in common with `sentence`."""
    closest = _closest(sentence, passage)
    return (closest.start, closest.end) if closest else (0, len(passage.text))


def _closest(text: str, passage: Passage) -> Sentence | None:
    return max(sentences_of(passage), key=lambda one: _in_common(text, one), default=None)


def _in_common(text: str, sentence: Sentence | None) -> int:
    """How many pairs of characters both have."""
    return len(_pairs(text) & _pairs(sentence.text)) if sentence else 0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(pairs_of(comparable(MARKER.sub("", text))))
