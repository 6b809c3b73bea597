"""The heading of a column of figures by its parts: what is measured, when, how it changes, the unit.

A heading of change is recognised by its parts, not by its name: a base of comparison (比上年,
同比, 比2023年), a direction (增长, 增减, ±) and a unit (%, 百分点); two of them at least, or a direction alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.figures.lexicon import one_of, words
from index.figures.quantities import parse_quantities
from index.figures.years import ARABIC

RATES = ("%", "％", "‰")
POINTS = ("百分点", "个百分点")
BRACKETED = re.compile(r"[（(\[]([^（）()\[\]]*)[）)\]]")

_PART_OF_YEAR = (
    r"(?:第?[一二三四1-4]季度|前[二三23]季度|[上下]半年"
    r"|\d{1,2}\s*(?:[-—–－~～至]|——)\s*\d{1,2}月(?:份|累计|止)?|\d{1,2}月(?:份|止累计|累计|止|末|底)?)"
)
PART = re.compile(_PART_OF_YEAR)
YEAR = re.compile(
    rf"(?:截[至止]到?)?(?<!\d)(?P<year>{ARABIC})(?:年度?|(?!\d))(?P<end>[末底])?(?P<part>{_PART_OF_YEAR})?"
)
_BEFORE = (
    rf"{one_of('table.year_before')}{one_of('table.of_year_before')}?|{one_of('table.same_time')}"
)
_RELATIVE = re.compile(rf"(?P<before>{_BEFORE})|(?P<now>{one_of('table.now')})")
_THIS_MONTH = re.compile(
    r"(?P<sum>1\s*[-—–至]\s*[本当]月(?:止|累计)*|(?:[本当]月止|本年|自?年初)?累计(?!完成|增))|(?P<month>[本当]月|[本当]季度?)"
)
_MONTH = re.compile(r"(?:\d{1,2}\s*[-—–－~～至]+\s*)?(\d{1,2})月")
_AIM = re.compile(rf"{one_of('table.before_aim')}*({one_of('table.aim')})(?:值|数|任务)?")
_DONE = re.compile(
    rf"{one_of('table.before_done')}?(?:实际|累计)?{one_of('table.done')}(?:情况|值|数)?(?!率)"
)
_OF_BASE = one_of("table.of_base")
BASE = re.compile(
    rf"[同环]比|[比较与同](?:{one_of('table.base')}|{ARABIC}年?){_OF_BASE}?(?:相?比较?)?"
    rf"|{one_of('table.base')}{_OF_BASE}?相?比较?(?![上去前同年\d])"
)
_PLUS_OR_MINUS = re.compile(r"[+＋]\s*[/／、]?\s*[-－—]")
DIRECTION = re.compile(
    rf"(?:(?P<amount>{one_of('table.amount')})|(?P<rate>{one_of('table.rate')})"
    rf"|(?P<weak>{one_of('table.weak')}|增\s*[/／、]\s*减))(?:情况|[:：])?$"
)
_FALLS = re.compile(one_of("table.heads_falls"))
_PRICES = re.compile(one_of("table.prices"))
_PRICE_BASIS = re.compile(r"(?:按|以)?(?:可比|不变|现|当年)价(?:格)?(?:计算)?|名义|实际(?=增)")
_LASTING = re.compile(rf"{one_of('table.lasting')}+$")
# Of shares and indices: 为上年% is an index, in which 105.6 is a growth of 5.6 %.
_SHARE_OF = re.compile(
    rf"(?P<subject>.{{0,8}}?)(?P<of>{one_of('table.share_of')}[^（）()]*{one_of('table.whole')}[^（）()]{{0,6}}?)"
    rf"(?:的?{one_of('table.share')})?的?"
)
_SHARE = re.compile(rf"{one_of('table.share')}$")
_PERCENTAGE = re.compile(rf"{one_of('table.percentage')}$")
RANK = re.compile(rf"(?P<scope>.*?){one_of('table.rank')}(?:情况)?")
_SCOPE = re.compile(
    r"[在的]?(?P<scope>[全本][国省市区县州]|同类.{0,4})的?$|^[在]?(?P<first>[全本][国省市区县州])的?"
)
_RANKED_BY_CHANGE = re.compile(one_of("table.ranked_by_change"))
MEASURE = re.compile(one_of("table.measure"))
ABSOLUTE = re.compile(rf"{one_of('table.absolute')}|指标值$")

Role = Literal["ordinal", "group", "row", "unit", "value", "content", "aside"]
Relative = Literal["", "before", "now", "month", "sum"]
Measure = Literal["level", "change", "share", "rank"]
Kind = Literal["", "目标", "计划", "预期", "预算", "任务", "完成"]


@dataclass(frozen=True, slots=True)
class When:
    """When a column or a table holds: a year, 末 of it, a part of it; or, `relative`, what only the
    time of the whole table makes known: 上年同期, 本年, 本月, 1—本月累计."""

    year: int | None = None
    end: str = ""
    part: str = ""
    relative: Relative = ""

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
        return self.measure in ("share", "rank") or _PERCENTAGE.search(self.noun) is not None

    @property
    def is_bare(self) -> bool:
        """Whether its figures are of the indicator beside it: those of 同比增长; 财政收入增长 names its own."""
        bare_share = self.noun in words("table.bare_share")
        return self.role == "value" and (
            bare_share or (self.measure != "level" and (not self.noun or self.measure == "share"))
        )


def split_unit(head: str) -> tuple[str, str]:
    """`head` without its unit, and the unit: 金额（万元） → 金额, 万元; ±% → ±, %; 同比百分点 → 同比, 百分点."""
    for bracketed in BRACKETED.finditer(head):
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
    text, unit = split_unit(_PLUS_OR_MINUS.sub("±", head))
    share = _SHARE_OF.fullmatch(text)
    if share and (unit in RATES or _SHARE.search(text)) and not unit.endswith("点"):
        return _share(head, share, unit or "%")
    rank = RANK.fullmatch(text)
    if rank:
        return _rank(head, rank["scope"])
    text, when, kind = _without_time_and_aim(text)
    base = BASE.search(text)
    rest = text[: base.start()] + text[base.end() :] if base else text
    modifier = _PRICE_BASIS.search(rest)
    rest = _stripped(rest[: modifier.start()] + rest[modifier.end() :] if modifier else rest)
    direction = DIRECTION.search(rest)
    if direction or (base and (unit or not rest)):
        noun = _without_direction(rest)
        lasting = _LASTING.search(noun)
        noun = noun[: lasting.start()] if lasting else noun
        return Column(
            "value", head, _noun(noun), when, kind, unit, "change",
            base=_base(base[0]) if base else "",
            lasting=lasting[0] if lasting else "",
            modifier=modifier[0] if modifier else "",
            is_amount=bool(direction and direction["amount"]) or unit not in ("", *RATES, *POINTS),
            weak=bool(direction and direction["weak"]) and not unit,
            falls=bool(direction and _FALLS.search(direction[0])),
            of_prices=_PRICES.search(head) is not None,
            or_points=unit in RATES and "百分点" in head,
        )  # fmt: skip
    return Column("value", head, _noun(_stripped(text)), when, kind, unit)


def when_of(text: str) -> When:
    """When `text` says that it holds: 2024年, 2024年1-11月, 上年同期, 本年; nothing where it says nothing."""
    return _when(text)[0]


def _when(text: str) -> tuple[When, str]:
    """When the text holds, bases of comparison aside, and the text without the words of it."""
    hidden = BASE.sub(lambda base: "\0" * len(base[0]), text)
    year = YEAR.search(hidden)
    if year:
        part = whole_part(year["part"] or "")
        return When(int(year["year"]), year["end"] or "", part), _cut(text, year)
    relative = _RELATIVE.search(hidden)
    if relative:
        end = "末" if relative[0].endswith("末") else ""
        which: Relative = "before" if relative["before"] else "now"
        return When(end=end, relative=which), _cut(text, relative)
    of_year = PART.search(hidden)
    if of_year:
        return When(part=whole_part(of_year[0])), _cut(text, of_year)
    month = _THIS_MONTH.search(hidden)
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
    aim, done = _AIM.search(text), _DONE.search(text)
    kind: Kind = aim[1] if aim else "完成" if done else ""  # type: ignore[assignment]
    stated = aim or done
    return (_cut(text, stated) if stated else text), when, kind


def _without_direction(text: str) -> str:
    """规上工业增加值增速增速, as two rows of headings give it, without either."""
    while direction := DIRECTION.search(text):
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
    of_change = _RANKED_BY_CHANGE.search(scope) is not None
    noun = BASE.sub("", _RANKED_BY_CHANGE.sub("", scope))
    within = _SCOPE.search(noun)
    noun = _stripped(_cut(noun, within) if within else noun)
    of = (within["scope"] or within["first"]) if within else ""
    return Column("value", head, noun, when, measure="rank", of=of, of_change=of_change)


def _stripped(text: str) -> str:
    return text.strip("的、/／-— :：")


def _noun(text: str) -> str:
    text = _stripped(ABSOLUTE.sub("", text))
    return "" if MEASURE.fullmatch(text) else text


def when_of_caption(caption: str, year_above: int | None = None) -> When:
    """When a table holds by its caption: the only year that it names, with a part of the year.

    `year_above` is what the headings above say, for a caption without any.
    """
    found = list(YEAR.finditer(caption))
    years = {int(year["year"]) for year in found}
    if len(years) > 1:
        return When()
    part = next((year["part"] for year in found if year["part"]), "")
    part = part or next((each[0] for each in PART.finditer(caption)), "")
    return When(next(iter(years), None) or (year_above if part else None), part=part)


def with_times(
    columns: Sequence[Column], table: When, year_above: int | None = None
) -> list[Column]:
    """The columns with their times made whole: 上年同期, 本年, 本月, and years of a part of the year."""
    years = [each.when.year for each in columns if each.when.year and each.measure == "level"]
    known = table.year or max(years, default=None) or year_above
    relative = any(column.when.relative in ("before", "now") for column in columns)
    of_all = When(known) if relative and not table and known else When()
    timed: list[Column] = []
    beside = When()
    for column in columns:
        when = whole(column.when, table, known)
        if column.role == "value":
            # A share or rank of the figure on its left has its time.
            of_left = not when and not table and column.is_rate and not column.is_bare
            when = beside = (beside if of_left else when) or of_all
        timed.append(replace(column, when=when))
    return timed


def whole(when: When, table: When, known: int | None) -> When:
    """`when` with what it leaves to the time of the whole table, and to the year `known` of it."""
    if when.relative in ("before", "now"):
        year = known and known - (when.relative == "before")
        return When(year, when.end, when.part or table.part, "" if year else when.relative)
    if when.relative in ("month", "sum"):
        return When(table.year, part=_part(when.relative, table.part))
    if when.part and not when.year:
        return replace(when, year=table.year)
    if when.year and not when.part and not when.end:
        return replace(when, part=table.part)
    return when


def _part(which: str, part: str) -> str:
    """本月 or its sum since January, in a table of 5月 or 1—5月."""
    month = _MONTH.match(part)
    if month is None:
        return part
    return f"{month[1]}月" if which == "month" else f"1—{month[1]}月"


def subjects_of(columns: Sequence[Column]) -> dict[int, int]:
    """Which column of levels each bare change, share or rank belongs to, by their numbers: the latest
    of those beside it, on the left where there are any."""
    subjects: dict[int, int] = {}
    group: list[int] = []
    is_open = False
    waiting: list[int] = []
    for number, column in enumerate(columns):
        if column.role != "value":
            continue
        if column.measure == "level" and not column.is_bare:
            group = [*group, number] if is_open else [number]
            is_open = True
            subjects.update(dict.fromkeys(waiting, number))
            waiting = []
        elif column.is_bare:
            is_open = False
            if group:
                subjects[number] = _subject_of(columns, group, column)
            else:
                waiting.append(number)
        else:
            group, is_open = [], False
    return subjects


def _subject_of(columns: Sequence[Column], group: Sequence[int], bare: Column) -> int:
    """Of several levels of one thing the latest, and what was reached rather than aimed at; but the
    one that the bare column itself names."""
    alike = [number for number in group if columns[number].noun == columns[group[-1]].noun]
    same = [
        number
        for number in alike
        if (bare.kind and columns[number].kind == bare.kind)
        or (bare.when and columns[number].when == bare.when)
    ]

    def order(number: int) -> tuple[int, bool, int]:
        when = columns[number].when
        relative = {"before": -1}.get(when.relative, 0)
        return (when.year or 0) + relative, columns[number].kind in ("", "完成"), number

    return max(same or alike, key=order)
