"""The tables of a page: by their ruling lines, and without any by the places of their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise

from index.figures.lexicon import one_of
from index.reading.page import Glyph, Line, Rule, Table, lines_of, merged, opened, rows_of
from index.reading.table_cells import LISTING, NOTE, FromAbove, FromLeft, is_empty, is_figure
from index.reading.table_grid import header_depth

_TOUCH = 3.0  # points
_MOST_RULES = 2000  # of a page: more is a drawing

Cell = tuple[int, int]
_NEAR = 3.2  # font sizes between the baselines of two rows of a table
_LEAST_ROWS = 2  # of figures
_FIGURES = 0.7  # of the cells of a column of figures
_LONGEST_NAME = 30
_LONGEST_HEAD = 16
_MOST_HEADS = 4  # rows
TABLE_NUMBER = rf"^{one_of('layout.table_number')}[\d一二三四五六七八九十 　:：、.-]"
_CAPTION = re.compile(rf"单位[:：]|{TABLE_NUMBER}|表$")
_SENTENCE = re.compile(r"[。；]|，.*，")

_Row = list[Line]
_Span = tuple[float, float]


def tables_of(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page, from the top, and the glyphs that stand in none.

    A cell over several rows or columns stands in each of them.
    """
    tables: list[Table] = []
    left = list(glyphs)
    for grid in _grids(rules):
        inside, outside = grid.parted(left)
        rows = grid.filled(inside)
        if sum(any(row) for row in rows) >= 2:
            tables.append(Table(rows, grid.heights[0], grid.places[0], grid.places[-1]))
            left = outside
    return sorted(tables, key=lambda table: table.y), left


@dataclass(slots=True)
class _Grid:
    """Rules that touch: `places` and `heights` of the lines between columns and rows."""

    rules: list[Rule]
    places: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)

    def parted(self, glyphs: Sequence[Glyph]) -> tuple[list[tuple[Cell, Glyph]], list[Glyph]]:
        inside: list[tuple[Cell, Glyph]] = []
        outside: list[Glyph] = []
        for glyph in glyphs:
            column = bisect_right(self.places, (glyph.x0 + glyph.x1) / 2) - 1
            row = bisect_right(self.heights, glyph.y - glyph.size / 3) - 1
            if 0 <= column < len(self.places) - 1 and 0 <= row < len(self.heights) - 1:
                inside.append(((row, column), glyph))
            else:
                outside.append(glyph)
        return inside, outside

    def filled(self, inside: Sequence[tuple[Cell, Glyph]]) -> tuple[tuple[str, ...], ...]:
        first = self._first_of_each()
        held: dict[Cell, list[Glyph]] = {}
        for cell, glyph in inside:
            held.setdefault(first[cell], []).append(glyph)
        lines = {
            cell: [merged(row).text for row in rows_of(lines_of(glyphs))]
            for cell, glyphs in held.items()
        }
        # Rows that no rule separates stand in one cell, each a line of it.
        several = {
            row for (row, _), own in lines.items() if len(own) > 1 and all(map(is_figure, own))
        }
        texts = {cell: _cell_text(own, apart=cell[0] in several) for cell, own in lines.items()}
        return tuple(
            tuple(
                _placed(texts.get(first[row, column], ""), first[row, column], (row, column))
                for column in range(len(self.places) - 1)
            )
            for row in range(len(self.heights) - 1)
        )

    def _first_of_each(self) -> dict[Cell, Cell]:
        """For each place of the grid, the first place of the cell that it belongs to."""
        first: dict[Cell, Cell] = {}
        for row in range(len(self.heights) - 1):
            for column in range(len(self.places) - 1):
                own = (row, column)
                if column and not self._is_ruled_left(row, column):
                    own = first[row, column - 1]
                elif row and not self._is_ruled_above(row, column):
                    own = first[row - 1, column]
                first[row, column] = own
        return first

    def _is_ruled_left(self, row: int, column: int) -> bool:
        x, y = self.places[column], (self.heights[row] + self.heights[row + 1]) / 2
        return any(abs(rule.x0 - x) <= _TOUCH and rule.y0 <= y <= rule.y1 for rule in self.rules)

    def _is_ruled_above(self, row: int, column: int) -> bool:
        y, x = self.heights[row], (self.places[column] + self.places[column + 1]) / 2
        return any(abs(rule.y0 - y) <= _TOUCH and rule.x0 <= x <= rule.x1 for rule in self.rules)


def _grids(rules: Sequence[Rule]) -> Iterator[_Grid]:
    """Groups of touching rules that part at least two rows of at least two cells."""
    groups: list[list[Rule]] = []
    for rule in rules if len(rules) <= _MOST_RULES else ():
        touched = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if group not in touched]
        groups.append([rule, *(other for group in touched for other in group)])
    for group in groups:
        upright = [rule.x0 for rule in group if rule.x1 - rule.x0 < rule.y1 - rule.y0]
        level = [rule.y0 for rule in group if rule.x1 - rule.x0 >= rule.y1 - rule.y0]
        grid = _Grid(group, _distinct(upright), _distinct(level))
        if len(grid.places) >= 3 and len(grid.heights) >= 3:
            yield grid


def _placed(text: str, first: Cell, place: Cell) -> str:
    """The text of the cell that begins at `first`, at a place that it covers."""
    if first[1] != place[1]:
        return FromLeft(text)
    return FromAbove(text) if first[0] != place[0] else text


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _TOUCH
        and other.x0 <= one.x1 + _TOUCH
        and one.y0 <= other.y1 + _TOUCH
        and other.y0 <= one.y1 + _TOUCH
    )


def _distinct(values: Sequence[float]) -> list[float]:
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _TOUCH:
            distinct.append(value)
    return distinct


def _cell_text(lines: Sequence[str], *, apart: bool) -> str:
    """The lines of a cell as one text; `apart`, with the breaks between them."""
    if apart:
        return "\n".join(lines)
    return reduce(lambda text, line: opened(text, line) + line, lines, "")


def aligned_tables(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """The tables among the lines of a page or column, from the top, and the lines of none.

    A table has two rows at least whose figures stand below one another, and headings above them or
    units beside them; a list of contents has neither.
    """
    rows = rows_of(lines)
    tables: list[Table] = []
    taken: set[int] = set()
    for first, after in _runs(rows):
        found = _table(rows, first, after)
        if found is not None:
            table, begins = found
            tables.append(table)
            taken.update(range(begins, after))
    left = [line for number, row in enumerate(rows) for line in row if number not in taken]
    return tables, left


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Runs of rows near one another that begin and end with one of figures, all of them short."""
    first = last = None
    for number, row in enumerate(rows):
        near = not number or row[0].y - rows[number - 1][0].y <= _NEAR * row[0].size
        if first is not None and last is not None and not (near and _may_stand_within(row)):
            yield first, last + 1
            first = last = None
        if _is_of_figures(row):
            first = number if first is None else first
            last = number
    if first is not None and last is not None:
        yield first, last + 1


def _is_of_figures(row: _Row) -> bool:
    return len(row) > 1 and any(is_figure(line.text) for line in row[1:]) and _may_stand_within(row)


def _may_stand_within(row: _Row) -> bool:
    running = any(_SENTENCE.search(line.text) for line in row)
    return not running and len(row[0].text) <= _LONGEST_NAME and not NOTE.match(row[0].text)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table, as spans from left to right that no cell of figures crosses."""

    spans: Sequence[_Span]

    def of(self, line: Line) -> list[int]:
        """The columns that a cell stands in: by its middle, or all that it reaches over."""
        over = [
            n for n, (left, right) in enumerate(self.spans) if line.x0 < right and line.x1 > left
        ]
        if over:
            return over
        middle = (line.x0 + line.x1) / 2
        return [min(range(len(self.spans)), key=lambda n: _distance(middle, self.spans[n]))]


def _distance(x: float, span: _Span) -> float:
    return max(span[0] - x, x - span[1], 0.0)


def _table(rows: Sequence[_Row], first: int, after: int) -> tuple[Table, int] | None:
    """The table whose rows of figures are within [first, after), and the row that it begins at."""
    figured = [row for row in rows[first:after] if _is_of_figures(row)]
    columns = _columns(figured)
    if len(figured) < _LEAST_ROWS or len(columns.spans) < 2 or not _has_figures(figured, columns):
        return None
    while first and len(rows[first - 1]) == 1 and _is_name(rows[first - 1], rows[first], columns):
        first -= 1
    begins = _first_heading(rows, first)
    heads, body = _heads(rows[begins:first], columns), _body(rows[first:after], columns)
    if heads is None or body is None:
        return None
    grid = [*heads, *body]
    with_units = all(re.search(r"\D$", cell) for row in body for cell in row[1:] if is_figure(cell))
    if not header_depth(grid) and not with_units:
        return None
    whole = [line for row in rows[begins:after] for line in row]
    top = min(line.y - line.size for line in whole)
    left, right = min(line.x0 for line in whole), max(line.x1 for line in whole)
    return Table(tuple(map(tuple, grid)), top, left, right), begins


def _is_name(row: _Row, below: _Row, columns: _Columns) -> bool:
    """Whether a single cell above the first row of figures begins its name, or heads the rows."""
    near = below[0].y - row[0].y <= _NEAR * row[0].size
    return (
        near and columns.of(row[0]) == [0] and row[0].x0 < columns.spans[0][1] < columns.spans[1][0]
    )


def _columns(figured: Sequence[_Row]) -> _Columns:
    """The spans that the cells of all rows cover, those that overlap as one."""
    spans: list[_Span] = []
    for line in sorted((line for row in figured for line in row), key=lambda line: line.x0):
        if spans and line.x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], line.x1))
        else:
            spans.append((line.x0, line.x1))
    return _Columns(spans)


def _has_figures(figured: Sequence[_Row], columns: _Columns) -> bool:
    """Whether some column behind the first is of figures, and none is of running text."""
    held: dict[int, list[str]] = {}
    for row in figured:
        for line in row:
            held.setdefault(columns.of(line)[0], []).append(line.text)
    share = {
        number: sum(is_figure(cell) or is_empty(cell) for cell in cells) / len(cells)
        for number, cells in held.items()
    }
    return any(
        share[number] >= _FIGURES and len(held[number]) >= _LEAST_ROWS for number in share if number
    )


def _first_heading(rows: Sequence[_Row], first: int) -> int:
    """The first of the rows right above the figures that are headings: short cells over columns."""
    begins = first
    while begins and first - begins < _MOST_HEADS and _is_heading(rows[begins - 1], rows[begins]):
        begins -= 1
    while begins < first and len(rows[begins]) == 1:  # the title of the table
        begins += 1
    return begins


def _is_heading(row: _Row, below: _Row) -> bool:
    texts = [line.text for line in row]
    return (
        below[0].y - row[0].y <= _NEAR * row[0].size
        and all(len(text) <= _LONGEST_HEAD for text in texts)
        and not any(is_figure(text) or _SENTENCE.search(text) for text in texts)
        and not any(_CAPTION.search(text) for text in texts)
    )


def _cells(row: _Row, columns: _Columns) -> list[str]:
    """The row's cells by column; one over several columns stands in each."""
    cells = [""] * len(columns.spans)
    for line in row:
        first, *others = columns.of(line)
        cells[first] = opened(cells[first], line.text) + line.text
        for other in others:
            cells[other] = FromLeft(line.text)
    return cells


def _heads(rows: Sequence[_Row], columns: _Columns) -> list[list[str]] | None:
    """The rows of headings: the lines of one that is broken to fit are one row, and a heading over
    several columns stands in each. None where it is not clear which columns one is over."""
    heads: list[list[str]] = []
    for row in reversed(rows):
        cells: list[str] | None = _cells(row, columns)
        if heads and all(heads[0][n] for n in range(1, len(columns.spans))):
            cells = _over_several(row, columns, heads[0])
        if cells is None:
            return None
        if heads and not any(isinstance(cell, FromLeft) for cell in cells):
            heads[0] = [
                opened(above, cell) + cell for above, cell in zip(cells, heads[0], strict=True)
            ]
        else:
            heads.insert(0, cells)
    for above, under in pairwise(heads):
        for n in range(len(columns.spans)):
            if not under[n] and above[n]:
                under[n] = FromAbove(above[n])
            elif not above[n] and under[n]:
                above[n] = under[n]
    return heads


def _over_several(row: _Row, columns: _Columns, below: Sequence[str]) -> list[str] | None:
    """A row of headings over those `below`, each in all the columns that it is over: those that
    repeat what stands below, else those around its middle, which then stands in a gap."""
    lines = [line for line in row if columns.of(line)[0]]
    groups = _repeated(below)
    if len(groups) != len(lines):
        groups = [_around(line, columns) for line in lines]
    covered = [n for first, last in groups for n in range(first, last + 1)]
    each = len(covered) == len(below) - 1 or _are_broken(lines, below, columns)
    if len(set(covered)) != len(covered) or not each:
        return None
    cells = [""] * len(below)
    cells[0] = "".join(line.text for line in row if not columns.of(line)[0])
    for line, (first, last) in zip(lines, groups, strict=True):
        cells[first : last + 1] = [line.text, *[FromLeft(line.text)] * (last - first)]
    return cells


def _repeated(below: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of columns, the first column apart, over which what stands below repeats itself."""
    starts = [n for n in range(1, len(below)) if below[n] == below[1]]
    runs = [(one, other - 1) for one, other in pairwise([*starts, len(below)])]
    return runs if len(runs) > 1 else []


def _around(line: Line, columns: _Columns) -> tuple[int, int]:
    """The columns around the middle of a line that stands in the gap between two, else its own."""
    held = columns.of(line)
    middle = (line.x0 + line.x1) / 2
    if any(left - line.size / 2 < middle < right + line.size / 2 for left, right in columns.spans):
        return held[0], held[-1]
    for first in range(1, len(columns.spans)):
        for last in range(first + 1, len(columns.spans)):
            center = (columns.spans[first][0] + columns.spans[last][1]) / 2
            if abs(center - middle) <= line.size:
                return first, last
    return held[0], held[-1]


def _are_broken(lines: Sequence[Line], below: Sequence[str], columns: _Columns) -> bool:
    """Whether the lines only begin the headings below them: what stands there opens with a bracket
    or is a direction of change, no name of its own."""
    return all(re.match(r"[（(]|增|±|[%％]", below[columns.of(line)[0]]) for line in lines)


def _body(rows: Sequence[_Row], columns: _Columns) -> list[list[str]] | None:
    """The rows of the body, a name that is broken over lines whole; None where whose a line of a name
    is is not clear: then no figure may be given under it."""
    body: list[list[str]] = []
    pending = ""
    for number, row in enumerate(rows):
        cells = _cells(row, columns)
        alone = len(row) == 1 and columns.of(row[0]) == [0]
        if any(isinstance(cell, FromLeft) and is_figure(cell) for cell in cells):
            return None
        if not alone:
            if not cells[0]:
                following = rows[number + 1] if number + 1 < len(rows) else []
                below = len(following) == 1 and columns.of(following[0]) == [0]
                cells[0] = pending + (following[0].text if below else "")
                pending = ""
                if not cells[0]:
                    return None
            elif pending:
                return None
            body.append(cells)
        elif LISTING.match(cells[0]) or cells[0].endswith(("：", ":")):
            body.append([cells[0], *[FromLeft(cells[0])] * (len(cells) - 1)])
        elif not (body and body[-1][0].endswith(cells[0])):
            pending = cells[0]
    return None if pending else body
