"""The heading of a column of figures by its parts: what is measured, when, how it changes, the unit.

A heading of change is recognised by its parts, not by its name: a base of comparison (比上年,
同比, 比2023年), a direction (增长, 增减, ±) and a unit (%, 百分点); two of them at least, or a direction alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.figures.quantities import parse_quantities

RATES = ("%", "％", "‰")
POINTS = ("百分点", "个百分点")


# ---- headings: which column they head
ORDINAL = re.compile(r"序号|编号|项次|行次|栏次|代码|科目编码|序|NO\.?", re.IGNORECASE)
UNIT = re.compile(r"(?:计量|计算)?单位")
ASIDE = re.compile(
    r"备注|说明|(?:指标)?(?:属性|性质)|(?:位次|排名|名次)(?:变化|升降|变动)"
    r"|.*(?:单位|部门|领导|责任人|时限|时间|地点|进度)"
)
CONTENT = re.compile(r".*(?:内容|任务|措施|举措)|工作目标|目标|主要目标|完成情况|进展情况")
NAMES_A_ROW = re.compile(
    r".*(?:指标|项目|名称|事项|类别|领域|科目|地区|县区|区县|市州|乡镇|街道|年份|年度|信息内容|品种|行业)(?:名称)?"
)
BRACKETED = re.compile(r"[（(\[]([^（）()\[\]]*)[）)\]]")

# ---- headings: when
PART_OF_YEAR = (
    r"(?:第?[一二三四1-4]季度|前[二三23]季度|[上下]半年"
    r"|\d{1,2}\s*(?:[-—–－~～至]|——)\s*\d{1,2}月(?:份|累计|止)?|\d{1,2}月(?:份|止累计|累计|止|末|底)?)"
)
YEAR = re.compile(
    rf"(?:截[至止]到?)?(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?|(?!\d))(?P<end>[末底])?(?P<part>{PART_OF_YEAR})?"
)
BEFORE = r"(?:上一?年度?|去年|上期)(?:同期|同月|末)?|同期"
NOW = r"今年|本年度?|本期|年末|期末"
RELATIVE = re.compile(rf"(?P<before>{BEFORE})|(?P<now>{NOW})")
PART = re.compile(PART_OF_YEAR)
THIS_MONTH = re.compile(
    r"(?P<sum>1\s*[-—–至]\s*[本当]月(?:止|累计)*|(?:[本当]月止|本年|自?年初)?累计(?!完成|增))|(?P<month>[本当]月|[本当]季度?)"
)

# ---- headings: aims and outcomes
AIM = re.compile(
    r"(?:年初|调整|年度|全年|预期|计划|工作|主要)*(目标|计划|预期|预算|任务)(?:值|数|任务)?"
)
DONE = re.compile(
    r"(?:全年|年度|预计)?(?:实际|累计)?(?:完成|实绩|执行|决算|实际)(?:情况|值|数)?(?!率)"
)

# ---- headings: changes. A heading of change is made of a base, a direction and a unit.
_BASE_BEFORE = r"(?:上一?年度?|去年|前年|上[月季期]|同期|年初|期初|基期)(?:同期|同月|同季|末|底)?"
_BASE_YEAR = rf"(?:{_BASE_BEFORE}|(?:19|20)\d\d年?(?:同期|同月|末|底)?)"
BASE = re.compile(
    rf"[同环]比|[比较与同](?:{_BASE_YEAR})(?:相?比较?)?|(?:{_BASE_BEFORE})相?比较?(?![上去前同年\d])"
)
STRONG = (
    r"增长(?:率|速度|幅度|百分比)?|增速|增幅|涨跌(?:幅度?)?|涨幅|降幅|升降幅度?|增减(?:率|幅度?)|变[动化](?:率|幅度?)"
    r"|下降(?:率|幅度?)?|上涨|上升"
)
AMOUNT = r"增减[额数量]|增加[额数量]?(?!值)|减少[额数量]?|增收额?|减收额?|增长[额量]"
WEAK = r"增减(?:变[动化])?|增\s*[/／、]\s*减|变[动化](?:情况)?|升降|提高|±"
PLUS_OR_MINUS = re.compile(r"[+＋]\s*[/／、]?\s*[-－—]")
DIRECTION = re.compile(
    rf"(?:(?P<amount>{AMOUNT})|(?P<strong>{STRONG})|(?P<weak>{WEAK}))(?:情况|[:：])?$"
)
FALLS = re.compile(r"降幅|下降|减少|减收")
PRICES = re.compile(r"涨|跌|价格")
MODIFIERS = re.compile(r"(?:按|以)?(?:可比|不变|现|当年)价(?:格)?(?:计算)?|名义|实际(?=增)")
LASTING = re.compile(r"(?:年均|平均|累计|[两三四五]年平均)+$")

# ---- headings: shares and indices. 为上年% is an index: 105.6 is a growth of 5.6 %.
SHARE_OF = re.compile(
    r"(?P<subject>.{0,8}?)(?P<of>(?:完成|为|占|相当于)(?P<whole>[^（）()]*(?:上一?年|去年|同期|预算|计划|目标|任务|决算|执行|基期|年)[^（）()]{0,6}?))"
    r"(?:的?(?:百分比|比例|比重|百分数))?的?"
)
SHARE_WORDS = re.compile(r"(?:百分比|比例|比重|百分数)$")
PERCENTAGE = re.compile(r"(?:率|比重|占比|比例|构成|百分比)$")
RANK = re.compile(r"(?P<scope>.*?)(?:位次|排名|名次|排序|排位|位序|序位)(?:情况)?")
SCOPE = re.compile(
    r"[在的]?(?P<scope>[全本][国省市区县州]|同类.{0,4})的?$|^[在]?(?P<first>[全本][国省市区县州])的?"
)
RANK_OF_CHANGE = re.compile(r"增速|增幅|增长|涨幅")

# ---- headings: words that say only that there is a figure
MEASURE = re.compile(r"数[值量额]?|数据|指标值|金额|总量|规模|累计|实绩|现价")
ABSOLUTE = re.compile(r"绝对[值额数量]|指标值$")
FIGURE = re.compile(r"\d")
Role = Literal["ordinal", "group", "row", "unit", "value", "content", "aside"]
Measure = Literal["level", "change", "share", "rank"]
Kind = Literal["", "目标", "计划", "预期", "预算", "任务", "完成"]
_MONTH = re.compile(r"(?:\d{1,2}\s*[-—–－~～至]+\s*)?(\d{1,2})月")


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
        return self.measure in ("share", "rank") or PERCENTAGE.search(self.noun) is not None

    @property
    def is_bare(self) -> bool:
        """Whether it tells of the indicator beside it: 同比增长 does, 财政收入增长 names its own."""
        bare_share = self.noun in ("占比", "比重", "完成率", "比例", "构成")
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
    text, unit = split_unit(PLUS_OR_MINUS.sub("±", head))
    share = SHARE_OF.fullmatch(text)
    if share and (unit in RATES or SHARE_WORDS.search(text)) and not unit.endswith("点"):
        return _share(head, share, unit or "%")
    rank = RANK.fullmatch(text)
    if rank:
        return _rank(head, rank["scope"])
    text, when, kind = _without_time_and_aim(text)
    base = BASE.search(text)
    rest = text[: base.start()] + text[base.end() :] if base else text
    modifier = MODIFIERS.search(rest)
    rest = _stripped(rest[: modifier.start()] + rest[modifier.end() :] if modifier else rest)
    direction = DIRECTION.search(rest)
    if direction or (base and (unit or not rest)):
        noun = _without_direction(rest)
        lasting = LASTING.search(noun)
        noun = noun[: lasting.start()] if lasting else noun
        return Column(
            "value", head, _noun(noun), when, kind, unit, "change",
            base=_base(base[0]) if base else "",
            lasting=lasting[0] if lasting else "",
            modifier=modifier[0] if modifier else "",
            is_amount=bool(direction and direction["amount"]) or unit not in ("", *RATES, *POINTS),
            weak=bool(direction and direction["weak"]) and not unit,
            falls=bool(direction and FALLS.search(direction[0])),
            of_prices=PRICES.search(head) is not None,
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
    relative = RELATIVE.search(hidden)
    if relative:
        end = "末" if relative[0].endswith("末") else ""
        return When(end=end, relative="before" if relative["before"] else "now"), _cut(
            text, relative
        )
    of_year = PART.search(hidden)
    if of_year:
        return When(part=whole_part(of_year[0])), _cut(text, of_year)
    month = THIS_MONTH.search(hidden)
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
    aim, done = AIM.search(text), DONE.search(text)
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
    of_change = RANK_OF_CHANGE.search(scope) is not None
    noun = BASE.sub("", RANK_OF_CHANGE.sub("", scope))
    within = SCOPE.search(noun)
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
    years = [
        column.when.year for column in columns if column.when.year and column.measure == "level"
    ]
    known = table.year or max(years, default=None) or year_above
    relative = any(column.when.relative in ("before", "now") for column in columns)
    of_all = When(known) if relative and not table and known else When()
    timed: list[Column] = []
    beside = When()
    for column in columns:
        when = whole(column.when, table, known)
        if (
            not when
            and not table
            and column.role == "value"
            and column.is_rate
            and not column.is_bare
        ):
            when = beside  # a share or rank of the figure on its left
        if column.role == "value":
            when = when or of_all
            beside = when
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
    """Which column of levels each bare change, share or rank tells of, by their numbers: the latest
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
                subjects[number] = _told_of(columns, group, column)
            else:
                waiting.append(number)
        else:
            group, is_open = [], False
    return subjects


def _told_of(columns: Sequence[Column], group: Sequence[int], bare: Column) -> int:
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
