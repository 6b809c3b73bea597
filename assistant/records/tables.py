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
