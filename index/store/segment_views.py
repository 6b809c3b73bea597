"""One database connection over the segments of an index, as if they were one database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged, IndexUnwritable
from index.store.library_schema import SCHEMA

# The tables that are read over all segments, and by what a row is known to be hidden.
_HIDDEN_BY = {
    "file": ("hidden_file", "source", "source"),
    "report": ("hidden_report", "report_id", "id"),
    "whole_report": ("hidden_report", "report_id", "report_id"),
    "passage": ("hidden_report", "report_id", "report_id"),
    "vector": ("hidden_report", "report_id", "report_id"),
    "figure": ("hidden_report", "report_id", "report_id"),
}
_CACHE_KIB = 131_072
_REFUSED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
# A segment that is being written is thrown away whole when its build fails: no journal is needed.
_WRITING = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};
"""


def connect(files: Sequence[Path], *, writable: bool = False) -> sqlite3.Connection:
    """The last of `files` as `main`, to be written to where `writable`, the others as s0, s1, …

    Without a prefix, a table's name means its rows in all of them, less what `main` hides of the
    others. Raises IndexDamaged where a file is no such database; one to be written to, when it is
    opened and used, IndexUnwritable where the disk refuses.
    """
    *sealed, last = files
    try:
        connection = sqlite3.connect(
            _uri(last, "rwc" if writable else "ro"),
            uri=True,
            check_same_thread=False,
            factory=_Writing if writable else sqlite3.Connection,
        )
        if writable:
            connection.executescript(_WRITING + SCHEMA)
        for number, file in enumerate(sealed):
            connection.execute(f"ATTACH ? AS s{number}", (_uri(file, "ro"),))
        if sealed:
            connection.executescript("".join(map(_view, _HIDDEN_BY, [sealed] * len(_HIDDEN_BY))))
        connection.execute("SELECT 1 FROM passage LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise IndexDamaged(f"索引文件 {last.name!r} 无法读取：{error}。") from error
    return connection


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


def segment_name(file: Path) -> str:
    """By which name a segment's database is hidden from: that of its folder."""
    return file.parent.name


def _view(table: str, sealed: Sequence[Path]) -> str:
    hidden, key, column = _HIDDEN_BY[table]
    parts = [
        f"SELECT * FROM s{number}.{table} AS t WHERE NOT EXISTS (SELECT 1 FROM main.{hidden}"  # noqa: S608
        f" WHERE segment = '{segment_name(file)}' AND {key} = t.{column})"
        for number, file in enumerate(sealed)
    ]
    told = " UNION ALL ".join([*parts, f"SELECT * FROM main.{table}"])  # noqa: S608
    return f"CREATE TEMP VIEW {table} AS {told};\n"


def _uri(file: Path, mode: str) -> str:
    return f"{file.absolute().as_uri()}?mode={mode}"
