"""Everyday questions with the sentences of reports that answer them, read from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from evals.cases.case import Evidence
from evals.cases.json_lines import Identified, load_lines

COLLOQUIAL_FILE = Path(__file__).parent / "colloquial.jsonl"
"""What the encoder and the ranking were chosen by."""
UNSEEN_FILE = Path(__file__).parent / "colloquial-unseen.jsonl"
"""Written when both were done, over other reports; nothing is to be chosen by it."""


class Colloquial(Identified):
    """A question; each piece of evidence is a quote that stands within one sentence of a report."""

    topic: str = Field(min_length=1)
    split: Literal["dev", "test"]
    question: str = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)


def load_colloquial(file: Path = COLLOQUIAL_FILE) -> list[Colloquial]:
    """The questions of the file. Raises CasesInvalid with the line's number and what is wrong."""
    return load_lines(file, Colloquial)
