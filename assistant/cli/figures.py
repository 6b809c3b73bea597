"""The command `figures`: the ledger as lines, as CSV or as JSON, its conflicts apart."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answering.ledger_table import COLUMNS, Entry
from assistant.cli.terminal import print_json, settings_of
from assistant.errors import InputInvalid
from assistant.json_objects import JsonObject, ledger_object
from assistant.question.scope import Scope
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure, FigureKind
from index.report import Passage
from index.reports.place_of_report import full_name
from index.store.library import FigureFilter, Library


def figures(arguments: argparse.Namespace) -> int:
    """The figures of the ledger that meet the conditions; exit 0 even if there are none."""
    settings = settings_of(arguments)
    from assistant.wiring import open_library, open_searcher

    if arguments.indicator:
        searcher = open_searcher(settings)
        read = partial(
            read_ledger, searcher.library, partial(searcher.figures, arguments.indicator)
        )
    else:  # the encoder, which can take seconds to load, is not needed
        library = open_library(settings)
        read = partial(read_ledger, library, library.figures)
    ledger = read(place=arguments.place, year=arguments.year, kind=arguments.kind)
    entries = ledger.entries
    if arguments.conflicts:
        entries = tuple(entry for conflict in ledger.conflicts for entry in conflict)
    if arguments.json:
        print_json(
            {"figures": _objects(entries), "conflicts": list(map(_objects, ledger.conflicts))}
        )
    elif arguments.csv:
        csv.writer(sys.stdout).writerows([COLUMNS, *(entry.cells() for entry in entries)])
    else:
        for line in table_lines(entries, ledger.conflicts):
            print(line)
    return 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries and, among them, the groups that contradict each other."""

    entries: tuple[Entry, ...]
    conflicts: tuple[tuple[Entry, ...], ...]


def read_ledger(
    library: Library,
    find: Callable[[FigureFilter], list[Figure]],
    *,
    place: str | None,
    year: int | None,
    kind: FigureKind | None,
) -> Ledger:
    """What `find` has in `library` that meets every condition given.

    Raises InputInvalid for a place not covered.
    """
    conditions = FigureFilter(
        places=_places(place, library) if place else (),
        years=(year,) if year else (),
        kinds=(kind,) if kind else (),
    )
    figures = find(conditions)
    passages = library.passages(list({figure.passage_id for figure in figures}))
    return Ledger(
        entries=_entries(figures, passages),
        conflicts=tuple(
            _entries(conflict.figures, passages) for conflict in conflicts_among(figures)
        ),
    )


def table_lines(entries: Sequence[Entry], conflicts: Sequence[Sequence[Entry]]) -> Iterator[str]:
    """The entries a line each, then the conflicts side by side."""
    yield from map(_line, entries)
    yield f"共 {len(entries)} 条。"
    if conflicts:
        yield f"其中说法不一的 {len(conflicts)} 处，一并列出，请据原文判断："
    for number, conflict in enumerate(conflicts, start=1):
        yield f"  {number}."
        for entry in conflict:
            yield f"    {_line(entry)}"
            yield f"      《{entry.passage.title}》：{entry.sentence}"


def _line(entry: Entry) -> str:
    return "　".join(
        (
            entry.place or "—",
            entry.period or "—",
            entry.indicator or "（未写明）",
            entry.written,
            "·".join(entry.properties()),
        )
    )


def _entries(figures: Sequence[Figure], passages: Mapping[str, Passage]) -> tuple[Entry, ...]:
    return tuple(Entry(figure, passages[figure.passage_id]) for figure in figures)


def _objects(entries: Sequence[Entry]) -> list[JsonObject]:
    return [ledger_object(entry.figure, entry.passage) for entry in entries]


def _places(name: str, library: Library) -> tuple[str, ...]:
    """The covered places that `name` means, or the place of that name if the ledger has figures of it."""
    scope = Scope(tuple(library.covered()))
    if name in scope.names:
        return scope.named((name,))
    for place in dict.fromkeys((name, full_name(name) or name)):
        if library.figures(FigureFilter(places=(place,))):
            return (place,)
    covered = "、".join(scope.own_places[:8])
    raise InputInvalid(f"台账中没有地方 {name!r}。已收录的有：{covered}。")
