"""What one cell of a table holds: nothing, a figure with its sign and unit, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.figures.lexicon import one_of, words
from index.figures.years import ARABIC

LISTING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
NOTE = re.compile(rf"{one_of('table.note')}\s*\d*\s*[:：.、]|[*＊※]\s*\D")
TOTAL = re.compile("|".join(r"\s*".join(word) for word in words("table.total")))
ONE_OF = re.compile(r"^(?:其\s*中|[＃#]+|[*＊]+)[:：]?\s*")

_EMPTY = re.compile(
    rf"[\s—–\-－―_/／\\|*＊.·•…⋯~～#＃]*|{one_of('table.empty')}|[xX×]|N/?A|n\.?a\.?"
)
_LONGEST_FIGURE = 20
_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"[-+−－—–＋△▲▽▼↑↓负]"
_BOUND = rf"[≥≤<>＜＞]=?|{one_of('table.bound')}"
# 189.3, 增长6%左右, ≥95, △3.1; neither 2024年12月 nor 0372-1234567.
_OPENS_WITH_FIGURE = re.compile(
    rf"(?:{one_of('table.before_figure')}|{_BOUND}|{_SIGN}|±)*(?!0\d)(?!{ARABIC}(?:年|-\d|\.\d\d?\.\d))\d"
)
# 9月, 1—9月; 1.属于国家秘密, 2、重复申请.
_NO_FIGURE = re.compile(r"\d{1,2}(?:\s*[-—–－~～至]+\s*\d{1,2})?月|\d{1,2}(?:[.．](?!\d)|[、)）])")
_IN_BRACKETS = re.compile(
    rf"[（(]\s*(?P<number>{_DIGITS})\s*(?P<unit>[%％])?\s*[）)]\s*(?P<behind>[%％])?"
)
_FIGURE = re.compile(
    rf"(?P<change>{one_of('table.rise', 'table.fall')})?(?P<sign>{_SIGN})?(?P<bound>{_BOUND})?"
    rf"(?P<number>(?:{_DIGITS})(?:[-—–~～至到]{{1,2}}(?:{_DIGITS}))?)(?P<unit>[%％‰]|个?百分点)?"
    rf"(?P<behind>{one_of('table.bound_behind')})?"
)
_FALLING = re.compile(rf"[-−－—–▽▼↓负]|{one_of('table.fall')}")
_RISING = re.compile(rf"[+＋↑]|{one_of('table.rise')}")
_TRIANGLES = "△▲"
_POINTS_DOWN = re.compile(r"[▽▼↓]")


class FromLeft(str):
    """The text of a cell in a place that it covers to the right of its first."""

    __slots__ = ()


class FromAbove(str):
    """The text of a cell in a place that it covers below its first."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure as its cell writes it: `falls` and `rises` by a sign or word; `number` has neither
    sign nor unit. `in_brackets`: (3.1), which accounts write for a figure below zero."""

    number: str
    falls: bool = False
    rises: bool = False
    word: str = ""
    bound: str = ""
    unit: str = ""
    behind: str = ""
    in_brackets: bool = False


def is_empty(cell: str) -> bool:
    return _EMPTY.fullmatch(cell) is not None


def is_figure(cell: str) -> bool:
    """Whether the cell holds a figure rather than words: 189.3, 增长6%左右, △3.1, 2.3万人."""
    if _IN_BRACKETS.fullmatch(cell):
        return True
    return (
        _OPENS_WITH_FIGURE.match(cell) is not None
        and _NO_FIGURE.match(cell) is None
        and len(cell) <= _LONGEST_FIGURE
        and not re.search(r"[。；;：:]|\d\s+\d", cell)
    )


def triangles_rise(cells: Iterable[str]) -> bool:
    """Whether △ and ▲ mean a rise in the table of `cells`: only where ▽, ▼ or ↓ mean a fall.

    Alone they are the signs of accounts for a figure below zero.
    """
    return any(_POINTS_DOWN.match(cell) for cell in cells)


def figure_of(cell: str, *, triangle_rises: bool = False) -> CellFigure | None:
    """The figure of the cell by its parts; None where it has others: 2.3万人, 第3位, 持平."""
    accounts = _IN_BRACKETS.fullmatch(cell)
    if accounts:
        unit = accounts["unit"] or accounts["behind"] or ""
        return CellFigure(accounts["number"], falls=True, unit=unit, in_brackets=True)
    found = _FIGURE.fullmatch(cell)
    if found is None:
        return None
    word, sign, bound, number, unit, behind = (part or "" for part in found.groups())
    triangle = sign != "" and sign in _TRIANGLES
    falls = any(map(_FALLING.match, (sign, word))) or (triangle and not triangle_rises)
    rises = any(map(_RISING.match, (sign, word))) or (triangle and triangle_rises)
    return CellFigure(number, falls, rises, word, bound, unit, behind)
