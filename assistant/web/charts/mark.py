"""A value as a chart takes it: what it is of, its size, as the report writes it, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.ledger_table import ATTRIBUTES
from index.figures.figure import Binding, Figure, FigureKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to be drawn: what it is of, its size in the base unit, and as the report writes it.

    `measure` is what must be the same on one axis beside the unit (数额, 增减, 新增数量). `upper` is
    the end of a range; `exact` where the report gives the number itself, no bound (突破, 以上) and no
    rough value (左右). `href` leads to the source.
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
    exact: bool = True

    @property
    def name(self) -> str:
        """The mark in words: 北关区 2025年 189.3亿元（目标）."""
        year = f"{self.year}年" if self.year and str(self.year) not in self.label else ""
        target = "（目标）" if self.kind == "target" else ""
        return " ".join(filter(None, (self.label, year, f"{self.written}{target}")))


def mark_of(figure: Figure, *, label: str, href: str) -> Mark:
    """A figure of the ledger as a mark; a fall is negative."""
    return mark_of_binding(figure.binding, label=label, href=href)


def written_of(bound: Binding) -> str:
    """A figure as the report writes it, a fall as one: 下降3.2%, 5.5%左右."""
    raw = bound.quantity.raw.replace("*", "")
    return f"下降{raw}" if bound.falls else raw


def mark_of_binding(bound: Binding, *, label: str, href: str) -> Mark:
    """What a quantity is bound to as a mark."""
    quantity = bound.quantity
    period = bound.period
    parts = "新增" if bound.new else "部分" if bound.extent == "part" else ""
    against = f"比{bound.against.written}" if bound.against else ""
    before = "变化前" if bound.role == "from" else ""
    months = str(period.months) if period and period.months else ""
    yearly = "年均" if bound.yearly else ""
    narrowing = "收窄" if bound.direction == "narrowing" else ""
    upper = quantity.upper
    return Mark(
        label,
        -quantity.value if bound.falls else quantity.value,
        quantity.unit,
        written_of(bound),
        measure=f"{months}{before}{against}{yearly}{parts}{narrowing}{ATTRIBUTES[bound.attribute]}",
        kind=bound.kind,
        year=period.first if period and period.in_one_year else None,
        upper=-upper if upper is not None and bound.falls else upper,
        href=href,
        exact=quantity.qualifier is None,
    )


def ends(mark: Mark) -> tuple[Decimal, Decimal]:
    """Where a mark begins and ends: a range has two values."""
    return mark.value, mark.value if mark.upper is None else mark.upper


def value_of(mark: Mark) -> Decimal:
    return mark.value


def year_of(mark: Mark) -> int:
    assert mark.year is not None
    return mark.year
