"""Over several places or years an answer gives of each what it gives alone; a comparison has one
result, whichever place is named first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from evals.drafting.askable import Askable
from evals.metamorphic.trial import Material, Reply, Trial, amount_of, called, trial
from index.report import Level

_ALL: Mapping[Level, str] = {"province": "省", "city": "市", "district": "区县"}
_SEVERAL = 3
_MANY = 8  # places of a level that state the same, from which on all of them are asked for
_SURVEYS = 8  # of a run: each asks for every place
_LACKING = re.compile("没有找到的：([^）]*)")
_EQUAL = re.compile("相同|持平|一样|不能|无法")


class Wordings(BaseModel):
    """Templates over several places or years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    several: tuple[str, ...]
    compared: tuple[str, ...]
    survey: tuple[str, ...]
    top: tuple[str, ...]
    trend: tuple[str, ...]


@cache
def wordings() -> Mapping[str, Wordings]:
    """By the attribute of the figures."""
    text = Path(__file__).with_name("places.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Wordings]).validate_python(tomllib.loads(text))


def several(m: Material) -> Iterator[Trial]:
    """A few places named: the figure of each is shown, of a report of that place."""
    for chosen in _groups(m, least=_SEVERAL, most=m.count, size=_SEVERAL):
        question = _question(m, "several", chosen, places="、".join(map(called, chosen)))
        reply = m.reply(question)
        holds = all(_shows_of_place(m, reply, one) for one in chosen)
        yield trial("several", [question], reply, holds=holds)


def compared(m: Material) -> Iterator[Trial]:
    """Two places in either order: the same figures, those of each alone, and the same one higher."""
    for one, other in _groups(m, least=2, most=m.count, size=2):
        template = m.chance.choice(wordings()[one.binding.attribute].compared)
        asked = [
            template.format_map({**_parts(a), "one": called(a), "other": called(b)})
            for a, b in ((one, other), (other, one))
        ]
        first, second = (m.reply(question) for question in asked)
        both = {amount_of(one), amount_of(other)}
        yield trial("order", asked, second, holds=first.amounts == second.amounts)
        holds = both <= first.amounts and _names_higher(first, one, other)
        yield trial("higher", asked[:1], first, holds=holds)


def surveyed(m: Material) -> Iterator[Trial]:
    """All places of a level: of each that is shown, and of none that is said to give nothing, what
    it gives alone; at the top the highest of these."""
    for group in _groups(m, least=_MANY, most=_SURVEYS, size=m.count):
        level = _ALL.get(m.level_of[group[0].report.id] or "city", "")
        question = _question(m, "survey", group, all=level)
        reply = m.reply(question)
        for one in group:
            shows, lacking = _shows_of_place(m, reply, one), _said_to_lack(reply, one)
            if lacking or any(report in dict(reply.by_report) for report in _reports_of(m, one)):
                yield trial("survey", [question, called(one)], reply, holds=shows and not lacking)
        yield _top(m, group, level)


def _top(m: Material, group: Sequence[Askable], level: str) -> Trial:
    question = _question(m, "top", group, all=level)
    reply = m.reply(question)
    highest = max(amount_of(one)[0] or 0 for one in group)
    unit = group[0].binding.quantity.unit
    shown = [value for value, of in reply.amounts if value is not None and of == unit]
    return trial("top", [question], reply, holds=max(shown, default=-1) >= highest)


def _said_to_lack(reply: Reply, one: Askable) -> bool:
    listed = _LACKING.search(reply.text)
    return bool(listed and called(one) in listed[1])


def trend(m: Material) -> Iterator[Trial]:
    """The years of one place: each year's own answer."""
    by_place: dict[tuple[str, ...], list[Askable]] = {}
    for one in _named(m):
        bound = one.binding
        key = (one.report.place or "", bound.name or "", bound.attribute, bound.quantity.unit)
        if bound.kind == "actual" and not bound.falls:
            by_place.setdefault(key, []).append(one)
    several_years = [group for group in by_place.values() if len(_years(group)) > 1]
    for group in several_years[: m.count]:
        known = [one for one in group if m.alone(one)]
        if len(_years(known)) < 2:
            continue
        years = "和".join(f"{year}年" for year in _years(known))
        question = _question(m, "trend", known, place=called(known[0]), years=years)
        reply = m.reply(question)
        holds = {amount_of(one) for one in known} <= reply.amounts
        yield trial("trend", [question], reply, holds=holds)


def _groups(m: Material, *, least: int, most: int, size: int) -> Iterator[list[Askable]]:
    """Figures of the same thing and year of `size` places of one level, given alone each."""
    groups: dict[tuple[object, ...], list[Askable]] = {}
    level_of = m.level_of
    for one in _named(m):
        bound = one.binding
        level = level_of[one.report.id]
        key = (bound.name, bound.period, bound.kind, bound.attribute, bound.quantity.unit, level)
        if level in _ALL and bound.kind != "cumulative" and not bound.falls:
            groups.setdefault(key, []).append(one)
    made = 0
    for group in groups.values():
        places = {one.report.place: one for one in reversed(group)}
        if len(places) < least or made == most:
            continue
        given = list(islice((one for one in places.values() if m.alone(one)), size))
        if len(given) >= least:
            made += 1
            yield given


def _named(m: Material) -> Iterator[Askable]:
    attributes = wordings()
    return (o for o in m.figures if o.binding.name and o.binding.attribute in attributes)


def _question(m: Material, kind: str, group: Sequence[Askable], **parts: str) -> str:
    templates = getattr(wordings()[group[0].binding.attribute], kind)
    return str(m.chance.choice(templates).format_map({**_parts(group[0]), **parts}))


def _parts(one: Askable) -> dict[str, str]:
    bound = one.binding
    return {
        "what": bound.name or bound.indicator,
        "year": str(bound.period.first) if bound.period else "",
        "aim": "目标" if bound.kind == "target" else "",
    }


def _years(group: Sequence[Askable]) -> list[int]:
    return sorted({one.binding.period.first for one in group if one.binding.period})


def _shows_of_place(m: Material, reply: Reply, one: Askable) -> bool:
    """Whether the figure is shown, cited from a report of its place."""
    return any((report, amount_of(one)) in reply.by_report for report in _reports_of(m, one))


def _reports_of(m: Material, one: Askable) -> list[str]:
    return [covered.report_id for covered in m.covered if covered.place == one.report.place]


def _names_higher(reply: Reply, one: Askable, other: Askable) -> bool:
    """Whether the place of the greater value is said to have it (B比A高, A低于B, B更高)."""
    low, high = sorted((one, other), key=lambda o: amount_of(o)[0] or 0)
    if amount_of(low) == amount_of(high):
        return bool(_EQUAL.search(reply.text))
    a, b = re.escape(called(low)), re.escape(called(high))
    more, less = "[高多大快]", "[低少小慢]"
    said = (
        rf"{b}比{a}的?{more}|{a}比{b}的?{less}|{b}[^，。；]{{0,6}}{more}于{a}|{b}(?:更|较|最){more}"
    )
    return bool(re.search(said, reply.text))
