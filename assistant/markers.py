"""Citation markers in text: [1] stands for a passage, after what it is cited for."""

from __future__ import annotations

import re

MARKER = re.compile(r"\[(\d{1,3})\]")
_GROUP = re.compile(r"(?:\[\d{1,3}\]\s*)+")


# A sentence ends with its markers, which stand before or after the full stop.
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*(?:\s*\[\d{1,3}\])*[。]?")


def sentences_in(text: str) -> list[str]:
    """The sentences of an answer, each with its markers, blanks around it left out."""
    return [s for s in (match.group().strip() for match in _SENTENCE.finditer(text)) if s]


def markers_of(sentence: str) -> list[int]:
    """The markers of a sentence, in order."""
    return [int(marker) for marker in MARKER.findall(sentence)]


def markers_after(sentence: str, position: int) -> tuple[int, ...]:
    """The markers that stand for what ends at `position`: the next ones, else the last before."""
    groups = list(_GROUP.finditer(sentence))
    after = next((group for group in groups if group.start() >= position), None)
    group = after or (groups[-1] if groups else None)
    return tuple(markers_of(group.group())) if group else ()
