"""The cells of a table, whichever file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Value:
    """A cell with a number or a day: the value, its format in a spreadsheet, and its text."""

    value: int | float | bool | datetime | date | time | timedelta
    form: str
    text: str


Cell = str | Value
Row = tuple[Cell, ...]


def text_of(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text
