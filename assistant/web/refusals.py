"""What the page offers beside a refusal: questions that the reports do answer, passages that come near."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from assistant.answer import Option, Status, VerifiedAnswer

_MOST = 6  # questions beside a refusal
_SLOT_LACKING: dict[Status, str] = {
    "unanswerable_place": "地方",
    "clarify_place": "地方",
    "clarify_place_name": "地方",
    "unanswerable_period": "年份",
    "clarify_period": "年份",
}
OF_OTHER_PLACES: frozenset[Status] = frozenset(
    {"unanswerable_place", "clarify_place", "clarify_place_name"}
)
"""Refusals beside which passages of other places would only be noise."""


def instead_of(answer: VerifiedAnswer) -> list[Option]:
    """The questions to offer: for a lacking place or year those with another, by the name of that; for
    anything else a few of each kind, in full."""
    lacking = _SLOT_LACKING.get(answer.status)
    if lacking:
        return [o for slot in answer.slots if slot.name == lacking for o in slot.options]
    return list(_in_turn(answer))[:_MOST]


def _in_turn(answer: VerifiedAnswer) -> Iterator[Option]:
    """The first option of each slot, then the second of each."""
    turns = zip_longest(*(slot.options for slot in answer.slots))
    for option in chain.from_iterable(turns):
        if option is not None:
            yield Option(option.question, option.question)
