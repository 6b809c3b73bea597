"""With the sentences that state a figure taken out of its report, the question is not answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice, zip_longest

from evals.drafting.askable import Askable
from evals.metamorphic.trial import Material, Reply, Trial, trial
from evals.scoring.asking import Ask
from index.figures.figure import Figure
from index.report import Passage, Report

Reopen = Callable[[Report, str], AbstractContextManager[Ask]]
"""A report and another text for it to what answers from that alone."""

_EACH = 8  # figures taken out of a report at once
_BUILDS = 15  # of a run


def taken_out(m: Material, reopen: Reopen) -> Iterator[Trial]:
    """Figures that are given from their whole report; several of a report at a time."""
    left = m.count
    for batch in islice(_batches(m.figures), _BUILDS):
        given = [one for one in batch if m.alone(one)][:left]
        if not given:
            continue
        left -= len(given)
        report = given[0].report
        text = without(given, m.ledger, m.passages_of(report.id), report)
        with reopen(report, text) as ask:
            for one in given:
                reply = Reply(ask(m.plain(one), ()))
                holds = reply.status != "answered"
                yield trial("taken-out", [m.plain(one)], reply, holds=holds)


def _batches(figures: Sequence[Askable]) -> Iterator[Sequence[Askable]]:
    """Figures of one report each: some of every report first, then more of every report."""
    by_report: dict[str, list[Askable]] = {}
    for one in figures:
        by_report.setdefault(one.report.id, []).append(one)
    rows = zip_longest(
        *([g[i : i + _EACH] for i in range(0, len(g), _EACH)] for g in by_report.values())
    )
    return (batch for row in rows for batch in row if batch)


def without(
    figures: Sequence[Askable],
    ledger: Sequence[Figure],
    passages: Sequence[Passage],
    report: Report,
) -> str:
    """The report without any sentence that states a value of `figures`, of whatever it is."""
    amounts = {(one.binding.quantity.value, one.binding.quantity.unit) for one in figures}
    starts = {passage.id: passage.start for passage in passages}
    cut: set[int] = set()
    for figure in ledger:
        quantity = figure.binding.quantity
        if figure.report_id == report.id and (quantity.value, quantity.unit) in amounts:
            first, last = figure.evidence
            start = starts[figure.passage_id]
            cut.update(range(start + first, start + last))
    kept = (c for position, c in enumerate(report.text) if position not in cut or c == "\n")
    return "".join(kept)
