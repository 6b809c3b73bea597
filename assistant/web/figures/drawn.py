"""The lines of the table as their entries, and the chart of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.ledger_table import Entry
from assistant.web.charts import Chart, Mark, bars, line, mark_of
from assistant.web.figures.asked import Asked
from assistant.web.figures.found import Found, Line
from assistant.web.report_address import report_address
from index.figures.places import shown_name
from index.store.library import Library

CHARTED = 40  # lines that a chart is drawn of


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the table: where it stands in its report, its sentence in pieces."""

    number: int
    entry: Entry

    @property
    def address(self) -> str:
        passage, (start, end) = self.entry.passage, self.entry.figure.evidence
        return report_address(
            passage.report_id,
            passage.start + start,
            passage.start + end,
            passage.text[start:end],
        )

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence before the figure, the figure, and after it; without Markdown's stars."""
        text, (start, end) = self.entry.passage.text, self.entry.figure.evidence
        quantity = self.entry.figure.binding.quantity
        parts = (
            text[start : quantity.start],
            text[quantity.start : quantity.end],
            text[quantity.end : end],
        )
        before, figure, after = (part.replace("**", "") for part in parts)
        return before, figure, after

    def compared(self) -> Iterator[tuple[str, str]]:
        """Where its other years and the other places are, where they can stand beside it."""
        bound = self.entry.figure.binding
        if bound.name is None or bound.period is None or not bound.period.is_one_year:
            return
        alike = Asked(indicator=bound.name, attribute=bound.attribute)
        year = bound.period.first
        if bound.place:
            yield "历年", replace(alike, view="years", places=(bound.place,)).address()
        yield "各地", replace(alike, view="places", first=year, last=year).address()


def rows_of(library: Library, lines: Sequence[Line]) -> list[tuple[Row | None, ...]]:
    """The entries of `lines`."""
    numbers = [row for each in lines for row in each if row is not None]
    figures = library.ledger.read(numbers)
    passages = library.passages(list({figure.passage_id for figure in figures}))
    entries = {
        number: Row(number, Entry(figure, passages[figure.passage_id]))
        for number, figure in zip(numbers, figures, strict=True)
    }
    return [tuple(None if row is None else entries[row] for row in each) for each in lines]


def chart_of(library: Library, found: Found, *, linked: bool = True) -> Chart | None:
    """The chart of what was found, its marks linked to their sentences; None where its figures are
    of several things."""
    if not found.chart_title or not found.lines:
        return None
    rows = [row for each in rows_of(library, found.lines[:CHARTED]) for row in each if row]
    if found.asked.view == "years":
        return line(found.chart_title, [_mark(row, _year_of(row), linked) for row in rows])
    if found.asked.paired:
        years = {_year_of(row) for row in rows}
        several = len(years) > 1
        marks = [
            _mark(row, f"{_place_of(row)} {_year_of(row) if several else ''}".strip(), linked)
            for row in rows
        ]
        return bars(found.chart_title, marks)
    return bars(
        found.chart_title, _by_outcome([_mark(row, _place_of(row), linked) for row in rows])
    )


def _mark(row: Row, label: str, linked: bool) -> Mark:
    return mark_of(row.entry.figure, label=label, href=row.address if linked else "")


def _place_of(row: Row) -> str:
    return shown_name(row.entry.place) if row.entry.place else ""


def _year_of(row: Row) -> str:
    return row.entry.figure.binding.period.written if row.entry.figure.binding.period else ""


def _by_outcome(marks: Sequence[Mark]) -> list[Mark]:
    """Marks place by place, the outcome before the target; the place of the largest outcome first."""
    by_place: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.kind != "actual", -mark.value)):
        by_place.setdefault(mark.label, []).append(mark)
    return [mark for alike in by_place.values() for mark in alike]
