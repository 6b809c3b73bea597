"""The reports and passages of an index, kept in the databases of its segments and read by id."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder.encoding import Vectors
from index.figures.figure import Figure, FigureKind
from index.figures.period_rules import RULES, years_covered
from index.report import DocumentKind, Level, Passage, Report
from index.store.file_records import FileRecords
from index.store.library_schema import FIGURE, PASSAGE, REPORT
from index.store.manifest import read_manifest
from index.store.segment_views import connect, segment_name
from index.store.segments import LIBRARY_FILE, segments_of


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
    home: bool = False
    document: DocumentKind = "work_report"
    span: tuple[int, int] | None = None

    @property
    def years(self) -> frozenset[int]:
        """The years that it is about."""
        return years_covered(self.document, self.year, self.span)

    @property
    def now(self) -> int | None:
        """The year in which it was published, as far as its own year tells it."""
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
VECTOR_TYPE = np.float16
ROW_TYPE = np.int64

Rows = NDArray[np.int64]


class Library:
    """Reports and passages in `files`, the databases of an index's segments, the oldest first, and
    the files they are from; any number of readers.

    Raises IndexDamaged where one is no such database.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._connection = connect(files)
        self._sealed = [segment_name(file) for file in files[:-1]]
        self.files = FileRecords(self._connection)

    def close(self) -> None:
        self._connection.close()

    def listed(self) -> list[Listed]:
        """Every report with its file, its counts and its doubts, by id."""
        return [
            Listed(_covered(covered), source, passages, figures, tuple(json.loads(doubts)))
            for *covered, source, doubts, passages, figures in self._connection.execute(_COUNTED)
        ]

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
        where, values = _among_all(
            {"place": wanted.places, "kind": wanted.kinds, "passage_id": wanted.passages}
        )
        if wanted.indicators or wanted.names:
            by_phrase = f"indicator IN ({','.join('?' * len(wanted.indicators))})"
            by_name = f"name IN ({','.join('?' * len(wanted.names))})"
            where += f" AND ({by_phrase} OR {by_name})"
            values += [*wanted.indicators, *wanted.names]
        if wanted.years:
            spans = ["(first_year <= ? AND last_year >= ?)" for _ in wanted.years]
            where += f" AND ({' OR '.join(spans)})"
            values += [year for year in wanted.years for _ in range(2)]
        rows = self._connection.execute(
            f"SELECT content FROM figure WHERE {where} "  # noqa: S608 (marks only)
            "ORDER BY report_id, passage_start, start",
            values,
        )
        return [FIGURE.validate_json(content) for (content,) in rows]

    def telling(
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
        where, values = _among_all({"+name": names, "passage_id": passages, "report_id": reports})
        rows = self._connection.execute(
            f"SELECT passage_id, max({spans}) FROM figure WHERE {where} GROUP BY passage_id",  # noqa: S608
            [year for year in years for _ in range(2)] + values,
        )
        return [(passage_id, bool(in_year)) for passage_id, in_year in rows]

    def reports_of(self, places: Sequence[str], years: Sequence[int]) -> list[str]:
        """The reports of `places` and `years`, by id; a condition left empty holds for all."""
        where, values = _among_all({"place": places, "year": years})
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

    def vectors(
        self, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> tuple[list[str], Vectors]:
        """The passages of the reports of `places` and `years`, by id, and their vectors; a
        condition left empty holds for all. Shape (number of passages, dimensions)."""
        where, values = _among_all({"place": places, "year": years})
        rows = self._connection.execute(
            f"SELECT passage_id, vector FROM vector WHERE {where}",  # noqa: S608 (marks only)
            values,
        ).fetchall()
        return [passage_id for passage_id, _ in rows], _stacked([vector for _, vector in rows])

    def cells(self, segment: str, numbers: Sequence[int]) -> tuple[Rows, Vectors]:
        """What lies in some cells of a segment: the numbers of its rows, and their vectors."""
        stored = self._connection.execute(
            f"SELECT vector_rows, vectors FROM {self._schema(segment)}.cell"  # noqa: S608
            f" WHERE number IN ({','.join('?' * len(numbers))})",
            tuple(numbers),
        ).fetchall()
        rows = np.frombuffer(b"".join(numbers for numbers, _ in stored), dtype=ROW_TYPE)
        return rows, _stacked([vectors for _, vectors in stored], len(rows))

    def passages_at(self, segment: str, rows: Rows) -> list[str]:
        """The passage of each of some rows of a segment, by id."""
        numbers = rows.tolist()
        found = dict(
            self._connection.execute(
                f"SELECT rowid, passage_id FROM {self._schema(segment)}.vector"  # noqa: S608
                f" WHERE rowid IN ({','.join('?' * len(numbers))})",
                numbers,
            )
        )
        return [found[number] for number in numbers]

    def _schema(self, segment: str) -> str:
        return f"s{self._sealed.index(segment)}" if segment in self._sealed else "main"

    def hidden(self) -> dict[str, frozenset[str]]:
        """Of each segment but the last the reports that later builds took out or replaced."""
        hidden: dict[str, set[str]] = {name: set() for name in self._sealed}
        for name, report_id in self._connection.execute("SELECT * FROM main.hidden_report"):
            hidden.setdefault(name, set()).add(report_id)
        return {name: frozenset(reports) for name, reports in hidden.items()}

    def counts(self) -> tuple[int, int]:
        """How many reports and how many passages there are."""
        (reports,) = self._connection.execute("SELECT count(*) FROM report").fetchone()
        (passages,) = self._connection.execute("SELECT count(*) FROM passage").fetchone()
        return int(reports), int(passages)


def _stacked(stored: Sequence[bytes], count: int | None = None) -> Vectors:
    if not stored:
        return np.zeros((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(stored), dtype=VECTOR_TYPE)
    return flat.reshape(count or len(stored), -1).astype(np.float32)


def library_of(generation: Path) -> Library:
    """The library of a generation. Raises IndexDamaged where it is not in order."""
    segments = segments_of(generation, read_manifest(generation).segments)
    return Library([segment / LIBRARY_FILE for segment in segments])


def _among_all(choices: Mapping[str, Sequence[object]]) -> tuple[str, list[object]]:
    """The condition that each column given has one of its choices, and its values in order."""
    asked = {column: values for column, values in choices.items() if values}
    marks = (f"{column} IN ({','.join('?' * len(values))})" for column, values in asked.items())
    return " AND ".join(marks) or "1", [value for values in asked.values() for value in values]


def _covered(row: Sequence[Any]) -> Covered:
    report_id, title, place, level, year, date, home, document, first, last = row
    span = None if first is None else (first, last)
    return Covered(report_id, title, place, level, year, date, bool(home), document, span)
