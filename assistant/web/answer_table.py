"""The figures of an answer side by side: a ranking, a comparison, the years of one thing, target beside
outcome.

Only figures that the check has accepted, and knows to be asked for, are taken: what is not in the
verdicts is in no table and no chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from assistant.answer import FigureVerdict, VerifiedAnswer
from assistant.answering.ledger_table import KINDS
from assistant.check.verify import ACCEPTED
from assistant.query import Operation
from assistant.question.in_words import ATTRIBUTES
from assistant.web.charts import Chart, bars, line, mark_of_binding, written_of
from index.figures.figure import Binding, Period
from index.figures.places import shown_name

Shape = Literal["ranking", "comparison", "years"]
_AMOUNTS = ("level", "count")
_FEWEST_DRAWN = 3  # rows: two figures are read faster than drawn
_WORKED_OUT: Mapping[Operation | None, str] = {
    "compare": "按所写的数字相差",
    "ratio": "倍数",
    "share": "占比",
    "sum": "合计",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the table; `label` tells it from the others."""

    label: str
    written: str
    marker: int
    sentence: int
    bound: Binding


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The rows, all of one measure and unit; what was worked out from two of them, with its formula."""

    title: str
    shape: Shape
    rows: tuple[Row, ...]
    worked_out: tuple[str, str, str] | None = None

    @property
    def drawn(self) -> bool:
        """Whether it is shown as a chart."""
        return len(self.rows) >= _FEWEST_DRAWN

    def chart(self, anchors: Mapping[int, str]) -> Markup:
        """The chart, each mark a link to its source."""
        marks = [
            mark_of_binding(row.bound, label=row.label, href=f"#{anchors[row.marker]}")
            for row in self.rows
        ]
        chart: Chart = line(self.title, marks) if self.shape == "years" else bars(self.title, marks)
        return chart.html


def table_of(answer: VerifiedAnswer) -> AnswerTable | None:
    """The table of an answer; None where it has not two figures that can stand beside each other, or
    two for the same thing."""
    if answer.status not in ("answered", "answered_partly"):
        return None
    chosen = _of_one_measure(answer)
    axes = [_axes(bound) for _, bound in chosen]
    if len(chosen) < 2 or len(set(axes)) < len(axes):
        return None
    names, places, periods, kinds = (set(axis) for axis in zip(*axes, strict=True))
    if len(names) > 1 and (len(places) > 1 or len(periods) > 1):
        return None
    shape: Shape = "comparison"
    if answer.question.query.survey:
        shape = "ranking"
    elif len(places) == 1 and len(periods) > 1 and None not in periods:
        shape = "years"
        chosen = sorted(chosen, key=lambda one: (_first_year(one[1]), one[1].kind != "target"))
    several = [len(axis) > 1 for axis in (names, places, periods, kinds)]
    rows = [
        Row(_label(bound, several), written_of(bound), verdict.marker or 0, verdict.sentence, bound)
        for verdict, bound in chosen
    ]
    return AnswerTable(
        _title(chosen[0][1], several), shape, tuple(rows), _worked_out(answer, len(rows))
    )


_Chosen = tuple[FigureVerdict, Binding]
_Measure = tuple[str, str, bool, str, bool, Period | None]


def _of_one_measure(answer: VerifiedAnswer) -> list[_Chosen]:
    """The figures that are asked for, each once, of the measure and unit that most are of."""
    groups: dict[_Measure, dict[Binding, FigureVerdict]] = {}
    for verdict in answer.figures:
        bound = verdict.bound
        if bound is None or verdict.status not in ACCEPTED or not verdict.marker:
            continue
        groups.setdefault(_measure(bound), {}).setdefault(bound, verdict)
    most = max(groups.values(), key=len, default={})
    of_axes: dict[tuple[object, ...], _Chosen] = {}
    for bound, verdict in most.items():
        known = of_axes.setdefault(_axes(bound), (verdict, bound))
        if known[1].quantity.value != bound.quantity.value:
            return []  # two figures for the same thing: none is chosen
    return list(of_axes.values())


def _measure(bound: Binding) -> _Measure:
    """What must be the same of figures that stand beside each other."""
    attribute = "level" if bound.attribute in _AMOUNTS else bound.attribute
    narrowing = bound.direction == "narrowing"
    return attribute, bound.quantity.unit, bound.yearly, bound.extent, narrowing, bound.against


def _axes(bound: Binding) -> tuple[object, ...]:
    return bound.name or bound.indicator, bound.place, bound.period, bound.kind


def _first_year(bound: Binding) -> int:
    return bound.period.first if bound.period else 0


def _label(bound: Binding, several: Sequence[bool]) -> str:
    """What tells a figure from the others: its place, its time, its name, or its kind."""
    _, places, periods, kinds = several
    parts = (
        shown_name(bound.place) if places and bound.place else "",
        bound.period.written if periods and bound.period else "",
        bound.name or bound.indicator if several[0] else "",
        KINDS[bound.kind] if kinds else "",
    )
    return " ".join(filter(None, parts)) or bound.name or bound.indicator


def _title(bound: Binding, several: Sequence[bool]) -> str:
    """What all rows have in common: 2025年 地区生产总值 增速（目标）."""
    names, places, periods, kinds = several
    parts = (
        "" if places or not bound.place else shown_name(bound.place),
        "" if periods or not bound.period else bound.period.written,
        "" if names else bound.name or bound.indicator,
        "" if bound.attribute in _AMOUNTS else ATTRIBUTES[bound.attribute],
    )
    target = "（目标）" if bound.kind == "target" and not kinds else ""
    return f"{''.join(parts)}{target}"


def _worked_out(answer: VerifiedAnswer, rows: int) -> tuple[str, str, str] | None:
    """What two figures were found to differ by, or make together: its name, the figure, the formula."""
    name = _WORKED_OUT.get(answer.question.query.operation)
    derived = [f for f in answer.figures if f.status == "derived" and f.formula and f.unit != "份"]
    if name is None or rows != 2 or len(derived) != 1:
        return None
    return name, derived[0].text, derived[0].formula or ""


def folded(table: AnswerTable | None, answer: VerifiedAnswer) -> frozenset[int]:
    """The sentences that say no more than a row which is drawn, where others sum them up: these are
    folded away below the chart."""
    if table is None or not table.drawn:
        return frozenset()
    rows = {row.sentence for row in table.rows}
    in_each = [row.sentence for row in table.rows]
    alone = frozenset(one for one in rows if in_each.count(one) == 1)
    return alone if len(alone) < len(answer.sentences) else frozenset()
