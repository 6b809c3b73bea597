"""Runs migrations on the connection that `records.database` gives."""

from __future__ import annotations

from alembic import context

from assistant.records.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
