"""What can go wrong in the evals; each message is a Chinese sentence for people.

EvalsError
├── CasesInvalid     a case file is missing, empty, or has a line that is no case
├── DraftsInvalid    drafts are asked for that cannot be made, or would overwrite a file
├── GatesInvalid     the gate file is missing, or has a gate that is none
├── ImportInvalid    a benchmark's file is not what it is said to be, or there is no room for it
├── GoldInvalid      a file of gold annotations cannot be read, or its report is not at hand
├── RecordingInvalid a file of recorded answers cannot be read, or is none
├── RunInterrupted   a run that could not go on; what it stored stays
├── RunInvalid       a run folder is missing, damaged, or already taken
└── RunsDiffer       two runs that cannot be compared
"""

from __future__ import annotations


class EvalsError(Exception):
    """An error of the evals."""


class CasesInvalid(EvalsError):
    """A case file is missing, empty, or has a line that is no case."""


class GatesInvalid(EvalsError):
    """The gate file is missing, or has a gate that is none."""


class DraftsInvalid(EvalsError):
    """Drafts are asked of what the index does not have, or where a file already stands."""


class ImportInvalid(EvalsError):
    """A benchmark's file cannot be read, is not in the format named, or its folder is taken."""


class GoldInvalid(EvalsError):
    """A file of gold annotations cannot be read, or its report is not at hand or is another."""


class RecordingInvalid(EvalsError):
    """A file of recorded answers of a model cannot be read, or has a line that is none."""


class RunInterrupted(EvalsError):
    """A run that could not go on; what it stored stays, and it can be resumed."""


class RunInvalid(EvalsError):
    """A run folder is missing, damaged, or already taken."""


class RunsDiffer(EvalsError):
    """Two runs that cannot be compared."""


PASSED, GATE_MISSED, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3
