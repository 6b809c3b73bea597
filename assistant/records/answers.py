"""Answers as they were shown, each under an id nobody can guess, and what readers said of them.

Questions, earlier turns and readers' words are masked before they are written. A record is deleted
when its term is over, by itself when it is asked for, and with it all feedback on it.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, delete, func, insert, select

from assistant.answer import VerifiedAnswer
from assistant.errors import InputInvalid
from assistant.json_objects import JsonObject, answer_object
from assistant.question.characters import printable, whole_characters
from assistant.question.in_words import in_words
from assistant.question.privacy import masked
from assistant.records.database import Database
from assistant.records.tables import ANSWERS, FEEDBACK

Reason = Literal["wrong_figure", "not_asked", "not_found", "unclear", "other"]
"""Why an answer did not help."""
ID = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_WORDS = 500  # characters of a reader's own words
MOST_FEEDBACK = 20  # rows on one answer: whoever has its link can write
_SIGNS, _LENGTH = string.ascii_letters + string.digits, 22
_PRUNE_EVERY = timedelta(hours=1)
_TYPED = TypeAdapter(VerifiedAnswer)


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer as it was shown; `answer` is None where this version of the program cannot read it,
    `object` (the answer object of the command line) is there always."""

    id: str
    made: datetime
    question: str
    turns: tuple[str, ...]
    object: JsonObject
    answer: VerifiedAnswer | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer to `question`."""

    answer_id: str
    question: str
    useful: bool
    made: datetime
    reason: Reason | None = None
    text: str = ""


class AnswerRecords:
    """The recorded answers of a database, each kept for `days`."""

    def __init__(
        self,
        database: Database,
        *,
        days: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.days = days
        self._database, self._clock = database, clock
        self._pruned = datetime.min.replace(tzinfo=UTC)

    def keep(self, answer: VerifiedAnswer) -> str:
        """Records an answer and gives its id. Raises RecordsUnavailable, RecordsMismatch."""
        answer = _without_personal_data(answer)
        row = {
            "id": new_id(),
            "made": self._clock(),
            "question": answer.question.asked,
            "turns": list(answer.question.turns),
            "understood": printable(in_words(answer.question.query)),
            "status": answer.status,
            "model": answer.model,
            "index_id": answer.index_id,
            "timings_ms": dict(answer.timings_ms),
            "object": answer_object(answer),
            "typed": _TYPED.dump_json(answer, exclude_defaults=True).decode(),
        }
        if self._clock() - self._pruned >= _PRUNE_EVERY:
            self.prune()
        with self._database.transaction() as connection:
            connection.execute(insert(ANSWERS), row)
        return str(row["id"])

    def get(self, answer_id: str) -> AnswerRecord | None:
        """A recorded answer; None where there is none, or its term is over.

        Raises RecordsUnavailable, RecordsMismatch.
        """
        return next(iter(self.several([answer_id])), None)

    def several(self, ids: Sequence[str]) -> list[AnswerRecord]:
        """Those of the answers that are there, in the order of `ids`. Raises as `get`."""
        known = [each for each in dict.fromkeys(ids) if ID.fullmatch(each)]
        found = select(ANSWERS).where(ANSWERS.c.id.in_(known), ANSWERS.c.made >= self._oldest())
        with self._database.transaction() as connection:
            records = {row.id: _record(row) for row in connection.execute(found)}
        return [records[each] for each in known if each in records]

    def add_feedback(
        self, answer_id: str, *, useful: bool, reason: Reason | None = None, text: str = ""
    ) -> None:
        """Keeps what a reader said of an answer, masked.

        Raises InputInvalid where there is no such answer, where enough was said of it, or of words
        that are too many; RecordsUnavailable, RecordsMismatch.
        """
        if len(text) > MOST_WORDS:
            raise InputInvalid(f"意见超过了 {MOST_WORDS} 字，没有收下。")
        if self.get(answer_id) is None:
            raise InputInvalid("没有这个回答：链接不对，或已过保存期限。")
        of_answer = FEEDBACK.c.answer_id == answer_id
        with self._database.transaction() as connection:
            said = connection.execute(select(func.count()).where(of_answer)).scalar_one()
            if said >= MOST_FEEDBACK:
                raise InputInvalid("对这个回答的意见已经很多，不再收下。")
            row = {
                "answer_id": answer_id,
                "made": self._clock(),
                "useful": useful,
                "reason": reason,
                "text": _masked(text),
            }
            connection.execute(insert(FEEDBACK), row)

    def feedback(self, *, most: int | None = 200, skip: int = 0) -> list[Feedback]:
        """What readers said of the answers that are still kept, newest first: the `most` behind the
        first `skip`, all with None. Raises RecordsUnavailable, RecordsMismatch."""
        newest = (
            select(FEEDBACK, ANSWERS.c.question)
            .join(ANSWERS)
            .where(ANSWERS.c.made >= self._oldest())
            .order_by(FEEDBACK.c.made.desc(), FEEDBACK.c.id.desc())
        )
        with self._database.transaction() as connection:
            rows = connection.execute(newest.limit(most).offset(skip)).all()
        return [
            Feedback(
                row.answer_id, row.question, row.useful, row.made, _reason(row.reason), row.text
            )
            for row in rows
        ]

    def delete(self, answer_id: str) -> bool:
        """Deletes an answer with all that was said of it; False where there is none.

        Raises RecordsUnavailable, RecordsMismatch.
        """
        with self._database.transaction() as connection:
            gone = connection.execute(delete(ANSWERS).where(ANSWERS.c.id == answer_id))
        return gone.rowcount > 0

    def prune(self) -> int:
        """Deletes the answers whose term is over, and says how many. Raises as `delete`."""
        with self._database.transaction() as connection:
            gone = connection.execute(delete(ANSWERS).where(ANSWERS.c.made < self._oldest()))
        self._pruned = self._clock()
        return gone.rowcount

    def _oldest(self) -> datetime:
        return self._clock() - timedelta(days=self.days)


def new_id() -> str:
    """An id of 131 random bits, without signs: a "-" in front would be an option on a command line."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def _record(row: Row[tuple[object, ...]]) -> AnswerRecord:
    return AnswerRecord(
        row.id, row.made, row.question, tuple(row.turns), row.object, _read(row.typed)
    )


def _read(typed: str) -> VerifiedAnswer | None:
    try:
        return _TYPED.validate_json(typed)
    except ValidationError:
        return None


def _reason(written: str | None) -> Reason | None:
    return next((reason for reason in get_args(Reason) if reason == written), None)


def _masked(text: str) -> str:
    return printable(masked(whole_characters(text)).text)


def _without_personal_data(answer: VerifiedAnswer) -> VerifiedAnswer:
    question = answer.question
    turns = tuple(map(_masked, question.turns))
    return replace(answer, question=replace(question, asked=_masked(question.asked), turns=turns))
