"""The ledger's noun: a quantity bound to what it measures, when, where, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.figures.quantities import Quantity
from index.report import DocumentKind

LEDGER_VERSION = "18"
"""Part of the index manifest: a change of the rules of binding makes an index be built anew."""

Attribute = Literal["level", "change", "rank", "share", "count", "date"]
FigureKind = Literal["actual", "target", "cumulative"]
Direction = Literal["rise", "fall", "narrowing", "none"]
"""Which way a change goes; "narrowing" is that of a fall (降幅收窄), which is no rise."""
Role = Literal["value", "from"]
"""Whether a figure is the value of its period, or what that started from (从5.1亿元提高到8.3亿元: the
first)."""
Extent = Literal["whole", "part", "new"]
"""Whether a figure is all of what its indicator names, some of it that the text singles out (其中, 5个
乡镇获评文明乡镇), or what was added (新增1615家). None answers for another."""


class Months(NamedTuple):
    """The part of a year that a figure is of, both months counted; `at_end` where it is the state at
    the end of it (6月底, 截至9月底), not what happened in it."""

    first: int
    last: int
    at_end: bool = False

    def __str__(self) -> str:
        if self.at_end:
            return f"{self.last}月底"
        span = f"{self.first}—{self.last}月"
        return _NAMED_MONTHS.get((self.first, self.last)) or (
            f"{self.first}月" if self.first == self.last else span
        )

    def same_as(self, other: Months | None) -> bool:
        """Whether both are the same months: the end of June is that of the first half."""
        return other is not None and self[:2] == other[:2]


_NAMED_MONTHS = {
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The years that a figure is of, both ends counted; of one year, the `months` where it is of a
    part of it (1—11月, 一季度). A part of a year never stands for the year."""

    first: int
    last: int
    months: Months | None = None

    @classmethod
    def of(cls, year: int, months: Months | None = None) -> Period:
        """One year, or a part of it."""
        return cls(year, year, months)

    def __str__(self) -> str:
        """2024, 2021-2024, 2024年1—11月."""
        if self.months is not None:
            return self.written
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def written(self) -> str:
        """The period as a sentence has it: 2024年, 2021年至2024年, 2024年1—11月."""
        years = f"{self.first}年" if self.first == self.last else f"{self.first}年至{self.last}年"
        return f"{years}{self.months or ''}"

    @property
    def in_one_year(self) -> bool:
        """Whether it is a year or a part of one, no span of several."""
        return self.first == self.last

    @property
    def is_one_year(self) -> bool:
        """Whether it is a whole year, no part of one and no span of several."""
        return self.in_one_year and self.months is None

    def limited_to(self, months: Months | None) -> Period:
        """These months of it, or all of it; a span of several years has no part."""
        return Period(self.first, self.last, months if self.in_one_year else None)

    def meets(self, other: Period) -> bool:
        """Whether the two have a year in common, as whole years or as the same part of it."""
        if (self.months is None) != (other.months is None):
            return False
        if self.months is not None and not self.months.same_as(other.months):
            return False
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a sentence: the place and year of its document, its kind, the years it is
    about where several, the month of its publication, and the period and kind of its section."""

    place: str | None = None
    year: int | None = None
    period: Period | None = None
    kind: FigureKind | None = None
    document: DocumentKind = "work_report"
    span: Period | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """What a quantity of a sentence is bound to; `quantity` spans count in that sentence.

    `indicator` is a noun phrase as the text has it, "" where none is named; `name` is what the
    alias file calls it, None where it knows none. `place` is the report's unless the text names
    another. A value of the role "from" is of the `period` that it names itself, None where it names
    none. Of a part, `singled_out` is what the text says of it beside the indicator (新获评文明乡镇).
    `yearly`: an average per year over its period (年均增长5.9%), which is of no single year. A change
    is `against` the time that the text compares with (比2022年下降, 环比), None for the year before.
    """

    quantity: Quantity
    indicator: str
    name: str | None
    attribute: Attribute
    period: Period | None
    kind: FigureKind
    place: str | None
    direction: Direction = "none"
    role: Role = "value"
    extent: Extent = "whole"
    singled_out: str = ""
    yearly: bool = False
    against: Period | None = None

    @property
    def falls(self) -> bool:
        """Whether it is a change downwards: 下降3.2%."""
        return self.direction == "fall"

    @property
    def new(self) -> bool:
        """Whether it counts what was added, not all there is."""
        return self.extent == "new"


@dataclass(frozen=True, slots=True)
class Figure:
    """A binding and where it stands: the span of its quantity counts in `passage.text`, and
    `passage.text[slice(*evidence)]` is the sentence that states it."""

    binding: Binding
    report_id: str
    passage_id: str
    evidence: tuple[int, int]
