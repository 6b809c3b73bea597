"""What a page holds, from whatever kind of file: glyphs, lines of text and ruling lines.

All stand upright: x grows in reading direction, y downwards, in points (1/72 inch).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as set: its advance from `x0` to `x1` on the baseline `y`, in a font of `size`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line, horizontal or vertical, as drawn between the cells of a table."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one baseline without a gap; `y` is the baseline, `size` that of most of its glyphs."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of which only the text matters, `number` from 1 as a reader of the file counts."""

    number: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other from `left` to `right`: the whole width of a page, or a part of it."""

    lines: tuple[Line, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, top edge at `y`: its rows of cells."""

    rows: tuple[tuple[str, ...], ...]
    y: float
    left: float
    right: float
