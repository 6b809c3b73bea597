"""The ledger in the library's database: which figures meet some conditions, in which order, which
stand for one thing as target and as outcome, and which contradict each other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from pydantic import TypeAdapter

from index.figures.aliases import load_aliases
from index.figures.conflicts import SHORTEST_NAME, conflicts_among
from index.figures.figure import Attribute, Figure, FigureKind
from index.figures.gazetteer.lookup import order_of

FIGURE = TypeAdapter(Figure)

Order = Literal["text", "place", "year", "value"]
"""As the reports have them; by administrative order; the newest first; the largest first, of one
unit after the other."""
Pair = tuple[tuple[int, ...], tuple[int, ...]]
"""The outcomes and the targets of one thing."""


class Choice(NamedTuple):
    """A year, an attribute and a kind, and of how many places there are figures of these."""

    year: int
    attribute: Attribute
    kind: FigureKind
    places: int


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which figures of the ledger are asked for; each condition left empty holds for all.

    `indicators` are phrases as the reports have them, `names` what the alias file calls them;
    a figure meets them by either. `years` it meets if its period has one of them. Each of `words`
    stands in its indicator, its place or its sentence. `comparable` are the plain values of a whole
    year, of all that the indicator names.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[FigureKind, ...] = ()
    indicators: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    words: tuple[str, ...] = ()
    comparable: bool = False


def _of_binding(path: str) -> str:
    return f"json_extract(CAST(content AS TEXT), '$.binding.{path}')"


_INDICATOR = "coalesce(name, indicator)"
_ATTRIBUTE, _UNIT = _of_binding("attribute"), _of_binding("quantity.unit")
_VALUE = f"CAST({_of_binding('quantity.value')} AS REAL)"
_SIGNED = f"iif({_of_binding('direction')} = 'fall', -{_VALUE}, {_VALUE})"
# What is not the default is written out: the rest of these is absent.
_COMPARABLE = " AND ".join(
    (
        "first_year = last_year AND kind != 'cumulative'",
        f"coalesce({_of_binding('role')}, 'value') = 'value'",
        f"coalesce({_of_binding('extent')}, 'whole') = 'whole'",
        f"NOT coalesce({_of_binding('yearly')}, 0)",
        f"{_of_binding('against')} IS NULL AND {_of_binding('period.months')} IS NULL",
    )
)
_HAS_WORD = f"""(instr({_INDICATOR}, ?) OR instr(indicator, ?) OR instr(coalesce(place, ''), ?)
    OR coalesce(name, '') = ? OR rowid IN (SELECT value FROM json_each(?)))"""  # noqa: S608 (columns only)
_TEXT_ORDER = "report_id, passage_start, start"
_ORDERS: Mapping[Order, str] = {
    "text": _TEXT_ORDER,
    "place": f"place_order(place), {_INDICATOR}, first_year, last_year, {_TEXT_ORDER}",
    "year": f"last_year DESC, first_year DESC, {_TEXT_ORDER}",
    "value": f"{_UNIT} = '', {_UNIT}, {_SIGNED} DESC, {_TEXT_ORDER}",
}
_ONE_THING = f"place, {_INDICATOR}, first_year, {_ATTRIBUTE}, {_UNIT}"
_NAMED = f"(name IS NOT NULL OR length(indicator) >= {SHORTEST_NAME})"


class Ledger:
    """The figures of a library. A row is the number by which the database knows a figure."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.create_function("place_order", 1, order_of, deterministic=True)

    def figures(self, wanted: FigureFilter) -> list[Figure]:
        """The figures that meet every condition of `wanted`, by report and place in its text."""
        where, values = self._condition(wanted)
        found = self._connection.execute(
            f"SELECT content FROM figure WHERE {where} ORDER BY {_TEXT_ORDER}",  # noqa: S608
            values,
        )
        return [FIGURE.validate_json(content) for (content,) in found]

    def of_report(self, report_id: str) -> Iterator[tuple[int, Figure]]:
        """The figures of a report in the order of its text, each with where its passage starts."""
        rows = self._connection.execute(
            "SELECT passage_start, content FROM figure WHERE report_id = ? "
            "ORDER BY passage_start, start",
            (report_id,),
        )
        for start, content in rows:
            yield start, FIGURE.validate_json(content)

    def rows(self, wanted: FigureFilter, order: Order = "text") -> list[int]:
        """The rows that meet every condition of `wanted`."""
        where, values = self._condition(wanted)
        found = self._connection.execute(
            f"SELECT rowid FROM figure WHERE {where} ORDER BY {_ORDERS[order]}",  # noqa: S608
            values,
        )
        return [row for (row,) in found]

    def contradictions(self, wanted: FigureFilter) -> list[tuple[int, ...]]:
        """The groups of rows that contradict each other, whole, where one of a group meets every
        condition of `wanted`."""
        rows = self.rows(wanted)
        return [tuple(sorted(group)) for group in self._conflicts if not group.isdisjoint(rows)]

    def pairs(self, wanted: FigureFilter) -> list[Pair]:
        """What both an outcome and a target is known of, in administrative order; of `wanted` the
        kind is left aside."""
        where, values = self._condition(wanted)
        found = self._connection.execute(
            f"SELECT group_concat(iif(kind = 'actual', rowid, NULL)),"  # noqa: S608
            f" group_concat(iif(kind = 'target', rowid, NULL)) FROM figure"
            f" WHERE {where} AND {_COMPARABLE} AND {_NAMED} GROUP BY {_ONE_THING}"
            f" HAVING count(DISTINCT kind) > 1"
            f" ORDER BY place_order(place), {_INDICATOR}, first_year, {_ATTRIBUTE}, {_UNIT}",
            values,
        )
        return [(_numbers(outcomes), _numbers(targets)) for outcomes, targets in found]

    def choices(self, wanted: FigureFilter) -> list[Choice]:
        """What the comparable figures of `wanted` are, the commonest first."""
        where, values = self._condition(replace(wanted, comparable=True))
        found = self._connection.execute(
            f"SELECT first_year, {_ATTRIBUTE}, kind, count(DISTINCT place) FROM figure"  # noqa: S608
            f" WHERE {where} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1 DESC, 2, 3",
            values,
        )
        return [Choice(*row) for row in found]

    def read(self, rows: Sequence[int]) -> list[Figure]:
        """The figures of `rows`, in their order."""
        found = self._connection.execute(
            "SELECT content FROM json_each(?) AS asked JOIN figure ON figure.rowid = asked.value"
            " ORDER BY asked.key",
            (json.dumps(list(rows)),),
        )
        return [FIGURE.validate_json(content) for (content,) in found]

    def title_of(self, report_id: str) -> str | None:
        """The title of a report, None where there is none of that id."""
        found = self._connection.execute("SELECT title FROM report WHERE id = ?", (report_id,))
        return next((title for (title,) in found), None)

    def places(self) -> dict[str, int]:
        """Each place that has figures and how many, in administrative order."""
        return dict(
            self._connection.execute(
                "SELECT place, count(*) FROM figure WHERE place IS NOT NULL"
                " GROUP BY place ORDER BY place_order(place)"
            )
        )

    def years(self) -> tuple[int, int] | None:
        """The first and the last year that a figure is of; None where there are none."""
        first, last = self._connection.execute(
            "SELECT min(first_year), max(last_year) FROM figure"
        ).fetchone()
        return None if first is None else (first, last)

    def names(self) -> dict[str, int]:
        """Each indicator that the alias file names and how many figures it has, the commonest first."""
        return dict(
            self._connection.execute(
                "SELECT name, count(*) FROM figure WHERE name IS NOT NULL"
                " GROUP BY name ORDER BY count(*) DESC, name"
            )
        )

    def phrases(self, part: str) -> list[str]:
        """The phrases for indicators that have `part` in them, the commonest first."""
        found = self._connection.execute(
            "SELECT indicator FROM figure WHERE instr(indicator, ?)"
            " GROUP BY indicator ORDER BY count(*) DESC, indicator",
            (part,),
        )
        return [phrase for (phrase,) in found]

    @cached_property
    def _conflicts(self) -> list[frozenset[int]]:
        """The groups of rows that contradict each other; worked out once, place by place."""
        found = self._connection.execute("SELECT place, rowid, content FROM figure ORDER BY place")
        return [
            group for _, rows in groupby(found, key=lambda row: row[0]) for group in _groups(rows)
        ]

    def _condition(self, wanted: FigureFilter) -> tuple[str, list[object]]:
        where, values = among_all(
            {
                "place": wanted.places,
                "kind": wanted.kinds,
                "passage_id": wanted.passages,
                "report_id": wanted.reports,
                _ATTRIBUTE: wanted.attributes,
            }
        )
        if wanted.indicators or wanted.names:
            by_phrase = f"indicator IN ({','.join('?' * len(wanted.indicators))})"
            by_name = f"name IN ({','.join('?' * len(wanted.names))})"
            where += f" AND ({by_phrase} OR {by_name})"
            values += [*wanted.indicators, *wanted.names]
        if wanted.years:
            spans = _spans(wanted.years)
            each = " OR ".join("(last_year >= ? AND first_year <= ?)" for _ in spans)
            where += f" AND ({each})"
            values += [year for span in spans for year in span]
        for word in wanted.words:
            where += f" AND {_HAS_WORD}"
            values += [word, word, word, _name_of(word), json.dumps(self._stated_with(word))]
        if wanted.comparable:
            where += f" AND {_COMPARABLE}"
        return where, values

    def _stated_with(self, word: str) -> list[int]:
        """The rows whose sentence has `word`."""
        passages = self._connection.execute(
            "SELECT id, content FROM passage WHERE instr(content, ?)",
            (json.dumps(word, ensure_ascii=False)[1:-1],),
        )
        texts = {passage_id: json.loads(content)["text"] for passage_id, content in passages}
        found = self._connection.execute(
            "SELECT figure.rowid, passage_id, json_extract(CAST(content AS TEXT), '$.evidence[0]'),"
            " json_extract(CAST(content AS TEXT), '$.evidence[1]')"
            " FROM json_each(?) AS hit JOIN figure ON passage_id = hit.value",
            (json.dumps(list(texts)),),
        )
        return [row for row, hit, start, end in found if word in texts[hit][start:end]]


def among_all(choices: Mapping[str, Sequence[object]]) -> tuple[str, list[object]]:
    """The condition that each column given has one of its choices, and its values in order."""
    asked = {column: values for column, values in choices.items() if values}
    marks = (f"{column} IN ({','.join('?' * len(values))})" for column, values in asked.items())
    return " AND ".join(marks) or "1", [value for values in asked.values() for value in values]


def _spans(years: Iterable[int]) -> list[tuple[int, int]]:
    """The runs of years that follow each other, each by its first and its last."""
    spans: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if spans and year == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans


def _groups(rows: Iterable[tuple[str | None, int, bytes]]) -> list[frozenset[int]]:
    """The rows of one place that contradict each other."""
    numbers = {}
    figures = []
    for _, number, content in rows:
        figure = FIGURE.validate_json(content)
        numbers[id(figure)] = number
        figures.append(figure)
    found = conflicts_among(figures)
    return [frozenset(numbers[id(figure)] for figure in each.figures) for each in found]


def _name_of(word: str) -> str | None:
    """The indicator of the alias file that `word` is a name of."""
    with suppress(KeyError):
        return load_aliases().called(word).name
    return None


def _numbers(written: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, (written or "").split(",")))) if written else ()
