"""One row of a table in words: each figure with name, period, kind and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.bound_place import end_of_place
from index.reading.table_columns import (
    NOTHING,
    RATES,
    Column,
    is_figure,
    parsed_head,
)

_NUMBER = r"[-−－]?\d[\d,，]*(?:\.\d+)?"
_BARE_FIGURE = re.compile(
    rf"(?P<change>增长|提高|上升|增加|下降|降低|减少)?(?P<sign>[+＋])?(?P<bound>[≥≤<>＜＞]=?|不低于|不少于|不超过|不高于|超过?|约|近|低于|高于)?"
    rf"(?P<number>{_NUMBER}(?:[-—–~～至到]{{1,2}}{_NUMBER})?)(?P<tail>左右|及?以上|及?以下|以内)?"
)
_BOUNDS = {
    "≥": "不低于", ">=": "不低于", "≤": "不超过", "<=": "不超过", "<": "低于", "＜": "低于",
    ">": "超过", "＞": "超过",
}  # fmt: skip
_STATED = {
    "目标": "目标为", "预期": "预期目标为", "计划": "计划为", "预算": "预算为", "任务": "任务为",
    "完成": "实际完成",
}  # fmt: skip
_GROWTH = re.compile(r"增|涨|降|同比")
_AIMED_AT = re.compile(r"目标|计划|任务")
_OF_NO_TIME = Column("value", "")


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a row: of its levels, and of its rates of change where those have their own."""

    level: str = ""
    rate: str = "%"


@dataclass(frozen=True, slots=True)
class Row:
    """A row under its columns: `name` is what it tells of, `year` the caption's where no column
    has one, `units` those of the row or, else, of the caption."""

    columns: Sequence[Column]
    cells: Sequence[str]
    name: str
    year: str
    units: Units

    def sentence(self) -> str:
        """What the row tells, "" where it tells nothing; who does it and notes in brackets."""
        figures = "；".join(_figures(self))
        told = [f"{figures}。"] if figures else []
        told = [*_contents(self), *told] if self.told("content") else told
        asides = "，".join(f"{column.head}：{_bare(cell)}" for column, cell in self.told("aside"))
        if not told:
            return f"{self.name}：{asides}。" if self.name and asides else ""
        return "".join(told) + (f"（{asides}）" if asides else "")

    def told(self, role: str) -> list[tuple[Column, str]]:
        return [
            (column, cell)
            for column, cell in zip(self.columns, self.cells, strict=True)
            if column.role == role and not NOTHING.fullmatch(cell)
        ]


def _contents(row: Row) -> Iterator[str]:
    """What is to be done; where several columns tell of it, each with its heading."""
    contents = row.told("content")
    for column, cell in contents:
        told = f"{_bare(cell)}。"
        if len(contents) > 1:
            yield f"{row.name}{column.head}{'为' if _AIMED_AT.search(column.head) else '：'}{told}"
        else:
            yield told if not row.name or cell.startswith(row.name) else f"{row.name}：{told}"


def _bare(cell: str) -> str:
    return cell.rstrip("。；;，")


def _figures(row: Row) -> Iterator[str]:
    """The figures, each a sentence that says all that it tells of: a part of it may be quoted, and
    none may inherit the year or the target of another. Only a growth goes on behind its level."""
    own, name = _time_of(row)
    goes_on = end_of_place(name) == 0  # of another place each figure must be said to be
    told, about, period, kind = "", name, "", ""
    for column, cell in row.told("value"):
        if not is_figure(cell):
            when = column.period or own.period or row.year
            yield from [told] if told else []
            told = f"{when}{name}{column.noun or column.kind or column.head}：{_bare(cell)}"
            continue
        of_level = column.is_bare_change and not column.kind and column.period in ("", period)
        if told and of_level and goes_on and _GROWTH.search(column.noun):
            # Beside a target it is aimed at; beside what was reached it need not be said.
            stated = "" if kind == "完成" else _STATED.get(kind, "")
            told += f"，{column.noun}{stated}{_figure(cell, column, row.units)}"
            continue
        yield from [told] if told else []
        if not of_level:
            period, kind = column.period or own.period or row.year, column.kind or own.kind
            about = name + (column.noun if column.names_an_indicator else "")
        change = "" if column.names_an_indicator else column.noun
        stated = "" if of_level and not _GROWTH.search(column.noun) else _STATED.get(kind, "")
        told = f"{period}{about}{change}{stated}{_figure(cell, column, row.units)}"
    yield from [told] if told else []


def _time_of(row: Row) -> tuple[Column, str]:
    """What the row's name says of time, where it says nothing else, and what the row is about:
    a row may be a year's (2024年), or what is aimed at (2024年目标)."""
    own = parsed_head(row.name)
    if (own.period or own.kind) and not own.noun:
        return own, ""
    return _OF_NO_TIME, row.name


def _figure(cell: str, column: Column, units: Units) -> str:
    """The cell with its unit: its own, else its column's, else its row's, else the caption's."""
    bare = _BARE_FIGURE.fullmatch(cell)
    if bare is None:
        return cell
    changes = column.is_rate or bool(bare["change"])
    unit = column.unit or (units.rate if changes and units.level not in RATES else units.level)
    bound = bare["bound"] or ""
    return "".join(
        (bare["change"] or "", _BOUNDS.get(bound, bound), bare["number"], unit, bare["tail"] or "")
    )
