"""The ledger's noun: a quantity bound to what it measures, when, where, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.quantities import Quantity

Attribute = Literal["level", "change", "rank", "share", "count", "date"]
FigureKind = Literal["actual", "target", "cumulative"]


class Period(NamedTuple):
    """The years, both ends counted, that a figure tells of."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def meets(self, other: Period) -> bool:
        """Whether the two have a year in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above a sentence: the place and year of its report, and what its section tells."""

    place: str | None = None
    year: int | None = None
    period: Period | None = None
    kind: FigureKind | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """What a quantity of a sentence is bound to; `quantity` spans count in that sentence.

    `indicator` is a noun phrase as the text has it, "" where none is named; `name` is what the
    alias file calls it, None where it knows none. `falls`: a change downwards (下降3.2%). `place` is
    the report's unless the text names another. `new`: it counts what was added (新增1615家).
    """

    quantity: Quantity
    indicator: str
    name: str | None
    attribute: Attribute
    period: Period | None
    kind: FigureKind
    place: str | None
    falls: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A binding and where it stands: the span of its quantity counts in `passage.text`, and
    `passage.text[slice(*evidence)]` is the sentence that tells it."""

    binding: Binding
    report_id: str
    passage_id: str
    evidence: tuple[int, int]
