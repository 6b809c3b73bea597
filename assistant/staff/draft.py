"""The official reply to a member of the public's letter, drafted for a person to check.

The letter has figures only in verified sentences and in the titles of cited reports; the rest is
fixed wording. `unsupported` checks that on the finished letter; a letter that fails is not given out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer import Question, VerifiedAnswer
from assistant.check.markers import MARKER
from assistant.errors import AssistantError, DraftUnbacked, InputInvalid
from assistant.query import Query
from assistant.staff.departments import main_topic
from assistant.staff.evidence import (
    Evidence,
    Footnotes,
    Source,
    evidence_of,
    nearest_lines,
    rechecked,
)
from assistant.staff.inquiry import MAX_CHARACTERS, Inquiry, is_verbatim, read_inquiry
from assistant.staff.letter import Letter
from assistant.staff.reply_words import Replying, lead
from assistant.staff.standalone_question import InquiryQuestion
from assistant.staff.unsupported_figures import holds_figure, unsupported
from index.errors import ReportIndexError
from index.figures.places import own_name

MAX_QUESTIONS = 30
NO_OFFICE = "（落款单位）"
NOTICE = "拟稿，待审核：本稿由程序根据已收录的报告拟写，须经人工审核后方可发出。"
_LONG_LIST = 8  # questions
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NOT_ANSWERED = {
    "answered_partly": "只答复了一部分",
    "unanswerable": "在报告中没有找到答案",
    "clarify": "没有写清所问的内容",
    "guardrail": "没有能够查阅",
    "error": "没有能够查阅",
}


class Asks(Protocol):
    """Answers a question; `assistant.assistant.Assistant` is one."""

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question, rechecked, and its paragraph: `about` names the question, `lead`
    begins the paragraph with it, `paragraph` is what the reports say, with [n] for footnote n."""

    question: InquiryQuestion
    answer: VerifiedAnswer
    about: str
    lead: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted letter in its parts, with the evidence and the notices for the clerk."""

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
    def letter(self) -> Letter:
        """The draft as the exports take it."""
        return Letter(
            title=self.title,
            salutation=self.salutation,
            opening=self.opening,
            paragraphs=tuple((reply.lead, reply.paragraph) for reply in self.replies),
            matters=self.matters,
            closing=self.closing,
            office=self.office,
            date=self.date,
            footnotes=self.footnotes,
            evidence=self.evidence,
            notices=(*self.notices, *self.nearest),
        )

    @property
    def nearest(self) -> tuple[str, ...]:
        """Where the reports come closest to the questions that they do not answer."""
        return tuple(
            line
            for reply in self.replies
            for line in nearest_lines(reply.question.asked, reply.answer)
        )


class Drafter:
    """Drafts replies in the name of `office` ("": to be filled in) from the answers of `asks`."""

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
        _refuse_unsupported(draft)
        return draft

    def reply(
        self, question: InquiryQuestion, letter: str, *, reports: Sequence[str]
    ) -> tuple[Reply, tuple[Source, ...]]:
        """The paragraph on one question of the text `letter`, beside others that cite `reports`
        (titles), and its footnotes, counted from 1."""
        answer, footnotes = self._answer(question), Footnotes()
        titles = tuple(dict.fromkeys((*reports, *_reports_of([answer]))))
        words = Replying(_place_of([answer]), titles, several=True)
        made = _reply(question, answer, letter=letter, number=0, footnotes=footnotes, words=words)
        return made, footnotes.sources

    def _answer(self, question: InquiryQuestion) -> VerifiedAnswer:
        """The answer, rechecked; after an error the rest of the letter is drafted all the same."""
        try:
            return rechecked(self._asks.ask(question.text, question.turns))
        except (AssistantError, ReportIndexError) as error:
            unasked = Question(question.text, Query(question.text), question.turns)
            return VerifiedAnswer(unasked, "error_fault", str(error))

    def _written(self, inquiry: Inquiry, answers: Sequence[VerifiedAnswer], today: date) -> Draft:
        footnotes = Footnotes()
        words = Replying(_place_of(answers), _reports_of(answers), several=len(answers) > 1)
        replies = tuple(
            _reply(
                question,
                answer,
                letter=inquiry.text,
                number=number,
                footnotes=footnotes,
                words=words,
            )
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
            notices=_notices(inquiry, answers, today=today, office=self._office),
        )


def _reply(
    question: InquiryQuestion,
    answer: VerifiedAnswer,
    *,
    letter: str,
    number: int,
    footnotes: Footnotes,
    words: Replying,
) -> Reply:
    plain = MARKER.sub("", "".join(answer.sentences))
    quoted = question.asked.rstrip("？")
    if not is_verbatim(quoted, letter) or holds_figure(quoted, apart_from=plain):
        quoted = ""  # not the writer's words, or a figure of the writer that nothing supports
    topic = main_topic(question.asked)
    about = words.about(number, quoted, topic=topic, statement=plain)
    begins = lead(number, about, several=words.several)
    if not answer.sentences:
        return Reply(question, answer, about, begins, words.not_answered(answer.status, topic))
    statement = "".join(footnotes.renumbered(sentence, answer) for sentence in answer.sentences)
    partly = answer.status == "answered_partly"
    paragraph = words.answered(_reports_of([answer]), statement, topic=topic, partly=partly)
    return Reply(question, answer, about, begins, paragraph)


def _refuse_unsupported(draft: Draft) -> None:
    """Raises DraftUnbacked for a figure in the letter that nothing supports."""
    fixed = (draft.title, draft.salutation, draft.opening, draft.matters, draft.closing)
    titles = [source.passage.title for source in draft.footnotes]
    wrong = [figure for text in fixed for figure in unsupported(text, titles=titles)]
    for reply in draft.replies:
        wrong += unsupported(reply.lead + reply.paragraph, reply.answer.sentences, titles=titles)
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


def _notices(
    inquiry: Inquiry, answers: Sequence[VerifiedAnswer], *, today: date, office: str
) -> tuple[str, ...]:
    """What the clerk should know about the draft, apart from the letter."""
    notices = [NOTICE]
    if not office:
        notices.append("没有写明落款单位，请补上，或用 --office、设置 ASSISTANT_OFFICE 指明。")
    notices += _on_questions(inquiry)
    notices += _on_answers(answers, today)
    notices += _on_the_rest(inquiry, answers)
    return tuple(notices)


def _on_questions(inquiry: Inquiry) -> Iterator[str]:
    asked = len(inquiry.questions)
    if asked:
        yield f"程序从来信中找到 {asked} 个问题，请对照原信核对有无遗漏或误解。"
    else:
        yield "来信中没有找到可以依据报告答复的问题，请对照原信核对。"
    if asked > MAX_QUESTIONS:
        left = "".join(f"“{question.asked}”" for question in inquiry.questions[MAX_QUESTIONS:])
        yield f"来信共提出 {asked} 个问题，本稿只答复前 {MAX_QUESTIONS} 个，其余请另行答复：{left}。"
    elif asked >= _LONG_LIST:
        yield f"来信共提出 {asked} 个问题，本稿逐一答复，篇幅较长，可酌情归并。"
    if not _CHINESE.search(inquiry.text):
        yield "来信用外文写成，请考虑随复信附上译文。"


def _on_answers(answers: Sequence[VerifiedAnswer], today: date) -> Iterator[str]:
    for status, wording in _NOT_ANSWERED.items():
        numbers = [str(n) for n, a in enumerate(answers, start=1) if a.status.startswith(status)]
        if numbers:
            yield f"第 {'、'.join(numbers)} 个问题{wording}，请承办人核实或补充。"
    years = {c.passage.year for answer in answers for c in answer.citations if c.passage.year}
    if years and max(years) != today.year:
        yield (
            f"“今年”“去年”是按所引报告（{max(years)}年）理解的，与落款的{today.year}年不同，请核对。"
        )


def _on_the_rest(inquiry: Inquiry, answers: Sequence[VerifiedAnswer]) -> Iterator[str]:
    if inquiry.matters:
        quoted = "".join(f"“{matter.text}”" for matter in inquiry.matters)
        yield f"来信另有具体诉求，是否转办请承办人确定：{quoted}。"
    if inquiry.instructions:
        quoted = "".join(f"“{instruction}”" for instruction in inquiry.instructions)
        yield f"来信夹有指示程序如何作答的文字，没有照办：{quoted}。"
    if inquiry.masked:
        yield f"来信中的{'、'.join(inquiry.masked)}已隐去，称谓和送达请对照原信。"
    if inquiry.matters or any(answer.status != "answered" for answer in answers):
        yield "信中建议咨询的部门按区县一般设置列出，请核对名称。"
