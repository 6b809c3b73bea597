"""What one cell of a table holds: nothing, a figure with its sign and unit, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = re.compile(
    r"[\s—–\-－―_/／\\|*＊.·•…⋯~～#＃]*|无|暂[无缺]|不详|未(?:公布|统计|反馈)|[xX×]|N/?A|n\.?a\.?"
)
NOTE = re.compile(r"(?:附?注|备注|说明|资料来源|数据来源)\s*\d*\s*[:：.、]|[*＊※]\s*\D")
TOTAL = re.compile(r"[合总小共]\s*计|总\s*[额量数]")
LISTING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
ONE_OF = re.compile(r"^(?:其\s*中|[＃#]+|[*＊]+)[:：]?\s*")
_LONGEST_FIGURE = 20
_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# 189.3, 增长6%左右, ≥95, △3.1; neither 2024年12月 nor 0372-1234567.
_OPENS_WITH_FIGURE = re.compile(
    r"(?:[比较]上年|同比|力争|预计|完成|达到?|增长|提高|上升|增加|下降|降低|减少|不低于|不少于|不超过|不高于|超过?|约|近|低于|高于"
    r"|[≥≤<>＜＞]=?|[-+−－—–＋±△▲▽▼↑↓负])*(?!0\d)(?!(?:19|20)\d\d(?:年|-\d|\.\d\d?\.\d))\d"
)
# 9月, 1—9月; 1.属于国家秘密, 2、重复申请.
_NO_FIGURE = re.compile(r"\d{1,2}(?:\s*[-—–－~～至]+\s*\d{1,2})?月|\d{1,2}(?:[.．](?!\d)|[、)）])")
_IN_BRACKETS = re.compile(
    rf"[（(]\s*(?P<number>{_DIGITS})\s*(?P<unit>[%％])?\s*[）)]\s*(?P<behind>[%％])?"
)
_FIGURE = re.compile(
    r"(?P<change>增长|提高|上升|增加|上涨|下降|降低|减少|下跌)?(?P<sign>[-−－—–+＋△▲▽▼↑↓负])?"
    r"(?P<bound>[≥≤<>＜＞]=?|不低于|不少于|不超过|不高于|超过?|约|近|低于|高于)?"
    rf"(?P<number>(?:{_DIGITS})(?:[-—–~～至到]{{1,2}}(?:{_DIGITS}))?)(?P<unit>[%％‰]|个?百分点)?(?P<tail>左右|及?以上|及?以下|以内)?"
)
_FALLING = re.compile(r"[-−－—–▽▼↓负]|下降|降低|减少|下跌")
_RISING = re.compile(r"[+＋↑]|增长|提高|上升|增加|上涨")
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
    """A figure as its cell writes it: `falls` by a sign or word, `rises` likewise; `number` has
    neither sign nor unit. `in_brackets`: (3.1), below zero in accounts and else of no clear sense."""

    number: str
    falls: bool = False
    rises: bool = False
    word: str = ""
    bound: str = ""
    unit: str = ""
    tail: str = ""
    in_brackets: bool = False


def tells_nothing(cell: str) -> bool:
    return NOTHING.fullmatch(cell) is not None


def is_figure(cell: str) -> bool:
    """Whether the cell tells a figure rather than words: 189.3, 增长6%左右, △3.1, 2.3万人."""
    if _IN_BRACKETS.fullmatch(cell):
        return True
    return (
        _OPENS_WITH_FIGURE.match(cell) is not None
        and _NO_FIGURE.match(cell) is None
        and len(cell) <= _LONGEST_FIGURE
        and not re.search(r"[。；;：:]|\d\s+\d", cell)
    )


def triangles_rise(cells: Iterable[str]) -> bool:
    """Whether △ and ▲ stand for a rise in the table of `cells`: where ▽, ▼ or ↓ stand for a fall.

    Alone they are the signs of accounts, below zero.
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
    sign, word = found["sign"] or "", found["change"] or ""
    triangle = sign != "" and sign in _TRIANGLES
    return CellFigure(
        found["number"],
        falls=bool(
            _FALLING.match(sign) or _FALLING.match(word) or (triangle and not triangle_rises)
        ),
        rises=bool(_RISING.match(sign) or _RISING.match(word) or (triangle and triangle_rises)),
        word=word,
        bound=found["bound"] or "",
        unit=found["unit"] or "",
        tail=found["tail"] or "",
    )
