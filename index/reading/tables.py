"""A table written as sentences, a line a row: each figure with its indicator, period, kind, unit.

What reads sentences then reads tables: `| 指标 | 单位 | 2023年 | 2024年目标 |` over
`地区生产总值 | 亿元 | 189.3 | 增长6%` is 2023年地区生产总值189.3亿元；2024年地区生产总值目标为增长6%。
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.table_columns import (
    NOTHING,
    RATES,
    Column,
    columns_of,
    header_depth,
    split_unit,
)
from index.reading.table_rows import Row, Units

_CAPTION_UNIT = re.compile(r"单位[:：]\s*([^\s）)，,；;。]+)")
_CAPTION_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d年")
_LISTING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
_ONE_OF = re.compile(r"^(?:其中|＃|#)[:：]?")
_OPENS_WITH_FIGURE = re.compile(r"\D?\d[\d.,]*(?![\d年.,])")
_MOST_TITLES = 3  # rows
_SPACE = re.compile(r"\s+")


def table_sentences(rows: Sequence[Sequence[str]], caption: str = "") -> list[str]:
    """The table `rows` as lines of sentences, in order; a merged cell stands in each place it covers.

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
        sentence = Row(columns, row, name, year, units).sentence()
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
    for row in grid[: min(_MOST_TITLES, len(grid) - 1)]:
        title = next(filter(None, row), "")
        if (
            len(row) < 2
            or len({cell for cell in row if cell}) != 1
            or _OPENS_WITH_FIGURE.match(title)
        ):
            break
        caption, grid = f"{caption} {title}", grid[1:]
    return caption, grid


def _units(caption: str) -> Units:
    found = _CAPTION_UNIT.search(caption)
    return _split_units(found[1]) if found else Units()


def _split_units(written: str) -> Units:
    """亿元、% gives levels in 亿元 and changes in %."""
    units = [unit for unit in re.split(r"[、,，]|(?<=元)/(?=[%％])", written) if unit]
    levels = [unit for unit in units if unit not in RATES]
    return Units(levels[0] if len(levels) == 1 else "" if levels else units[0])


def _cells(columns: Sequence[Column], row: Sequence[str], role: str) -> str:
    told = [cell for column, cell in zip(columns, row, strict=True) if column.role == role]
    return "".join(dict.fromkeys(cell for cell in told if not NOTHING.fullmatch(cell)))


def _row_units(columns: Sequence[Column], row: Sequence[str], name: str, else_: Units) -> Units:
    written = _cells(columns, row, "unit") or split_unit(name)[1]
    return _split_units(written) if written else else_


def _in_order(row: Sequence[str]) -> str:
    """The cells of a row without headings: 地址 | 某路1号 → 地址：某路1号。"""
    told = [cell for cell in dict.fromkeys(row) if not NOTHING.fullmatch(cell)]
    if not told:
        return ""
    mark = "：" if len(told) == 2 and len(told[0]) <= 12 else "，"
    text = mark.join(cell.rstrip("。；;，：") if len(told) > 1 else cell for cell in told)
    return text if text[-1] in "。！？；：" else text + "。"
