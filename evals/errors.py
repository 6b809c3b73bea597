"""What can go wrong in the evals; each message is a Chinese sentence for people.

EvalsFault
├── CasesInvalid  a case file is missing, empty, or has a line that is no case
├── MarksInvalid  a file of marks cannot be read, or its report is not at hand
└── RunInvalid    a run folder is missing, damaged, or already taken
"""

from __future__ import annotations


class EvalsFault(Exception):
    """A fault of the evals."""


class CasesInvalid(EvalsFault):
    """A case file is missing, empty, or has a line that is no case."""


class MarksInvalid(EvalsFault):
    """A file of marks cannot be read, or its report is not at hand or is another."""


class RunInvalid(EvalsFault):
    """A run folder is missing, damaged, or already taken."""
