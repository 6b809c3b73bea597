"""A line: the years of one thing, outcomes joined, targets as hollow points, gaps left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from assistant.web.charts.chart import Chart, Scale, drawn_as, scale_and_unit, sorted_out
from assistant.web.charts.mark import Mark, value_of, year_of

_LEFT, _RIGHT = Decimal(13), Decimal(92)  # % where the first and the last year stand
_TOP, _BOTTOM, _HEIGHT = 34, 214, 262  # px
_ABOVE, _BELOW = -11, 22  # px from a point to the figure beside it
_TICKS = 4
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_YEARS_LABELLED = 7
_ALL_WRITTEN = 4  # points that all have their figure beside them


def line(title: str, marks: Sequence[Mark]) -> Chart:
    """The years of one thing: outcomes joined from year to year, targets as hollow points; a year
    without an outcome breaks the line, and is named."""
    undated = [(mark, "没有注明是哪一年") for mark in marks if mark.year is None]
    drawn, unplaced = sorted_out([mark for mark in marks if mark.year is not None])
    drawn = sorted(drawn, key=year_of)
    unplaced = [*unplaced, *undated]
    plot = _Plot.over(drawn) if drawn else None
    return drawn_as(
        "charts/line",
        title,
        drawn,
        unplaced,
        plot=plot,
        gaps=plot.without_outcome() if plot else [],
        cut=plot is not None and plot.cut,
        bottom=_BOTTOM,
        height=_HEIGHT,
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """A mark as a point, and where its figure is written, None where it is not."""

    mark: Mark
    x: Decimal
    y: Decimal
    written_at: Decimal | None


@dataclass(frozen=True, slots=True)
class _Plot:
    """A line chart: its points, the pairs of neighbouring years that are joined, and its ticks."""

    points: tuple[_Point, ...]
    years: tuple[tuple[int, Decimal], ...]
    joined: tuple[tuple[_Point, _Point], ...]
    ticks: tuple[tuple[str, Decimal], ...]
    cut: bool

    @classmethod
    def over(cls, marks: Sequence[Mark]) -> _Plot:
        """The plot of `marks`, in the order of their years."""
        first, last = year_of(marks[0]), year_of(marks[-1])
        across = Scale(Decimal(first), Decimal(last), _LEFT, _RIGHT)
        middle = (_LEFT + _RIGHT) / 2
        at = {y: across.at(Decimal(y)) if last > first else middle for y in range(first, last + 1)}
        levels = _levels(marks)
        up = Scale(levels[0], levels[-1], Decimal(_BOTTOM), Decimal(_TOP))
        shown = _written_beside(marks)
        least = min(marks, key=value_of)
        points = [
            _Point(
                m, at[year_of(m)], y, y + (_BELOW if m is least else _ABOVE) if m in shown else None
            )
            for m, y in ((mark, up.at(mark.value)) for mark in marks)
        ]
        scale, _ = scale_and_unit(marks)
        step = -(-len(at) // _YEARS_LABELLED)
        return cls(
            tuple(points),
            tuple((year, x) for year, x in at.items() if (last - year) % step == 0),
            tuple(_joined(points)),
            tuple((_plain(level / scale), up.at(level)) for level in levels),
            cut=levels[0] > 0,
        )

    def without_outcome(self) -> list[int]:
        """The years between the first and the last outcome that have none."""
        years = {year_of(point.mark) for point in self.points if point.mark.kind == "actual"}
        return [
            year
            for year in range(min(years, default=0), max(years, default=0))[1:]
            if year not in years
        ]


def _joined(points: Sequence[_Point]) -> Iterator[tuple[_Point, _Point]]:
    """Neighbours of the outcomes, a year apart; where a year has two figures, none is chosen."""
    outcomes = [point for point in points if point.mark.kind == "actual"]
    of_year = Counter(year_of(point.mark) for point in outcomes)
    for one, other in pairwise(outcomes):
        alone = of_year[year_of(one.mark)] == of_year[year_of(other.mark)] == 1
        if alone and year_of(other.mark) == year_of(one.mark) + 1:
            yield one, other


def _written_beside(marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks that have their figure beside them: all of a few, else the ends and the extremes."""
    if len(marks) <= _ALL_WRITTEN:
        return marks
    return [marks[0], marks[-1], min(marks, key=value_of), max(marks, key=value_of)]


def _levels(marks: Sequence[Mark]) -> list[Decimal]:
    """Round numbers from below all marks to above: from 0 unless all are far from it."""
    low, high = min(map(value_of, marks)), max(map(value_of, marks))
    if 0 < low < high / 2 or low == high:
        low = min(low, Decimal(0))
        high = max(high, Decimal(0))
    width = (high - low) or Decimal(1)
    rough = width / _TICKS
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * nice for nice in _NICE if unit * nice >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(max(last, first + 1)) + 1)]


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.replace("-", "−")
