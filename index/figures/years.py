"""What a year looks like in a text, and what it is in numbers: 2024年, 1998年, 一九五七年, 1 9 9 8 年.

One definition for all that read years. Patterns are for folded text (`index.figures.normalise.fold`).
"""

from __future__ import annotations

import re

ARABIC = r"(?:19|20)\d\d"
"""A year in digits, without what may stand around it."""
RECENT = r"20\d\d"
"""A year of this century: in a question, where 年 may be missing and 1998 is rather an amount."""
SHORT = r"[12]\d"
"""A year of this century by its last two digits, in a question, before 年: 25年."""
CHINESE = r"(?:一[八九]|二[零〇○])[零〇○一二三四五六七八九]{2}"
"""A year digit by digit in Chinese numerals; 二十 and 一九 alone are none."""
CHINESE_OF_ANY_AGE = r"[一二][零〇○一二三四五六七八九]{3}"
"""As `CHINESE`, of the years before 1800 too: where such a numeral is a year, not a quantity."""
_SPACED = r"(?:1 9|2 0) \d \d(?= ?年)"
WRITTEN = rf"(?:{ARABIC}|{CHINESE}|{_SPACED})"
"""A year as written; `year_of` reads what it matches."""
YEAR = re.compile(
    rf"(?<![\d.]){ARABIC}(?=\s*年)|(?<![一二三四五六七八九十百千万零〇]){CHINESE}(?=年)|{_SPACED}"
)
"""A year that says so: followed by 年. `year_of(match.group())` is its number."""

PLAN = r"十[一二三四五]五"
"""The short name of a national five-year plan: 十四五."""

FIRST, LAST = 1949, 2100
"""Between these a document of the reports' kinds was given; other years stand in their texts."""

_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789", " ")
_FIRST_PLAN = 1953
_THIRD_PLAN = 1966  # three years of adjustment came between the second plan and the third


def year_of(written: str) -> int:
    """The number of a year as `WRITTEN` matches it."""
    return int(written.translate(_DIGITS))


def years_in(text: str) -> list[int]:
    """The years that the folded `text` names with 年, in its order."""
    return [year_of(match.group()) for match in YEAR.finditer(text)]


def plan_years(number: int) -> tuple[int, int]:
    """The first and the last year of the national five-year plan of that number: 14 → 2021, 2025."""
    first = _FIRST_PLAN + 5 * (number - 1) if number < 3 else _THIRD_PLAN + 5 * (number - 3)
    return first, first + 4
