"""The numbers that Word puts before paragraphs by itself: 一、 and （一）, which no text holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from index.reading.word_package import W

_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified",
})  # fmt: skip
_ARABIC = frozenset({"decimal", "decimalFullWidth", "decimalHalfWidth"})
_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts the paragraphs of each list as a reader goes through them, in order.

    A number is told where its level shows one number, Chinese or Arabic (一、, （一）, 1.); bullets
    and numbers of several levels (1.2.3) would read as text or figures of the report and are not.
    """

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if part is not None:
            self._read(part)

    def _read(self, part: etree._Element) -> None:
        for abstract in part.iter(f"{W}abstractNum"):
            self._read_levels(abstract, abstract.get(f"{W}abstractNumId", ""))
        for number in part.iter(f"{W}num"):
            of = number.find(f"{W}abstractNumId")
            self._abstract[number.get(f"{W}numId", "")] = _value(of)

    def _read_levels(self, abstract: etree._Element, identity: str) -> None:
        for level in abstract.iter(f"{W}lvl"):
            start = _value(level.find(f"{W}start"))
            self._levels[identity, _number(level.get(f"{W}ilvl", ""))] = _Level(
                _value(level.find(f"{W}numFmt")),
                _value(level.find(f"{W}lvlText")),
                _number(start) if start else 1,
            )

    def next_number(self, list_id: str, depth: int) -> str:
        """What stands before the next paragraph of the list at this depth, "" where nothing does."""
        abstract = self._abstract.get(list_id, "")
        level = self._levels.get((abstract, depth))
        if level is None:
            return ""
        count = self._counts.get((abstract, depth), level.start - 1) + 1
        self._counts[abstract, depth] = count
        for below in [key for key in self._counts if key[0] == abstract and key[1] > depth]:
            del self._counts[below]
        write = _writer(level.format)
        places = _PLACE.findall(level.text)
        if write is None or places != [str(depth + 1)]:
            return ""
        shown = _PLACE.sub(write(count), level.text)
        return shown + " " if shown[-1].isdigit() or shown[-1] == "." else shown


def _writer(format_: str) -> Callable[[int], str] | None:
    if format_ in _CHINESE:
        return _in_chinese
    return str if format_ in _ARABIC else None


def _in_chinese(count: int) -> str:
    """Up to 99, as headings are counted; Arabic digits above."""
    tens, ones = divmod(count, 10)
    if not 0 < tens * 10 + ones < 100:
        return str(count)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + _DIGITS[ones]


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _number(written: str) -> int:
    return int(written) if re.fullmatch(r"\d{1,6}", written) else 0
