"""The heading of a column of figures by its parts: what is measured, when, how it changes, the unit.

A heading of change is known by what it is made of, not by its name: a base of comparison (比上年,
同比, 比2023年), a direction (增长, 增减, ±) and a unit (%, 百分点), two of them at least or a direction alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.figures.quantities import parse_quantities
from index.reading import table_words as words
from index.reading.table_words import POINTS, RATES

Role = Literal["ordinal", "group", "row", "unit", "value", "content", "aside"]
Measure = Literal["level", "change", "share", "rank"]
Kind = Literal["", "目标", "计划", "预期", "预算", "任务", "完成"]


@dataclass(frozen=True, slots=True)
class When:
    """When a column or a table holds: a year, 末 of it, a part of it; or, `relative`, what only the
    time of the whole table makes known: 上年同期, 本年, 本月, 1—本月累计."""

    year: int | None = None
    end: str = ""
    part: str = ""
    relative: Literal["", "before", "now", "month", "sum"] = ""

    def __bool__(self) -> bool:
        return bool(self.year or self.part or self.relative)

    def __str__(self) -> str:
        return (f"{self.year}年{self.end}" if self.year else "") + self.part


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading. `noun` is what is left of it beside time, aim, change and unit.

    A change has its `base` (比上年, 同比, "" where none is named) and may be `weak`: 增减 alone does
    not say whether per cent or an amount; `or_points`: in 百分点 for what is a percentage itself. A
    share has `of`: 为上年的, 完成预算的; so has a rank: 全市.
    """

    role: Role
    head: str
    noun: str = ""
    when: When = When()
    kind: Kind = ""
    unit: str = ""
    measure: Measure = "level"
    base: str = ""
    of: str = ""
    lasting: str = ""
    modifier: str = ""
    is_amount: bool = False
    weak: bool = False
    falls: bool = False
    of_prices: bool = False
    or_points: bool = False
    of_change: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether a figure without any unit is a percentage."""
        if self.measure == "change":
            return not self.is_amount and not self.weak
        return self.measure in ("share", "rank") or words.PERCENTAGE.search(self.noun) is not None

    @property
    def is_bare(self) -> bool:
        """Whether it tells of the indicator beside it: 同比增长 does, 财政收入增长 names its own."""
        bare_share = self.noun in ("占比", "比重", "完成率", "比例", "构成")
        return self.role == "value" and (
            bare_share or (self.measure != "level" and (not self.noun or self.measure == "share"))
        )


def split_unit(head: str) -> tuple[str, str]:
    """`head` without its unit, and the unit: 金额（万元） → 金额, 万元; ±% → ±, %; 同比百分点 → 同比, 百分点."""
    for bracketed in words.BRACKETED.finditer(head):
        inside = re.sub(r"^(?:计量)?单位[:：]|^[±+＋-]+", "", bracketed[1]).strip()
        first = re.split(r"[、,，/／]|或", inside)[0]
        if is_unit(inside) or (first in RATES and re.search("百分点", inside)):
            unit = (inside if is_unit(inside) else first).replace("％", "%")
            return head[: bracketed.start()] + head[bracketed.end() :], unit
    points = re.fullmatch(r"(.*?)个?百分点", head)
    if points and points[1]:
        return points[1], "百分点"
    return (head[:-1], "%") if len(head) > 1 and head[-1] in RATES[:2] else (head, "")


def is_unit(text: str) -> bool:
    """Whether a number could stand before `text`: 万元, %, 微克/立方米."""
    if text in POINTS:
        return True
    found = parse_quantities(f"12{text}") if text else []
    return len(found) == 1 and found[0].end == len(text) + 2 and found[0].unit not in ("", "year")


def parsed_head(head: str) -> Column:
    """The heading of figures by its parts: 2024年计划投资（万元） → 2024年, 计划, 投资, 万元."""
    text, unit = split_unit(words.PLUS_OR_MINUS.sub("±", head))
    share = words.SHARE_OF.fullmatch(text)
    if share and (unit in RATES or words.SHARE_WORDS.search(text)) and not unit.endswith("点"):
        return _share(head, share, unit or "%")
    rank = words.RANK.fullmatch(text)
    if rank:
        return _rank(head, rank["scope"])
    text, when, kind = _without_time_and_aim(text)
    base = words.BASE.search(text)
    rest = text[: base.start()] + text[base.end() :] if base else text
    modifier = words.MODIFIERS.search(rest)
    rest = _stripped(rest[: modifier.start()] + rest[modifier.end() :] if modifier else rest)
    direction = words.DIRECTION.search(rest)
    if direction or (base and (unit or not rest)):
        noun = _without_direction(rest)
        lasting = words.LASTING.search(noun)
        noun = noun[: lasting.start()] if lasting else noun
        return Column(
            "value", head, _noun(noun), when, kind, unit, "change",
            base=_base(base[0]) if base else "",
            lasting=lasting[0] if lasting else "",
            modifier=modifier[0] if modifier else "",
            is_amount=bool(direction and direction["amount"]) or unit not in ("", *RATES, *POINTS),
            weak=bool(direction and direction["weak"]) and not unit,
            falls=bool(direction and words.FALLS.search(direction[0])),
            of_prices=words.PRICES.search(head) is not None,
            or_points=unit in RATES and "百分点" in head,
        )  # fmt: skip
    return Column("value", head, _noun(_stripped(text)), when, kind, unit)


def when_of(text: str) -> When:
    """When `text` says that it holds: 2024年, 2024年1-11月, 上年同期, 本年; nothing where it says nothing."""
    return _when(text)[0]


def _when(text: str) -> tuple[When, str]:
    """When the text holds, bases of comparison aside, and the text without the words of it."""
    hidden = words.BASE.sub(lambda base: "\0" * len(base[0]), text)
    year = words.YEAR.search(hidden)
    if year:
        part = whole_part(year["part"] or "")
        return When(int(year["year"]), year["end"] or "", part), _cut(text, year)
    relative = words.RELATIVE.search(hidden)
    if relative:
        end = "末" if relative[0].endswith("末") else ""
        return When(end=end, relative="before" if relative["before"] else "now"), _cut(
            text, relative
        )
    of_year = words.PART.search(hidden)
    if of_year:
        return When(part=whole_part(of_year[0])), _cut(text, of_year)
    month = words.THIS_MONTH.search(hidden)
    if month:
        return When(relative="sum" if month["sum"] else "month"), _cut(text, month)
    return When(), text


def whole_part(written: str) -> str:
    """A part of a year without the words of counting: 1-9月累计 → 1-9月."""
    return re.sub(r"(?<=月)(?:份|止累计|累计|止)$", "", written)


def _cut(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + text[found.end() :]


def _without_time_and_aim(text: str) -> tuple[str, When, Kind]:
    when, text = _when(text)
    aim, done = words.AIM.search(text), words.DONE.search(text)
    kind: Kind = aim[1] if aim else "完成" if done else ""  # type: ignore[assignment]
    stated = aim or done
    return (_cut(text, stated) if stated else text), when, kind


def _without_direction(text: str) -> str:
    """规上工业增加值增速增速, as two rows of headings give it, without either."""
    while direction := words.DIRECTION.search(text):
        text = text[: direction.start()]
    return text


def _base(written: str) -> str:
    """The base as a sentence has it: 与上年同期相比, 上年同期比 → 比上年同期."""
    if written in ("同比", "环比"):
        return written
    return "比" + re.sub(r"^[比较与同]|相?比较?$", "", written)


def _share(head: str, share: re.Match[str], unit: str) -> Column:
    """为上年%, 完成预算%, 决算数为预算数的百分比."""
    when, subject = _when(share["subject"])
    _, _, kind = _without_time_and_aim(subject)
    of = share["of"].removesuffix("的") + "的"
    stated, noun = (_stripped(subject), "") if kind else ("", _noun(_stripped(subject)))
    return Column("value", head, noun, when, kind, unit, "share", of=stated + of)


def _rank(head: str, scope: str) -> Column:
    when, scope = _when(scope)
    of_change = words.RANK_OF_CHANGE.search(scope) is not None
    noun = words.BASE.sub("", words.RANK_OF_CHANGE.sub("", scope))
    within = words.SCOPE.search(noun)
    noun = _stripped(_cut(noun, within) if within else noun)
    of = (within["scope"] or within["first"]) if within else ""
    return Column("value", head, noun, when, measure="rank", of=of, of_change=of_change)


def _stripped(text: str) -> str:
    return text.strip("的、/／-— :：")


def _noun(text: str) -> str:
    text = _stripped(words.ABSOLUTE.sub("", text))
    return "" if words.MEASURE.fullmatch(text) else text
