"""Entries of the ledger as rows of a table: the columns, and what stands in each, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.figures.figure import Attribute, Direction, Extent, Figure, FigureKind, Role
from index.figures.numerals import decimal_text
from index.report import Passage

ATTRIBUTES: Mapping[Attribute, str] = {
    **{"level": "数额", "change": "增减", "rank": "位次"},
    **{"share": "比率", "count": "数量", "date": "日期"},
}
KINDS: Mapping[FigureKind, str] = {"actual": "结果", "target": "目标", "cumulative": "累计"}
_ROLES: Mapping[Role, str] = {"value": "", "from": "变化前"}
_EXTENTS: Mapping[Extent, str] = {"whole": "", "part": "部分", "new": "新增"}
_DIRECTIONS: Mapping[Direction, str] = {"rise": "增", "fall": "减", "narrowing": "收窄", "none": ""}
_SAID = {"rise": "增长", "fall": "下降", "narrowing": "收窄", "none": ""}
COLUMNS = (
    *("地方", "时间", "指标", "原文", "数值", "单位", "属性", "性质", "出处", "依据"),
    *("方向", "范围", "年均"),
)
VALUE_COLUMN = COLUMNS.index("数值")


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure with the passage that states it."""

    figure: Figure
    passage: Passage

    @property
    def place(self) -> str:
        return self.figure.binding.place or ""

    @property
    def period(self) -> str:
        return str(self.figure.binding.period or "")

    @property
    def indicator(self) -> str:
        """What the alias file calls it, else the phrase of the report."""
        return self.figure.binding.name or self.figure.binding.indicator

    @property
    def attribute(self) -> str:
        return ATTRIBUTES[self.figure.binding.attribute]

    @property
    def written(self) -> str:
        """The quantity as the report has it, with the direction that its sentence gives it."""
        bound = self.figure.binding
        raw = bound.quantity.raw.replace("*", "")
        against = f"比{bound.against.written}" if bound.against else ""
        return f"{against}{'年均' if bound.yearly else ''}{_SAID[bound.direction]}{raw}"

    @property
    def sentence(self) -> str:
        return " ".join(self.passage.text[slice(*self.figure.evidence)].split())

    def properties(self) -> Iterator[str]:
        """What kind of figure it is, a word each; what `written` says is not among them."""
        bound = self.figure.binding
        words = (ATTRIBUTES[bound.attribute], KINDS[bound.kind])
        yield from filter(None, (*words, _ROLES[bound.role], _EXTENTS[bound.extent]))

    def cells(self) -> tuple[str, ...]:
        """What stands in `COLUMNS`."""
        bound = self.figure.binding
        return (
            self.place,
            self.period,
            self.indicator,
            bound.quantity.raw,
            decimal_text(bound.quantity.value),
            bound.quantity.unit,
            self.attribute,
            KINDS[bound.kind],
            self.passage.title,
            self.sentence,
            _DIRECTIONS[bound.direction],
            _ROLES[bound.role] or _EXTENTS[bound.extent],
            "年均" if bound.yearly else "",
        )
