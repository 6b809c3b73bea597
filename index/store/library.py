"""The reports, passages and figures of an index in one SQLite database, read by id; and the files
that they are from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from index.errors import IndexDamaged
from index.figures.figure import Figure
from index.figures.period_rules import RULES, years_covered
from index.report import DocumentKind, Level, Passage, Report
from index.reports.text_doubts import alike, alike_words
from index.store.ledger import FIGURE as FIGURE
from index.store.ledger import FigureFilter as FigureFilter
from index.store.ledger import Ledger, among_all

LIBRARY_FILE = "library.sqlite"

SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    source TEXT PRIMARY KEY, digest TEXT NOT NULL, same_as TEXT, text_digest TEXT, sketch BLOB);
CREATE INDEX IF NOT EXISTS file_text ON file (text_digest);
CREATE TABLE IF NOT EXISTS refused (source TEXT PRIMARY KEY, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS report (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, place TEXT, level TEXT,
    year INTEGER, date TEXT, home INTEGER NOT NULL, doubts TEXT NOT NULL,
    document TEXT NOT NULL, first_year INTEGER, last_year INTEGER);
CREATE INDEX IF NOT EXISTS report_source ON report (source);
CREATE INDEX IF NOT EXISTS report_place ON report (place);
CREATE TABLE IF NOT EXISTS whole_report (
    report_id TEXT PRIMARY KEY REFERENCES report (id), content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS passage (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (id),
    start INTEGER NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passage_report ON passage (report_id, start);
CREATE TABLE IF NOT EXISTS figure (
    passage_id TEXT NOT NULL REFERENCES passage (id), report_id TEXT NOT NULL,
    passage_start INTEGER NOT NULL, start INTEGER NOT NULL, place TEXT, first_year INTEGER,
    last_year INTEGER, indicator TEXT NOT NULL, name TEXT, kind TEXT NOT NULL,
    content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS figure_passage ON figure (passage_id, start);
CREATE INDEX IF NOT EXISTS figure_indicator ON figure (indicator);
CREATE INDEX IF NOT EXISTS figure_name ON figure (name);
CREATE INDEX IF NOT EXISTS figure_place ON figure (place);
CREATE INDEX IF NOT EXISTS figure_report ON figure (report_id);
"""

REPORT = TypeAdapter(Report)
PASSAGE = TypeAdapter(Passage)


@dataclass(frozen=True, slots=True)
class Covered:
    """What a report covers: enough to tell a reader which reports there are."""

    report_id: str
    title: str
    place: str | None
    level: Level | None
    year: int | None
    date: str | None
    home: bool = False
    document: DocumentKind = "work_report"
    span: tuple[int, int] | None = None

    @property
    def years(self) -> frozenset[int]:
        """The years that it is about."""
        return years_covered(self.document, self.year, self.span)

    @property
    def now(self) -> int | None:
        """The year in which it was published, as far as its own year says so."""
        return None if self.year is None else self.year + RULES[self.document].given


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as it is listed for people: what it covers, where it is from, what is doubtful."""

    covered: Covered
    source: str
    passages: int
    figures: int
    doubts: tuple[str, ...]


_COLUMNS = "id, title, place, level, year, date, home, document, first_year, last_year"
_COVERED = f"SELECT {_COLUMNS} FROM report ORDER BY id"  # noqa: S608 (columns only)
_COUNTED = f"""
SELECT {_COLUMNS}, source, doubts,
    (SELECT count(*) FROM passage WHERE report_id = report.id),
    (SELECT count(*) FROM figure WHERE report_id = report.id)
FROM report ORDER BY id
"""  # noqa: S608 (columns only)


class Files:
    """The files that a library was made from: what each holds, and which were left out and why."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def digests(self) -> dict[str, str]:
        """Source path → digest of each file that is in the library."""
        return dict(self._connection.execute("SELECT source, digest FROM file"))

    def refused(self) -> dict[str, str]:
        """Source path → why it could not be taken in."""
        return dict(self._connection.execute("SELECT * FROM refused ORDER BY source"))

    def same_as(self) -> dict[str, str]:
        """Source path of each file without reports of its own → the file that holds its text."""
        return dict(
            self._connection.execute(
                "SELECT source, same_as FROM file WHERE same_as IS NOT NULL ORDER BY source"
            )
        )

    def sketches(self) -> dict[str, bytes]:
        """Source path of each file with reports of its own → the sketch of its text, in order."""
        return dict(
            self._connection.execute(
                "SELECT source, sketch FROM file WHERE sketch IS NOT NULL ORDER BY source"
            )
        )


class Library:
    """Reports, passages and figures in the database `file`; any number of readers.

    Raises IndexDamaged where it is no such database.
    """

    def __init__(self, file: Path) -> None:
        try:
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self._connection.execute("SELECT 1 FROM passage LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"索引文件 {file.name!r} 无法读取：{error}。") from error
        self.files = Files(self._connection)
        self.ledger = Ledger(self._connection)

    def close(self) -> None:
        self._connection.close()

    def listed(self) -> list[Listed]:
        """Every report with its file, its counts and its doubts, by id."""
        return [
            Listed(_covered(covered), source, passages, figures, tuple(json.loads(doubts)))
            for *covered, source, doubts, passages, figures in self._connection.execute(_COUNTED)
        ]

    @cached_property
    def doubts(self) -> Mapping[str, Sequence[str]]:
        """Source path → the doubts about its reports, and about texts that are nearly its own."""
        doubts = {report.source: list(report.doubts) for report in self.listed()}
        for pair in alike(self.files.sketches()):
            doubts[pair.first].append(alike_words(pair.second, pair.share))
            doubts[pair.second].append(alike_words(pair.first, pair.share))
        return doubts

    def covered(self) -> list[Covered]:
        return [_covered(row) for row in self._connection.execute(_COVERED)]

    def report(self, report_id: str) -> Report:
        """Raises KeyError for an id that is not in the library."""
        row = self._connection.execute(
            "SELECT content FROM whole_report WHERE report_id = ?", (report_id,)
        ).fetchone()
        if row is None:
            raise KeyError(report_id)
        return REPORT.validate_json(row[0])

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passage by id; an id that is not in the library is left out."""
        marks = ",".join("?" * len(ids))
        rows = self._connection.execute(
            f"SELECT id, content FROM passage WHERE id IN ({marks})",  # noqa: S608 (marks only)
            tuple(ids),
        )
        return {passage_id: PASSAGE.validate_json(content) for passage_id, content in rows}

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of a report in the order of its text."""
        rows = self._connection.execute(
            "SELECT content FROM passage WHERE report_id = ? ORDER BY start", (report_id,)
        )
        return [PASSAGE.validate_json(content) for (content,) in rows]

    def figures(self, wanted: FigureFilter) -> list[Figure]:
        """The figures that meet every condition of `wanted`, by report and place in its text."""
        return self.ledger.figures(wanted)

    def with_figures(
        self,
        names: Sequence[str],
        years: Sequence[int],
        *,
        passages: Sequence[str] = (),
        reports: Sequence[str] = (),
    ) -> list[tuple[str, bool]]:
        """Passages with a figure that the alias file calls by one of `names`, and whether one of
        these is of one of `years`; of `passages` and of `reports`, by id, where given."""
        spans = " OR ".join("(first_year <= ? AND last_year >= ?)" for _ in years) or "0"
        # "+": not by the index of names, which for a common one leads to a figure in every report.
        where, values = among_all({"+name": names, "passage_id": passages, "report_id": reports})
        rows = self._connection.execute(
            f"SELECT passage_id, max({spans}) FROM figure WHERE {where} GROUP BY passage_id",  # noqa: S608
            [year for year in years for _ in range(2)] + values,
        )
        return [(passage_id, bool(in_year)) for passage_id, in_year in rows]

    def reports_of(self, places: Sequence[str], years: Sequence[int]) -> list[str]:
        """The reports of `places` and `years`, by id; a condition left empty holds for all."""
        where, values = among_all({"place": places, "year": years})
        rows = self._connection.execute(f"SELECT id FROM report WHERE {where}", values)  # noqa: S608
        return [report_id for (report_id,) in rows]

    def indicators(self, report_ids: Sequence[str] | None = None) -> list[str]:
        """Every phrase that the ledger has for an indicator, of the reports given or of all."""
        where, values = "", tuple(report_ids or ())
        if report_ids is not None:
            where = f"WHERE report_id IN ({','.join('?' * len(report_ids))})"
        rows = self._connection.execute(
            f"SELECT DISTINCT indicator FROM figure {where} ORDER BY indicator",  # noqa: S608
            values,
        )
        return [indicator for (indicator,) in rows if indicator]

    def passage_ids(self, places: Sequence[str], years: Sequence[int]) -> list[str]:
        """The passages of the reports of `places` and `years`, by id; a condition left empty holds
        for all."""
        where, values = among_all({"place": places, "year": years})
        rows = self._connection.execute(
            f"SELECT id FROM passage WHERE report_id IN (SELECT id FROM report WHERE {where})",  # noqa: S608
            values,
        )
        return [passage_id for (passage_id,) in rows]

    def held(self, ids: Sequence[str]) -> set[str]:
        """Which of some passages, by id, are in the library."""
        rows = self._connection.execute(
            f"SELECT id FROM passage WHERE id IN ({','.join('?' * len(ids))})",  # noqa: S608
            tuple(ids),
        )
        return {passage_id for (passage_id,) in rows}

    def counts(self) -> tuple[int, int]:
        """How many reports and how many passages there are."""
        (reports,) = self._connection.execute("SELECT count(*) FROM report").fetchone()
        (passages,) = self._connection.execute("SELECT count(*) FROM passage").fetchone()
        return int(reports), int(passages)


def library_of(generation: Path) -> Library:
    """The library of a generation. Raises IndexDamaged where it is not in order."""
    return Library(generation / LIBRARY_FILE)


def _covered(row: Sequence[Any]) -> Covered:
    report_id, title, place, level, year, date, home, document, first, last = row
    span = None if first is None else (first, last)
    return Covered(report_id, title, place, level, year, date, bool(home), document, span)
