"""The year and the day of a report, as its head, its headings and its file's name tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_HEAD = 600  # characters in which a report says what it is
_TITLE_YEAR = re.compile(r"^#*[ \t]*(20\d\d)年[^\n。]{0,20}工作报告", re.MULTILINE)
# A report that looks back on a year was delivered in the next.
_REVIEWED = re.compile(
    r"(20\d\d)年(?:政府)?(?:主要|重点)?工作(?:的)?(?:回顾|情况)|回顾(20\d\d)年|^[一二三][、.]\s*(20\d\d)年主要工作",
    re.MULTILINE,
)
# The years that headings name: of the last one the report tells what is planned.
_HEADING_YEAR = re.compile(
    r"^(?:[一二三]、)?[^，,。；;\d\n]{0,8}(20\d\d)年[^，,。；;\n]{0,14}(?:安排|任务|目标|工作|建议)[ \t\r]*$",
    re.MULTILINE,
)
_PASSED = re.compile(r"过去的(20\d\d)年|(?:^|。)\s*(20\d\d)年[,，]?(?:是|在)", re.MULTILINE)
_HELD_ON = re.compile(
    r"(20\d\d)年\s*(\d{1,2})月\s*(\d{1,2})日[^\n。]{0,6}?在"
    r"|(20\d\d)年\s*(\d{1,2})月\s*(\d{1,2})日[^\n。]{0,24}?在[^\n。]{2,14}第[^\n。]{1,4}届"
)
_MONTHS_BEFORE = 10  # a congress held after this month hears the report on the year then ending


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """The year and the ISO date of a report; `doubts` are sentences for people."""

    year: int | None
    date: str | None
    doubts: tuple[str, ...] = ()


def guess_time(name: str, folder: str, text: str) -> TimeGuess:
    """The year of the report `text` in a file called `name` in `folder`, and the day it was given.

    What the text says of its own time comes before the names. The folder's name only bears out.
    """
    held = _HELD_ON.search(text[:_HEAD])
    day = tuple(int(part) for part in held.groups() if part) if held else None
    told = _told_year(text, day)
    named = _one_year(name)
    planned = max(map(int, _HEADING_YEAR.findall(text)), default=None)
    year = told or named or planned or _year_after(_PASSED.search(text))
    date = "{}-{:02}-{:02}".format(*day) if day else None
    return TimeGuess(year, date, tuple(_doubts(year, (name, folder), text)))


def _told_year(text: str, day: tuple[int, ...] | None) -> int | None:
    titled = _TITLE_YEAR.search(text[:_HEAD])
    if titled:
        return int(titled[1])
    reviewed = _year_after(_REVIEWED.search(text))
    if day is None:
        return reviewed
    ending = day[1] > _MONTHS_BEFORE and reviewed == day[0] + 1
    return reviewed if ending else day[0]


def _year_after(reviewed: re.Match[str] | None) -> int | None:
    return int(next(filter(None, reviewed.groups()))) + 1 if reviewed else None


def _one_year(name: str) -> int | None:
    """The year in a name that has one alone: 2019-2024年汇编 has none."""
    years = set(_YEAR.findall(name))
    return int(years.pop()) if len(years) == 1 else None


def _doubts(year: int | None, names: tuple[str, str], text: str) -> list[str]:
    if year is None:
        return ["文件名和正文都没有说明年份。"]
    doubts = []
    for what, said in zip(("文件名", "文件夹名"), map(_one_year, names), strict=True):
        if said is not None and said != year:
            doubts.append(f"{what}说的是{said}年，正文说的是{year}年，按{year}年收录。")
    if not any(map(_one_year, names)) and f"{year}年" not in text:
        doubts.append(f"年份{year}只由正文所回顾的{year - 1}年推得。")
    return doubts
