"""What a cell of a workbook shows: numbers by their format, days, texts; nothing is computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_QUOTED = re.compile(r'"([^"]*)"')
_ASIDE = re.compile(r"\[[^\]]*\]|\\.|_.|\*.")  # colours, escapes, room left
_PLACES = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?:\.(?P<decimals>[0#?]+))?")
_SCALED = re.compile(r"[0#?],+(?![0#?,])|!\.")  # shown in thousands or 万 of what is stored
_OF_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)
# The formats that every workbook knows without defining them, as Excel in Chinese has them.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    14: "y/m/d", 15: "d-m-y", 16: "m-d", 17: "y-m", 18: "h:s", 19: "h:s", 20: "h:s", 21: "h:s",
    22: "y/m/d", 27: "y-m", 28: "m-d", 29: "m-d", 30: "m-d", 31: "y-m-d", 32: "h:s", 33: "h:s",
    34: "h:s", 35: "h:s", 36: "y-m", 45: "h:s", 46: "h:s", 47: "h:s", 50: "y-m", 51: "m-d", 52: "y-m",
    53: "m-d", 54: "m-d", 55: "h:s", 56: "h:s", 57: "y-m", 58: "m-d",
}  # fmt: skip
_FIRST_DAY, _FIRST_DAY_OF_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)
_MOST_DAYS = 2_958_465  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class Style:
    """The number format of a cell, and by how many characters its text is indented."""

    form: str = ""
    indent: int = 0


def styles_of(root: etree._Element | None) -> list[Style]:
    """The styles of a workbook's cells, by number."""
    if root is None:
        return []
    own = {_whole(f.get("numFmtId")): f.get("formatCode", "") for f in root.iter(f"{X}numFmt")}
    formats = root.find(f"{X}cellXfs")
    return [_style(cell, own) for cell in (formats if formats is not None else ())]


def shown_number(written: str, form: str, *, from_1904: bool = False) -> str | None:
    """The number as its cell shows it: 0.0561 as 0.0% is 5.6%; a day where the format is one.

    None where the format shows another number than the one stored, by a scale.
    """
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if not value.is_finite():
        return written
    section = form.split(";", 1)[0]
    literals = _QUOTED.findall(section)
    bare = _ASIDE.sub("", _QUOTED.sub("", section))
    if _OF_TIME.search(bare) and "e" not in bare.lower():
        return _day(value, bare.lower(), from_1904=from_1904)
    if _SCALED.search(_QUOTED.sub("", section)):
        return None
    percent = "%" in bare
    value = value * 100 if percent else value
    places = _PLACES.search(bare)
    if places is None or "e" in bare.lower():
        text = f"{_usual(value):f}"
    else:
        step = Decimal(1).scaleb(-len(places["decimals"] or ""))
        text = f"{value.quantize(step, ROUND_HALF_UP):{',' if ',' in bare else ''}f}"
    after = section.rfind("0") if "0" in section else section.rfind("#")
    suffix = "".join(literal for literal in literals if section.rfind(f'"{literal}"') > after)
    return text + ("%" if percent else "") + suffix.strip()


def _usual(value: Decimal) -> Decimal:
    """A number of the general format: 15 digits, as floating point holds them."""
    rounded = Decimal(f"{value:.15g}").normalize()
    return rounded if rounded != 0 else Decimal(0)


def _day(value: Decimal, form: str, *, from_1904: bool) -> str | None:
    if not 0 <= value <= _MOST_DAYS:
        return None
    day = (_FIRST_DAY_OF_MAC if from_1904 else _FIRST_DAY) + timedelta(days=float(value))
    if "y" not in form and "d" not in form:
        return f"{day:%H:%M}" if "h" in form or "s" in form else f"{day.month}月"
    parts = (
        f"{day.year}年" if "y" in form else "",
        f"{day.month}月" if "m" in form else "",
        f"{day.day}日" if "d" in form else "",
    )
    return "".join(parts)


def _style(cell: etree._Element, own: dict[int, str]) -> Style:
    number = _whole(cell.get("numFmtId"))
    alignment = cell.find(f"{X}alignment")
    indent = _whole(alignment.get("indent")) if alignment is not None else 0
    return Style(own.get(number, _BUILT_IN.get(number, "")), min(indent, 20))


def _whole(written: str | None) -> int:
    return int(written) if written and re.fullmatch(r"\d{1,9}", written) else 0
