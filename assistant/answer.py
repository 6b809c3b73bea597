"""The nouns of answering: question, citation, answer, and the verified answer that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assistant.query import Query
from index.figures.figure import Binding
from index.report import Passage, RetrievedPassage

Mode = Literal["extractive", "llm"]
FallbackReason = Literal["model_fault", "model_filtered", "model_unverified"]
"""Why the extract replaces a model's answer: the call failed, its provider's filter stopped it, or the
check did not accept it."""
FigureStatus = Literal[
    "supported", "rounded", "derived", "qualifier_lost", "miscited", "unsupported"
]
Status = Literal[
    "answered",
    "answered_partly",
    "answered_nearest",
    "clarify_question",
    "clarify_place",
    "clarify_place_name",
    "clarify_period",
    "clarify_too_many",
    "unanswerable_not_in_reports",
    "unanswerable_place",
    "unanswerable_period",
    "unanswerable_off_topic",
    "guardrail_empty",
    "guardrail_too_long",
    "guardrail_small_talk",
    "guardrail_about_assistant",
    "guardrail_opinion",
    "guardrail_complaint",
    "guardrail_insult",
    "error_fault",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, after which earlier questions, and what it means."""

    asked: str
    query: Query
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Marker [n], the passage it stands for, and the verbatim quote: `passage.text[start:end]`."""

    marker: int
    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    def shares(self, passage: Passage, start: int, end: int) -> bool:
        """Whether the quote has a character of this span of a passage."""
        return self.passage.id == passage.id and self.start < end and start < self.end

    @property
    def page(self) -> int | None:
        """The page on which the quote begins."""
        return self.passage.page_at(self.start)


@dataclass(frozen=True, slots=True)
class Tally:
    """The ids of the reports that were searched, of those that state what is asked, and of those
    that `fit` where only some of them do. `terms` are the words looked for, one of which each
    quote has."""

    searched: tuple[str, ...]
    found: tuple[str, ...]
    fit: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def counts(self) -> frozenset[int]:
        """The numbers of reports that an answer may give."""
        searched, found, fit = len(self.searched), len(self.found), len(self.fit)
        return frozenset({searched, found, fit, searched - found})


PartStatus = Literal["answered", "partly", "nearest", "missing"]


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one of the things that a question asks: `relaxed` is what was said of what the
    answer lacks."""

    asked: str
    status: PartStatus
    markers: tuple[int, ...] = ()
    relaxed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a composer wrote, unchecked: sentences that end in their markers, and the citations.

    `tallies` are what its sentences count, where they count reports. An extract with a `model`
    replaces that model's answer, and `fallback` is the reason. `parts` is the account of each of
    several things asked, `relaxed` what is said of what a partly one lacks. `nearest`: it answers
    nothing, and says what comes nearest. `pending`: an extract, while `model` still writes.
    """

    sentences: tuple[str, ...]
    citations: tuple[Citation, ...]
    mode: Mode = "extractive"
    model: str | None = None
    prompt_id: str | None = None
    partly: bool = False
    nearest: bool = False
    pending: bool = False
    fallback: FallbackReason | None = None
    tallies: tuple[Tally, ...] = ()
    parts: tuple[Part, ...] = ()
    relaxed: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question: all that can be shown of an answer that is not yet written."""

    question: Question
    found: tuple[RetrievedPassage, ...]


@dataclass(frozen=True, slots=True)
class FigureVerdict:
    """What the check found for one figure of an answer; `value` in base units, None for a rank
    of unknown size. It stands at `sentences[sentence][start:end]`; `bound` is what the passage binds
    it to, where it is a figure that the question asks for."""

    text: str
    value: Decimal | None
    unit: str
    qualifier: str | None
    status: FigureStatus
    marker: int | None
    formula: str | None = None
    sentence: int = 0
    start: int = 0
    end: int = 0
    bound: Binding | None = None

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Option:
    """What could stand in a slot instead, and the whole question that asks for it."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A thing that a question was understood to ask (地方, 年份), and what else could stand there that
    the reports cover."""

    name: str
    value: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    """An answer every figure of which was checked: all that a page, the CLI or an eval accepts.

    A refusal is one too: its status says why, `text` is the fixed text, and `nearest` holds the
    passages that came closest, `near` their sentences that did; so `nearest` does where what is
    quoted is only the nearest. `pending`: shown while `model` still writes; the last one is not.
    """

    question: Question
    status: Status
    text: str
    sentences: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[FigureVerdict, ...] = ()
    nearest: tuple[RetrievedPassage, ...] = ()
    near: tuple[Citation, ...] = ()
    parts: tuple[Part, ...] = ()
    slots: tuple[Slot, ...] = ()
    mode: Mode = "extractive"
    model: str | None = None
    prompt_id: str | None = None
    fallback: FallbackReason | None = None
    pending: bool = False
    index_id: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


RECOGNISED = "由扫描件识别，请核对原件"


def page_words(passage: Passage, offset: int = 0) -> str:
    """第3页, for what stands at `offset` in `passage`; with a warning where it was read off a scan."""
    page = passage.page_at(offset)
    words = f"第{page}页" if page is not None else ""
    return f"{words}（{RECOGNISED}）" if passage.recognised else words


def where_cited(passage: Passage, offset: int = 0) -> str:
    """Title, headings and page of the character of a passage at `offset`, in a line."""
    headings = " › ".join((passage.title, *passage.headings))
    return "，".join(filter(None, (headings, page_words(passage, offset))))
