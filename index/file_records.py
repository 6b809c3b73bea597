"""The files that an index was made from: what each holds, and which were left out and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from index.same_text import Alike, alike, sketch_of, text_digest

FILES_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    source TEXT PRIMARY KEY, digest TEXT NOT NULL, same_as TEXT, text_digest TEXT, sketch BLOB);
CREATE INDEX IF NOT EXISTS file_text ON file (text_digest);
CREATE TABLE IF NOT EXISTS refused (source TEXT PRIMARY KEY, reason TEXT NOT NULL);
"""


class FileRecords:
    """The records of files in the database of a library, which opens and closes it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, source: str, digest: str, text: str) -> None:
        """Note a file that has reports, and by what its text is known again."""
        self._connection.execute(
            "INSERT INTO file VALUES (?, ?, NULL, ?, ?)",
            (source, digest, text_digest(text), sketch_of(text)),
        )

    def put_same(self, source: str, digest: str, same_as: str) -> None:
        """Note a file whose text the file `same_as` holds."""
        self._connection.execute(
            "INSERT INTO file VALUES (?, ?, ?, NULL, NULL)", (source, digest, same_as)
        )

    def drop(self, source: str) -> None:
        self._connection.execute("DELETE FROM file WHERE source = ?", (source,))

    def digests(self) -> dict[str, str]:
        """Source path → digest of each file that is in the library."""
        return dict(self._connection.execute("SELECT source, digest FROM file"))

    def put_refused(self, source: str, reason: str) -> None:
        """Note a file that could not be taken in; its earlier version, if any, stays."""
        with self._connection:
            self._connection.execute("REPLACE INTO refused VALUES (?, ?)", (source, reason))

    def drop_refused(self, source: str) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM refused WHERE source = ?", (source,))

    def forget_refused(self, is_gone: Callable[[str], bool]) -> None:
        """Drop the refusals of files that are there no more."""
        for source in self.refused():
            if is_gone(source):
                self.drop_refused(source)

    def refused(self) -> dict[str, str]:
        """Source path → why it could not be taken in."""
        return dict(self._connection.execute("SELECT * FROM refused ORDER BY source"))

    def holder_of(self, text: str, besides: str) -> str | None:
        """The file that holds `text` already, other than `besides`; None where none does."""
        row = self._connection.execute(
            "SELECT source FROM file WHERE text_digest = ? AND source != ?",
            (text_digest(text), besides),
        ).fetchone()
        return str(row[0]) if row else None

    def same_as(self) -> dict[str, str]:
        """Source path of each file without reports of its own → the file that holds its text."""
        return dict(
            self._connection.execute(
                "SELECT source, same_as FROM file WHERE same_as IS NOT NULL ORDER BY source"
            )
        )

    def alike(self) -> list[Alike]:
        """The files that share half of their sentences or more, by source path."""
        rows = self._connection.execute(
            "SELECT source, sketch FROM file WHERE sketch IS NOT NULL ORDER BY source"
        )
        return list(alike(dict(rows)))
