"""What the columns of a table are for: to name the row, to give its unit, to tell a figure or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.quantities import parse_quantities

Role = Literal["ordinal", "group", "row", "unit", "value", "content", "aside"]
Grid = Sequence[Sequence[str]]

RATES = ("%", "％", "‰")
NOTHING = re.compile(r"[\s—–\-－―/／\\*.…]*|无")
_ORDINAL = re.compile(r"序号|编号|项次|行次|序|NO\.?", re.IGNORECASE)
_UNIT = re.compile(r"(?:计量|计算)?单位")
_ASIDE = re.compile(
    r"备注|说明|(?:指标)?(?:属性|性质)|.*(?:单位|部门|领导|责任人|时限|时间|地点|进度)"
)
_CONTENT = re.compile(r".*(?:内容|任务|措施|举措)|工作目标|目标|主要目标|完成情况|进展情况")
_NAMES_A_ROW = re.compile(
    r".*(?:指标|项目|名称|事项|类别|领域|科目|地区|县区|区县|市州|乡镇|街道|年份|年度)(?:名称)?"
)
_BRACKETED = re.compile(r"[（(]([^（）()]*)[）)]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)|去年|上年|今年|本年(?!度)")
_AIM = re.compile(r"(?:年度|全年|预期|计划|工作|主要)*(目标|计划|预期|预算|任务)(?:值|数|任务)?")
_DONE = re.compile(
    r"(?:全年|年度|预计)?(?:实际|累计)?(?:完成|实绩|执行|决算|实际)(?:情况|值|数)?(?!率)"
)
_CHANGE = re.compile(
    r"增长|增速|增幅|增减|涨幅|降幅|同比|下降|比重|占比|比例|率$|计划的$|目标的$|预算的$|任务的$"
)
# A change that names no indicator of its own is of the one beside it.
_BARE_CHANGE = re.compile(
    r"(?:[同环]比|[比较](?:上年|去年|同期|上年同期))?(?:增长|增速|增幅|增减|涨幅|降幅|下降|增长率|完成率|占比|比重)?"
    r"|完成.{2}的"
)
_MEASURE = re.compile(r"数[值量额]|数据|绝对[值额数]|指标值|金额")
_FIGURE = re.compile(r"\d")
# 189.3, 增长6%左右, ≥95; neither 2024年12月 nor 0372-1234567.
_OPENS_WITH_FIGURE = re.compile(
    r"(?:[比较]上年|同比|力争|预计|完成|达到?|增长|提高|上升|增加|下降|降低|减少|不低于|不少于|不超过|不高于|超过?|约|近|低于|高于"
    r"|[≥≤<>＜＞]=?|[-+−－＋])*(?!0\d)(?!(?:19|20)\d\d(?:年|-\d|\.\d\d?\.\d))\d"
)
_LONGEST_FIGURE = 16
_LONGEST_HEAD = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading: `period` (2023年) and `kind` are what the heading says of them, and
    `noun` what is left of it (总投资, 增速); `unit` stands in brackets behind it."""

    role: Role
    head: str
    noun: str = ""
    period: str = ""
    kind: Literal["", "目标", "计划", "预期", "预算", "任务", "完成"] = ""
    unit: str = ""

    @property
    def is_rate(self) -> bool:
        return bool(_CHANGE.search(self.noun))

    @property
    def is_bare_change(self) -> bool:
        return self.role == "value" and bool(self.noun) and not self.names_an_indicator

    @property
    def names_an_indicator(self) -> bool:
        """Whether the heading tells what is measured: 总投资 does, 2023年 and 同比增长 do not."""
        return self.role == "value" and _BARE_CHANGE.fullmatch(self.noun) is None


def header_depth(grid: Grid) -> int:
    """How many rows at the top are headings: 0 where the table has none."""
    if len(grid) < 2 or len(set(grid[0])) < 2 or not all(map(_may_be_head, grid[0])):
        return 0
    named = any(_role_by_head(head) or _YEAR.search(head) for head in grid[0])
    figures = any(is_figure(cell) for row in grid[1:] for cell in row)
    if not named and (not figures or any(map(_FIGURE.search, grid[0]))):
        return 0
    spans = any(left and left == right for left, right in pairwise(grid[0]))
    depth = 1
    while spans and depth < min(3, len(grid) - 1) and _goes_on(grid[depth - 1], grid[depth]):
        depth += 1
    return depth


def columns_of(grid: Grid, depth: int) -> list[Column]:
    """The columns of `grid`, whose first `depth` rows are their headings."""
    columns = [_column(_joined(heads), _body(grid, depth, number))
               for number, heads in enumerate(zip(*grid[:depth], strict=True))]  # fmt: skip
    return _with_row_heading(columns, grid[depth:])


def split_unit(head: str) -> tuple[str, str]:
    """`head` without its unit, and the unit: 金额（万元） → 金额, 万元; 增长% → 增长, %."""
    for bracketed in _BRACKETED.finditer(head):
        inside = re.sub(r"^(?:计量)?单位[:：]", "", bracketed[1]).removeprefix("±")
        if is_unit(inside):
            return head[: bracketed.start()] + head[bracketed.end() :], inside
    bare = head.rstrip("%％±+-—")
    return (bare, "%") if bare and bare != head and head[-1] in RATES else (head, "")


def is_unit(text: str) -> bool:
    """Whether a number could stand before `text`: 万元, %, 微克/立方米."""
    found = parse_quantities(f"12{text}") if text else []
    return len(found) == 1 and found[0].end == len(text) + 2 and found[0].unit not in ("", "year")


def is_figure(cell: str) -> bool:
    """Whether the cell tells a figure rather than words: 189.3, 增长6%左右, 2.3万人."""
    return (
        _OPENS_WITH_FIGURE.match(cell) is not None
        and len(cell) <= _LONGEST_FIGURE
        and not re.search(r"[。；;：]", cell)
    )


def _may_be_head(cell: str) -> bool:
    bare = _YEAR.sub("", _BRACKETED.sub("", cell))
    return len(cell) <= _LONGEST_HEAD and not re.search(r"[。；]|\d{2,}|\d\.\d|^\d+$", bare)


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` is a second row of headings: cells merged across above are told apart."""
    told_apart = any(
        above[left] == above[left + 1] and below[left] != below[left + 1]
        for left in range(len(above) - 1)
    )
    same = any(one == other for one, other in zip(above, below, strict=True))
    return told_apart and same and all(map(_may_be_head, below))


def _joined(heads: Sequence[str]) -> str:
    return "".join(dict.fromkeys(head for head in heads if head))


def _body(grid: Grid, depth: int, number: int) -> list[str]:
    return [row[number] for row in grid[depth:] if not NOTHING.fullmatch(row[number])]


def _role_by_head(head: str) -> Role | None:
    bare = split_unit(head)[0]
    for role, pattern in (("ordinal", _ORDINAL), ("unit", _UNIT), ("row", _NAMES_A_ROW),
                          ("content", _CONTENT), ("aside", _ASIDE)):  # fmt: skip
        if pattern.fullmatch(bare):
            return role  # type: ignore[return-value]
    return None


def _column(head: str, body: Sequence[str]) -> Column:
    role = _role_by_head(head)
    figures = sum(map(is_figure, body))
    if role == "unit" and not all(map(is_unit, body)):
        role = "aside"  # 单位 is also who does it
    if role in (None, "content", "aside") and figures * 2 >= max(1, len(body)):
        role = "value"
    if role is None:
        role = "value" if _YEAR.search(head) else "aside"
    return parsed_head(head) if role == "value" else Column(role, head)


def parsed_head(head: str) -> Column:
    """The heading of figures by its parts: 2024年计划投资（万元） → 2024年, 计划, 投资, 万元."""
    noun, unit = split_unit(head)
    year = _YEAR.search(noun)
    period = (f"{year[1]}年" if year[1] else year[0]) if year else ""
    noun = noun[: year.start()] + noun[year.end() :] if year else noun
    aim, done = _AIM.search(noun), _DONE.search(noun)
    stated, kind = aim or done, aim[1] if aim else "完成" if done else ""
    if aim and done and unit in RATES:
        return Column("value", head, f"完成{aim[1]}的", period, "", unit)
    if stated is not None:
        noun = noun[: stated.start()] + noun[stated.end() :]
    noun = noun.strip("的、/／-— ")
    noun = "" if _MEASURE.fullmatch(noun) else noun
    return Column("value", head, noun, period, kind, unit)  # type: ignore[arg-type]


def _with_row_heading(columns: list[Column], body: Grid) -> list[Column]:
    """The columns with the one that names the rows, and those before it that group them."""
    before_values = []
    for number, column in enumerate(columns):
        if column.role in ("value", "content"):
            break
        if column.role in ("row", "aside") and column.head not in ("备注", "说明"):
            before_values.append(number)
    if not before_values:
        return columns
    groups = []
    for number in before_values[:-1]:
        told = [row[number] for row in body]
        if len(set(told)) == len(told):
            break
        groups.append(number)
    naming = before_values[len(groups)]
    roles: dict[int, Role] = {**dict.fromkeys(groups, "group"), naming: "row"}
    return [
        Column(roles.get(number, "aside" if column.role == "row" else column.role), column.head,
               column.noun, column.period, column.kind, column.unit)
        for number, column in enumerate(columns)
    ]  # fmt: skip
