"""Whether a sentence of a model tells its own instructions: by a run of characters shared with them.

A model that was talked into it may tell them piece by piece, each among words that a passage does
have; a run as long as this one comes about by chance in no answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.check.markers import MARKER
from assistant.question.query_terms import comparable
from index.report import Passage

_RUN = 8  # characters: 政府工作报告 is 6, 照段落写不换算 is 7


def discloses(sentence: str, instructions: str, passages: Iterable[Passage]) -> bool:
    """Whether `sentence` has a run of `instructions` that none of `passages` has."""
    told = [comparable(passage.text) for passage in passages]
    secret = comparable(instructions)
    said = comparable(MARKER.sub("", sentence))
    runs = (said[at : at + _RUN] for at in range(len(said) - _RUN + 1))
    return any(run in secret and not any(run in text for text in told) for run in runs)
