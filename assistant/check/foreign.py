"""Answers written elsewhere, checked as our own are: a verdict on each figure, nothing cut."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import FigureVerdict
from assistant.check.markers import sentences_in
from assistant.check.verify import judge
from index.figures.period_rules import period_of
from index.figures.years import ARABIC
from index.report import DocumentKind, Passage
from index.reports.metadata import guess_metadata

_YEAR = re.compile(rf"(?<!\d){ARABIC}(?!\d)")


class ForeignPassage(BaseModel):
    """A passage that an answer written elsewhere cites; what is not known is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    marker: int = Field(ge=0)
    text: str
    title: str = ""
    date: str | None = None
    headings: list[str] = Field(default_factory=list)


class VerifyLine(BaseModel):
    """One answer of `verify --jsonl`: its text with markers [n], and the passages they stand for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    text: str
    passages: list[ForeignPassage]


def check(line: VerifyLine) -> list[FigureVerdict]:
    """The verdicts on the figures of `line.text`, in the order of the text.

    A figure whose sentence cites nothing is `miscited` where a passage supports it, else
    `unsupported`.
    """
    passages = {given.marker: _passage(given) for given in line.passages}
    return [
        verdict for sentence in sentences_in(line.text) for verdict in judge(sentence, passages)
    ]


def _passage(given: ForeignPassage) -> Passage:
    """The passage with what its title, date and headings say of year, place and kind."""
    guessed = guess_metadata(given.title or "无题", given.title)
    dated = _YEAR.search(given.date or "")
    year = guessed.year or (int(dated.group()) if dated else None)
    # A title that says no kind is read as that of a work report.
    document: DocumentKind = (
        guessed.kind if guessed.kind not in (None, "unknown") else "work_report"
    )
    period, kind = period_of(given.headings, year, document, guessed.span)
    return Passage(
        id=f"[{given.marker}]",
        report_id="",
        start=0,
        end=len(given.text),
        text=given.text,
        headings=tuple(given.headings),
        period=period,
        kind=kind,
        title=given.title,
        place=guessed.place,
        year=year,
        date=given.date,
        document=document,
        span=guessed.span,
    )
