"""The files that an index was made from: what each holds, and which were left out and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from index.reports.same_text import Alike, alike


class FileRecords:
    """The records of files in the databases of a library, which opens and closes them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, source: str, digest: str, text_digest: str, sketch: bytes) -> None:
        """Note a file that has reports, and by what its text is known again."""
        self._connection.execute(
            "INSERT INTO main.file VALUES (?, ?, NULL, ?, ?)",
            (source, digest, text_digest, sketch),
        )

    def put_same(self, source: str, digest: str, same_as: str) -> None:
        """Note a file whose text the file `same_as` holds."""
        self._connection.execute(
            "INSERT INTO main.file VALUES (?, ?, ?, NULL, NULL)", (source, digest, same_as)
        )

    def digests(self) -> dict[str, str]:
        """Source path → digest of each file that is in the library."""
        return dict(self._connection.execute("SELECT source, digest FROM file"))

    def put_refused(self, source: str, reason: str) -> None:
        """Note a file that could not be taken in; its earlier version, if any, stays."""
        self._connection.execute("REPLACE INTO main.refused VALUES (?, ?)", (source, reason))

    def drop_refused(self, source: str) -> None:
        self._connection.execute("DELETE FROM main.refused WHERE source = ?", (source,))

    def forget_refused(self, is_gone: Callable[[str], bool]) -> None:
        """Drop the refusals of files that are there no more."""
        for source in self.refused():
            if is_gone(source):
                self.drop_refused(source)

    def refused(self) -> dict[str, str]:
        """Source path → why it could not be taken in."""
        return dict(self._connection.execute("SELECT * FROM refused ORDER BY source"))

    def holder_of(self, text_digest: str, besides: str) -> str | None:
        """The file that holds a text of that digest already, other than `besides`, else None."""
        row = self._connection.execute(
            "SELECT source FROM file WHERE text_digest = ? AND source != ?",
            (text_digest, besides),
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
