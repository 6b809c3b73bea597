"""A table written as sentences, one line for each row: each figure with its indicator, period, kind, unit.

What reads sentences then reads tables: `| 指标 | 单位 | 2023年 | 2024年目标 |` over
`地区生产总值 | 亿元 | 189.3 | 增长6%` is 2023年地区生产总值189.3亿元；2024年地区生产总值目标为增长6%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from index.figures.bound_place import end_of_place
from index.figures.lexicon import one_of
from index.figures.years import ARABIC
from index.reading.table_cells import (
    LISTING,
    NOTE,
    ONE_OF,
    TOTAL,
    CellFigure,
    FromAbove,
    FromLeft,
    figure_of,
    is_empty,
    is_figure,
    triangles_rise,
)
from index.reading.table_grid import Block, GridRow, blocks_of, rectangle, without_titles
from index.reading.table_heads import (
    RATES,
    Column,
    When,
    parsed_head,
    split_unit,
    subjects_of,
    when_of_caption,
    whole,
    with_times,
)

_BOUNDS = {
    "≥": "不低于", ">=": "不低于", "≤": "不超过", "<=": "不超过", "<": "低于", "＜": "低于",
    ">": "超过", "＞": "超过",
}  # fmt: skip
_STATED = {
    "目标": "目标为", "预期": "预期目标为", "计划": "计划为", "预算": "预算为", "任务": "任务为",
    "完成": "实际完成",
}  # fmt: skip
_AIMED_AT = re.compile(r"目标|计划|任务")
_CHANGES = re.compile(one_of("table.rise", "table.fall", "table.unchanged"))
_RANKED = re.compile(r"(?:并列)?第?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})[位名]?")
_TWO_FIGURES = re.compile(r"\d[\s；]+\d")
_OF_NO_YEAR = re.compile(one_of("table.of_no_year"))
_MONEY = re.compile(r"[元币]")
_OF_NO_TIME = Column("value", "")
_CAPTION_UNIT = re.compile(r"(?:计量|金额)?单位[:：]\s*([^\s）)，,；;。]+(?:[，,；;]\s*[%％])?)")
_HEADS_ROWS = re.compile(
    rf"{LISTING.pattern}|第[\d一二三四五六七八九十]{{1,4}}[条章节款项部]|.*[：:]$|{NOTE.pattern}",
    re.DOTALL,
)
_TITLE = re.compile(
    rf"^(?:(?:附[表件]?|表)\s*[\d一二三四五六七八九十-]*[:：、.\s]*)?(?:{ARABIC}年度?)?(?P<subject>[^\s\d（）()：:]{{2,20}}?)"
    rf"(?:收支)?{one_of('table.title_end')}*(?:一览)?(?:总)?表?$"
)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a row: of its levels, and of its rates of change, which the table may state.

    `of_row` where the row itself states them, which then holds against a column of levels.
    """

    level: str = ""
    rate: str = "%"
    rate_stated: bool = False
    of_row: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows of a table share: its columns, the time of the whole, the column that each bare
    change, share or rank belongs to (by number), and whether △ means a rise."""

    columns: Sequence[Column]
    when: When = field(default_factory=When)
    subjects: dict[int, int] = field(default_factory=dict)
    triangle_rises: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `name` is what it is about, `below` the row under it, in which a cell may go on."""

    table: Table
    cells: Sequence[str]
    name: str
    units: Units
    below: Sequence[str] = ()

    def sentence(self) -> str:
        """What the row says, "" where it says nothing; who does it and notes in brackets."""
        figures = "；".join(_Figures(self).sentences())
        text = "".join(_contents(self)) + (f"{figures}。" if figures else "")
        asides = "，".join(
            f"{column.head}：{_bare(cell)}" for _, column, cell in self.filled("aside")
        )
        if not text:
            return f"{self.name}：{asides}。" if self.name and asides else ""
        return text + (f"（{asides}）" if asides else "")

    def filled(self, role: str) -> list[tuple[int, Column, str]]:
        """The cells of the columns of that role that hold something, with number and column."""
        return [
            (number, column, cell)
            for number, (column, cell) in enumerate(
                zip(self.table.columns, self.cells, strict=True)
            )
            if column.role == role and not is_empty(cell) and not self._is_of_several(number)
        ]

    def _is_of_several(self, number: int) -> bool:
        """Whether a figure is merged over several rows, and so of none, or is that of the cell before."""
        cell = self.cells[number]
        if isinstance(cell, FromLeft) and self.table.columns[number].role in ("value", "aside"):
            return True
        below = self.below[number] if number < len(self.below) else ""
        return is_figure(cell) and (isinstance(cell, FromAbove) or isinstance(below, FromAbove))


def _contents(row: Row) -> Iterator[str]:
    """What is to be done; where several columns say it, each with its heading."""
    contents = row.filled("content")
    for _, column, cell in contents:
        text = f"{_bare(cell)}。"
        if len(contents) > 1:
            yield f"{row.name}{column.head}{'为' if _AIMED_AT.search(column.head) else '：'}{text}"
        else:
            yield text if not row.name or cell.startswith(row.name) else f"{row.name}：{text}"


def _bare(cell: str) -> str:
    return cell.rstrip("。；;，")


class _Figures:
    """The figures of a row, each a sentence of its own with all that it is about: a part of it may
    be quoted, and none may inherit the year or the target of another. Only a change is appended to
    its level."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._own, self._name = _time_of(row.name)
        # Of a row that names another place, each figure must name it too.
        self._goes_on = end_of_place(self._name) == 0
        self._sentences: list[str] = []
        self._open: int | None = None  # the column whose level the last sentence holds

    def sentences(self) -> list[str]:
        for number, column, cell in self._row.filled("value"):
            if column.is_bare:
                self._add_beside(number, column, cell)
            else:
                self._add(number, column, cell)
        return self._sentences

    def _add(self, number: int, column: Column, cell: str) -> None:
        when = self._when(column)
        if when is None:
            return
        self._open = None
        figure = self._written(column, cell)
        if figure is None and _TWO_FIGURES.search(cell):
            return  # whose they are is not known
        if figure is None:
            text = f"{column.noun or column.kind or column.head}：{_bare(cell)}"
        elif column.measure != "level":
            text = f"{column.noun}{figure}"
        else:
            text = f"{column.noun}{_STATED.get(column.kind or self._own.kind, '')}{figure}"
            self._open = number
        self._sentences.append(f"{when}{self._name}{text}")

    def _add_beside(self, number: int, column: Column, cell: str) -> None:
        """A change, share or rank of the level beside it."""
        subject = self._row.table.subjects.get(number)
        beside = self._row.table.columns[subject] if subject is not None else _OF_NO_TIME
        when = self._when(column if column.when or subject is None else beside)
        figure = self._written(column, cell, kind=beside.kind)
        if when is None:
            return
        opening = f"{when}{self._name}"
        if figure is None:
            if not is_figure(cell) and not _TWO_FIGURES.search(cell):
                self._sentences.append(f"{opening}{beside.noun}{column.head}：{_bare(cell)}")
            return
        same_time = not column.when or column.when == beside.when
        continues = column.measure == "change" and subject is not None and subject == self._open
        if continues and self._goes_on and same_time and not column.kind:
            self._sentences[-1] += f"，{figure}"
            return
        self._open = None
        noun = column.noun if column.measure == "share" and column.noun else beside.noun
        self._sentences.append(f"{opening}{noun}{figure}")

    def _when(self, column: Column) -> str | None:
        """When the column's figures hold, in words; None where that cannot be known."""
        table = self._row.table.when
        if not column.when and _OF_NO_YEAR.match(column.noun):
            return str(self._own.when)
        own = column.when or whole(self._own.when, table, table.year) or table
        if own.relative == "before" and not own.year:
            return None
        return str(own)

    def _written(self, column: Column, cell: str, kind: str = "") -> str | None:
        """The figure with the words and the unit that it has beside its indicator; None for words."""
        if column.measure == "rank":
            return _rank(column, cell)
        figure = figure_of(cell, triangle_rises=self._row.table.triangle_rises)
        if column.measure == "change":
            return self._change(column, cell, figure, kind)
        if figure is None:
            return f"{column.of}{cell}" if is_figure(cell) else None
        unit = self._unit(column, figure)
        if figure.in_brackets and not _MONEY.search(unit):
            return None if figure.unit else ""
        sign = "-" if figure.falls and not figure.word else ""
        own = column.of or (column.noun if column.is_bare else "")
        return f"{own}{figure.word}{sign}{_number(figure, unit)}"

    def _change(
        self, column: Column, cell: str, figure: CellFigure | None, kind: str
    ) -> str | None:
        modifier = f"（{column.modifier}）" if column.modifier else ""
        if figure is None:
            own = _CHANGES.match(cell)
            if own and own[0] == "持平" and column.base.startswith("比"):
                return f"与{column.base[1:]}持平{modifier}"
            if own or is_figure(cell):
                return f"{column.base}{column.lasting}{'' if own else '增长'}{cell}{modifier}"
            return None
        unit = self._unit(column, figure)
        falls = figure.falls or (column.falls and not figure.rises)
        if column.falls and figure.falls and not figure.word:
            return None  # 降幅 -3.1 may be either
        word = figure.word or _direction(unit, falls=falls, column=column)
        stated = "" if (column.kind or kind) in ("", "完成") else _STATED[column.kind or kind]
        return f"{column.base}{column.lasting}{word}{stated}{_number(figure, unit)}{modifier}"

    def _unit(self, column: Column, figure: CellFigure) -> str:
        """The cell's unit, else its row's, else its column's, else the caption's; but a column of
        changes or shares has its own before its row's."""
        units = self._row.units
        if figure.unit:
            return figure.unit
        if column.or_points and units.level in RATES:
            return "个百分点"
        is_level = column.measure == "level" and not column.is_rate
        if units.of_row and is_level and column.unit not in RATES:
            return units.level
        if column.unit:
            return "个百分点" if column.unit == "百分点" else column.unit
        changes = column.is_rate or (bool(figure.word) and column.measure == "level")
        if changes:
            return units.rate if units.level not in RATES else units.level
        if column.weak:
            return units.rate if units.rate_stated else ""
        return units.level


def _direction(unit: str, *, falls: bool, column: Column) -> str:
    if unit in RATES:
        return "下降" if falls else "上涨" if column.of_prices else "增长"
    if unit.endswith("百分点"):
        return "下降" if falls else "提高"
    return "减少" if falls else "增加"


def _number(figure: CellFigure, unit: str) -> str:
    bound = _BOUNDS.get(figure.bound, figure.bound)
    return f"{bound}{figure.number}{unit}{figure.behind}"


def _rank(column: Column, cell: str) -> str | None:
    """3 under 全市增速位次 → 增速居全市第3位."""
    found = _RANKED.fullmatch(cell)
    if found is None:
        return None
    return f"{'增速' if column.of_change else ''}居{column.of}第{found['number']}位"


def _time_of(name: str) -> tuple[Column, str]:
    """The time or aim in a row's name, where it has nothing else, and what the row is about:
    a row may be a year's (2024年), or what is aimed at (2024年目标)."""
    own = parsed_head(name)
    if (own.when or own.kind) and not own.noun and own.measure == "level":
        return own, ""
    return _OF_NO_TIME, name


def table_sentences(
    rows: Sequence[Sequence[str]], caption: str = "", year_above: int | None = None
) -> list[str]:
    """The table `rows` as lines of sentences, in order.

    A merged cell stands in each place it covers, as FromLeft or FromAbove behind the first; an
    indented name begins with blanks. `year_above` is the year that headings above the table name.
    A row without values has no sentence; a table without headings gives its cells in order.
    """
    caption, grid = without_titles(rectangle(rows), caption)
    if not grid:
        return []
    sentences = _Sentences(caption, year_above, triangles_rise(chain.from_iterable(grid)))
    return [sentence for block in blocks_of(grid) for sentence in sentences.of(block)]


class _Sentences:
    """The rows of a table as sentences, in order: a row may be a part of what the one above it names."""

    def __init__(self, caption: str, year_above: int | None, triangle_rises: bool) -> None:
        self._caption = caption
        self._when = when_of_caption(caption, year_above)
        self._year_above = year_above
        self._triangle_rises = triangle_rises
        self._group = self._whole = ""
        self._units = self._of_caption = _units(caption)
        self._above: list[tuple[int, str]] = []

    def of(self, block: Block) -> Iterator[str]:
        if not block.columns:
            yield from filter(None, map(_in_order, block.rows))
            return
        columns = with_times(block.columns, self._when, self._year_above)
        table = Table(columns, self._when, subjects_of(columns), self._triangle_rises)
        self._above = []
        for number, row in enumerate(block.rows):
            heads = _heads_those_below(row, columns)
            if heads and NOTE.match(heads):
                yield heads if heads[-1] in "。！？；" else heads + "。"
            elif heads:
                self._group = LISTING.sub("", heads).rstrip("：:")
            else:
                below = block.rows[number + 1] if number + 1 < len(block.rows) else ()
                sentence = self._sentence(table, row, below)
                yield from [sentence] if sentence else []

    def _sentence(self, table: Table, row: GridRow, below: Sequence[str]) -> str:
        written = "".join(_cells(table.columns, row, "row"))
        name = split_unit(LISTING.sub("", written))[0]
        part = ONE_OF.match(name)
        indent = _indent(table.columns, row)
        whole = self._part_of(indent) or (self._whole if part else "")
        inherited = self._units if part else self._of_caption
        self._units = _row_units(table.columns, row, written, inherited)
        bare = ONE_OF.sub("", name)
        groups = [cell for cell in _cells(table.columns, row, "group") if cell != written]
        above = LISTING.sub("", "".join(groups)) or self._group
        if TOTAL.fullmatch(bare):
            bare = (above or _subject(self._caption)) + bare
        self._above.append((indent, bare))
        if not part and bare:
            self._whole = bare
        name = f"{whole}中，{bare}" if whole and bare and not bare.startswith(whole) else bare
        sentence = Row(table, row, name, self._units, below).sentence()
        headed = sentence and above and above not in (name, bare)
        return f"{above}：{sentence}" if headed else sentence

    def _part_of(self, indent: int) -> str:
        """The name of the row above that this one is indented under, if any."""
        while self._above and self._above[-1][0] >= indent:
            self._above.pop()
        return self._above[-1][1] if self._above else ""


def _heads_those_below(row: Sequence[str], columns: Sequence[Column]) -> str:
    """The text of a row that is one cell across, or a listed name with nothing beside it."""
    filled = {cell for cell in row if not is_empty(cell)}
    if len(filled) != 1:
        return ""
    text = next(iter(filled))
    across = len(row) > 2 and len(set(row)) == 1
    alone = row[0] == text and sum(bool(cell) for cell in row) == 1
    return text if across or (alone and _HEADS_ROWS.match(text)) else ""


def _indent(columns: Sequence[Column], row: GridRow) -> int:
    at = next((n for n, column in enumerate(columns) if column.role == "row"), None)
    return 0 if at is None else row.indents[at]


def _subject(caption: str) -> str:
    """What the rows of a table are parts of, by its title: 2024年一般公共预算收入决算表 → 一般公共预算收入."""
    title = _TITLE.match(re.split(r"\s*[（(]?\s*(?:计量|金额)?单位[:：]|\s", caption.strip())[0])
    if LISTING.match(caption.strip()):
        return ""  # a heading of the report
    return title["subject"] if title and not re.search(r"各|指标|^年", title["subject"]) else ""


def _units(caption: str) -> Units:
    found = _CAPTION_UNIT.search(caption)
    return _split_units(found[1]) if found else Units()


def _split_units(written: str) -> Units:
    """亿元、% gives levels in 亿元 and changes in %."""
    units = [unit for unit in re.split(r"[、,，；;]|(?<=元)/(?=[%％])", written) if unit]
    levels = [unit for unit in units if unit not in RATES]
    level = levels[0] if len(levels) == 1 else "" if levels else units[0]
    return Units(level, rate_stated=len(levels) < len(units) and bool(levels))


def _cells(columns: Sequence[Column], row: Sequence[str], role: str) -> list[str]:
    """The cells of the columns of that role, each text once."""
    own = [cell for column, cell in zip(columns, row, strict=True) if column.role == role]
    return list(dict.fromkeys(cell for cell in own if not is_empty(cell)))


def _row_units(columns: Sequence[Column], row: Sequence[str], name: str, else_: Units) -> Units:
    written = "".join(_cells(columns, row, "unit")) or split_unit(name)[1]
    if not written:
        return else_
    own = _split_units(written)
    return replace(own, rate_stated=own.rate_stated or else_.rate_stated, of_row=True)


def _in_order(row: Sequence[str]) -> str:
    """The cells of a row without headings: 地址 | 某路1号 → 地址：某路1号。"""
    cells = [cell for cell in dict.fromkeys(row) if not is_empty(cell)]
    if not cells:
        return ""
    mark = "：" if len(cells) == 2 and len(cells[0]) <= 12 else "，"
    text = mark.join(cell.rstrip("。；;，：") if len(cells) > 1 else cell for cell in cells)
    return text if text[-1] in "。！？；：" else text + "。"
