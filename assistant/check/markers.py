"""Citation markers in text: [1] stands for a passage, after what it is cited for; [0] for none."""

from __future__ import annotations

import re
from collections.abc import Iterator

NOT_STATED = 0
"""The marker by which a model says that the passages do not state what is asked."""

MARKER = re.compile(r"\[(\d{1,3})\]")
_GROUP = re.compile(r"(?:\[\d{1,3}\]\s*)+")


# A sentence ends with its markers, which stand before or after the full stop.
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*(?:\s*\[\d{1,3}\])*[。]?")
# Where a sentence is sure to have ended: at a line's end, at a stop after its markers, or at one
# that something else follows than a marker, whole or in part.
_ENDED = re.compile(
    r"\n|\][ \t]*[。！？!?]"
    r"|[。！？!?][”’」』）)]*(?:\s*\[\d{1,3}\])*(?=[ \t]*[^\s。！？!?”’」』）)\[［【\d])"
)
_OTHER_FORMS = re.compile(r"[\[［【〔]\s*\^?\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]］】〕]")
_STRAY = re.compile(r"^(?:\s*\[\d{1,3}\])+\s*(?=[^\s。])")
# One stop is enough: before the markers and again behind them, or several in a row.
_STOPS = re.compile(r"。+((?:\s*\[\d{1,3}\])+)。+$|。{2,}$")
_LIST_SIGN = re.compile(r"^\s*(?:[-*•·]\s+|#{1,6}\s+|\d{1,2}(?:[、)）]|\.\s)\s*)")


def sentences_in(text: str) -> list[str]:
    """The sentences of an answer, each with its markers, blanks around it left out."""
    return [s for s in (match.group().strip() for match in _SENTENCE.finditer(text)) if s]


def sentences_from(pieces: Iterator[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, each as soon as it has surely ended; "" after a
    piece that ends none.

    Markers come out in one form (【1】, [1,2] and [^1] do too), signs of lists and of bold do not.
    """
    held = ""
    for piece in pieces:
        held = one_form(held + piece)
        if not _ENDED.search(held):
            yield ""
        while ended := _ENDED.search(held):
            yield from _plain(held[: ended.end()])
            held = held[ended.end() :]
    yield from _plain(held)


def one_form(text: str) -> str:
    """`text` with its markers as [1][2], however they are written."""
    return _OTHER_FORMS.sub(
        lambda match: "".join(f"[{number}]" for number in re.findall(r"\d+", match[1])), text
    )


def without_markers(text: str) -> str:
    """`text` without anything that could be read as a marker: of [[1]1], too, none is left."""
    while (less := _OTHER_FORMS.sub("", text)) != text:
        text = less
    return text


def _plain(text: str) -> Iterator[str]:
    for sentence in sentences_in(text.replace("**", "")):
        # A marker that came after the stop of the sentence before is no part of this one.
        yield _STOPS.sub(
            lambda match: f"{match[1] or ''}。", _LIST_SIGN.sub("", _STRAY.sub("", sentence))
        )


def markers_of(sentence: str) -> list[int]:
    """The markers of a sentence, in order."""
    return [int(marker) for marker in MARKER.findall(sentence)]


def markers_after(sentence: str, position: int) -> tuple[int, ...]:
    """The markers that stand for what ends at `position`: the next ones, else the last before."""
    groups = list(_GROUP.finditer(sentence))
    after = next((group for group in groups if group.start() >= position), None)
    group = after or (groups[-1] if groups else None)
    return tuple(markers_of(group.group())) if group else ()
