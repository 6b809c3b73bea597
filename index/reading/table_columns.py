"""What the columns of a table are for: to name the row, to give its unit, to tell a figure or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.reading import table_words as words
from index.reading.table_cells import is_figure, tells_nothing
from index.reading.table_heads import Column, Role, is_unit, parsed_head, split_unit, when_of

Grid = Sequence[Sequence[str]]

_LONGEST_HEAD = 24
_MOST_HEAD_ROWS = 4


def header_depth(grid: Grid) -> int:
    """How many rows at the top are headings: 0 where the table has none."""
    if len(grid) < 2 or len(set(grid[0])) < 2 or not all(map(_may_be_head, grid[0])):
        return 0
    named = any(role_by_head(head) or when_of(head) or words.BASE.search(head) for head in grid[0])
    figures = any(is_figure(cell) for row in grid[1:] for cell in row)
    if not named and (not figures or any(map(words.FIGURE.search, grid[0]))):
        return 0
    depth = 1
    while depth < min(_MOST_HEAD_ROWS, len(grid) - 1) and (
        _goes_on(grid[depth - 1], grid[depth], grid[depth + 1 :]) or _is_of_units(grid[depth])
    ):
        depth += 1
    return depth


def is_numbering(row: Sequence[str]) -> bool:
    """Whether the row under the headings only numbers the columns: 栏次 1 2 3, 甲 乙 1 2."""
    told = [cell for cell in row if cell]
    numbers = [int(cell) for cell in told if re.fullmatch(r"\d{1,2}", cell)]
    others = [cell for cell in told if not re.fullmatch(r"\d{1,2}", cell)]
    labelled = any(cell in ("栏次", "行次") for cell in others)
    named = all(
        re.fullmatch(r"栏次|行次|序号|[甲乙丙丁A-Za-z]|\d{1,2}[=＝].{1,12}", cell)
        for cell in others
    )
    return named and len(numbers) > (not labelled) and numbers == list(range(1, len(numbers) + 1))


def is_heading_row(row: Sequence[str], first: str, below: Grid) -> bool:
    """Whether a row amid a table is the headings of what follows: the one that begins with `first`
    or another name of rows, or whose cells all read as headings; figures stand `below` it."""
    told = [cell for cell in row if cell]
    if len(set(told)) < 2 or any(map(is_figure, told)) or not all(map(_may_be_head, told)):
        return False
    if any(map(tells_nothing, told)) or not any(
        is_figure(cell) for cell in (below[0] if below else ())
    ):
        return False
    if row[0] and (row[0] == first or role_by_head(row[0]) in ("row", "ordinal")):
        return True
    return all(map(_reads_as_head, told[1:] if row[0] else told)) and len(set(told[1:])) > 1


def columns_of(grid: Grid, depth: int) -> list[Column]:
    """The columns of `grid`, whose first `depth` rows are their headings."""
    heads = _without_common(grid[:depth])
    columns = [_column(_joined(own), _body(grid, depth, number))
               for number, own in enumerate(zip(*heads, strict=True))]  # fmt: skip
    return _with_row_heading(columns, grid[depth:])


def role_by_head(head: str) -> Role | None:
    """The role that a heading gives by its name; None where only the cells below tell."""
    bare = split_unit(head)[0]
    for role, pattern in (("ordinal", words.ORDINAL), ("unit", words.UNIT), ("row", words.NAMES_A_ROW),
                          ("content", words.CONTENT), ("aside", words.ASIDE)):  # fmt: skip
        if pattern.fullmatch(bare):
            return role  # type: ignore[return-value]
    return None


def _may_be_head(cell: str) -> bool:
    bare = words.PART.sub("", words.YEAR.sub("", words.BRACKETED.sub("", cell)))
    return len(bare) <= _LONGEST_HEAD and not re.search(r"[。；]|\d{2,}|\d\.\d|^\d+$", bare)


def _reads_as_head(cell: str) -> bool:
    bare, unit = split_unit(cell)
    return bool(
        unit or role_by_head(cell) or when_of(cell) or words.BASE.search(cell)
        or words.DIRECTION.fullmatch(bare) or words.RANK.fullmatch(bare) or re.search(r"[数金总]额|数量?$", bare)
    )  # fmt: skip


def _goes_on(above: Sequence[str], below: Sequence[str], rest: Grid) -> bool:
    """Whether `below` is a further row of headings: cells merged across above are told apart, and
    others go on downwards, or nothing but figures stands in the `rest` where it has words."""
    told_apart = any(
        above[left] == above[left + 1] and below[left] != below[left + 1]
        for left in range(len(above) - 1)
    )
    same = any(one == other for one, other in zip(above, below, strict=True))
    same = same or (
        all(below)
        and not any(map(is_figure, below))
        and any(map(is_figure, (cell for row in rest for cell in row)))
        and not any(
            cell and not is_figure(cell) and not tells_nothing(cell) for cell in (rest or [[]])[-1]
        )
    )
    spans = any(left and left == right for left, right in pairwise(above))
    return spans and told_apart and same and all(map(_may_be_head, below))


def _is_of_units(row: Sequence[str]) -> bool:
    """Whether the row gives only the units of its columns: 亿元, %."""
    told = [cell for cell in row[1:] if cell]
    return len(told) > 1 and all(is_unit(cell.strip("()（）")) for cell in told)


def _without_common(heads: Grid) -> list[list[str]]:
    """The rows of headings without what stands over all columns of figures alike and tells none apart."""
    kept = [list(row) for row in heads]
    for row, below in pairwise(kept):
        apart = [n for n, (one, other) in enumerate(zip(row, below, strict=True)) if one != other]
        common = {row[n] for n in apart}
        over_all = len(apart) > 1 and len(common) == 1 and apart[-1] == len(row) - 1
        if over_all and _tells_nothing_of_time(next(iter(common))):
            for n in apart:
                row[n] = ""
    return kept


def _tells_nothing_of_time(head: str) -> bool:
    column = parsed_head(head)
    return not (column.when or column.kind or column.unit or column.measure != "level")


def _joined(heads: Sequence[str]) -> str:
    told = list(dict.fromkeys(head for head in heads if head))
    if len(told) > 1:
        bare, unit = split_unit(told[-1])
        own = told[-1].strip("()（）")
        if is_unit(own) or words.MEASURE.fullmatch(bare) or words.ABSOLUTE.fullmatch(bare):
            unit = own if is_unit(own) else unit
            told[-1] = f"（{unit}）" if unit else ""
    return "".join(told)


def _body(grid: Grid, depth: int, number: int) -> list[str]:
    """What the column holds, without the rows that are one cell across."""
    rows = [row for row in grid[depth:] if len(set(row)) > 1 or len(row) < 3]
    return [row[number] for row in rows if not tells_nothing(row[number])]


def _column(head: str, body: Sequence[str]) -> Column:
    role = role_by_head(head)
    figures = sum(map(is_figure, body))
    if role in (None, "aside") and body and all(map(_is_a_time, body)):
        return Column("row", head)
    if role == "unit" and not all(map(is_unit, body)):
        role = "aside"  # 单位 is also who does it
    ranks_change = role == "aside" and re.search(r"位次|排名|名次", head)
    if role in (None, "content", "aside") and not ranks_change and figures * 2 >= max(1, len(body)):
        role = "value"
    if role is None:
        role = "value" if _reads_as_figures(head) else "aside"
    return parsed_head(head) if role == "value" else Column(role, head)


def _is_a_time(cell: str) -> bool:
    column = parsed_head(cell)
    bare_number = re.fullmatch(r"\d+", cell)
    return not bare_number and bool(column.when) and not column.noun and column.measure == "level"


def _reads_as_figures(head: str) -> bool:
    return bool(when_of(head)) or parsed_head(head).measure != "level"


def _with_row_heading(columns: list[Column], body: Grid) -> list[Column]:
    """The columns with the one that names the rows, and those before it that group them."""
    before_values = []
    for number, column in enumerate(columns):
        if column.role in ("value", "content"):
            break
        figured = column.role == "aside" and any(is_figure(row[number]) for row in body)
        named = column.head not in ("备注", "说明") and not figured
        if column.role in ("row", "aside") and named:
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
        replace(column, role=roles.get(number, "aside" if column.role == "row" else column.role))
        for number, column in enumerate(columns)
    ]
