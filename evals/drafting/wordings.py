"""Plain questions on a figure of the ledger, by template: what it is, and whether it is another."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from index.figures.figure import Binding, Period

_PLAIN: dict[tuple[str, str], tuple[str, ...]] = {
    ("level", "actual"): (
        "{year}{place}{what}是多少？",
        "{place}{year}的{what}达到多少？",
        "想了解一下，{year}{place}{what}有多少？",
    ),
    ("level", "target"): (
        "{year}{place}{what}的目标是多少？",
        "{place}计划{year}{what}达到多少？",
    ),
    ("level", "cumulative"): (
        "{year}{place}{what}累计是多少？",
        "{place}{year}累计{what}有多少？",
    ),
    ("change", "actual"): (
        "{year}{place}{what}{moved}了多少？",
        "{place}{what}{year}比上年{moved}多少？",
        "请问{year}{place}{what}的{rate}是多少？",
    ),
    ("change", "target"): (
        "{year}{place}{what}预期{moved}多少？",
        "{place}{year}{what}的{rate}目标是多少？",
    ),
    ("rank", "actual"): (
        "{year}{place}{what}排第几位？",
        "{place}{what}{year}的位次是第几？",
    ),
    ("rank", "target"): ("{place}{year}的目标中，{what}要排到第几位？",),
    ("share", "actual"): (
        "{year}{place}{what}是百分之几？",
        "{place}{year}的{what}达到百分之多少？",
    ),
    ("share", "target"): (
        "{year}{place}{what}的目标是百分之几？",
        "{place}{year}计划{what}达到百分之多少？",
    ),
    ("count", "actual"): (
        "{year}{place}{what}有多少{unit}？",
        "{place}{year}的{what}一共多少{unit}？",
    ),
    ("count", "target"): (
        "{year}{place}计划的{what}是多少{unit}？",
        "{place}{year}{what}的目标是多少{unit}？",
    ),
    ("count", "cumulative"): (
        "{year}{place}{what}累计多少{unit}？",
        "{place}{year}累计有多少{unit}{what}？",
    ),
}
_DENIED: dict[str, tuple[str, ...]] = {
    "level": ("{year}{place}{what}是{wrong}吗？", "听说{place}{year}{what}{aim}有{wrong}，对吗？"),
    "change": (
        "{year}{place}{what}{aim}{moved}{wrong}，是吗？",
        "听说{place}{year}{what}{aim}{moved}{wrong}，对吗？",
    ),
    "rank": ("{year}{place}{what}排{wrong}吗？", "{place}{what}{year}{aim}居{wrong}，对不对？"),
    "share": (
        "{year}{place}{what}{aim}是{wrong}吗？",
        "{place}{year}{what}{aim}达到{wrong}，对吗？",
    ),
    "count": (
        "{year}{place}{what}{aim}有{wrong}，是吗？",
        "{place}{year}的{what}{aim}是{wrong}吗？",
    ),
}
_BEYOND = re.compile(
    r"^(?:超过|超出|超|突破|接近|近|约|达到?|不低于|不少于)+|(?:左右|以上|以下|以内|上下)$"
)


def plain_wordings(bound: Binding, place: str, *, year: int | None = None) -> Sequence[str]:
    """Questions that ask for the figure, of `place`, and of another year where one is given."""
    templates = _PLAIN[bound.attribute, bound.kind]
    return [_filled(template, bound, place, year) for template in templates]


def denied_wordings(bound: Binding, place: str, wrong: str) -> Sequence[str]:
    """Questions whether the figure is `wrong`, another than it is."""
    templates = _DENIED[bound.attribute]
    return [_filled(template, bound, place, None, wrong) for template in templates]


def shuffled(wordings: Sequence[str], chance: random.Random) -> list[str]:
    return chance.sample(wordings, len(wordings))


def without_bounds(figure: str) -> str:
    """The figure without the words that make it more or less: 超过30家 → 30家."""
    return _BEYOND.sub("", figure)


def _filled(template: str, bound: Binding, place: str, year: int | None, wrong: str = "") -> str:
    return template.format(
        year=_time(Period(year, year) if year else bound.period),
        place=place,
        what=bound.indicator,
        unit=bound.quantity.unit,
        moved="下降" if bound.falls else "增长",
        rate="降幅" if bound.falls else "增幅",
        aim=_aim(bound),
        wrong=wrong,
    )


def _aim(bound: Binding) -> str:
    if bound.kind != "target":
        return ""
    return "预期" if bound.attribute == "change" else "的目标"


def _time(period: Period | None) -> str:
    if period is None:
        raise ValueError("a figure without a period cannot be asked for")
    if period.first == period.last:
        return f"{period.first}年"
    return f"{period.first}年到{period.last}年"
