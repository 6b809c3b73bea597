"""Headings and paragraphs of a text, where nothing but its lines tells of them."""

from __future__ import annotations

import re
from dataclasses import replace

from index.report import Heading

_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_NUMBERED_HEADINGS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;！？!?]{2,40}"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）][^。；;！？!?]{2,40}"),
)
# A section's title that is neither marked nor numbered: 2023年工作回顾.
_SECTION_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年|过去[一五]年|今年|去年|今后五年)[^，,。；;：:]{0,12}"
    r"(?:工作回顾|回顾|工作安排|总体要求|(?:主要|预期|奋斗)目标|(?:重点|主要|各项)工作|(?:工作|主要|重点|目标|各项)任务"
    r"|工作部署|工作重点|工作思路)(?:安排|建议)?|(?:19|20)\d\d年(?:政府)?工作(?:建议)?"
)
_LINE = re.compile(r"[^\r\n]+")
_CLAUSE_MARK = re.compile(r"[，,、；;。]")
_FINISHED = re.compile(r"[。！？!?；;：:…”\"’』」）)》]\s*$")


def structure_of(text: str) -> tuple[list[Heading], list[tuple[int, int]]]:
    """The headings of `text`, by Markdown marks or Chinese numbering, and its paragraphs' spans.

    A paragraph that a page column broke is one span.
    """
    headings: list[Heading] = []
    paragraphs: list[tuple[int, int]] = []
    joinable = False
    titled = False
    for line in _LINE.finditer(text):
        start, end = _strip(text, line.start(), line.end())
        if start == end:
            continue
        heading = _heading(text[start:end], start, end)
        if heading is not None:
            # A title like 2024年工作安排 is above the 一、 and （一） that follow it.
            title = _SECTION_TITLE.fullmatch(heading.text) is not None
            numbered = not (title or _MARKDOWN_HEADING.fullmatch(text[start:end]))
            titled = titled or title
            below = titled and numbered
            headings.append(replace(heading, level=heading.level + 1) if below else heading)
            joinable = False
        elif joinable and breaks_off(text[slice(*paragraphs[-1])]):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
            joinable = True
    return headings, paragraphs


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_heading(line: str) -> bool:
    """Whether the words of `line`, or its Markdown mark, show it to be a heading."""
    return _heading(line, 0, len(line)) is not None


def _heading(line: str, start: int, end: int) -> Heading | None:
    marked = _MARKDOWN_HEADING.fullmatch(line)
    if marked:
        return Heading(len(marked.group(1)), marked.group(2).strip("*_# \t"), start, end)
    for level, pattern in enumerate(_NUMBERED_HEADINGS, start=1):
        if pattern.fullmatch(line):
            return Heading(level, line, start, end)
    if _SECTION_TITLE.fullmatch(line):
        return Heading(1, line, start, end)
    return None


def breaks_off(paragraph: str) -> bool:
    """Whether a page column broke the paragraph: running text that stops without a full stop.

    A line without any clause mark (a subtitle, a byline) is whole although nothing ends it.
    """
    return bool(_CLAUSE_MARK.search(paragraph)) and not _FINISHED.search(paragraph)
