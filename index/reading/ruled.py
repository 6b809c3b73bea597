"""Tables by their ruling lines: which rules make a grid, and what stands in its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.reading.lines import lines_of, merged, opened, rows_of
from index.reading.page import Glyph, Rule, Table
from index.reading.table_cells import FromAbove, FromLeft, is_figure

_TOUCH = 3.0  # points
_MOST_RULES = 2000  # of a page: more is a drawing

Cell = tuple[int, int]


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
            within = 0 <= column < len(self.places) - 1 and 0 <= row < len(self.heights) - 1
            if within:
                inside.append(((row, column), glyph))
            else:
                outside.append(glyph)
        return inside, outside

    def filled(self, inside: Sequence[tuple[Cell, Glyph]]) -> tuple[tuple[str, ...], ...]:
        first = self._first_of_each()
        held: dict[Cell, list[Glyph]] = {}
        for cell, glyph in inside:
            held.setdefault(first[cell], []).append(glyph)
        lines = {cell: _lines_of_cell(glyphs) for cell, glyphs in held.items()}
        # Rows that no rule parts stand in one cell, each a line of it.
        several = {
            row for (row, _), told in lines.items() if len(told) > 1 and all(map(is_figure, told))
        }
        texts = {cell: _cell_text(told, apart=cell[0] in several) for cell, told in lines.items()}
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


def _lines_of_cell(glyphs: Sequence[Glyph]) -> list[str]:
    return [merged(row).text for row in rows_of(lines_of(glyphs))]


def _cell_text(lines: Sequence[str], *, apart: bool) -> str:
    """The lines of a cell as one text; `apart`, with the breaks between them."""
    if apart:
        return "\n".join(lines)
    text = ""
    for line in lines:
        text = opened(text, line) + line
    return text
