"""Of a figure of the ledger: its value is given, a claim of it is affirmed, a false claim never.

A false claim is false in one respect; the ledger is looked up, so that none is true by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.check.matching import singles_out
from evals.drafting.askable import Askable, denied_wordings, without_bounds
from evals.measures.mutation import another_unit, wrong_figure
from evals.metamorphic.trial import Amount, Material, Trial, amount_of, called, trial
from index.figures.figure import Binding, Figure, Period
from index.figures.normalise import fold
from index.figures.places import own_name

_TOTAL = "{place}{what}总共有{raw}，对吗？"
_COUNTED = ("家", "个", "项", "件")
_MOVES = ("增长", "下降")


def value(m: Material) -> Iterator[Trial]:
    """Asked for a figure whose indicator has a name of its own, or by the phrase of the report."""
    for one in m.drawn:
        relation = "value" if one.binding.name else "phrase"
        reply = m.reply(m.plain(one))
        yield trial(relation, [m.plain(one)], reply, holds=amount_of(one) in reply.amounts)


def true(m: Material) -> Iterator[Trial]:
    for one in m.drawn:
        claim = _claim(m, _as_added(one.binding), called(one), one.binding.quantity.raw)
        reply = m.reply(claim)
        yield trial("true", [claim], reply, holds=reply.affirms)


def false(m: Material) -> Iterator[Trial]:
    """Claims of a figure that are false in one respect each."""
    stated = _Stated(m.ledger)
    for one in m.drawn:
        for relation, claim in _false_claims(m, one, stated):
            reply = m.reply(claim)
            yield trial(relation, [claim], reply, holds=not reply.affirms)


def origin(m: Material) -> Iterator[Trial]:
    """What a value came from (从85亿元提高到200亿元), put forward as the value."""
    for begun, now in pairwise(m.ledger):
        if begun.binding.role != "from" or begun.evidence != now.evidence:
            continue
        bound = now.binding
        if bound.indicator != begun.binding.indicator or not (bound.place and bound.period):
            continue
        claim = _claim(m, bound, own_name(bound.place), begun.binding.quantity.raw)
        reply = m.reply(claim)
        yield trial("from", [claim], reply, holds=not reply.affirms)


def part(m: Material) -> Iterator[Trial]:
    """A part of a thing, or what was added to it, put forward as all of it."""
    stated = _Stated(m.ledger)
    parts = [figure for figure in m.ledger if _is_part(figure.binding)]
    for figure in m.chance.sample(parts, min(m.count, len(parts))):
        bound = figure.binding
        if bound.place is None or stated.whole(bound):
            continue
        # Of 36 that were added it is true that there are 30 or more in all.
        raw = without_bounds(bound.quantity.raw)
        claim = _TOTAL.format(place=own_name(bound.place), what=bound.indicator, raw=raw)
        reply = m.reply(claim)
        yield trial("part", [claim], reply, holds=not reply.affirms)


def _is_part(bound: Binding) -> bool:
    if bound.attribute not in ("level", "count") or not bound.indicator:
        return False
    if bound.extent == "part":
        return bool(bound.singled_out) and not singles_out(bound.indicator, bound)
    return bound.new and not _names_what_is_new(bound)


def _names_what_is_new(bound: Binding) -> bool:
    return bool(set("新增引签") & set(bound.indicator))


def _as_added(bound: Binding) -> Binding:
    """What was added, by a name that says so: 新增充电桩."""
    if not bound.new or _names_what_is_new(bound):
        return bound
    return replace(bound, indicator=f"新增{bound.indicator}")


def _claim(m: Material, bound: Binding, place: str, figure: str) -> str:
    return m.chance.choice(denied_wordings(bound, place, figure))


def _false_claims(m: Material, one: Askable, stated: _Stated) -> Iterator[tuple[str, str]]:
    bound, raw = one.binding, one.binding.quantity.raw
    wrong = wrong_figure(bound.quantity, m.chance)
    if wrong is not None and without_bounds(wrong) not in one.report.text:
        yield "digit", _claim(m, bound, called(one), without_bounds(wrong))
    unit = another_unit(raw)
    if unit is not None and not _count_alike(raw, unit) and unit not in one.report.text:
        yield "unit", _claim(m, bound, called(one), without_bounds(unit))
    claim = _claim(m, bound, called(one), raw)
    if bound.attribute == "change":
        said, other = _MOVES[::-1] if bound.falls else _MOVES
        yield "direction", claim.replace(said, other)
    yield "denied", f"{called(one)}{_year_of(bound)}{_as_added(bound).indicator}不是{raw}，对吗？"
    if bound.attribute == "change":
        yield "denied", claim.replace(said, f"并没有{said}")
    yield from _of_another_year(m, one, claim, stated)
    yield from _of_another_place(m, one, stated)
    yield from _of_another_kind(one, stated)


def _year_of(bound: Binding) -> str:
    return f"{bound.period.first}年" if bound.period else ""


def _count_alike(raw: str, other: str) -> bool:
    """Whether both count things: 23家 are 23个."""
    return all(any(word in figure for word in _COUNTED) for figure in (raw, other))


def _of_another_year(
    m: Material, one: Askable, claim: str, stated: _Stated
) -> Iterator[tuple[str, str]]:
    period = one.binding.period
    if period is None or f"{period.first}年" not in claim or period.first != period.last:
        return
    year = period.first - m.chance.randint(1, 3)
    if not stated.at(one.binding.place, year, amount_of(one)):
        yield "year", claim.replace(f"{period.first}年", f"{year}年")


def _of_another_place(m: Material, one: Askable, stated: _Stated) -> Iterator[tuple[str, str]]:
    """The figure of a place, put forward as that of another that states it for nothing."""
    places = {report.place for report in m.covered if report.place}
    elsewhere = sorted(
        place
        for place in places - {one.report.place}
        if not stated.at(place, None, amount_of(one)) and not _one_in_other(place, one.report.place)
    )
    if elsewhere:
        place = own_name(m.chance.choice(elsewhere))
        raw = without_bounds(one.binding.quantity.raw)  # 3.6% is over 3.3%
        yield "place", _claim(m, one.binding, place, raw)


def _one_in_other(place: str, other: str | None) -> bool:
    return own_name(place) in (other or "") or own_name(other or "") in place


def _of_another_kind(one: Askable, stated: _Stated) -> Iterator[tuple[str, str]]:
    """An outcome called a target, or a target called an outcome."""
    bound, period = one.binding, one.binding.period
    if period is None or bound.attribute != "level" or bound.kind == "cumulative":
        return
    other = "target" if bound.kind == "actual" else "actual"
    if stated.at(bound.place, period.first, amount_of(one), kind=other):
        return
    asked = "的目标是" if other == "target" else "实际是"
    raw = without_bounds(bound.quantity.raw)  # an aim of over 4000 is reached by 4200
    yield "kind", f"{called(one)}{period.first}年{bound.indicator}{asked}{raw}吗？"


class _Stated:
    """What the ledger states, by place and value: whether a claim may be true after all."""

    def __init__(self, ledger: Sequence[Figure]) -> None:
        self._by: dict[tuple[str | None, Amount], list[Binding]] = {}
        for figure in ledger:
            bound = figure.binding
            key = (bound.place, (abs(bound.quantity.value), bound.quantity.unit))
            self._by.setdefault(key, []).append(bound)

    def at(
        self, place: str | None, year: int | None, amount: Amount, *, kind: str | None = None
    ) -> bool:
        """Whether the value is stated of the place, in that year (None: any) and of that kind."""
        return any(
            (year is None or _holds(bound.period, year)) and kind in (None, bound.kind)
            for bound in self._by.get((place, amount), ())
        )

    def whole(self, part: Binding) -> bool:
        """Whether the value of a part is stated of the whole as well."""
        amount = (abs(part.quantity.value), part.quantity.unit)
        return any(
            bound.extent == "whole" and fold(bound.indicator) == fold(part.indicator)
            for bound in self._by.get((part.place, amount), ())
        )


def _holds(period: Period | None, year: int) -> bool:
    return period is None or period.first <= year <= period.last
