"""What an address finds in the ledger: the lines of the table, and the comparison where it asks for
one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answering.ledger import ATTRIBUTES as BY_LIKELIHOOD
from assistant.answering.ledger_table import ATTRIBUTES
from assistant.errors import InputInvalid
from assistant.web.figures.asked import Asked
from assistant.web.figures.conditions import conditions
from index.figures.figure import Attribute
from index.figures.places import shown_name
from index.store.ledger import Choice, FigureFilter, Ledger, Order

PAGE_LINES = 50
_FEWEST = 2  # places or years that a comparison has

Line = tuple[int | None, ...]
"""The rows of the ledger that stand in one line of the table: one, or an outcome and a target."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Other years or attributes of the same comparison: label, address, and whether it is shown."""

    label: str
    links: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that an address asks for. `notes` say what was taken where it was left open, `group` the
    number of the contradiction that a row belongs to."""

    asked: Asked
    lines: Sequence[Line]
    notes: tuple[str, ...] = ()
    choices: tuple[Choices, ...] = ()
    chart_title: str = ""
    group: dict[int, int] | None = None

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.lines) // PAGE_LINES))

    @property
    def page(self) -> int:
        return min(self.asked.page, self.pages)

    @property
    def first(self) -> int:
        """The number of the first line shown, from 0."""
        return (self.page - 1) * PAGE_LINES

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines[self.first : self.first + PAGE_LINES]


def find(ledger: Ledger, asked: Asked) -> Found:
    """The lines that meet what is asked. Raises InputInvalid for a place or an indicator that the
    ledger does not have, and for a comparison of too much."""
    wanted, notes = conditions(ledger, asked)
    if asked.conflicting:
        groups = ledger.contradictions(wanted)
        numbers = {row: number for number, group in enumerate(groups, start=1) for row in group}
        return Found(asked, [(row,) for row in numbers], notes, group=numbers)
    if asked.view == "rows":
        rows = ledger.rows(wanted, asked.order or "text")
        return Found(asked, [(row,) for row in rows], notes)
    if asked.paired:
        pairs = ledger.pairs(replace(wanted, kinds=()))
        lines = [pair for outcomes, targets in pairs for pair in zip_longest(outcomes, targets)]
        one = len(wanted.names or wanted.indicators) == 1
        title = f"{(wanted.names or wanted.indicators)[0]}：目标与结果" if one else ""
        return Found(asked, lines, notes, chart_title=title)
    return _compared(ledger, asked, wanted, notes)


def _compared(ledger: Ledger, asked: Asked, wanted: FigureFilter, notes: tuple[str, ...]) -> Found:
    """Places of one year side by side, or the years of one place; of one indicator and attribute."""
    named = wanted.names or wanted.indicators
    over_years = asked.view == "years"
    what = "历年" if over_years else "各地并列"
    if len(named) != 1:
        raise InputInvalid(f"“{what}”一次比较一个指标：请在“指标”一栏填写一个，如地区生产总值。")
    if over_years and len(wanted.places) != 1:
        raise InputInvalid("“历年”一次看一个地方：请在“地方”一栏填写一个，不勾选“含下级地方”。")
    choices = ledger.choices(wanted)
    attribute = asked.attribute or _likeliest(choices, over_years=over_years)
    others = [_attributes(asked, choices, attribute)] if attribute else []
    of_attribute = [choice for choice in choices if choice.attribute == attribute]
    if over_years or attribute is None or not of_attribute:
        wanted = replace(wanted, attributes=(attribute,) if attribute else (), comparable=True)
        place = shown_name(wanted.places[0]) if over_years else ""
        title = f"{place}{named[0]}（{ATTRIBUTES[attribute]}）" if attribute else ""
        return _listed(ledger, asked, wanted, notes, others, title, "year")
    year = _year_to_compare(of_attribute)
    others.append(_years(asked, choices, attribute, year))
    wanted = replace(wanted, attributes=(attribute,), years=(year,), comparable=True)
    title = f"{year}年{named[0]}（{ATTRIBUTES[attribute]}）"
    return _listed(ledger, asked, wanted, notes, others, title, "value")


def _listed(
    ledger: Ledger,
    asked: Asked,
    wanted: FigureFilter,
    notes: tuple[str, ...],
    choices: Sequence[Choices],
    title: str,
    order: Order,
) -> Found:
    rows = ledger.rows(wanted, asked.order or order)
    return Found(asked, [(row,) for row in rows], notes, tuple(choices), title)


def _likeliest(choices: Sequence[Choice], *, over_years: bool) -> Attribute | None:
    """What is compared where it is left open: the amount before its change, if there are several."""
    for attribute in BY_LIKELIHOOD:
        alike = [choice for choice in choices if choice.attribute == attribute]
        many = (
            len({c.year for c in alike})
            if over_years
            else max((c.places for c in alike), default=0)
        )
        if many >= _FEWEST:
            return attribute
    return choices[0].attribute if choices else None


def _year_to_compare(choices: Sequence[Choice]) -> int:
    """The newest year that several places have outcomes of, else the one that most places have."""
    outcomes = [c.year for c in choices if c.kind == "actual" and c.places >= _FEWEST]
    return max(outcomes) if outcomes else choices[0].year


def _attributes(asked: Asked, choices: Sequence[Choice], shown: Attribute | None) -> Choices:
    there = {choice.attribute for choice in choices} | ({shown} if shown else set())
    return Choices(
        "种类",
        tuple(
            (name, asked.but(attribute=attribute).address(), attribute == shown)
            for attribute, name in ATTRIBUTES.items()
            if attribute in there
        ),
    )


def _years(asked: Asked, choices: Sequence[Choice], attribute: Attribute, shown: int) -> Choices:
    years = sorted({choice.year for choice in choices if choice.attribute == attribute})
    return Choices(
        "年份",
        tuple(
            (f"{year}年", asked.but(first=year, last=year).address(), year == shown)
            for year in years
        ),
    )
