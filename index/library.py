"""The reports and passages of an index, kept in one SQLite file and read by id."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from index.errors import IndexDamaged
from index.figures import Figure, FigureKind
from index.file_records import FILES_SCHEMA, FileRecords
from index.ledger import figures_of
from index.report import Level, Passage, Report

_SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, place TEXT, year INTEGER, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS report_source ON report (source);
CREATE TABLE IF NOT EXISTS passage (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (id),
    start INTEGER NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passage_report ON passage (report_id, start);
CREATE TABLE IF NOT EXISTS figure (
    passage_id TEXT NOT NULL REFERENCES passage (id), report_id TEXT NOT NULL,
    start INTEGER NOT NULL, place TEXT, first_year INTEGER, last_year INTEGER,
    indicator TEXT NOT NULL, name TEXT, kind TEXT NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS figure_passage ON figure (passage_id, start);
CREATE INDEX IF NOT EXISTS figure_indicator ON figure (indicator);
CREATE INDEX IF NOT EXISTS figure_name ON figure (name);
CREATE INDEX IF NOT EXISTS figure_report ON figure (report_id);
"""


_REPORT = TypeAdapter(Report)
_PASSAGE = TypeAdapter(Passage)
_FIGURE = TypeAdapter(Figure)


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which figures of the ledger are asked for; each condition left empty holds for all.

    `indicators` are phrases as the reports have them, `names` what the alias file calls them;
    a figure meets them by either. `years` it meets if its period has one of them.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[FigureKind, ...] = ()
    indicators: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """What a report covers: enough to tell a reader which reports there are."""

    report_id: str
    title: str
    place: str | None
    level: Level | None
    year: int | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as it is listed for people: what it covers, where it is from, what is doubtful."""

    covered: Covered
    source: str
    passages: int
    figures: int
    doubts: tuple[str, ...]


class Library:
    """Reports and passages at `file`, and the files they are from; one writer, many readers.

    Raises IndexDamaged where the file is no such database.
    """

    def __init__(self, file: Path, *, writable: bool = False) -> None:
        mode = "rwc" if writable else "ro"
        try:
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False
            )
            if writable:
                self._connection.executescript(FILES_SCHEMA + _SCHEMA)
            self._connection.execute("SELECT 1 FROM passage LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"索引文件 {file.name!r} 无法读取：{error}。") from error
        self.files = FileRecords(self._connection)

    def close(self) -> None:
        self._connection.close()

    def report_ids(self, source: str) -> list[str]:
        rows = self._connection.execute("SELECT id FROM report WHERE source = ?", (source,))
        return [report_id for (report_id,) in rows]

    def source_of(self, report_id: str) -> str | None:
        """The file that holds the report, None where the id is free."""
        row = self._connection.execute(
            "SELECT source FROM report WHERE id = ?", (report_id,)
        ).fetchone()
        return str(row[0]) if row else None

    def put_file(
        self, source: str, digest: str, cut: Sequence[tuple[Report, Sequence[Passage]]]
    ) -> None:
        """Take in the reports of one file with their passages, in place of its earlier ones."""
        text = "".join(report.text for report, _ in cut)
        with self._connection:
            self._drop(source)
            self.files.put(source, digest, text)
            for report, passages in cut:
                self._connection.execute(
                    "INSERT INTO report VALUES (?, ?, ?, ?, ?)",
                    (report.id, source, report.place, report.year, _REPORT.dump_json(report)),
                )
                self._connection.executemany(
                    "INSERT INTO passage VALUES (?, ?, ?, ?)",
                    [(p.id, p.report_id, p.start, _PASSAGE.dump_json(p)) for p in passages],
                )
                self._connection.executemany(
                    "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [_figure_row(f) for passage in passages for f in figures_of(passage)],
                )

    def listed(self) -> list[Listed]:
        """Every report with its file, its counts and its doubts, by id."""
        rows = self._connection.execute(
            "SELECT content, (SELECT count(*) FROM passage WHERE report_id = report.id),"
            " (SELECT count(*) FROM figure WHERE report_id = report.id) FROM report ORDER BY id"
        )
        reports = [(_REPORT.validate_json(content), *counts) for content, *counts in rows]
        return [
            Listed(_covered(report), report.source, passages, figures, report.doubts)
            for report, passages, figures in reports
        ]

    def put_same(self, source: str, digest: str, same_as: str) -> None:
        """Note a file whose text another holds already: it has no reports of its own."""
        with self._connection:
            self._drop(source)
            self.files.put_same(source, digest, same_as)

    def drop_file(self, source: str) -> None:
        with self._connection:
            self._drop(source)

    def covered(self) -> list[Covered]:
        rows = self._connection.execute("SELECT content FROM report ORDER BY id")
        return [_covered(_REPORT.validate_json(content)) for (content,) in rows]

    def report(self, report_id: str) -> Report:
        """Raises KeyError for an id that is not in the library."""
        row = self._connection.execute(
            "SELECT content FROM report WHERE id = ?", (report_id,)
        ).fetchone()
        if row is None:
            raise KeyError(report_id)
        return _REPORT.validate_json(row[0])

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passage by id; an id that is not in the library is left out."""
        marks = ",".join("?" * len(ids))
        rows = self._connection.execute(
            f"SELECT id, content FROM passage WHERE id IN ({marks})",  # noqa: S608 (marks only)
            tuple(ids),
        )
        return {passage_id: _PASSAGE.validate_json(content) for passage_id, content in rows}

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of a report in the order of its text."""
        rows = self._connection.execute(
            "SELECT content FROM passage WHERE report_id = ? ORDER BY start", (report_id,)
        )
        return [_PASSAGE.validate_json(content) for (content,) in rows]

    def figures(self, wanted: FigureFilter) -> list[Figure]:
        """The figures that meet every condition of `wanted`, by report and place in its text."""
        conditions: list[str] = []
        values: list[object] = []

        def among(column: str, choices: Sequence[object]) -> str:
            values.extend(choices)
            return f"{column} IN ({','.join('?' * len(choices))})"

        if wanted.places:
            conditions.append(among("figure.place", wanted.places))
        if wanted.kinds:
            conditions.append(among("kind", wanted.kinds))
        if wanted.passages:
            conditions.append(among("passage_id", wanted.passages))
        if wanted.indicators or wanted.names:
            by_phrase = among("indicator", wanted.indicators)
            conditions.append(f"({by_phrase} OR {among('name', wanted.names)})")
        if wanted.years:
            spans = ["(first_year <= ? AND last_year >= ?)" for _ in wanted.years]
            values.extend(year for year in wanted.years for _ in range(2))
            conditions.append(f"({' OR '.join(spans)})")
        where = " AND ".join(conditions) or "1"
        rows = self._connection.execute(
            "SELECT figure.content FROM figure JOIN passage ON passage.id = figure.passage_id "  # noqa: S608
            f"WHERE {where} ORDER BY figure.report_id, passage.start, figure.start",
            values,
        )
        return [_FIGURE.validate_json(content) for (content,) in rows]

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

    def passage_count(self) -> int:
        (count,) = self._connection.execute("SELECT count(*) FROM passage").fetchone()
        return int(count)

    def _drop(self, source: str) -> None:
        self._connection.execute(
            "DELETE FROM figure WHERE report_id IN (SELECT id FROM report WHERE source = ?)",
            (source,),
        )
        self._connection.execute(
            "DELETE FROM passage WHERE report_id IN (SELECT id FROM report WHERE source = ?)",
            (source,),
        )
        self._connection.execute("DELETE FROM report WHERE source = ?", (source,))
        self.files.drop(source)


def _covered(report: Report) -> Covered:
    return Covered(
        report_id=report.id,
        title=report.title,
        place=report.place,
        level=report.level,
        year=report.year,
        date=report.date,
    )


def _figure_row(figure: Figure) -> tuple[object, ...]:
    bound = figure.binding
    first, last = bound.period or (None, None)
    return (
        figure.passage_id,
        figure.report_id,
        bound.quantity.start,
        bound.place,
        first,
        last,
        bound.indicator,
        bound.name,
        bound.kind,
        _FIGURE.dump_json(figure),
    )
