"""A reply as it goes out, whoever wrote it: the one form that the exports take."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.staff.evidence import Evidence, Source


@dataclass(frozen=True, slots=True)
class Vouched:
    """A figure that no report supports and that a person answers for, and why."""

    figure: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in its parts. `paragraphs` are lead and text, with [n] for footnote n; `notices` are
    for the clerk, in the annex; `approved` says who approved it and when, "" for a draft."""

    title: str
    salutation: str
    opening: str
    paragraphs: tuple[tuple[str, str], ...]
    matters: str
    closing: str
    office: str
    date: str
    footnotes: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[str, ...] = ()
    vouched: tuple[Vouched, ...] = ()
    approved: str = ""

    @property
    def vouched_lines(self) -> tuple[str, ...]:
        return tuple(
            f"“{each.figure}”没有报告依据，由{each.by}核实并负责：{each.reason}"
            for each in self.vouched
        )
