"""What all charts share: which marks have one axis, what the axis counts in, and the chart as a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from markupsafe import Markup

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.web.charts.mark import Mark, value_of
from assistant.web.templates import fill

_NO_SIZE = (ATTRIBUTES["rank"], ATTRIBUTES["date"])
_MOST = 60  # marks of a chart
_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_RATES = ("%", "‰", "百分点", "")
_STYLES = Path(__file__).parent.parent
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,8});")
_NAMED_COLOUR = re.compile(r"var\(--(?P<name>[\w-]+)\)")
_DRAWING = re.compile(r'<svg [^>]*height="(?P<height>\d+)".*</svg>')


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as HTML, the marks it shows, and those it could not place, each with the reason."""

    title: str
    unit: str
    html: Markup
    drawn: tuple[Mark, ...]
    unplaced: tuple[tuple[Mark, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between two ends as positions between two others."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value: Decimal) -> Decimal:
        width = self.high - self.low
        share = (value - self.low) / width if width else Decimal(0)
        return round(self.start + share * (self.end - self.start), 2)


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
        (_STYLES / name).read_text(encoding="utf-8") for name in ("colours.css", "charts.css")
    )
    light = dict(reversed(_COLOUR.findall(colours)))  # the first of each name
    return _NAMED_COLOUR.sub(lambda match: str(light[match["name"]]), style)


def sorted_out(marks: Sequence[Mark]) -> tuple[list[Mark], list[tuple[Mark, str]]]:
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


def drawn_as(
    template: str,
    title: str,
    drawn: Sequence[Mark],
    unplaced: Sequence[tuple[Mark, str]],
    **values: object,
) -> Chart:
    unit = scale_and_unit(drawn)[1] if drawn else ""
    kinds = [KINDS[kind] for kind in ("actual", "target") if kind in {m.kind for m in drawn}]
    html = fill(
        template,
        title=title,
        unit=unit,
        kinds=kinds,
        described=_described(drawn),
        count=len(drawn),
        unplaced=unplaced,
        rough=not all(mark.exact for mark in drawn),
        **values,
    )
    # The template escapes every value.
    return Chart(title, unit, Markup(html), tuple(drawn), tuple(unplaced))  # noqa: S704


def _described(marks: Sequence[Mark]) -> str:
    """The chart in a sentence, for those who do not see it."""
    if not marks:
        return ""
    least, most = min(marks, key=value_of), max(marks, key=value_of)
    return f"共 {len(marks)} 项，最大的是{most.name}，最小的是{least.name}。"


def scale_and_unit(marks: Sequence[Mark]) -> tuple[Decimal, str]:
    """What the axis counts in: 亿元 where the largest value has that size."""
    unit = marks[0].unit
    largest = max(abs(mark.value) for mark in marks)
    scales = () if unit in _RATES else _SCALES
    return next(
        ((scale, f"{word}{unit}") for scale, word in scales if largest >= scale),
        (Decimal(1), unit),
    )
