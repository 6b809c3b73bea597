"""The order in which the lines of a page are read, where it is set in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from index.reading.lines import merged, rows_of
from index.reading.page import Column, Line

_CLEAR = 0.4  # of a font size, on either side of a gutter
_LEAST_ROWS = 3
_SAME_GUTTER = 6.0  # points
_LEAST_WIDTH = 8  # characters: what is narrower is a column of a table
_FULL = 0.6  # of a column's width: lines of running text fill it, cells of a table do not


def columns_of(
    lines: Sequence[Line], left: float, right: float, *, known: Sequence[float] = ()
) -> Iterator[Column]:
    """The columns of the lines between `left` and `right`, in reading order.

    A gutter is a place that no line crosses over several rows, with running text on both sides;
    a line across it (a title) parts what is above it from what is below. Columns may be cut again.
    At the gutters `known` from other pages of the document, a single row is enough.
    """
    gutter = _gutter(lines, known)
    if gutter is None:
        if lines:
            rows = tuple(merged(row) for row in rows_of(lines))
            yield Column(rows, left, right)
        return
    for parted, band in _bands(lines, gutter, known):
        if not parted:
            yield from columns_of(band, left, right, known=known)
            continue
        for side in _sides(band, gutter):
            begin, end = min(line.x0 for line in side), max(line.x1 for line in side)
            yield from columns_of(side, begin, end, known=known)


def gutters_of(lines: Sequence[Line]) -> Iterator[float]:
    """The gutters of a page by itself."""
    gutter = _gutter(lines, ())
    if gutter is not None:
        yield gutter
        for parted, band in _bands(lines, gutter, ()):
            for side in _sides(band, gutter) if parted else (band,):
                yield from gutters_of(side)


def _gutter(lines: Sequence[Line], known: Sequence[float]) -> float | None:
    """Where most lines stand in columns, if anywhere; the middle of the places that are as good."""
    edges = {round(line.x1 + line.size / 2) for line in lines}
    edges |= {round(line.x0 - line.size / 2) for line in lines}
    edges |= {round(x) for x in known}
    held = {x: sum(len(band) for parted, band in _bands(lines, x, known) if parted) for x in edges}
    most = max(held.values(), default=0)
    if most == 0:
        return None
    best = sorted(x for x, count in held.items() if count == most)
    return best[len(best) // 2]


def _bands(
    lines: Sequence[Line], x: float, known: Sequence[float]
) -> list[tuple[bool, list[Line]]]:
    """Runs of lines from the top, with whether the run stands in columns on both sides of `x`."""
    ordered = sorted(lines, key=lambda line: line.y)
    least = 1 if any(abs(x - gutter) <= _SAME_GUTTER for gutter in known) else _LEAST_ROWS
    bands: list[tuple[bool, list[Line]]] = []
    for crosses, group in groupby(ordered, key=lambda line: _crosses(line, x)):
        run = list(group)
        parted = not crosses and all(_is_running_text(side, least) for side in _sides(run, x))
        if bands and not parted and not bands[-1][0]:
            bands[-1][1].extend(run)
        else:
            bands.append((parted, run))
    return bands


def _crosses(line: Line, x: float) -> bool:
    clear = _CLEAR * line.size
    return line.x0 < x + clear and line.x1 > x - clear


def _sides(lines: Sequence[Line], x: float) -> tuple[list[Line], list[Line]]:
    west = [line for line in lines if line.x1 < x]
    return west, [line for line in lines if line.x1 >= x]


def _is_running_text(lines: Sequence[Line], least: int) -> bool:
    if len(lines) < least:
        return False
    rows = rows_of(lines)
    if least == 1:
        return True
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = median(sum(line.x1 - line.x0 for line in row) for row in rows)
    wide = width >= _LEAST_WIDTH * median(line.size for line in lines)
    return len(rows) >= least and wide and filled >= _FULL * width
