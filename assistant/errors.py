"""What can go wrong in the assistant; each message is a Chinese sentence for people.

AssistantFault
├── SettingsInvalid  a setting is misspelt or has a value it cannot have
├── InputInvalid     a line or file handed in is not what the command takes
├── DraftUnbacked    a drafted letter holds a figure that no verified sentence has
└── ModelFault       the language model cannot be reached or answers nonsense
"""

from __future__ import annotations


class AssistantFault(Exception):
    """A fault of the assistant."""


class SettingsInvalid(AssistantFault):
    """A setting is misspelt or has a value it cannot have."""


class InputInvalid(AssistantFault):
    """A line or file handed in is not what the command takes."""


class ModelFault(AssistantFault):
    """The language model cannot be reached or answers nonsense."""


class DraftUnbacked(AssistantFault):
    """A drafted letter holds a figure that no verified sentence has; it is not handed out."""
