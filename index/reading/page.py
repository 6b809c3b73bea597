"""What a page holds, from whatever kind of file: glyphs, the lines of text made of them, ruling lines.

All stand upright: x grows in reading direction, y downwards, in points (1/72 inch).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from index.reading.source_text import DOUBTFUL

UNREAD = "\ufffd"
"""Stands for a glyph whose character is not in the file."""

_ANY = rf"{UNREAD}\ue000-\uf8ff"  # characters of private use are another file's to know
_UNREAD = re.compile(rf"[{_ANY}]")
_FIGURE = re.compile(rf"[\d.,．]*[{_ANY}](?:[\d.,． ]*[{_ANY}])*[\d.,．]*[%％‰万亿千百十]*")
_BULLET = re.compile(rf"^[{_ANY}]\s*(?=[^\d.%％万亿{_ANY}])")
_SAME_BASELINE = 0.45  # of a font size: a raised note mark is still on the line
_GAP = 0.9  # of a font size: wider than any space that justification makes between words
_FAR = 2.5  # of a font size: wider than the spaces of a line that is spread out
_WORD_SPACE = 0.2
_STRUCK_TWICE = 0.15
_RAISED, _SMALL = 0.15, 0.8
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z0-9]")
_LEFT_HALF = tuple("，。、；：！？")  # drawn in the left half of their square
_POWERS = {"2": "²", "3": "³"}
_CHARACTERS = tomllib.loads(Path(__file__).with_name("characters.toml").read_text(encoding="utf-8"))
_ORDINARY: dict[str, str] = _CHARACTERS["ordinary"]
_LOOKALIKES = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")


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


def withheld(line: str) -> str:
    """The line with □ for what was not read, and for the rest of the figures that it is in.

    A single sign before the text of a line is a bullet and is left out.
    """
    if _UNREAD.search(line) is None:
        return line
    return _FIGURE.sub(DOUBTFUL, _BULLET.sub("", line))


def count_unread(text: str) -> int:
    """How many characters of the text were not read."""
    return len(_UNREAD.findall(text))


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a page, from the top; a row with a wide gap in it is several lines."""
    return [
        _line(piece)
        for row in _rows(glyphs)
        for piece in _between_gaps(row)
        if any(not glyph.text.isspace() for glyph in piece)
    ]


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines side by side as one row, each from the left; rows from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        if rows and line.y - rows[-1][0].y <= _SAME_BASELINE * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def merged(row: Sequence[Line]) -> Line:
    """The lines of a row as one; a blank where they stand far apart, or two words meet.

    Two numbers are parted by a semicolon: with a blank between them they would read as one in groups.
    """
    longest = max(row, key=lambda line: len(line.text))
    text = row[0].text
    for before, line in pairwise(row):
        words = _WORD.match(before.text[-1:]) and _WORD.match(line.text)
        far = line.x0 - before.x1 > _FAR * line.size
        numbers = before.text[-1:].isdigit() and line.text[:1].isdigit()
        apart = numbers and len(before.text) + len(line.text) > 2
        text += ("；" if apart else " " if words or far else "") + line.text
    return Line(text, row[0].x0, row[-1].x1, longest.y, longest.size)


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if row:
            tallest = max(row, key=lambda member: member.size)
            if glyph.y - tallest.y > _SAME_BASELINE * max(tallest.size, glyph.size):
                yield _struck_once(row)
                row = []
        row.append(glyph)
    if row:
        yield _struck_once(row)


def _struck_once(row: Sequence[Glyph]) -> list[Glyph]:
    """The row from the left; a glyph struck twice to look bold counts once."""
    struck: list[Glyph] = []
    for glyph in sorted(row, key=lambda member: member.x0):
        before = struck[-1] if struck else None
        if (
            before
            and before.text == glyph.text
            and glyph.x0 - before.x0 < _STRUCK_TWICE * glyph.size
        ):
            continue
        struck.append(glyph)
    return struck


def _between_gaps(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    piece = [row[0]]
    for glyph in row[1:]:
        if glyph.x0 - _ink_end(piece[-1]) > _GAP * max(glyph.size, piece[-1].size):
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _line(glyphs: Sequence[Glyph]) -> Line:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    size = median(glyph.size for glyph in inked)
    baseline = median(glyph.y for glyph in inked if glyph.size >= _SMALL * size)
    text = withheld("".join(_pieces(glyphs, size, baseline)).strip())
    return Line(text, inked[0].x0, _ink_end(inked[-1]), baseline, size)


def _ink_end(glyph: Glyph) -> float:
    """Where the glyph is seen to end: a mark that hangs out of its column must not fill the gutter."""
    return (glyph.x0 + glyph.x1) / 2 if glyph.text in _LEFT_HALF else glyph.x1


def _pieces(glyphs: Sequence[Glyph], size: float, baseline: float) -> Iterator[str]:
    before: Glyph | None = None
    marked = spaced = False
    for glyph in glyphs:
        if glyph.text.isspace():
            spaced = True
            continue
        raised = _is_raised(glyph, size, baseline)
        if marked and not raised:
            yield "]"
        elif before is not None and not raised and _are_apart(before, glyph, spaced=spaced):
            yield " "
        spaced = False
        if raised and not marked and before is not None and before.text == "m":
            yield _POWERS.get(glyph.text, glyph.text)
            raised = False
        else:
            # A raised number is the mark of a note, and must not read as digits of a figure.
            yield f"[{glyph.text}" if raised and not marked else ordinary(glyph.text)
        marked = raised
        before = glyph
    if marked:
        yield "]"


def _is_raised(glyph: Glyph, size: float, baseline: float) -> bool:
    return (
        glyph.text.isdigit()
        and glyph.text.isascii()
        and glyph.size < _SMALL * size
        and baseline - glyph.y > _RAISED * size
    )


def _are_apart(before: Glyph, glyph: Glyph, *, spaced: bool) -> bool:
    """Whether a blank belongs between two glyphs: between words and numbers, not ideographs."""
    if not (_WORD.fullmatch(before.text[-1:]) and _WORD.fullmatch(glyph.text[:1])):
        return False
    return spaced or glyph.x0 - before.x1 > _WORD_SPACE * min(before.size, glyph.size)


def ordinary(text: str) -> str:
    """`text` with Kangxi radicals and compatibility ideographs as ordinary ideographs (⽣ → 生)."""
    return _LOOKALIKES.sub(lambda m: _ORDINARY.get(m[0], unicodedata.normalize("NFKC", m[0])), text)


def opened(before: str, after: str) -> str:
    """`before` as `after`, which a line's end parted from it, can go on: `before + after` is one text.

    A blank parts two Latin words; the hyphen that a word was broken with is taken away.
    """
    if re.fullmatch(r"[a-z][-\u00ad\u2010]", before[-2:]) and re.match(r"[a-z]", after):
        return before[:-1]
    words = _LATIN.match(before[-1:]) and _LATIN.match(after)
    return before + " " if words else before.removesuffix("\u00ad")
