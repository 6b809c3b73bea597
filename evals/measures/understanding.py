"""What a question was understood to mean against what its case asks, slot by slot.

The gold is what a case holds: the indicator, period, kind, unit and place of each fact, and how many
things that makes. A slot that the question leaves open is not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.cases.case import Case, Fact
from index.figures.lexicon import words
from index.figures.normalise import fold
from index.figures.places import own_name

Slot = Literal["indicator", "attribute", "years", "kind", "place", "things"]
SLOTS: Mapping[Slot, str] = {
    "indicator": "指标",
    "attribute": "数额、增速或位次",
    "years": "年份",
    "kind": "结果或目标",
    "place": "地方",
    "things": "问几件事",
}
_RELATIVE = ("last_year", "this_year", "next_year", "year_before_last")
_OF_UNIT = {"%": ("change", "share"), "百分点": ("change", "share"), "位": ("rank",)}
_OF_OTHER_UNITS = ("level", "count")


class Slots(BaseModel):
    """One thing that was understood to be asked; None where the answer object does not show it, ""
    or () where it is open. Keys of `query` that are not scored are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    indicators: tuple[str, ...] = ()
    subject: str = ""
    attribute: str | None = None
    kind: str | None = None
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()


class _Query(Slots):
    parts: tuple[_Query, ...] = ()


class _Resolved(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    indicators: tuple[str, ...]
    periods: tuple[int, ...]
    places: tuple[str, ...]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    resolved: _Resolved
    query: _Query | None = None


def understood_of(answer: Mapping[str, object]) -> list[Slots]:
    """The things that a question was taken to ask: the one place that reads them from the answer
    object, from its `query` where it has one, else from `resolved`."""
    read = _Answer.model_validate(answer)
    if read.query is not None:
        return list(_leaves(read.query))
    resolved = read.resolved
    return [
        Slots(
            indicators=tuple(filter(None, [indicator])),
            years=tuple(filter(None, [year])),
            places=tuple(filter(None, [place])),
        )
        for place in resolved.places or ("",)
        for indicator in resolved.indicators or ("",)
        for year in resolved.periods or (0,)
    ]


def _leaves(query: _Query) -> Iterator[Slots]:
    if not query.parts:
        open_slots = {name: getattr(query, name) or "" for name in ("attribute", "kind")}
        yield Slots.model_validate({**query.model_dump(), **open_slots})
    for part in query.parts:
        yield from _leaves(part)


@dataclass(frozen=True, slots=True)
class Judged:
    """A slot of a case: what it should hold, what was understood, and whether the two agree."""

    suite: str
    case: Case
    slot: Slot
    gold: str
    understood: str
    right: bool


def judge(
    suite: str, case: Case, answer: Mapping[str, object], places: Mapping[str, str]
) -> Iterator[Judged]:
    """The slots of a case that can be scored; `places` has the place of each report by its id."""
    if not case.facts or case.tally:
        return
    leaves = understood_of(answer)
    for fact in case.facts:
        leaf = max(
            leaves, key=lambda one: sum(right for *_, right in _of_fact(fact, one, case, places))
        )
        for slot, gold, understood, right in _of_fact(fact, leaf, case, places):
            yield Judged(suite, case, slot, gold, understood, right)
    if len(case.facts) >= len(case.evidence):  # else one is worked out of several, or told twice
        things = {(f.indicator[0], f.period, f.kind, f.unit, f.place) for f in case.facts}
        gold, understood = str(len(things)), str(len(leaves))
        yield Judged(suite, case, "things", gold, understood, right=gold == understood)


def _of_fact(
    fact: Fact, leaf: Slots, case: Case, places: Mapping[str, str]
) -> Iterator[tuple[Slot, str, str, bool]]:
    asked = fold("".join((*case.turns, case.question)))
    understood = "、".join(leaf.indicators) or leaf.subject
    yield "indicator", fact.indicator[0], understood, _is_of(fact, leaf)
    if leaf.attribute:
        right = leaf.attribute in _OF_UNIT.get(fact.unit, _OF_OTHER_UNITS)
        yield "attribute", fact.unit, leaf.attribute, right
    if fact.period is not None and _names_year(asked, fact.period):
        years = "、".join(map(str, leaf.years))
        yield "years", str(fact.period), years, fact.period in leaf.years
    if leaf.kind is not None and (leaf.kind or fact.kind == "actual" or _names_aim(asked)):
        # Without a word of it an outcome is meant, or what there is of a year to come.
        yield "kind", fact.kind, leaf.kind, (leaf.kind or "actual") == fact.kind
    place = fact.place or next((places[e.report] for e in case.evidence if e.report in places), "")
    if place and _short(place) in asked:
        right = any(_short(place) in one or _short(one) in place for one in leaf.places)
        yield "place", place, "、".join(leaf.places), right


def _is_of(fact: Fact, leaf: Slots) -> bool:
    gold = [fold(name) for name in fact.indicator]
    named = [fold(name) for name in leaf.indicators]
    said = set(fold(leaf.subject))  # 改造老旧小区 is 老旧小区改造
    return any(one in other or other in one for one in gold for other in named) or any(
        set(name) <= said for name in gold
    )


def _names_aim(asked: str) -> bool:
    return any(word in asked for word in words("kind.aim") if len(word) > 1)


def _names_year(asked: str, year: int) -> bool:
    relative = (word for name in _RELATIVE for word in words(f"time.{name}"))
    return str(year) in asked or any(word in asked for word in relative)


def _short(place: str) -> str:
    return own_name(place).rstrip("省市区县州盟")


def table(judged: Sequence[Judged]) -> str:
    """The share of each slot that was understood right, by suite, with its denominator."""
    suites = [*dict.fromkeys(one.suite for one in judged), None]
    lines = [
        "| 评测集 | " + " | ".join(SLOTS.values()) + " |",
        "|---" + "|---:" * len(SLOTS) + "|",
    ]
    for suite in suites:
        cells = (
            _share([o.right for o in judged if suite in (None, o.suite) and o.slot == slot])
            for slot in SLOTS
        )
        lines.append(f"| {suite or '合计'} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def errors(judged: Iterable[Judged]) -> str:
    """Each slot that was understood otherwise."""
    return "\n".join(
        f"{one.slot}　{one.case.id}　{' → '.join((*one.case.turns, one.case.question))}\n"
        f"    应：{one.gold}　得：{one.understood or '—'}"
        for one in judged
        if not one.right
    )


def _share(right: Sequence[bool]) -> str:
    if not right:
        return "0/0 = nan"
    return f"{sum(right)}/{len(right)} = {sum(right) / len(right):.1%}"
