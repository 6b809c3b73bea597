"""Writes the last segment's database: the only one of an index that a build changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder.encoding import Vectors
from index.store.file_records import FileRecords
from index.store.library import ROW_TYPE, VECTOR_TYPE
from index.store.library_schema import FileRows
from index.store.segment_views import connect, segment_name

StoredVectors = NDArray[np.float16]

_TABLES = ("file", "report", "whole_report", "passage", "vector", "figure")
_OF_A_REPORT = ("figure", "vector", "passage", "whole_report")


class LibraryWriter:
    """Takes files in and out; `files` are the databases of the segments, the last the one written.

    What an earlier segment holds is not touched but noted as hidden in the last. All is written when
    `close` returns. Raises IndexDamaged where one is no such database, and
    each method IndexUnwritable where the disk refuses.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._sealed = [segment_name(file) for file in files[:-1]]
        self._connection = connect(files, writable=True)
        self.files = FileRecords(self._connection)

    def close(self) -> None:
        try:
            self._connection.commit()
        finally:
            self._connection.close()

    def go_on_from_the_last(self) -> None:
        """Take over what the segment before the new one noted of those before it."""
        before = f"s{len(self._sealed) - 1}"
        for table in ("hidden_file", "hidden_report", "refused"):
            self._connection.execute(f"INSERT INTO main.{table} SELECT * FROM {before}.{table}")  # noqa: S608

    def take_over(self) -> None:
        """Copy all that the other segments hold, less what they hide of each other."""
        for table in _TABLES:
            self._connection.execute(f"INSERT INTO main.{table} SELECT * FROM temp.{table}")  # noqa: S608

    def report_ids(self, source: str) -> list[str]:
        rows = self._connection.execute("SELECT id FROM report WHERE source = ?", (source,))
        return [report_id for (report_id,) in rows]

    def source_of(self, report_id: str) -> str | None:
        """The file that holds the report, None where the id is free."""
        row = self._connection.execute(
            "SELECT source FROM report WHERE id = ?", (report_id,)
        ).fetchone()
        return str(row[0]) if row else None

    def put_file(self, source: str, rows: FileRows) -> None:
        """Take in a file's reports, passages and figures; `drop_file` takes earlier ones out."""
        self.files.put(source, rows.digest, rows.text_digest, rows.sketch)
        self._insert("report", rows.reports)
        self._insert("whole_report", rows.whole_reports)
        self._insert("passage", rows.passages)
        self._insert("figure", rows.figures)

    def put_vectors(self, rows: FileRows, vectors: Vectors) -> None:
        """Take in the vectors of a file's passages, in their order, beside place and year."""
        scope = {row[0]: (row[3], row[5]) for row in rows.reports}
        self._insert(
            "vector",
            [
                (passage_id, report_id, *scope[report_id], vector.astype(VECTOR_TYPE).tobytes())
                for (passage_id, report_id, *_), vector in zip(rows.passages, vectors, strict=True)
            ],
        )

    def changeable_count(self) -> int:
        """How many passages the last segment holds."""
        (count,) = self._connection.execute("SELECT count(*) FROM main.passage").fetchone()
        return int(count)

    def changeable_indicators(self) -> set[str]:
        """The phrases for indicators in the last segment."""
        rows = self._connection.execute("SELECT DISTINCT indicator FROM main.figure")
        return {indicator for (indicator,) in rows if indicator}

    def changeable_vectors(self, dimensions: int) -> tuple[NDArray[np.int64], StoredVectors]:
        """The rows of the last segment that hold a vector, by number, and these vectors."""
        rows = np.empty(self.changeable_count(), dtype=ROW_TYPE)
        vectors = np.empty((len(rows), dimensions), dtype=VECTOR_TYPE)
        for n, stored in enumerate(
            self._connection.execute("SELECT rowid, vector FROM main.vector")
        ):
            rows[n], vectors[n] = stored[0], np.frombuffer(stored[1], dtype=VECTOR_TYPE)
        return rows, vectors

    def put_cells(
        self, rows: NDArray[np.int64], vectors: StoredVectors, cell_of: NDArray[np.intp]
    ) -> None:
        """Lay the vectors of the last segment cell by cell too, to be read so."""
        order = np.argsort(cell_of, kind="stable")
        members = np.split(order, np.cumsum(np.bincount(cell_of))[:-1])
        self._connection.execute("DELETE FROM main.cell")
        self._connection.executemany(
            "INSERT INTO main.cell VALUES (?, ?, ?)",
            ((n, rows[of].tobytes(), vectors[of].tobytes()) for n, of in enumerate(members)),
        )

    def drop_file(self, source: str) -> None:
        for table in _OF_A_REPORT:
            self._connection.execute(
                f"DELETE FROM main.{table} WHERE report_id IN"  # noqa: S608
                " (SELECT id FROM main.report WHERE source = ?)",
                (source,),
            )
        self._connection.execute("DELETE FROM main.report WHERE source = ?", (source,))
        self._connection.execute("DELETE FROM main.file WHERE source = ?", (source,))
        for number, name in enumerate(self._sealed):
            for table, column, holds in (
                ("hidden_file", "source", "file"),
                ("hidden_report", "id", "report"),
            ):
                self._connection.execute(
                    f"INSERT OR IGNORE INTO main.{table}"  # noqa: S608
                    f" SELECT ?, {column} FROM s{number}.{holds} WHERE source = ?",
                    (name, source),
                )

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO main.{table} VALUES ({marks})", rows)  # noqa: S608
