"""A table written as sentences, one a row: each figure with its indicator, period, kind and unit.

What reads sentences then reads tables: `| 指标 | 单位 | 2023年 | 2024年目标 |` over
`地区生产总值 | 亿元 | 189.3 | 增长6%` is 2023年地区生产总值189.3亿元，2024年目标为增长6%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.bound_place import end_of_place
from index.reading.table_columns import (
    NOTHING,
    RATES,
    Column,
    columns_of,
    header_depth,
    is_figure,
    split_unit,
)

_CAPTION_UNIT = re.compile(r"单位[:：]\s*([^\s）)，,；;。]+)")
_CAPTION_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d年")
_NUMBER = r"[-−－]?\d[\d,，]*(?:\.\d+)?"
_BARE_FIGURE = re.compile(
    rf"(?P<change>增长|提高|上升|增加|下降|降低|减少)?(?P<sign>[+＋])?(?P<bound>[≥≤<>＜＞]=?|不低于|不少于|不超过|不高于|超过?|约|近|低于|高于)?"
    rf"(?P<number>{_NUMBER}(?:[-—–~～至到]{{1,2}}{_NUMBER})?)(?P<tail>左右|及?以上|及?以下|以内)?"
)
_BOUNDS = {
    "≥": "不低于", ">=": "不低于", "≤": "不超过", "<=": "不超过", "<": "低于", "＜": "低于",
    ">": "超过", "＞": "超过",
}  # fmt: skip
_STATED = {
    "目标": "目标为", "预期": "预期目标为", "计划": "计划为", "预算": "预算为", "任务": "任务为",
    "完成": "实际完成",
}  # fmt: skip
_LISTING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
_ONE_OF = re.compile(r"^(?:其中|＃|#)[:：]?")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of a row: of its levels, and of its rates of change where those have their own."""

    level: str = ""
    rate: str = "%"


def table_sentences(rows: Sequence[Sequence[str]], caption: str = "") -> list[str]:
    """The table `rows` as sentences, in order; a merged cell stands in each place it covers.

    A row that tells nothing has no sentence; a table without headings gives its cells in order.
    """
    caption, grid = _without_titles(_rectangle(rows), caption)
    depth = header_depth(grid)
    if depth == 0:
        return [sentence for row in grid if (sentence := _in_order(row))]
    columns = columns_of(grid, depth)
    years = set(_CAPTION_YEARS.findall(caption))
    year = years.pop() if len(years) == 1 and not any(c.period for c in columns) else ""
    sentences = []
    group, whole, units = "", "", _units(caption)
    for row in grid[depth:]:
        told = [cell for cell in row if not NOTHING.fullmatch(cell)]
        if len(row) > 2 and len(set(row)) == 1 and told:
            group = _LISTING.sub("", row[0]).rstrip("：:")  # a row merged across heads those below
            continue
        name = _cells(columns, row, "row")
        part = _ONE_OF.match(name)
        units = _row_units(columns, row, name, units if part else _units(caption))
        name = split_unit(_LISTING.sub("", name))[0]
        if part and whole:
            name = f"{whole}中，{_ONE_OF.sub('', name)}"
        elif name:
            whole = name
        sentence = _sentence(columns, row, name, year=year, units=units)
        if sentence:
            above = _cells(columns, row, "group") or group
            sentences.append(f"{above}：{sentence}" if above and above != name else sentence)
    return sentences


def _rectangle(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows with text, made equally long, without columns that hold none."""
    width = max((len(row) for row in rows), default=0)
    grid = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    grid = [row for row in grid if any(row)]
    kept = [number for number in range(width) if any(row[number] for row in grid)]
    return [[row[number] for number in kept] for row in grid]


def _cell(text: str) -> str:
    """The text of a cell as one line; the lines of a list in it are told apart."""
    lines = [line for line in (_SPACE.sub(" ", one).strip() for one in text.splitlines()) if line]
    if sum(map(len, lines)) <= 40 and not any(re.search(r"[。；;，]", line) for line in lines):
        return _SPACE.sub("", "".join(lines))  # a heading broken to fit its column
    return "".join(
        line if line[-1] in "。；;，,：:、" or line is lines[-1] else line + "；" for line in lines
    )


def _without_titles(grid: list[list[str]], caption: str) -> tuple[str, list[list[str]]]:
    """A title or 单位：亿元 in a row merged across the top belongs to the caption."""
    while len(grid) > 1 and len(grid[0]) > 1 and len({cell for cell in grid[0] if cell}) == 1:
        caption = f"{caption} {next(cell for cell in grid[0] if cell)}"
        grid = grid[1:]
    return caption, grid


def _units(caption: str) -> _Units:
    found = _CAPTION_UNIT.search(caption)
    return _split_units(found[1]) if found else _Units()


def _split_units(written: str) -> _Units:
    """亿元、% gives levels in 亿元 and changes in %."""
    units = [unit for unit in re.split(r"[、,，]|(?<=元)/(?=[%％])", written) if unit]
    levels = [unit for unit in units if unit not in RATES]
    return _Units(levels[0] if len(levels) == 1 else "" if levels else units[0])


def _cells(columns: Sequence[Column], row: Sequence[str], role: str) -> str:
    told = [cell for column, cell in zip(columns, row, strict=True) if column.role == role]
    return "".join(dict.fromkeys(cell for cell in told if not NOTHING.fullmatch(cell)))


def _row_units(columns: Sequence[Column], row: Sequence[str], name: str, else_: _Units) -> _Units:
    written = _cells(columns, row, "unit") or split_unit(name)[1]
    return _split_units(written) if written else else_


def _sentence(
    columns: Sequence[Column], row: Sequence[str], name: str, *, year: str, units: _Units
) -> str:
    content = _cells(columns, row, "content")
    clauses = list(_clauses(columns, row, name, year=year, units=units))
    asides = "，".join(
        f"{column.head}：{cell.rstrip('。；;')}"
        for column, cell in zip(columns, row, strict=True)
        if column.role == "aside" and not NOTHING.fullmatch(cell)
    )
    if content:
        opening = "" if not name or content.startswith(name) else f"{name}："
        clauses.insert(0, opening + content.rstrip("。；;，"))
    if not clauses:
        return f"{name}：{asides}。" if name and asides else ""
    return "，".join(clauses) + "。" + (f"（{asides}）" if asides else "")


def _clauses(
    columns: Sequence[Column], row: Sequence[str], name: str, *, year: str, units: _Units
) -> Iterator[str]:
    """One clause a figure. What it shares with the clause before it is not said again, unless the
    row is a place or the columns tell of several things."""
    always = end_of_place(name) > 0 or any(column.names_an_indicator for column in columns)
    period, about = None, name
    for column, cell in zip(columns, row, strict=True):
        if column.role != "value" or NOTHING.fullmatch(cell):
            continue
        when = column.period or year
        if not is_figure(cell):
            yield f"{when}{column.noun or column.kind or column.head}：{cell.rstrip('。；;')}"
            continue
        if column.names_an_indicator:
            about = name + column.noun
        elif not column.is_rate:
            about = name
        change = "" if column.names_an_indicator else column.noun
        said = about if period is None or always or change.startswith("完成") else ""
        yield (
            f"{when if when != period else ''}{said}{change}{_STATED.get(column.kind, '')}"
            f"{_figure(cell, column, units)}"
        )
        period = when


def _figure(cell: str, column: Column, units: _Units) -> str:
    """The cell with its unit: its own, else its column's, else its row's, else the caption's."""
    bare = _BARE_FIGURE.fullmatch(cell)
    if bare is None:
        return cell
    changes = column.is_rate or bool(bare["change"])
    unit = column.unit or (units.rate if changes and units.level not in RATES else units.level)
    bound = bare["bound"] or ""
    return "".join(
        (bare["change"] or "", _BOUNDS.get(bound, bound), bare["number"], unit, bare["tail"] or "")
    )


def _in_order(row: Sequence[str]) -> str:
    """The cells of a row without headings: 地址 | 某路1号 → 地址：某路1号。"""
    told = [cell for cell in dict.fromkeys(row) if not NOTHING.fullmatch(cell)]
    if not told:
        return ""
    mark = "：" if len(told) == 2 and len(told[0]) <= 12 else "，"
    text = mark.join(cell.rstrip("。；;，：") if len(told) > 1 else cell for cell in told)
    return text if text[-1] in "。！？；：" else text + "。"
