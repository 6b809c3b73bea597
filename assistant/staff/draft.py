"""The official reply to a member of the public's letter, drafted for a person to check.

A figure stands in the letter only inside a verified sentence, or in the title of a cited report;
all else is fixed wording. `unbacked` checks that on the finished letter, and nothing that fails
is handed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer import VerifiedAnswer
from assistant.errors import InputInvalid
from assistant.markers import MARKER
from assistant.staff.departments import main_topic
from assistant.staff.evidence import Evidence, Footnotes, Source, accepted_sentences, evidence_of
from assistant.staff.inquiry import Inquiry, InquiryQuestion, read_inquiry
from assistant.staff.reply_words import Replying
from assistant.staff.unbacked import holds_figure, unbacked

NOTICE = "拟稿，待审核：本稿由程序根据已收录的报告拟写，须经人工逐项审核后方可发出。"
MAX_QUESTIONS = 30
MAX_CHARACTERS = 20_000


class Asks(Protocol):
    """Answers a question; `assistant.assistant.Assistant` is one."""

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question, and its paragraph; [n] in it stands for footnote n."""

    question: InquiryQuestion
    answer: VerifiedAnswer
    lead: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as drafted, part by part, the evidence for the clerk, and what she should know."""

    inquiry: Inquiry
    title: str
    salutation: str
    opening: str
    replies: tuple[Reply, ...]
    matters: tuple[str, ...]
    closing: str
    office: str
    date: str
    footnotes: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All that the letter says, in order, without title and signature."""
        told = (reply.lead + reply.paragraph for reply in self.replies)
        return (self.salutation, self.opening, *told, *self.matters, self.closing)


class Drafter:
    """Drafts replies in the name of `office` ("" leaves a blank to fill in) from what `asks` says."""

    def __init__(self, asks: Asks, office: str = "") -> None:
        self._asks = asks
        self._office = " ".join(office.split())

    def draft(self, text: str, today: date) -> Draft:
        """The draft reply to the letter `text`. Raises InputInvalid for an empty or endless one."""
        if not text.strip():
            raise InputInvalid("来信是空的，没有可以答复的内容。")
        if len(text) > MAX_CHARACTERS:
            raise InputInvalid(f"来信有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限。")
        inquiry = read_inquiry(text)
        asked = inquiry.questions[:MAX_QUESTIONS]
        answers = [self._asks.ask(question.text, question.turns) for question in asked]
        return self._written(inquiry, list(zip(asked, answers, strict=True)), today)

    def _written(
        self,
        inquiry: Inquiry,
        answered: Sequence[tuple[InquiryQuestion, VerifiedAnswer]],
        today: date,
    ) -> Draft:
        footnotes = Footnotes()
        words = Replying(_place_of(answered), several=len(answered) > 1)
        replies = [
            _reply(number, question, answer, footnotes, words)
            for number, (question, answer) in enumerate(answered)
        ]
        draft = Draft(
            inquiry=inquiry,
            title=words.title(_topics(inquiry)),
            salutation=words.salutation(inquiry.writer),
            opening=words.opening(asked=bool(replies), brought=bool(inquiry.matters)),
            replies=tuple(replies),
            matters=words.matters(inquiry.matters, after=len(replies)),
            closing=words.closing(),
            office=self._office or "（落款单位）",
            date=f"{today.year}年{today.month}月{today.day}日",
            footnotes=footnotes.sources,
            evidence=tuple(
                line
                for reply in replies
                for line in evidence_of(reply.question.asked, reply.answer, footnotes)
            ),
            notices=_notices(inquiry, replies, office=self._office),
        )
        wrong = unbacked(draft.paragraphs + (draft.title,), _verified(replies), footnotes.sources)
        assert not wrong, wrong  # by construction; the test of it is `unbacked`
        return draft


def _reply(
    number: int,
    question: InquiryQuestion,
    answer: VerifiedAnswer,
    footnotes: Footnotes,
    words: Replying,
) -> Reply:
    sentences = accepted_sentences(answer)
    plain = "".join(MARKER.sub("", sentence) for sentence in sentences)
    quoted = question.asked.rstrip("？")
    named = quoted if not holds_figure(quoted, told=plain) else ""
    topic = main_topic(question.text)
    lead = words.lead(number, named, topic)
    if not sentences:
        return Reply(question, answer, lead, words.not_told(answer.status, topic))
    cited = [c for s in sentences for c in answer.citations if f"[{c.marker}]" in s]
    titles = tuple(dict.fromkeys(citation.passage.title for citation in cited))
    told = "".join(footnotes.renumbered(sentence, answer) for sentence in sentences)
    partly = answer.status == "answered_partly" or len(sentences) < len(answer.sentences)
    return Reply(question, answer, lead, words.told(titles, told, topic if partly else None, partly))


def _verified(replies: Sequence[Reply]) -> tuple[str, ...]:
    return tuple(s for reply in replies for s in accepted_sentences(reply.answer))
