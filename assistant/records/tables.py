"""The tables of the records; a change of them is a migration in `migrations/versions`.

Only what SQLite and PostgreSQL both have is used.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment; SQLite keeps no time zone, so it is written and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", String(22), primary_key=True),
    Column("made", UtcTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("understood", Text, nullable=False),
    Column("status", String(40), nullable=False),
    Column("model", Text),
    Column("index_id", Text),
    Column("timings_ms", JSON, nullable=False),
    Column("object", JSON, nullable=False),
    Column("typed", Text, nullable=False),
    Index("ix_answers_made", "made"),
)
"""One row an answer shown. `object` is the answer object of the command line, whose keys are a
contract; `typed` the VerifiedAnswer field by field, from which a page draws it as it was."""

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(22), ForeignKey("answers.id", ondelete="CASCADE"), nullable=False),
    Column("made", UtcTime, nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("reason", String(40)),
    Column("text", Text, nullable=False),
    Index("ix_feedback_answer_id", "answer_id"),
)

REPLIES = Table(
    "replies",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("letter", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("changed", UtcTime, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Index("ix_replies_changed", "changed"),
)
"""One row a letter that is being answered or was. `questions` are those of its newest version,
`sources` the digest of each report that the version cites."""

REPLY_VERSIONS = Table(
    "reply_versions",
    METADATA,
    Column("reply_id", String(32), ForeignKey("replies.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("made", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("content", Text, nullable=False),
)
"""Each version of a reply as it was saved; none is ever changed."""

REPLY_STEPS = Table(
    "reply_steps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("reply_id", String(32), ForeignKey("replies.id", ondelete="CASCADE"), nullable=False),
    Column("made", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("step", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_reply_steps_reply_id", "reply_id"),
)
"""Who submitted, approved or sent back which version, and when."""
