"""A table cut where its headings change: rows made equally long, titles taken off, blocks found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.reading.table_cells import FromAbove, FromLeft, is_figure
from index.reading.table_columns import columns_of, header_depth, is_heading_row, is_numbering
from index.reading.table_heads import Column

_OPENS_WITH_FIGURE = re.compile(r"\D?\d[\d.,]*(?![\d年.,])")
_MOST_TITLES = 4  # rows
_SPACE = re.compile(r"\s+")
_GROUPED = re.compile(r"(?<=\d)\s(?=\d{3}(?:\s|\.|$|\D))")
_INDENT = re.compile(r"[ \t\xa0\u2002\u2003\u3000]*")


class GridRow(list[str]):
    """The cells of a row, and how far each is indented, in half-width blanks."""

    def __init__(self, cells: Sequence[str], indents: Sequence[int] = ()) -> None:
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
        if (
            len(row) < 2
            or len({cell for cell in row if cell}) != 1
            or _OPENS_WITH_FIGURE.match(title)
        ):
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
    depth = header_depth(grid) or (1 if amid else 0)
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
    for at, number in zip(own, pairwise([*heads, len(row)]), strict=True):
        cells += [row[at], *[FromLeft(row[at])] * (number[1] - number[0] - 1)]
        indents += [row.indents[at]] * (number[1] - number[0])
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
    """The text of a cell as one line; the lines of a list in it are told apart."""
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
