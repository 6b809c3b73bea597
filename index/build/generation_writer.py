"""Writes a generation: files taken in and out of its library, its keywords and its records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.build.prepare import FileRows, Prepared, Row
from index.encoder.encoding import Encoder, Vectors, check_placed
from index.errors import IndexUnwritable
from index.store.chroma import ChromaStore
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library import LIBRARY_FILE, SCHEMA, Files
from index.store.record import Record

_BATCH = 512
_WRITTEN_AT_ONCE = 5000  # records: Chroma writes its graph out at each call


class GenerationWriter:
    """The parts of `generation` open for writing, and `store` with its records.

    `obsolete` are the records that no passage of the generation has any more; they are not removed
    here, since an earlier generation may still be read from the same store.
    """

    def __init__(self, generation: Path, store: ChromaStore, encoder: Encoder) -> None:
        self.library = LibraryWriter(generation / LIBRARY_FILE)
        self.obsolete: set[str] = set()
        self._keywords = KeywordIndex(generation / KEYWORDS_FOLDER)
        self._store = store
        self._encoder = encoder
        self._records: list[Record] = []
        self._vectors: list[Vectors] = []

    def close(self) -> None:
        with ExitStack() as stack:
            stack.callback(self.library.close)
            stack.callback(self._keywords.close)

    def take_out(self, source: str) -> None:
        self.obsolete.update(self.library.passage_ids(source))
        self._keywords.remove(self.library.report_ids(source))
        self.library.drop_file(source)

    def take_in(self, source: str, file: Prepared) -> None:
        self.library.put_file(source, file.rows)
        self._keywords.add(file.documents)
        self._vectors.append(self._encoded(file.texts))
        self._records += file.records
        self.obsolete.difference_update(record.id for record in file.records)
        if len(self._records) >= _WRITTEN_AT_ONCE:
            self._write_records()

    def finish(self) -> None:
        """Make all that was written be found."""
        self._keywords.commit()
        self._write_records()
        self._index_indicators()

    def _write_records(self) -> None:
        if self._records:
            self._store.add(self._records, np.concatenate(self._vectors))
        self._records, self._vectors = [], []

    def _index_indicators(self) -> None:
        """Give each phrase of the ledger its vector, and take out those no figure has any more."""
        named, known = self.library.indicators(), self._store.indicators()
        self._store.remove_indicators(sorted(known - named))
        new = sorted(named - known)
        if new:
            batches = [new[start : start + _BATCH] for start in range(0, len(new), _BATCH)]
            self._store.add_indicators(new, np.concatenate([self._encoded(b) for b in batches]))

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        vectors = self._encoder.encode(texts, "passage")
        check_placed(texts, vectors)
        return vectors


_CACHE_KIB = 131_072
_REFUSED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
# A generation that is being written is thrown away whole when its build fails: no journal is needed.
_WRITING = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};
"""
_OF_A_REPORT = ("figure", "passage", "whole_report")


class LibraryWriter:
    """Takes files in and out of the database `file`, made where there is none.

    All is written when `close` returns. Raises IndexUnwritable where the disk refuses, when opened
    and in each method.
    """

    def __init__(self, file: Path) -> None:
        with _refusals():
            self._connection = sqlite3.connect(file, factory=_Writing)
        self._connection.executescript(_WRITING + SCHEMA)
        self.files = FilesWriter(self._connection)

    def close(self) -> None:
        try:
            self._connection.commit()
        finally:
            self._connection.close()

    def passage_ids(self, source: str) -> list[str]:
        """The passages of a file's reports, by id."""
        rows = self._connection.execute(
            "SELECT id FROM passage WHERE report_id IN (SELECT id FROM report WHERE source = ?)",
            (source,),
        )
        return [passage_id for (passage_id,) in rows]

    def report_ids(self, source: str) -> list[str]:
        rows = self._connection.execute("SELECT id FROM report WHERE source = ?", (source,))
        return [report_id for (report_id,) in rows]

    def source_of(self, report_id: str) -> str | None:
        """The file that holds the report, None where the id is free."""
        row = self._connection.execute(
            "SELECT source FROM report WHERE id = ?", (report_id,)
        ).fetchone()
        return str(row[0]) if row else None

    def indicators(self) -> set[str]:
        """The phrases for indicators that a figure has."""
        rows = self._connection.execute("SELECT DISTINCT indicator FROM figure")
        return {indicator for (indicator,) in rows if indicator}

    def put_file(self, source: str, rows: FileRows) -> None:
        """Take in a file's reports, passages and figures; `drop_file` takes earlier ones out."""
        self.files.put(source, rows.digest, rows.text_digest, rows.sketch)
        self._insert("report", rows.reports)
        self._insert("whole_report", rows.whole_reports)
        self._insert("passage", rows.passages)
        self._insert("figure", rows.figures)

    def drop_file(self, source: str) -> None:
        for table in _OF_A_REPORT:
            self._connection.execute(
                f"DELETE FROM {table} WHERE report_id IN"  # noqa: S608
                " (SELECT id FROM report WHERE source = ?)",
                (source,),
            )
        self._connection.execute("DELETE FROM report WHERE source = ?", (source,))
        self._connection.execute("DELETE FROM file WHERE source = ?", (source,))

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


class FilesWriter(Files):
    """Notes which files a library was made from."""

    def put(self, source: str, digest: str, text_digest: str, sketch: bytes) -> None:
        """Note a file that has reports, and by what its text is known again."""
        self._connection.execute(
            "INSERT INTO file VALUES (?, ?, NULL, ?, ?)", (source, digest, text_digest, sketch)
        )

    def put_same(self, source: str, digest: str, same_as: str) -> None:
        """Note a file whose text the file `same_as` holds."""
        self._connection.execute(
            "INSERT INTO file VALUES (?, ?, ?, NULL, NULL)", (source, digest, same_as)
        )

    def put_refused(self, source: str, reason: str) -> None:
        """Note a file that could not be taken in; its earlier version, if any, stays."""
        self._connection.execute("REPLACE INTO refused VALUES (?, ?)", (source, reason))

    def drop_refused(self, source: str) -> None:
        self._connection.execute("DELETE FROM refused WHERE source = ?", (source,))

    def forget_refused(self, is_gone: Callable[[str], bool]) -> None:
        """Drop the refusals of files that are there no more."""
        for source in self.refused():
            if is_gone(source):
                self.drop_refused(source)

    def holder_of(self, text_digest: str, besides: str) -> str | None:
        """The file that holds a text of that digest already, other than `besides`, else None."""
        row = self._connection.execute(
            "SELECT source FROM file WHERE text_digest = ? AND source != ?",
            (text_digest, besides),
        ).fetchone()
        return str(row[0]) if row else None


class _Writing(sqlite3.Connection):
    """A connection that says what the disk refuses in our words."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        with _refusals():
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        with _refusals():
            return super().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> sqlite3.Cursor:
        with _refusals():
            return super().executescript(sql_script)

    def commit(self) -> None:
        with _refusals():
            super().commit()


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(_REFUSED):
            raise IndexUnwritable(f"无法写入索引：{error}。") from error
        raise
