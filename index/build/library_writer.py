"""Writes the library of a new generation: what it holds of each file, as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexUnwritable
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import Passage, Report
from index.reports.text_doubts import sketch_of, text_digest
from index.store.library import FIGURE, PASSAGE, REPORT, SCHEMA, Files

_CACHE_KIB = 131_072
_REFUSED = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
# A generation that is being written is thrown away whole when its build fails: no journal is needed.
_WRITING = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};
"""
_OF_A_REPORT = ("figure", "passage", "whole_report")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FileRows:
    """All that the library holds of one file, as rows: made wherever there is time for it."""

    digest: str
    text_digest: str
    sketch: bytes
    reports: tuple[Row, ...]
    whole_reports: tuple[Row, ...]
    passages: tuple[Row, ...]
    figures: tuple[Row, ...]


def rows_of(digest: str, cut: Sequence[tuple[Report, Sequence[Passage]]]) -> FileRows:
    """The rows of a file's reports with their passages and the figures these state."""
    text = "".join(report.text for report, _ in cut)
    passages = [passage for _, of_report in cut for passage in of_report]
    return FileRows(
        digest=digest,
        text_digest=text_digest(text),
        sketch=sketch_of(text),
        reports=tuple(_report_row(report) for report, _ in cut),
        whole_reports=tuple((r.id, REPORT.dump_json(r, exclude_defaults=True)) for r, _ in cut),
        passages=tuple(
            (p.id, p.report_id, p.start, PASSAGE.dump_json(p, exclude_defaults=True))
            for p in passages
        ),
        figures=tuple(_figure_row(f, p) for p in passages for f in figures_of(p)),
    )


def _report_row(report: Report) -> Row:
    return (
        report.id,
        report.source,
        report.title,
        report.place,
        report.level,
        report.year,
        report.date,
        report.home,
        json.dumps(report.doubts, ensure_ascii=False),
        report.document,
        *(report.span or (None, None)),
    )


def _figure_row(figure: Figure, passage: Passage) -> Row:
    bound = figure.binding
    first, last = (bound.period.first, bound.period.last) if bound.period else (None, None)
    return (
        figure.passage_id,
        figure.report_id,
        passage.start,
        bound.quantity.start,
        bound.place,
        first,
        last,
        bound.indicator,
        bound.name,
        bound.kind,
        FIGURE.dump_json(figure, exclude_defaults=True),
    )


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
