"""The nouns of the index: a report, the passages cut from it, and a passage as it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["nation", "province", "city", "district", "town", "zone", "department"]
Kind = Literal["actual", "target"]
DocumentKind = Literal[
    "work_report",
    "year_report",
    "communique",
    "budget",
    "accounts",
    "disclosure",
    "plan",
    "bulletin",
    "address",
    "fiscal_address",
    "congress",
    "policy",
    "summary",
    "news",
    "unknown",
]
"""How the periods of a document count; `index.figures.period_rules` holds the rule of each."""


MAX_CHARACTERS = 400
"""Of a passage."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a report; `report.text[start:end]` is the line as read, marks included."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report, as sentences: its span, its caption's line included, and the caption,
    "" where it has none or where the caption is a heading of the report."""

    start: int
    end: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One published document, its text exactly as read.

    `place` is the full name, parents first ("安阳市北关区"), `year` the year the document is named
    by (of a work report the one it is given in, of a communiqué the one it is about) and `date` an
    ISO 8601 date or interval; each is None where neither the text nor a side file says it.
    `document` is its kind, which decides what years its figures are of; `span` the first and the
    last year it is about, where it is about several (a plan, a congress); `lead` the time that news
    open with and that holds throughout: year, first and last month, (2022, 1, 12) for a whole year.
    `paragraphs` are spans of `text` without the headings; one that a page column broke is one span.
    `pages` are the offsets at which a page begins, with the page's number; empty without pages.
    `tables` are in the order of the text.
    `recognised` where it was read off pictures of its pages, in whole or in part.
    `url` is the page where it was published, as a side file says. `home`: its place is meant where
    a question names none. `doubts` are what its reader should know of the file: sentences for
    people.
    """

    id: str
    title: str
    text: str
    source: str
    sha256: str
    headings: tuple[Heading, ...] = ()
    paragraphs: tuple[tuple[int, int], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    tables: tuple[Table, ...] = ()
    place: str | None = None
    level: Level | None = None
    year: int | None = None
    date: str | None = None
    document: DocumentKind = "work_report"
    span: tuple[int, int] | None = None
    lead: tuple[int, int, int] | None = None
    home: bool = False
    reporter: str | None = None
    recognised: bool = False
    url: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a report: `report.text[start:end] == text`.

    `headings` is the path of heading texts above the passage, outermost first, the report's title
    not among them. `period` is the year the passage is about and `kind` whether it states outcomes
    or targets, where headings and report year decide it. `title`, `place`, `year`, `date`,
    `document`, `span`, `lead`, `reporter` and `recognised` are the report's, carried along so that
    a passage can be cited by itself. `page` is the page it begins on, and `page_breaks` where in its text the following
    pages begin.
    """

    id: str
    report_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    period: int | None = None
    kind: Kind | None = None
    page: int | None = None
    page_breaks: tuple[int, ...] = ()
    title: str = ""
    place: str | None = None
    year: int | None = None
    date: str | None = None
    document: DocumentKind = "work_report"
    span: tuple[int, int] | None = None
    lead: tuple[int, int, int] | None = None
    reporter: str | None = None
    recognised: bool = False

    def page_at(self, offset: int) -> int | None:
        """The page on which the character of `text` at `offset` stands; None without pages."""
        if self.page is None:
            return None
        return self.page + sum(begins <= offset for begins in self.page_breaks)


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage as it was found: rank from 1, score (higher is better), and its signals.

    `signals` are "keywords" and "vectors", the retrievers' own scores, "words" and "ledger", from 0 to 1.

    `fused` is the rank and score that it had before a reranker; None where none read it.
    """

    passage: Passage
    rank: int
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    fused: tuple[int, float] | None = None


def embedding_text(passage: Passage) -> str:
    """What an encoder is given of a passage: its headings, then its text."""
    return " ".join((*passage.headings, reading_text(passage.text)))


def reading_text(text: str) -> str:
    """A passage's text as a reader takes it in: no heading lines, no line breaks."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"(?m)^#{1,6}[ \t].*$", "", text)).strip()
