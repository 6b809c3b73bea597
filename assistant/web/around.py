"""What stands around an answer in the chat: its record, what a reader can do with it, and what could
be asked next.

Nothing here can keep an answer from being shown: where the record fails, the page says that there is
no link, and where a suggestion fails there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import VerifiedAnswer
from assistant.errors import RecordsMismatch, RecordsUnavailable
from assistant.records.answers import AnswerRecord, AnswerRecords
from assistant.trouble import log_error
from assistant.web.refusals import OF_OTHER_PLACES
from assistant.web.render import render_answer, render_question
from assistant.web.templates import fill
from index.errors import ReportIndexError

_NOTHING_ASKED = ("guardrail_empty", "guardrail_too_long")


class Suggests(Protocol):
    """Questions that could be asked next, each of which is answered; few, and found in bounded time."""

    def next_questions(self, answer: VerifiedAnswer) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Around:
    """What follows an answer; without `records` nothing is kept, without `suggests` nothing is
    suggested."""

    records: AnswerRecords | None = None
    suggests: Suggests | None = None
    has_time: Callable[[], bool] = lambda: True
    """Whether there is time to look for suggestions: not while other readers wait."""

    def steps(self, answer: VerifiedAnswer, anchor: str) -> Iterator[str]:
        """The bubble of an answer with what stands around it, first without suggestions."""
        if self.records is None or answer.status in _NOTHING_ASKED:
            return
        answered = render_answer(answer, anchor)
        kept = self._kept(answer)
        yield answered + _rendered(answer, kept)
        suggested = self._suggested(answer)
        if suggested:
            yield answered + _rendered(answer, kept, suggested)

    def reopened(self, ids: Sequence[str]) -> list[AnswerRecord]:
        """The recorded answers of a conversation, as far as they are there."""
        if self.records is None:
            return []
        try:
            return [record for record in self.records.several(ids) if record.answer]
        except (RecordsUnavailable, RecordsMismatch) as error:
            log_error("没能读出回答的记录", error)
            return []

    def _suggested(self, answer: VerifiedAnswer) -> Sequence[str]:
        if self.suggests is None or not self.has_time():
            return ()
        try:
            return self.suggests.next_questions(answer)
        except ReportIndexError as error:
            log_error("没能找出可以接着问的问题", error)
            return ()

    def _kept(self, answer: VerifiedAnswer) -> str | None:
        assert self.records
        try:
            return self.records.keep(answer)
        except (RecordsUnavailable, RecordsMismatch) as error:
            log_error("没能保存一个回答", error)
            return None


def exchange_of(record: AnswerRecord, anchor: str) -> tuple[str, str]:
    """The bubbles of a recorded question and its answer."""
    assert record.answer
    answer = render_answer(record.answer, anchor)
    return render_question(record.question), answer + _rendered(record.answer, record.id)


def _rendered(answer: VerifiedAnswer, kept: str | None, suggested: Sequence[str] = ()) -> str:
    return fill(
        "around",
        id=kept,
        asked=answer.question.asked,
        choose=answer.status in OF_OTHER_PLACES,
        suggested=suggested,
    )
