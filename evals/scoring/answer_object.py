"""The answer object as the evals read it: the public JSON contract, parsed anew and not trusted."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.answer import FigureStatus, Status
from evals.cases.case import DecimalString

ENDPOINT = "endpoint"
"""The mode of an answer from a chat endpoint that is not ours."""


class _Part(BaseModel):
    """Keys beyond the contract are passed over: `--jsonl` output carries an `id` as well."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class ShownFigure(_Part):
    """A figure of the answer with the product's own verdict; `value` in base units."""

    text: str
    value: DecimalString | None
    unit: str
    qualifier: str | None
    status: FigureStatus
    marker: int | None
    formula: str | None


class ShownCitation(_Part):
    """A source of the answer; `start` and `end` count in `passage`."""

    marker: int
    report_id: str
    title: str
    headings: tuple[str, ...]
    passage: str
    quote: str
    start: int
    end: int


class ResolvedQuestion(_Part):
    """What the question was taken to mean, so far as it is scored."""

    text: str
    periods: tuple[int, ...]


class AnswerObject(_Part):
    """What of an answer is scored; raises ValidationError where a key is missing or wrong."""

    question: str
    resolved: ResolvedQuestion
    status: Status
    text: str
    citations: tuple[ShownCitation, ...]
    figures: tuple[ShownFigure, ...]
    mode: str

    @property
    def cites(self) -> bool:
        """Whether the system shows its passages: of another's chat endpoint only text is had."""
        return self.mode != ENDPOINT
