"""A table written as sentences, a line a row: each figure with its indicator, period, kind, unit.

What reads sentences then reads tables: `| 指标 | 单位 | 2023年 | 2024年目标 |` over
`地区生产总值 | 亿元 | 189.3 | 增长6%` is 2023年地区生产总值189.3亿元；2024年地区生产总值目标为增长6%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.reading import table_words as words
from index.reading.table_blocks import Block, blocks_of, rectangle, without_titles
from index.reading.table_cells import tells_nothing, triangles_rise
from index.reading.table_heads import Column, split_unit
from index.reading.table_rows import Row, Table, Units
from index.reading.table_times import subjects_of, when_of_caption, with_times

_CAPTION_UNIT = re.compile(r"(?:计量|金额)?单位[:：]\s*([^\s）)，,；;。]+(?:[，,；;]\s*[%％])?)")
_SECTION = re.compile(r"第[\d一二三四五六七八九十]{1,4}[条章节款项部]")
_TITLE = re.compile(
    r"^(?:(?:附[表件]?|表)\s*[\d一二三四五六七八九十-]*[:：、.\s]*)?(?:(?:19|20)\d\d年度?)?(?P<subject>[^\s\d（）()：:]{2,20}?)"
    r"(?:收支)?(?:情况|完成情况|预算|决算|执行|汇总|明细|统计)*(?:一览)?(?:总)?表?$"
)


def table_sentences(
    rows: Sequence[Sequence[str]], caption: str = "", year_above: int | None = None
) -> list[str]:
    """The table `rows` as lines of sentences, in order.

    A merged cell stands in each place it covers, as FromLeft or FromAbove behind the first; an
    indented name begins with blanks. `year_above` is the year that headings above the table name.
    A row that tells nothing has no sentence; a table without headings gives its cells in order.
    """
    caption, grid = without_titles(rectangle(rows), caption)
    if not grid:
        return []
    told = _Told(caption, year_above, triangles_rise(cell for row in grid for cell in row))
    return [sentence for block in blocks_of(grid) for sentence in told.of(block)]


class _Told:
    """The rows of a table told one after the other; what one has told is what the next is a part of."""

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
            if heads and words.NOTE.match(heads):
                yield heads if heads[-1] in "。！？；" else heads + "。"
            elif heads:
                self._group = words.LISTING.sub("", heads).rstrip("：:")
            else:
                below = block.rows[number + 1] if number + 1 < len(block.rows) else ()
                sentence = self._sentence(table, row, below)
                yield from [sentence] if sentence else []

    def _sentence(self, table: Table, row: Sequence[str], below: Sequence[str]) -> str:
        written = _cells(table.columns, row, "row")
        name = split_unit(words.LISTING.sub("", written))[0]
        part = words.ONE_OF.match(name)
        indent = _indent(table.columns, row)
        whole = self._part_of(indent) or (self._whole if part else "")
        inherited = self._units if part else self._of_caption
        self._units = _row_units(table.columns, row, written, inherited)
        bare = words.ONE_OF.sub("", name)
        groups = [cell for cell in _told(table.columns, row, "group") if cell != written]
        above = words.LISTING.sub("", "".join(groups)) or self._group
        if words.TOTAL.fullmatch(bare):
            bare = (above or _subject(self._caption)) + bare
        self._above.append((indent, bare))
        if not part and bare:
            self._whole = bare
        name = f"{whole}中，{bare}" if whole and bare and not bare.startswith(whole) else bare
        sentence = Row(table, row, name, self._units, below).sentence()
        return (
            f"{above}：{sentence}" if sentence and above and above not in (name, bare) else sentence
        )

    def _part_of(self, indent: int) -> str:
        """The name of the row above that this one is indented under, if any."""
        while self._above and self._above[-1][0] >= indent:
            self._above.pop()
        return self._above[-1][1] if self._above else ""


def _heads_those_below(row: Sequence[str], columns: Sequence[Column]) -> str:
    """The text of a row that is one cell across, or a listed name with nothing beside it."""
    told = {cell for cell in row if not tells_nothing(cell)}
    if len(told) != 1:
        return ""
    text = next(iter(told))
    across = len(row) > 2 and len(set(row)) == 1
    alone = row[0] == text and sum(bool(cell) for cell in row) == 1
    named = (
        words.LISTING.match(text)
        or _SECTION.match(text)
        or text.endswith(("：", ":"))
        or words.NOTE.match(text)
    )
    return text if across or (alone and named) else ""


def _indent(columns: Sequence[Column], row: Sequence[str]) -> int:
    indents = getattr(row, "indents", ())
    return next(
        (indents[n] for n, c in enumerate(columns) if c.role == "row" and n < len(indents)), 0
    )


def _subject(caption: str) -> str:
    """What the rows of a table are parts of, by its title: 2024年一般公共预算收入决算表 → 一般公共预算收入."""
    title = _TITLE.match(re.split(r"\s*[（(]?\s*(?:计量|金额)?单位[:：]|\s", caption.strip())[0])
    if words.LISTING.match(caption.strip()):
        return ""  # a heading of the report
    return title["subject"] if title and not re.search(r"各|指标|^年", title["subject"]) else ""


def _units(caption: str) -> Units:
    found = _CAPTION_UNIT.search(caption)
    return _split_units(found[1]) if found else Units()


def _split_units(written: str) -> Units:
    """亿元、% gives levels in 亿元 and changes in %."""
    units = [unit for unit in re.split(r"[、,，；;]|(?<=元)/(?=[%％])", written) if unit]
    levels = [unit for unit in units if unit not in words.RATES]
    level = levels[0] if len(levels) == 1 else "" if levels else units[0]
    return Units(level, rate_stated=len(levels) < len(units) and bool(levels))


def _cells(columns: Sequence[Column], row: Sequence[str], role: str) -> str:
    return "".join(_told(columns, row, role))


def _told(columns: Sequence[Column], row: Sequence[str], role: str) -> list[str]:
    """The cells of the columns of that role, each text once."""
    told = [cell for column, cell in zip(columns, row, strict=True) if column.role == role]
    return list(dict.fromkeys(cell for cell in told if not tells_nothing(cell)))


def _row_units(columns: Sequence[Column], row: Sequence[str], name: str, else_: Units) -> Units:
    written = _cells(columns, row, "unit") or split_unit(name)[1]
    if not written:
        return else_
    own = _split_units(written)
    return replace(own, rate_stated=own.rate_stated or else_.rate_stated, of_row=True)


def _in_order(row: Sequence[str]) -> str:
    """The cells of a row without headings: 地址 | 某路1号 → 地址：某路1号。"""
    told = [cell for cell in dict.fromkeys(row) if not tells_nothing(cell)]
    if not told:
        return ""
    mark = "：" if len(told) == 2 and len(told[0]) <= 12 else "，"
    text = mark.join(cell.rstrip("。；;，：") if len(told) > 1 else cell for cell in told)
    return text if text[-1] in "。！？；：" else text + "。"
