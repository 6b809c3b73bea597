"""What the suites retrieval and verifier store, a line each: enough to be counted again."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

TRUE = "true"
"""The kind of a sentence that was not made wrong."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Line):
    """A span of a report's text."""

    report: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Searched(_Line):
    """A case searched for: for each of its quotes the places that tell it, and the passages found,
    best first."""

    id: str
    question: str
    evidence: tuple[tuple[Place, ...], ...]
    found: tuple[Place, ...]
    ms: float


class Checked(_Line):
    """A sentence given to the checker: `kind` is how it was made wrong, TRUE where it was not."""

    kind: str
    text: str
    passage_id: str
    accepted: bool
