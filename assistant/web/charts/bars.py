"""Bars: places beside each other, and under each its outcome and its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.web.charts.chart import Chart, Scale, drawn_as, sorted_out
from assistant.web.charts.mark import Mark, ends

_WIDEST = Decimal(58)  # % of the width that a bar takes: its figure stands after it
_LABEL, _ROW, _GAP = 20, 24, 8  # px


def bars(title: str, marks: Sequence[Mark]) -> Chart:
    """A bar for each mark in the order given; those of one label stand under it together."""
    drawn, unplaced = sorted_out(marks)
    low = min((min(ends(mark)) for mark in drawn), default=Decimal(0))
    high = max((max(ends(mark)) for mark in drawn), default=Decimal(0))
    scale = Scale(min(low, Decimal(0)), max(high, Decimal(0)), Decimal(0), _WIDEST)
    return drawn_as(
        "charts/bars", title, drawn, unplaced, rows=list(_rows(drawn, scale)), scale=scale
    )


@dataclass(frozen=True, slots=True)
class _Bar:
    """A mark as a bar: where it begins and how long it is in %, its top in px, and the part of it
    that is a range."""

    mark: Mark
    top: int
    start: Decimal
    width: Decimal
    reach: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True)
class _BarRow:
    """The bars of one label, which stands above them."""

    label: str
    top: int
    bars: tuple[_Bar, ...]

    @property
    def bottom(self) -> int:
        return self.bars[-1].top + _ROW + _GAP


def _rows(marks: Sequence[Mark], scale: Scale) -> Iterator[_BarRow]:
    by_label: dict[str, list[Mark]] = {}
    for mark in marks:
        by_label.setdefault(mark.label, []).append(mark)
    top = 0
    for label, alike in by_label.items():
        tops = (top + _LABEL + _ROW * number for number in range(len(alike)))
        row = _BarRow(label, top, tuple(map(_bar, alike, tops, [scale] * len(alike))))
        yield row
        top = row.bottom


def _bar(mark: Mark, top: int, scale: Scale) -> _Bar:
    zero, value = scale.at(Decimal(0)), scale.at(mark.value)
    far = scale.at(mark.upper if mark.upper is not None else mark.value)
    start, end = min(zero, value), max(zero, value)
    return _Bar(mark, top, start, end - start, abs(far - value), max(end, far))
