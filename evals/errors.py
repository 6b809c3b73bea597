"""What can go wrong in the evals; each message is a Chinese sentence for people.

EvalsFault
├── CasesInvalid  a case file is missing, empty, or has a line that is no case
└── RunInvalid    a run folder is missing, damaged, or already taken
"""

from __future__ import annotations


class EvalsFault(Exception):
    """A fault of the evals."""


class CasesInvalid(EvalsFault):
    """A case file is missing, empty, or has a line that is no case."""


class RunInvalid(EvalsFault):
    """A run folder is missing, damaged, or already taken."""
