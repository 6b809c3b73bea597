"""Replies to letters: each version as it was saved, the state, and who took each step.

A version is saved whole or not at all, and never changed. A step counts only for the version that
the person saw. Nobody approves what has words of their own in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from assistant.errors import InputInvalid
from assistant.records.database import Database
from assistant.records.tables import REPLIES, REPLY_STEPS, REPLY_VERSIONS

State = Literal["draft", "in_review", "approved", "sent_back"]
StepName = Literal["submitted", "withdrawn", "approved", "sent_back"]
_MOST_LISTED = 200
_EDITABLE: tuple[State, ...] = ("draft", "sent_back")
_FROM: dict[StepName, tuple[State, ...]] = {
    "submitted": _EDITABLE,
    "withdrawn": ("in_review",),
    "approved": ("in_review",),
    "sent_back": ("in_review",),
}
_TO: dict[StepName, State] = {
    "submitted": "in_review",
    "withdrawn": "draft",
    "approved": "approved",
    "sent_back": "sent_back",
}
_OWN = "本人写过或改过这份答复，不能由本人审核，请换一位同事审核。"
_CHANGED = "这份答复刚才被别人改过或处理过，您的操作没有生效，请看过新的内容再操作。"


class ReplyChanged(InputInvalid):
    """Another version or state came first."""


class OwnReply(InputInvalid):
    """A person is to approve what they wrote."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it stands: `version` counts from 1, `sources` is the digest of each cited report."""

    id: str
    name: str
    letter: str
    state: State
    version: int
    created: datetime
    changed: datetime
    questions: tuple[str, ...]
    sources: Mapping[str, str]

    @property
    def is_editable(self) -> bool:
        return self.state in _EDITABLE


@dataclass(frozen=True, slots=True)
class Version:
    """One version: who saved it when, after what (in words), and its content as it was given."""

    number: int
    made: datetime
    by: str
    what: str
    content: str


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state: who, when, which version, and why."""

    made: datetime
    by: str
    step: StepName
    version: int
    note: str


class Replies:
    """The replies of a database, each kept for `days` after its last change: later it is not found,
    and the next `add` deletes it.

    All methods raise RecordsUnavailable and RecordsMismatch.
    """

    def __init__(
        self,
        database: Database,
        *,
        days: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.days = days
        self._database, self._clock = database, clock

    def add(
        self,
        reply_id: str,
        *,
        name: str,
        letter: str,
        first: Version,
        questions: Sequence[str],
        sources: Mapping[str, str],
    ) -> None:
        """Keeps a new reply; one with this id that is there already stays as it is."""
        self.prune()
        with self._database.transaction() as connection:
            if connection.execute(select(REPLIES.c.id).where(REPLIES.c.id == reply_id)).first():
                return
            row = {"id": reply_id, "name": name, "letter": letter, "state": "draft", "version": 1}
            listed = {"questions": list(questions), "sources": dict(sources)}
            times = {"created": first.made, "changed": first.made}
            connection.execute(insert(REPLIES), row | listed | times)
            _insert_version(connection, reply_id, first)

    def get(self, reply_id: str) -> Reply | None:
        wanted = select(REPLIES).where(
            REPLIES.c.id == reply_id, REPLIES.c.changed >= self._oldest()
        )
        with self._database.transaction() as connection:
            row = connection.execute(wanted).first()
        return _reply(row) if row else None

    def listed(self, words: str = "", state: State | None = None) -> list[Reply]:
        """The newest first, of a state, and with all `words` in letter, name or questions."""
        wanted = select(REPLIES).where(REPLIES.c.changed >= self._oldest())
        wanted = wanted.order_by(REPLIES.c.changed.desc(), REPLIES.c.id)
        if state:
            wanted = wanted.where(REPLIES.c.state == state)
        with self._database.transaction() as connection:
            found = [_reply(row) for row in connection.execute(wanted)]
        asked = words.casefold().split()
        return [reply for reply in found if all(word in _searched(reply) for word in asked)][
            :_MOST_LISTED
        ]

    def versions(self, reply_id: str) -> list[Version]:
        """The newest first."""
        of_reply = select(REPLY_VERSIONS).where(REPLY_VERSIONS.c.reply_id == reply_id)
        with self._database.transaction() as connection:
            rows = connection.execute(of_reply.order_by(REPLY_VERSIONS.c.number.desc())).all()
        return [Version(row.number, row.made, row.by, row.what, row.content) for row in rows]

    def steps(self, reply_id: str) -> list[Step]:
        """The oldest first."""
        of_reply = select(REPLY_STEPS).where(REPLY_STEPS.c.reply_id == reply_id)
        with self._database.transaction() as connection:
            rows = connection.execute(of_reply.order_by(REPLY_STEPS.c.id)).all()
        return [Step(row.made, row.by, row.step, row.version, row.note) for row in rows]

    def save(
        self,
        reply_id: str,
        version: Version,
        *,
        questions: Sequence[str],
        sources: Mapping[str, str],
    ) -> None:
        """Keeps the version that follows `version.number - 1`. Raises ReplyChanged where another
        came first, or the reply is not open to changes."""
        now = {"version": version.number, "changed": version.made, "state": "draft"}
        listed = {"questions": list(questions), "sources": dict(sources)}
        with self._database.transaction() as connection:
            _change(connection, reply_id, version.number - 1, _EDITABLE, now | listed)
            _insert_version(connection, reply_id, version)

    def take(self, reply_id: str, step: StepName, *, version: int, by: str, note: str = "") -> None:
        """Takes a step with the version that the person saw; the same step by the same person
        twice is one.

        Raises OwnReply, ReplyChanged, and InputInvalid for sending back without a reason.
        """
        if step == "sent_back" and not note.strip():
            raise InputInvalid("退回时请写明要改什么。")
        with self._database.transaction() as connection:
            if _is_done(connection, reply_id, step, version, by):
                return
            if step == "approved" and same_person(by, _writers(connection, reply_id)):
                raise OwnReply(_OWN)
            now = {"state": _TO[step], "changed": self._clock()}
            _change(connection, reply_id, version, _FROM[step], now)
            row = {"reply_id": reply_id, "made": self._clock(), "by": by, "step": step}
            connection.execute(insert(REPLY_STEPS), row | {"version": version, "note": note})

    def prune(self) -> int:
        """Deletes the replies whose term is over, and says how many."""
        over = delete(REPLIES).where(REPLIES.c.changed < self._oldest())
        with self._database.transaction() as connection:
            return connection.execute(over).rowcount

    def _oldest(self) -> datetime:
        return self._clock() - timedelta(days=self.days)


def same_person(name: str, others: Sequence[str]) -> bool:
    """Whether `name` is one of `others`, however it is written: half-width, with blanks."""
    return _plain(name) in map(_plain, others)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _change(
    connection: Connection,
    reply_id: str,
    version: int,
    states: Sequence[State],
    values: Mapping[str, object],
) -> None:
    is_so = (REPLIES.c.id == reply_id, REPLIES.c.version == version, REPLIES.c.state.in_(states))
    if not connection.execute(update(REPLIES).where(*is_so).values(**values)).rowcount:
        raise ReplyChanged(_CHANGED)


def _insert_version(connection: Connection, reply_id: str, version: Version) -> None:
    row = {"reply_id": reply_id, "number": version.number, "made": version.made}
    said = {"by": version.by, "what": version.what, "content": version.content}
    connection.execute(insert(REPLY_VERSIONS), row | said)


def _is_done(connection: Connection, reply_id: str, step: StepName, version: int, by: str) -> bool:
    """Whether the last step of the reply is this one already: a button was pressed twice."""
    of_reply = select(REPLY_STEPS).where(REPLY_STEPS.c.reply_id == reply_id)
    last = connection.execute(of_reply.order_by(REPLY_STEPS.c.id.desc()).limit(1)).first()
    now = select(REPLIES.c.state).where(REPLIES.c.id == reply_id)
    state = connection.execute(now).scalar_one_or_none()
    return (
        last is not None
        and (last.step, last.version, state) == (step, version, _TO[step])
        and (same_person(last.by, [by]))
    )


def _writers(connection: Connection, reply_id: str) -> list[str]:
    """Who saved a version of the reply, or submitted it."""
    saved = select(REPLY_VERSIONS.c.by).where(REPLY_VERSIONS.c.reply_id == reply_id)
    submitted = select(REPLY_STEPS.c.by).where(
        REPLY_STEPS.c.reply_id == reply_id, REPLY_STEPS.c.step == "submitted"
    )
    return [*connection.execute(saved).scalars(), *connection.execute(submitted).scalars()]


def _reply(row: Row[tuple[object, ...]]) -> Reply:
    return Reply(
        row.id,
        row.name,
        row.letter,
        row.state,
        row.version,
        row.created,
        row.changed,
        tuple(row.questions),
        row.sources,
    )


def _searched(reply: Reply) -> str:
    return "\n".join((reply.name, reply.letter, *reply.questions)).casefold()
