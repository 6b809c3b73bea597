"""Two things asked at once give what each gives alone, both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.drafting.askable import Askable
from evals.metamorphic.trial import Material, Trial, amount_of, called, trial

_POLITE = re.compile("^(?:请问|想了解一下，)")
Pair = tuple[Askable, Askable]
_Joined = Callable[[Material, Askable, Askable], str]


class Joins(BaseModel):
    """How two things are asked at once, by what they have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    aims: Mapping[str, tuple[str, ...]]


@cache
def joins() -> Joins:
    text = Path(__file__).with_name("together.toml").read_text(encoding="utf-8")
    return Joins.model_validate(tomllib.loads(text))


def together(m: Material) -> Iterator[Trial]:
    """Pairs of figures of one report; each of the two is given when it is asked for alone."""
    kinds = (
        ("both", _any_two(m.figures), _joined_questions),
        ("names", of_one_attribute(m.figures), _joined_names),
        ("aims", outcome_and_target(m.figures), _joined_years),
    )
    for relation, pairs, joined in kinds:
        yield from _trials(m, relation, pairs, joined)


def _trials(m: Material, relation: str, pairs: Iterable[Pair], joined: _Joined) -> Iterator[Trial]:
    made = 0
    for first, second in pairs:
        if made == m.count:
            return
        if not (m.alone(first) and m.alone(second)):
            continue
        made += 1
        question = joined(m, first, second)
        reply = m.reply(question)
        both = {amount_of(first), amount_of(second)}
        holds = reply.status == "answered" and both <= reply.amounts
        yield trial(relation, [question], reply, holds=holds)


def _any_two(figures: Sequence[Askable]) -> Iterator[Pair]:
    """Neighbours in the order drawn, of each report in turn."""
    return _pairs_in_turn(figures, lambda one: (one.report.id,))


def of_one_attribute(figures: Sequence[Askable]) -> Iterator[Pair]:
    """Two outcomes of one place and year, both amounts or both rises, of indicators with a name."""
    asked = [
        one
        for one in figures
        if one.binding.name
        and one.binding.kind == "actual"
        and one.binding.attribute in joins().names
        and not one.binding.falls
    ]
    for first, second in _pairs_in_turn(asked, _place_year_attribute):
        if first.binding.name != second.binding.name:
            yield first, second


def outcome_and_target(figures: Sequence[Askable]) -> Iterator[Pair]:
    targets = {_place_name_attribute(o): o for o in figures if o.binding.kind == "target"}
    for one in figures:
        bound, other = one.binding, targets.get(_place_name_attribute(one))
        if other is None or bound.kind != "actual" or bound.attribute not in joins().aims:
            continue
        if bound.name and not bound.falls and _year(one) + 1 == _year(other):
            yield one, other


def _joined_questions(m: Material, first: Askable, second: Askable) -> str:
    questions = (_POLITE.sub("", m.plain(one).rstrip("？")) for one in (first, second))
    template = m.chance.choice(joins().questions)
    return template.format_map(dict(zip(("first", "second"), questions, strict=True)))


def _joined_names(m: Material, first: Askable, second: Askable) -> str:
    template = m.chance.choice(joins().names[first.binding.attribute])
    return template.format(**parts_of(m, first, second))


def _joined_years(m: Material, first: Askable, second: Askable) -> str:
    template = m.chance.choice(joins().aims[first.binding.attribute])
    return template.format(**parts_of(m, first, second))


def parts_of(m: Material, first: Askable, second: Askable) -> dict[str, str]:
    """What templates of two figures of a place name; the years in numbers or, where they mean these
    years, as 去年 and 今年."""
    now = max((c.now for c in m.covered if c.place == first.report.place and c.now), default=0)
    years = [(f"{_year(first)}年", f"{_year(second)}年")]
    years += [("去年", "今年")] if _year(second) == now > _year(first) else []
    year, following = m.chance.choice(years)
    return {
        "place": called(first),
        "year": year,
        "next": following,
        "what": first.binding.indicator,
        "other": second.binding.indicator,
    }


def _year(one: Askable) -> int:
    return one.binding.period.first if one.binding.period else 0


def _pairs_in_turn(
    figures: Iterable[Askable], key: Callable[[Askable], tuple[str, ...]]
) -> Iterator[Pair]:
    """Pairs of figures with the same key: one of each key, then a second of each, and so on."""
    groups: dict[tuple[str, ...], list[Askable]] = {}
    for one in figures:
        groups.setdefault(key(one), []).append(one)
    rows = zip_longest(*(zip(g[::2], g[1::2], strict=False) for g in groups.values()))
    return (pair for row in rows for pair in row if pair is not None)


def _place_year_attribute(one: Askable) -> tuple[str, ...]:
    bound = one.binding
    return one.report.place or "", str(bound.period), bound.attribute


def _place_name_attribute(one: Askable) -> tuple[str, ...]:
    bound = one.binding
    return one.report.place or "", bound.name or "", bound.attribute
