"""Replies to letters, their versions, and who approved them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("letter", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )
    op.create_index("ix_replies_changed", "replies", ["changed"])
    op.create_table(
        "reply_versions",
        sa.Column("reply_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reply_id", "number", name="pk_reply_versions"),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name="fk_reply_versions_reply_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "reply_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reply_id", sa.String(32), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reply_steps"),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["replies.id"], name="fk_reply_steps_reply_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_reply_steps_reply_id", "reply_steps", ["reply_id"])


def downgrade() -> None:
    for table in ("reply_steps", "reply_versions", "replies"):
        op.drop_table(table)
