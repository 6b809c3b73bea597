"""What a person sees of a table before it is answered: its columns, its first rows, what is masked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.staff.cells import text_of
from assistant.staff.tables import Table, masked_table

_ROWS = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """The header and the first rows of a table, masked as they will be asked, `at` the question's
    column; how many `questions` it has, and in which rows of the sheet, from 1, one is `masked`."""

    header: tuple[str, ...]
    at: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    questions: int
    masked: tuple[int, ...]


def preview_of(table: Table) -> Preview:
    """The preview of a `table` that is not masked yet."""
    asked = masked_table(table)
    first = len(table.above) + 2  # the number of the row below the header
    numbered = list(enumerate(zip(table.rows, asked.rows, strict=True), start=first))
    shown = [(number, row) for number, (_, row) in numbered if any(map(text_of, row))][:_ROWS]
    return Preview(
        header=table.header,
        at=table.at,
        rows=tuple((number, tuple(map(text_of, row))) for number, row in shown),
        questions=sum(bool(table.question(row)) for row in table.rows),
        masked=tuple(
            number
            for number, (before, after) in numbered
            if table.question(before) != table.question(after)
        ),
    )
