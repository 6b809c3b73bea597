"""What can go wrong in the assistant; each message is a Chinese sentence for people.

AssistantError
├── SettingsInvalid  a setting is misspelt or has a value it cannot have
├── InputInvalid     a line or file handed in is not what the command takes
├── DraftUnbacked    a drafted letter holds a figure that no verified sentence has
├── RecordsUnavailable  the database of the records cannot be reached, is locked or full
├── RecordsMismatch  the database of the records was made by another version of the program
└── ModelError       the language model cannot be reached or answers nonsense
"""

from __future__ import annotations

from typing import Literal

ModelErrorReason = Literal[
    "unreachable",  # no connection, or none in time
    "refused",  # the key, the model's name or the request is not accepted
    "busy",  # it answers 429 or 5xx, or all our own calls to it are taken
    "too_slow",  # not done in time
    "broke_off",  # it stopped before it was done
    "nonsense",  # what it sends is no answer
    "filtered",  # the content filter of its provider let the question or the answer not pass
    "resting",  # it failed several times in a row and is not called for a while
]


class AssistantError(Exception):
    """An error of the assistant."""


class SettingsInvalid(AssistantError):
    """A setting is misspelt or has a value it cannot have."""


class InputInvalid(AssistantError):
    """A line or file handed in is not what the command takes."""


class RecordsUnavailable(AssistantError):
    """The database of the records cannot be reached, is locked or full; for now, mostly."""


class RecordsMismatch(AssistantError):
    """The database of the records was made by another version of the program."""


class ModelError(AssistantError):
    """The language model cannot be reached or answers nonsense; `reason` says which."""

    def __init__(self, message: str, reason: ModelErrorReason) -> None:
        super().__init__(message)
        self.reason = reason


class DraftUnbacked(AssistantError):
    """A drafted letter holds a figure that no verified sentence has; it is not handed out."""
