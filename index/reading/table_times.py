"""When the columns of a table hold, made known by its caption and by one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.reading import table_words as words
from index.reading.table_heads import Column, When

_MONTH = re.compile(r"(?:\d{1,2}\s*[-—–－~～至]+\s*)?(\d{1,2})月")


def when_of_caption(caption: str, year_above: int | None = None) -> When:
    """When a table holds by its caption: the only year that it names, with a part of the year.

    `year_above` is what the headings above say, for a caption without any.
    """
    found = list(words.YEAR.finditer(caption))
    years = {int(year["year"]) for year in found}
    if len(years) > 1:
        return When()
    part = next((year["part"] for year in found if year["part"]), "")
    part = part or next((each[0] for each in words.PART.finditer(caption)), "")
    return When(next(iter(years), None) or (year_above if part else None), part=part)


def with_times(
    columns: Sequence[Column], table: When, year_above: int | None = None
) -> list[Column]:
    """The columns with their times made whole: 上年同期, 本年, 本月, and years of a part of the year."""
    years = [
        column.when.year for column in columns if column.when.year and column.measure == "level"
    ]
    known = table.year or max(years, default=None) or year_above
    relative = any(column.when.relative in ("before", "now") for column in columns)
    of_all = When(known) if relative and not table and known else When()
    timed: list[Column] = []
    beside = When()
    for column in columns:
        when = whole(column.when, table, known)
        if (
            not when
            and not table
            and column.role == "value"
            and column.is_rate
            and not column.is_bare
        ):
            when = beside  # a share or rank of the figure on its left
        if column.role == "value":
            when = when or of_all
            beside = when
        timed.append(replace(column, when=when))
    return timed


def whole(when: When, table: When, known: int | None) -> When:
    """`when` with what it leaves to the time of the whole table, and to the year `known` of it."""
    if when.relative in ("before", "now"):
        year = known and known - (when.relative == "before")
        return When(year, when.end, when.part or table.part, "" if year else when.relative)
    if when.relative in ("month", "sum"):
        return When(table.year, part=_part(when.relative, table.part))
    if when.part and not when.year:
        return replace(when, year=table.year)
    if when.year and not when.part and not when.end:
        return replace(when, part=table.part)
    return when


def _part(which: str, part: str) -> str:
    """本月 or its sum since January, in a table of 5月 or 1—5月."""
    month = _MONTH.match(part)
    if month is None:
        return part
    return f"{month[1]}月" if which == "month" else f"1—{month[1]}月"


def subjects_of(columns: Sequence[Column]) -> dict[int, int]:
    """Which column of levels each bare change, share or rank tells of, by their numbers: the latest
    of those beside it, on the left where there are any."""
    subjects: dict[int, int] = {}
    group: list[int] = []
    is_open = False
    waiting: list[int] = []
    for number, column in enumerate(columns):
        if column.role != "value":
            continue
        if column.measure == "level" and not column.is_bare:
            group = [*group, number] if is_open else [number]
            is_open = True
            subjects.update(dict.fromkeys(waiting, number))
            waiting = []
        elif column.is_bare:
            is_open = False
            if group:
                subjects[number] = _told_of(columns, group, column)
            else:
                waiting.append(number)
        else:
            group, is_open = [], False
    return subjects


def _told_of(columns: Sequence[Column], group: Sequence[int], bare: Column) -> int:
    """Of several levels of one thing the latest, and what was reached rather than aimed at; but the
    one that the bare column itself names."""
    alike = [number for number in group if columns[number].noun == columns[group[-1]].noun]
    same = [
        number
        for number in alike
        if (bare.kind and columns[number].kind == bare.kind)
        or (bare.when and columns[number].when == bare.when)
    ]

    def order(number: int) -> tuple[int, bool, int]:
        when = columns[number].when
        relative = {"before": -1}.get(when.relative, 0)
        return (when.year or 0) + relative, columns[number].kind in ("", "完成"), number

    return max(same or alike, key=order)
