"""Charts as SVG, drawn on the server: bars of places, a line over years, target beside outcome.

One axis has one unit, one measure and the two kinds outcome and target; a mark that is unlike the
rest is named below the chart with the reason, never drawn. Across, positions are percentages, so
text keeps its size at every width. No script; each mark links to its source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.web.templates import fill
from index.figures.figure import Binding, Figure, FigureKind

_NO_SIZE = (ATTRIBUTES["rank"], ATTRIBUTES["date"])
_MOST = 60  # marks of a chart
_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_RATES = ("%", "‰", "百分点", "")

_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,8});")
_NAMED_COLOUR = re.compile(r"var\(--(?P<name>[\w-]+)\)")
_DRAWING = re.compile(r'<svg [^>]*height="(?P<height>\d+)".*</svg>')
_WIDEST = Decimal(58)  # % of the width that a bar takes: its figure stands after it
_LABEL, _ROW, _GAP = 20, 24, 8  # px
_LEFT, _RIGHT = Decimal(13), Decimal(92)  # % where the first and the last year stand
_TOP, _BOTTOM, _HEIGHT = 34, 214, 262  # px
_ABOVE, _BELOW = -11, 22  # px from a point to the figure beside it
_TICKS = 4
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_YEARS_LABELLED = 7
_ALL_WRITTEN = 4  # points that all have their figure beside them


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to be drawn: what it is of, its size in the base unit, and as the report writes it.

    `measure` is what must be the same on one axis beside the unit (数额, 增减, 新增数量). `upper` is
    the end of a range. `href` leads to the source.
    """

    label: str
    value: Decimal
    unit: str
    written: str
    measure: str = ""
    kind: FigureKind = "actual"
    year: int | None = None
    upper: Decimal | None = None
    href: str = ""

    @property
    def name(self) -> str:
        """The mark in words: 北关区 2025年 189.3亿元（目标）."""
        year = f"{self.year}年" if self.year and str(self.year) not in self.label else ""
        target = "（目标）" if self.kind == "target" else ""
        return " ".join(filter(None, (self.label, year, f"{self.written}{target}")))


def mark_of(figure: Figure, *, label: str, href: str) -> Mark:
    """A figure of the ledger as a mark; a fall is negative."""
    return mark_of_binding(figure.binding, label=label, href=href)


def mark_of_binding(bound: Binding, *, label: str, href: str) -> Mark:
    """What a quantity is bound to as a mark."""
    quantity = bound.quantity
    period = bound.period
    parts = "新增" if bound.new else "部分" if bound.extent == "part" else ""
    against = f"比{bound.against.written}" if bound.against else ""
    before = "变化前" if bound.role == "from" else ""
    months = str(period.months) if period and period.months else ""
    yearly = "年均" if bound.yearly else ""
    upper = quantity.upper
    return Mark(
        label,
        -quantity.value if bound.falls else quantity.value,
        quantity.unit,
        f"下降{quantity.raw}" if bound.falls else quantity.raw,
        measure=f"{months}{before}{against}{yearly}{parts}{ATTRIBUTES[bound.attribute]}",
        kind=bound.kind,
        year=period.first if period and period.in_one_year else None,
        upper=-upper if upper is not None and bound.falls else upper,
        href=href,
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as HTML, the marks it shows, and those it could not place, each with the reason."""

    title: str
    unit: str
    html: Markup
    drawn: tuple[Mark, ...]
    unplaced: tuple[tuple[Mark, str], ...] = ()


def bars(title: str, marks: Sequence[Mark]) -> Chart:
    """A bar for each mark in the order given; those of one label stand under it together."""
    drawn, unplaced = _sorted_out(marks)
    low = min((min(_ends(mark)) for mark in drawn), default=Decimal(0))
    high = max((max(_ends(mark)) for mark in drawn), default=Decimal(0))
    scale = _Scale(min(low, Decimal(0)), max(high, Decimal(0)), Decimal(0), _WIDEST)
    return _chart(
        "charts/bars", title, drawn, unplaced, rows=list(_rows(drawn, scale)), scale=scale
    )


def line(title: str, marks: Sequence[Mark]) -> Chart:
    """The years of one thing: outcomes joined from year to year, targets as hollow points; a year
    without an outcome breaks the line, and is named."""
    undated = [(mark, "没有注明是哪一年") for mark in marks if mark.year is None]
    drawn, unplaced = _sorted_out([mark for mark in marks if mark.year is not None])
    drawn = sorted(drawn, key=_year)
    unplaced = [*unplaced, *undated]
    if not drawn:
        return _chart("charts/line", title, drawn, unplaced, plot=None, gaps=[], cut=False)
    plot = _Plot.over(drawn)
    gaps = plot.without_outcome()
    return _chart("charts/line", title, drawn, unplaced, plot=plot, gaps=gaps, cut=plot.cut)


def picture(chart: Chart) -> str:
    """A chart as an SVG file of its own: title, unit and legend above, its colours with it."""
    drawing = _DRAWING.search(chart.html)
    return fill(
        "charts/picture",
        chart=chart,
        kinds={mark.kind for mark in chart.drawn},
        drawing=Markup(drawing.group()) if drawing else "",  # noqa: S704 (made by a template)
        height=int(drawing["height"]) if drawing else 0,
        style=Markup(_literal_style()),  # noqa: S704 (our own files)
    )


@cache
def _literal_style() -> str:
    """The style of charts with the light colours in place of their names: not every program that
    takes in an SVG file knows variables."""
    colours, style = (
        Path(__file__).with_name(name).read_text(encoding="utf-8")
        for name in ("colours.css", "charts.css")
    )
    light = dict(reversed(_COLOUR.findall(colours)))  # the first of each name
    return _NAMED_COLOUR.sub(lambda match: str(light[match["name"]]), style)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values between two ends as positions between two others."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value: Decimal) -> Decimal:
        width = self.high - self.low
        share = (value - self.low) / width if width else Decimal(0)
        return round(self.start + share * (self.end - self.start), 2)


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


def _rows(marks: Sequence[Mark], scale: _Scale) -> Iterator[_BarRow]:
    by_label: dict[str, list[Mark]] = {}
    for mark in marks:
        by_label.setdefault(mark.label, []).append(mark)
    top = 0
    for label, alike in by_label.items():
        tops = (top + _LABEL + _ROW * number for number in range(len(alike)))
        row = _BarRow(label, top, tuple(map(_bar, alike, tops, [scale] * len(alike))))
        yield row
        top = row.bottom


def _bar(mark: Mark, top: int, scale: _Scale) -> _Bar:
    zero, value = scale.at(Decimal(0)), scale.at(mark.value)
    far = scale.at(mark.upper if mark.upper is not None else mark.value)
    start, end = min(zero, value), max(zero, value)
    return _Bar(mark, top, start, end - start, abs(far - value), max(end, far))


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
        first, last = _year(marks[0]), _year(marks[-1])
        across = _Scale(Decimal(first), Decimal(last), _LEFT, _RIGHT)
        middle = (_LEFT + _RIGHT) / 2
        at = {y: across.at(Decimal(y)) if last > first else middle for y in range(first, last + 1)}
        levels = _levels(marks)
        up = _Scale(levels[0], levels[-1], Decimal(_BOTTOM), Decimal(_TOP))
        shown = _written_beside(marks)
        least = min(marks, key=_value)
        points = [
            _Point(
                m, at[_year(m)], y, y + (_BELOW if m is least else _ABOVE) if m in shown else None
            )
            for m, y in ((mark, up.at(mark.value)) for mark in marks)
        ]
        scale, _ = _scale_and_unit(marks)
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
        years = {_year(point.mark) for point in self.points if point.mark.kind == "actual"}
        return [
            year
            for year in range(min(years, default=0), max(years, default=0))[1:]
            if year not in years
        ]


def _joined(points: Sequence[_Point]) -> Iterator[tuple[_Point, _Point]]:
    """Neighbours of the outcomes, a year apart; where a year has two figures, none is chosen."""
    outcomes = [point for point in points if point.mark.kind == "actual"]
    of_year = Counter(_year(point.mark) for point in outcomes)
    for one, other in pairwise(outcomes):
        alone = of_year[_year(one.mark)] == of_year[_year(other.mark)] == 1
        if alone and _year(other.mark) == _year(one.mark) + 1:
            yield one, other


def _written_beside(marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks that have their figure beside them: all of a few, else the ends and the extremes."""
    if len(marks) <= _ALL_WRITTEN:
        return marks
    return [marks[0], marks[-1], min(marks, key=_value), max(marks, key=_value)]


def _levels(marks: Sequence[Mark]) -> list[Decimal]:
    """Round numbers from below all marks to above: from 0 unless all are far from it."""
    low, high = min(map(_value, marks)), max(map(_value, marks))
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


def _sorted_out(marks: Sequence[Mark]) -> tuple[list[Mark], list[tuple[Mark, str]]]:
    """The marks that share an axis: those of the commonest unit and measure; and the others."""
    sized = [mark for mark in marks if _why_without_size(mark) is None]
    axis = Counter((mark.unit, mark.measure) for mark in sized).most_common(1)
    drawn: list[Mark] = []
    unplaced: list[tuple[Mark, str]] = []
    for mark in marks:
        why = _why_without_size(mark) or _why_unlike(mark, *axis[0][0])
        if why is None and len(drawn) == _MOST:
            why = f"一张图最多画 {_MOST} 项"
        if why is None:
            drawn.append(mark)
        else:
            unplaced.append((mark, why))
    return drawn, unplaced


def _why_without_size(mark: Mark) -> str | None:
    if mark.measure.endswith(_NO_SIZE):
        return f"{mark.measure}没有大小可画"
    return "累计数，不与单年的比" if mark.kind == "cumulative" else None


def _why_unlike(mark: Mark, unit: str, measure: str) -> str | None:
    if mark.unit != unit:
        return f"单位不同（{mark.unit or '无单位'}）"
    return None if mark.measure == measure else f"所指不同（{mark.measure or '未注明'}）"


def _chart(
    template: str,
    title: str,
    drawn: Sequence[Mark],
    unplaced: Sequence[tuple[Mark, str]],
    **values: object,
) -> Chart:
    unit = _scale_and_unit(drawn)[1] if drawn else ""
    kinds = [KINDS[kind] for kind in ("actual", "target") if kind in {m.kind for m in drawn}]
    html = fill(
        template,
        title=title,
        unit=unit,
        kinds=kinds,
        described=_described(drawn),
        count=len(drawn),
        unplaced=unplaced,
        bottom=_BOTTOM,
        height=_HEIGHT,
        **values,
    )
    # The template escapes every value.
    return Chart(title, unit, Markup(html), tuple(drawn), tuple(unplaced))  # noqa: S704


def _described(marks: Sequence[Mark]) -> str:
    """The chart in a sentence, for those who do not see it."""
    if not marks:
        return ""
    least, most = min(marks, key=_value), max(marks, key=_value)
    return f"共 {len(marks)} 项，最大的是{most.name}，最小的是{least.name}。"


def _scale_and_unit(marks: Sequence[Mark]) -> tuple[Decimal, str]:
    """What the axis counts in: 亿元 where the largest value has that size."""
    unit = marks[0].unit
    largest = max(abs(mark.value) for mark in marks)
    scales = () if unit in _RATES else _SCALES
    return next(
        ((scale, f"{word}{unit}") for scale, word in scales if largest >= scale),
        (Decimal(1), unit),
    )


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.replace("-", "−")


def _ends(mark: Mark) -> tuple[Decimal, Decimal]:
    return mark.value, mark.value if mark.upper is None else mark.upper


def _value(mark: Mark) -> Decimal:
    return mark.value


def _year(mark: Mark) -> int:
    assert mark.year is not None
    return mark.year
