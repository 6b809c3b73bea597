"""Headings and paragraphs of a plain text, from its lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.figures.lexicon import one_of
from index.figures.years import WRITTEN
from index.report import Heading

# A paragraph marked as a heading is none: each passage below carries its headings along.
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.{1,200})")
_NUMBERED_HEADINGS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;！？!?]{2,60}"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）][^。；;！？!?]{2,60}"),
)
# Parts of a plan or a law: 第二篇 总体要求, 第三章 主要目标.
_PART_HEADING = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}(?P<unit>[篇编章节])[ \u3000]*[^。；;！？!?，,：:]{2,40}"
)
_PART_LEVELS = {"篇": 1, "编": 1, "章": 2, "节": 3}
# A section's title that is neither marked nor numbered: 2023年工作回顾.
_SECTION_TITLE = re.compile(
    rf"(?:{WRITTEN}年|{one_of('section.time')})[^，,。；;：:]{{0,12}}{one_of('section.title')}{one_of('section.proposal')}?"
    rf"|{WRITTEN}年(?:政府)?工作(?:建议)?"
    # 努力做好2024年各项工作, 全力实现2024年高质量发展的奋斗目标
    rf"|[^，,。；;：:、\s]{{0,4}}{one_of('section.to_do')}{WRITTEN}年[^，,。；;：:、\s]{{0,12}}{one_of('section.task')}"
    rf"|{WRITTEN}年[^，,。；;：:、\s]{{0,8}}民生实事(?:项目)?"
    # What ends the plan: its figures are no targets.
    r"|[^，,。；;：:、\s]{0,6}加强政府(?:系统)?自身建设|(?:附件\d?[:：]?\s*)?名词(?:解释|注释)"
)
# Within the one line that a file is: 。一、2023年工作回顾　　过去的一年.
_INLINE_HEADING = re.compile(
    r"(?:(?<=[。！？”])|(?<=[。！？”]\s))(?:[ \u3000]{0,4}—\s*\d+\s*—)?[ \u3000]{0,4}"
    r"(?P<heading>(?P<number>[一二三四五六七八九])、[^，,。；;：:！？\s]{4,24})(?=\s)"
)
_MANY_LINES = 40
_WIDEST_PAGE = 60  # characters
_INLINE_FROM = 3000  # characters: no paragraph is as long
_COUNTED = "一二三四五六七八九"
_LINE = re.compile(r"[^\r\n]+")
_CLAUSE_MARK = re.compile(r"[，,、；;。]")
_FINISHED = re.compile(r"[。！？!?；;：:…”\"’』」）)》]\s*$")


def structure_of(text: str) -> tuple[list[Heading], list[tuple[int, int]]]:
    """The headings of `text`, by Markdown marks or Chinese numbering, and its paragraphs' spans.

    A paragraph that a page column broke is one span.
    """
    headings: list[Heading] = []
    paragraphs: list[tuple[int, int]] = []
    open_line: str | None = None  # the last line of a paragraph, where another may follow
    marked = False
    above = 0  # the level of the titles that numbered headings stand under
    lines = list(_lines(text))
    width = _wrapped_at([end - start for start, end in lines])
    for start, end in lines:
        heading = _heading(text[start:end], start, end)
        if heading is not None and width and end - start >= width:
            heading = None  # a sentence broken off at the edge of the page
        if heading is not None:
            # A title like 2024年工作安排 is above the 一、 and （一） that follow it.
            title = _is_title(heading.text)
            numbered = not (title or _MARKDOWN_HEADING.fullmatch(text[start:end]))
            above = max(above, heading.level) if title else above
            level = heading.level + above if numbered else heading.level
            headings.append(replace(heading, level=level))
            open_line = None
            continue
        if open_line is not None and marked and not _FINISHED.search(open_line):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
            marked = False
        open_line = text[start:end]
        marked = marked or _CLAUSE_MARK.search(open_line) is not None
    return headings, paragraphs


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines without the white space around; a file that is one line is cut at headings."""
    for line in _LINE.finditer(text):
        begins = line.start()
        inline = _inline_headings(line.group()) if line.end() - begins > _INLINE_FROM else []
        for start, end in [*inline, (len(line.group()), len(line.group()))]:
            before = stripped(text, begins, line.start() + start)
            if before[0] < before[1]:
                yield before
            if start < end:
                yield line.start() + start, line.start() + end
            begins = line.start() + end


def _wrapped_at(lengths: Sequence[int]) -> int:
    """The length from which on a line fills its page, where a text is wrapped by hand; else 0."""
    if len(lengths) < _MANY_LINES:
        return 0
    usual = sorted(lengths)[len(lengths) // 2]
    near = sum(abs(length - usual) <= 2 for length in lengths)
    # The first line of a paragraph is two characters in.
    return usual - 3 if usual <= _WIDEST_PAGE and near > 0.6 * len(lengths) else 0


def _inline_headings(line: str) -> list[tuple[int, int]]:
    """Spans of headings in running text: only where they count 一, 二, … from the first on."""
    spans: list[tuple[int, int]] = []
    for match in _INLINE_HEADING.finditer(line):
        if match["number"] == _COUNTED[len(spans)]:
            spans.append(match.span("heading"))
    return spans if len(spans) > 1 else []


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends; empty where it is nothing else."""
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
    part = _PART_HEADING.fullmatch(line)
    if part:
        return Heading(_PART_LEVELS[part["unit"]], line, start, end)
    if _SECTION_TITLE.fullmatch(line):
        return Heading(1, line, start, end)
    return None


def _is_title(heading: str) -> bool:
    return bool(_SECTION_TITLE.fullmatch(heading) or _PART_HEADING.fullmatch(heading))


def breaks_off(paragraph: str) -> bool:
    """Whether a page column broke the paragraph: running text that stops without a full stop.

    A line without any clause mark (a subtitle, a byline) is whole although nothing ends it.
    """
    return bool(_CLAUSE_MARK.search(paragraph)) and not _FINISHED.search(paragraph)
