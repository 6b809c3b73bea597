"""What the page offers beside a refusal: questions that the reports do answer, passages that come near."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from assistant.answer import Option, Status, VerifiedAnswer

_MOST = 6  # questions beside a refusal
_PLACE, _YEAR = "地方", "年份"  # names of slots, as a reader sees them
_SLOT_LACKING: dict[Status, str] = {
    "unanswerable_place": _PLACE,
    "clarify_place": _PLACE,
    "clarify_place_name": _PLACE,
    "unanswerable_period": _YEAR,
    "clarify_period": _YEAR,
}
OF_OTHER_PLACES: frozenset[Status] = frozenset(
    status for status, slot in _SLOT_LACKING.items() if slot == _PLACE
)
"""Refusals for which another place may be chosen."""
ONLY_QUOTED: frozenset[Status] = frozenset(_SLOT_LACKING)
"""Refusals beside which a passage is shown only for a sentence that comes near: of another place or
year any passage would be noise."""


def instead_of(answer: VerifiedAnswer) -> list[Option]:
    """The questions to offer: for a lacking place or year those with another, by the name of that; for
    anything else a few of each kind, in full."""
    lacking = _SLOT_LACKING.get(answer.status)
    if lacking:
        return [o for slot in answer.slots if slot.name == lacking for o in slot.options]
    return list(_in_turn(answer))[:_MOST]


def label_of(answer: VerifiedAnswer) -> str:
    """What stands above the questions that are offered."""
    return "请选一个" if answer.status.startswith("clarify_") else "可以改问"


def _in_turn(answer: VerifiedAnswer) -> Iterator[Option]:
    """The first option of each slot, then the second of each."""
    turns = zip_longest(*(slot.options for slot in answer.slots))
    for option in chain.from_iterable(turns):
        if option is not None:
            yield Option(option.question, option.question)
