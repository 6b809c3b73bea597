"""The grid of a table: rows of equal length, its blocks of headings and rows, the role of each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.figures.lexicon import one_of, words
from index.reading.table_cells import FromAbove, FromLeft, is_empty, is_figure
from index.reading.table_heads import (
    ABSOLUTE,
    BASE,
    BRACKETED,
    DIRECTION,
    MEASURE,
    PART,
    RANK,
    YEAR,
    Column,
    Role,
    is_unit,
    parsed_head,
    split_unit,
    when_of,
)

Grid = Sequence[Sequence[str]]

_ROLES: dict[Role, re.Pattern[str]] = {
    "ordinal": re.compile(rf"{one_of('table.ordinal')}|NO\.?", re.IGNORECASE),
    "unit": re.compile(one_of("table.unit")),
    "row": re.compile(rf".*{one_of('table.row_name')}(?:名称)?"),
    "content": re.compile(rf"{one_of('table.content')}|.*{one_of('table.content_end')}"),
    "aside": re.compile(rf"{one_of('table.aside')}|.*{one_of('table.aside_end')}"),
}
_NUMBERING = re.compile(
    rf"{one_of('table.numbering')}|序号|[甲乙丙丁A-Za-z]|\d{{1,2}}[=＝].{{1,12}}"
)
_RANKS = re.compile(one_of("table.rank"))
_DIGIT = re.compile(r"\d")
_LONGEST_HEAD = 24
_MOST_HEAD_ROWS = 4
_OPENS_WITH_FIGURE = re.compile(r"\D?\d[\d.,]*(?![\d年.,])")
_MOST_TITLES = 4  # rows
_SPACE = re.compile(r"\s+")
_GROUPED = re.compile(r"(?<=\d)\s(?=\d{3}(?:\s|\.|$|\D))")
_INDENT = re.compile(r"[ \t\xa0\u2002\u2003\u3000]*")


def header_depth(grid: Grid) -> int:
    """How many rows at the top are headings: 0 where the table has none."""
    if len(grid) < 2 or len(set(grid[0])) < 2 or not all(map(_may_be_head, grid[0])):
        return 0
    named = any(role_by_head(head) or when_of(head) or BASE.search(head) for head in grid[0])
    figures = any(is_figure(cell) for row in grid[1:] for cell in row)
    if not named and (not figures or any(map(_DIGIT.search, grid[0]))):
        return 0
    depth = 1
    while depth < min(_MOST_HEAD_ROWS, len(grid) - 1) and (
        _goes_on(grid[depth - 1], grid[depth], grid[depth + 1 :]) or _is_of_units(grid[depth])
    ):
        depth += 1
    return depth


def is_numbering(row: Sequence[str]) -> bool:
    """Whether the row under the headings only numbers the columns: 栏次 1 2 3, 甲 乙 1 2."""
    filled = [cell for cell in row if cell]
    numbers = [int(cell) for cell in filled if re.fullmatch(r"\d{1,2}", cell)]
    others = [cell for cell in filled if not re.fullmatch(r"\d{1,2}", cell)]
    labelled = any(cell in words("table.numbering") for cell in others)
    return (
        all(map(_NUMBERING.fullmatch, others))
        and len(numbers) > (not labelled)
        and numbers == list(range(1, len(numbers) + 1))
    )


def is_heading_row(row: Sequence[str], first: str, below: Grid) -> bool:
    """Whether a row amid a table is the headings of what follows: the one that begins with `first`
    or another name of rows, or whose cells all read as headings; figures stand `below` it."""
    filled = [cell for cell in row if cell]
    if len(set(filled)) < 2 or any(map(is_figure, filled)) or not all(map(_may_be_head, filled)):
        return False
    if any(map(is_empty, filled)) or not any(
        is_figure(cell) for cell in (below[0] if below else ())
    ):
        return False
    if row[0] and (row[0] == first or role_by_head(row[0]) in ("row", "ordinal")):
        return True
    return all(map(_reads_as_head, filled[1:] if row[0] else filled)) and len(set(filled[1:])) > 1


def columns_of(grid: Grid, depth: int) -> list[Column]:
    """The columns of `grid`, whose first `depth` rows are their headings."""
    heads = _without_common(grid[:depth])
    columns = [_column(_joined(own), _body(grid, depth, number))
               for number, own in enumerate(zip(*heads, strict=True))]  # fmt: skip
    return _with_row_heading(columns, grid[depth:])


def role_by_head(head: str) -> Role | None:
    """The role that a heading gives by its name; None where only the cells below show it."""
    bare = split_unit(head)[0]
    return next((role for role, pattern in _ROLES.items() if pattern.fullmatch(bare)), None)


def _may_be_head(cell: str) -> bool:
    bare = PART.sub("", YEAR.sub("", BRACKETED.sub("", cell)))
    return len(bare) <= _LONGEST_HEAD and not re.search(r"[。；]|\d{2,}|\d\.\d|^\d+$", bare)


def _reads_as_head(cell: str) -> bool:
    bare, unit = split_unit(cell)
    return bool(
        unit or role_by_head(cell) or when_of(cell) or BASE.search(cell)
        or DIRECTION.fullmatch(bare) or RANK.fullmatch(bare) or re.search(r"[数金总]额|数量?$", bare)
    )  # fmt: skip


def _goes_on(above: Sequence[str], below: Sequence[str], rest: Grid) -> bool:
    """Whether `below` is a further row of headings: cells merged across above differ here, and
    others continue downwards, or the `rest` has only figures where it has words."""
    merged = [n for n, (left, right) in enumerate(pairwise(above)) if left == right]
    if not any(above[n] for n in merged) or not any(below[n] != below[n + 1] for n in merged):
        return False
    continues = any(one == other for one, other in zip(above, below, strict=True))
    last = rest[-1] if rest else ()
    over_figures = (
        all(below)
        and not any(map(is_figure, below))
        and any(is_figure(cell) for row in rest for cell in row)
        and all(is_figure(cell) or is_empty(cell) for cell in last)
    )
    return (continues or over_figures) and all(map(_may_be_head, below))


def _is_of_units(row: Sequence[str]) -> bool:
    """Whether the row gives only the units of its columns: 亿元, %."""
    filled = [cell for cell in row[1:] if cell]
    return len(filled) > 1 and all(is_unit(cell.strip("()（）")) for cell in filled)


def _without_common(heads: Grid) -> list[list[str]]:
    """The rows of headings without what stands over all columns of figures alike."""
    kept = [list(row) for row in heads]
    for row, below in pairwise(kept):
        apart = [n for n, (one, other) in enumerate(zip(row, below, strict=True)) if one != other]
        over_all = (
            len(apart) > 1 and len({row[n] for n in apart}) == 1 and apart[-1] == len(row) - 1
        )
        common = parsed_head(row[apart[-1]]) if over_all else None
        if common and not (common.when or common.kind or common.unit or common.measure != "level"):
            for n in apart:
                row[n] = ""
    return kept


def _joined(heads: Sequence[str]) -> str:
    filled = list(dict.fromkeys(head for head in heads if head))
    if len(filled) > 1:
        bare, unit = split_unit(filled[-1])
        own = filled[-1].strip("()（）")
        if is_unit(own) or MEASURE.fullmatch(bare) or ABSOLUTE.fullmatch(bare):
            unit = own if is_unit(own) else unit
            filled[-1] = f"（{unit}）" if unit else ""
    return "".join(filled)


def _body(grid: Grid, depth: int, number: int) -> list[str]:
    """What the column holds, without the rows that are one cell across."""
    rows = [row for row in grid[depth:] if len(set(row)) > 1 or len(row) < 3]
    return [row[number] for row in rows if not is_empty(row[number])]


def _column(head: str, body: Sequence[str]) -> Column:
    role = role_by_head(head)
    figures = sum(map(is_figure, body))
    if role in (None, "aside") and body and all(map(_is_a_time, body)):
        return Column("row", head)
    if role == "unit" and not all(map(is_unit, body)):
        role = "aside"  # 单位 is also who does it
    ranks_change = role == "aside" and _RANKS.search(head)
    if role in (None, "content", "aside") and not ranks_change and figures * 2 >= max(1, len(body)):
        role = "value"
    parsed = parsed_head(head)
    if role is None:
        role = "value" if when_of(head) or parsed.measure != "level" else "aside"
    return parsed if role == "value" else Column(role, head)


def _is_a_time(cell: str) -> bool:
    column = parsed_head(cell)
    is_time = bool(column.when) and not column.noun and column.measure == "level"
    return is_time and not re.fullmatch(r"\d+", cell)


def _with_row_heading(columns: list[Column], body: Grid) -> list[Column]:
    """The columns with the one that names the rows, and those before it that group them."""
    before_values = []
    for number, column in enumerate(columns):
        if column.role in ("value", "content"):
            break
        figured = column.role == "aside" and any(is_figure(row[number]) for row in body)
        named = column.head not in words("table.comment") and not figured
        if column.role in ("row", "aside") and named:
            before_values.append(number)
    if not before_values:
        return columns
    groups = []
    for number in before_values[:-1]:
        filled = [row[number] for row in body]
        if len(set(filled)) == len(filled):
            break
        groups.append(number)
    naming = before_values[len(groups)]
    roles: dict[int, Role] = {**dict.fromkeys(groups, "group"), naming: "row"}
    return [
        replace(column, role=roles.get(number, "aside" if column.role == "row" else column.role))
        for number, column in enumerate(columns)
    ]


class GridRow(list[str]):
    """The cells of a row, and how far each is indented, in half-width blanks."""

    def __init__(self, cells: Sequence[str], indents: Sequence[int]) -> None:
        super().__init__(cells)
        self.indents = tuple(indents)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one set of headings; without columns where there are none."""

    columns: Sequence[Column]
    rows: Sequence[GridRow]


def rectangle(rows: Sequence[Sequence[str]]) -> list[GridRow]:
    """The rows with text, made equally long, without columns that hold none."""
    width = max((len(row) for row in rows), default=0)
    grid = [_padded(one, width) for row in rows for one in _split(row)]
    grid = [row for row in grid if any(row)]
    kept = [number for number in range(width) if any(row[number] for row in grid)]
    return [GridRow([row[n] for n in kept], [row.indents[n] for n in kept]) for row in grid]


def without_titles(grid: list[GridRow], caption: str) -> tuple[str, list[GridRow]]:
    """A title or 单位：亿元 in a row merged across the top, and a column with one text in all its
    cells, belong to the caption."""
    for row in grid[: min(_MOST_TITLES, len(grid) - 1)]:
        title = next(filter(None, row), "")
        one_cell = len(row) > 1 and len({cell for cell in row if cell}) == 1
        if not one_cell or _OPENS_WITH_FIGURE.match(title):
            break
        caption, grid = f"{caption} {title}", grid[1:]
    if len(grid) > 2 and len(grid[0]) > 2 and len({row[0] for row in grid}) == 1:
        caption = f"{caption} {grid[0][0]}"
        grid = [GridRow(row[1:], row.indents[1:]) for row in grid]
    return caption, grid


def blocks_of(grid: Sequence[GridRow]) -> Iterator[Block]:
    """The grid cut before each row that is headings anew."""
    depth = header_depth(grid)
    first = grid[0][0] if grid else ""
    cuts = [
        number
        for number in range(max(1, depth), len(grid))
        if is_heading_row(grid[number], first, grid[number + 1 :])
    ]
    for start, end in pairwise([0, *cuts, len(grid)]):
        yield _block(grid[start:end], amid=start > 0)


def _block(grid: Sequence[GridRow], *, amid: bool) -> Block:
    depth = header_depth(grid) or int(amid)
    if depth == 0:
        return Block((), grid)
    rows = grid[depth + (len(grid) > depth and is_numbering(grid[depth])) :]
    heads = list(grid[:depth])
    aligned = [_aligned(row, heads[-1]) for row in rows]
    return Block(columns_of([*heads, *aligned], depth), aligned)


def _aligned(row: GridRow, head: Sequence[str]) -> GridRow:
    """The row with its cells under the headings in order, where it has as many of them as there are
    headings but merges others: offices merge cells to fit the page."""
    own = [number for number, cell in enumerate(row) if not isinstance(cell, FromLeft)]
    heads = [number for number, cell in enumerate(head) if not isinstance(cell, FromLeft)]
    if own == heads or len(own) != len(heads) or len(own) < 2:
        return row
    cells: list[str] = []
    indents: list[int] = []
    for at, (start, end) in zip(own, pairwise([*heads, len(row)]), strict=True):
        cells += [row[at], *[FromLeft(row[at])] * (end - start - 1)]
        indents += [row.indents[at]] * (end - start)
    return GridRow(cells, indents)


def _padded(row: Sequence[str], width: int) -> GridRow:
    cells = [_cell(cell) for cell in row]
    indents = [len(_INDENT.match(cell)[0].expandtabs(4).replace("\u3000", "  ")) for cell in row]  # type: ignore[index]
    missing = width - len(cells)
    return GridRow(cells + [""] * missing, indents + [0] * missing)


def _split(row: Sequence[str]) -> list[list[str]]:
    """The row as several where each of its cells holds as many lines, and lines of figures."""
    lines = [[line for line in cell.splitlines() if line.strip()] for cell in row]
    counts = {len(cell) for cell in lines if cell}
    most = max(counts, default=1)
    if counts != {most} or most < 2 or len([cell for cell in lines if cell]) < 2:
        return [list(row)]
    if not any(all(is_figure(line.strip()) for line in cell) for cell in lines if cell):
        return [list(row)]
    return [[cell[n] if cell else "" for cell in lines] for n in range(most)]


def _cell(text: str) -> str:
    """The text of a cell as one line; the lines of a list in it stay apart."""
    kind = type(text) if isinstance(text, FromLeft | FromAbove) else str
    return kind(_line(text))


def _line(text: str) -> str:
    lines = [line for line in (_SPACE.sub(" ", one).strip() for one in text.splitlines()) if line]
    if sum(map(len, lines)) <= 40 and not any(re.search(r"[。；;，]", line) for line in lines):
        return _close(lines)  # a heading broken to fit its column
    return "".join(
        line if line[-1] in "。；;，,：:、" or line is lines[-1] else line + "；" for line in lines
    )


def _close(lines: Sequence[str]) -> str:
    """The lines as one without blanks, but for those that keep two figures apart: 189.3 5.5."""
    text = _GROUPED.sub("", " ".join(lines))
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
