"""The official reply to a member of the public's letter, drafted for a person to check.

A figure stands in the letter only inside a verified sentence, or in the title of a cited report;
all else is fixed wording. `unbacked` checks that on the finished letter, and nothing that fails
is handed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer import Question, VerifiedAnswer
from assistant.check.markers import MARKER
from assistant.errors import AssistantError, DraftUnbacked, InputInvalid
from assistant.staff.departments import main_topic
from assistant.staff.evidence import (
    Evidence,
    Footnotes,
    Source,
    borne_out,
    evidence_of,
    nearest_lines,
)
from assistant.staff.inquiry import Inquiry, read_inquiry
from assistant.staff.inquiry_files import MAX_CHARACTERS
from assistant.staff.notices import notices_of
from assistant.staff.reply_words import Replying
from assistant.staff.standalone_question import InquiryQuestion
from assistant.staff.unsupported_figures import holds_figure, unbacked
from index.errors import ReportIndexError
from index.figures.places import own_name

MAX_QUESTIONS = 30
NO_OFFICE = "（落款单位）"


class Asks(Protocol):
    """Answers a question; `assistant.assistant.Assistant` is one."""

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question, and its paragraph: `lead` names the question, `paragraph` tells
    what the reports say, where [n] stands for footnote n. `answer` is borne out once more."""

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
    matters: str
    closing: str
    office: str
    date: str
    footnotes: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def nearest(self) -> tuple[str, ...]:
        """Where the reports come closest to the questions that they do not answer."""
        return tuple(
            line
            for reply in self.replies
            for line in nearest_lines(reply.question.asked, reply.answer)
        )


class Drafter:
    """Drafts replies in the name of `office` ("" leaves it to be filled in) by what `asks` says."""

    def __init__(self, asks: Asks, office: str = "") -> None:
        self._asks = asks
        self._office = " ".join(office.split())

    def draft(self, text: str, today: date) -> Draft:
        """The draft reply to the letter `text`, dated `today`.

        Raises InputInvalid for a letter that is empty or too long.
        """
        if not text.strip():
            raise InputInvalid("来信是空的，没有可以答复的内容。")
        if len(text) > MAX_CHARACTERS:
            raise InputInvalid(f"来信有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限。")
        inquiry = read_inquiry(text)
        asked = inquiry.questions[:MAX_QUESTIONS]
        answers = [self._answer(question) for question in asked]
        draft = self._written(inquiry, answers, today)
        _refuse_unbacked(draft)
        return draft

    def _answer(self, question: InquiryQuestion) -> VerifiedAnswer:
        """The answer, borne out; a fault leaves the rest of the letter to be drafted all the same."""
        try:
            return borne_out(self._asks.ask(question.text, question.turns))
        except (AssistantError, ReportIndexError) as fault:
            unasked = Question(asked=question.text, text=question.text, turns=question.turns)
            return VerifiedAnswer(unasked, "error_fault", str(fault))

    def _written(self, inquiry: Inquiry, answers: Sequence[VerifiedAnswer], today: date) -> Draft:
        footnotes = Footnotes()
        words = Replying(_place_of(answers), _reports_of(answers), several=len(answers) > 1)
        replies = tuple(
            _reply(question, answer, number=number, footnotes=footnotes, words=words)
            for number, (question, answer) in enumerate(
                zip(inquiry.questions, answers, strict=False)  # no more than MAX_QUESTIONS answers
            )
        )
        return Draft(
            inquiry=inquiry,
            title=words.title(_topics(inquiry)),
            salutation=words.salutation(inquiry.writer),
            opening=words.opening(asked=bool(replies), brought=bool(inquiry.matters)),
            replies=replies,
            matters=words.matters(inquiry.matters, asked=bool(replies)),
            closing=words.closing(),
            office=self._office or NO_OFFICE,
            date=f"{today.year}年{today.month}月{today.day}日",
            footnotes=footnotes.sources,
            evidence=tuple(
                line
                for reply in replies
                for line in evidence_of(reply.question.asked, reply.answer, footnotes=footnotes)
            ),
            notices=notices_of(
                inquiry, answers, today=today, office=self._office, most=MAX_QUESTIONS
            ),
        )


def _reply(
    question: InquiryQuestion,
    answer: VerifiedAnswer,
    *,
    number: int,
    footnotes: Footnotes,
    words: Replying,
) -> Reply:
    plain = MARKER.sub("", "".join(answer.sentences))
    quoted = question.asked.rstrip("？")
    if holds_figure(quoted, told=plain):
        quoted = ""  # a figure of the writer's is not repeated where nothing bears it out
    topic = main_topic(question.asked)
    lead = words.lead(number, quoted, topic=topic, told=plain)
    if not answer.sentences:
        return Reply(question, answer, lead, words.not_told(answer.status, topic))
    told = "".join(footnotes.renumbered(sentence, answer) for sentence in answer.sentences)
    partly = answer.status == "answered_partly"
    paragraph = words.told(_reports_of([answer]), told, topic=topic, partly=partly)
    return Reply(question, answer, lead, paragraph)


def _refuse_unbacked(draft: Draft) -> None:
    """No letter leaves with a figure that nothing bears out. Raises DraftUnbacked."""
    fixed = (draft.title, draft.salutation, draft.opening, draft.matters, draft.closing)
    titles = [source.passage.title for source in draft.footnotes]
    wrong = [figure for text in fixed for figure in unbacked(text, titles=titles)]
    for reply in draft.replies:
        wrong += unbacked(reply.lead + reply.paragraph, reply.answer.sentences, titles=titles)
    if wrong:
        raise DraftUnbacked(f"拟稿中有未经核对的数字 {wrong[0][0]!r}，已停止，没有生成文稿。")


def _place_of(answers: Sequence[VerifiedAnswer]) -> str:
    """The place whose reports answer: of most citations, else of the nearest passages."""
    cited = [citation.passage.place for answer in answers for citation in answer.citations]
    near = [hit.passage.place for answer in answers for hit in answer.nearest]
    named = Counter(place for place in cited or near if place)
    return own_name(named.most_common(1)[0][0]) if named else ""


def _reports_of(answers: Sequence[VerifiedAnswer]) -> tuple[str, ...]:
    """The titles of the reports that the answers cite, each once."""
    cited = (citation.passage.title for answer in answers for citation in answer.citations)
    return tuple(dict.fromkeys(cited))


def _topics(inquiry: Inquiry) -> tuple[str, ...]:
    """What the letter is about, by its questions, without them by its matters."""
    texts = [question.asked for question in inquiry.questions]
    texts = texts or [matter.text for matter in inquiry.matters]
    topics = [main_topic(text) for text in texts]
    return tuple(dict.fromkeys(topic.name for topic in topics if topic))
