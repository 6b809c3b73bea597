"""The outline of a chapter of a report: its sections by their headings or numbers, and below each the
paragraphs by their topic sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from index.figures.clauses import Sentence, paragraphs_of, sentences_of
from index.figures.normalise import fold
from index.figures.numerals import number
from index.report import Passage

_FEWEST = 3  # sections of a chapter
_FEWEST_CHAPTERS = 4  # where the chapters of a report are themselves its sections
_LONGEST_HEADING = 60  # characters
_LONGEST_TITLE = 45  # characters of the sentence that a paragraph opens with
_ANNOUNCEMENT = 20  # characters of a sentence that opens a new point within a paragraph
_SHARE = 0.3  # of a chapter: numbers that reach over less are of a list in it
# （一） 一、 一是 第一， 1.
_NUMBERED = re.compile(
    r"(?P<open>[(第]?)(?P<number>[二三]?十?[一二三四五六七八九]|[二三]?十|\d{1,2})(?P<close>\)、?|[、，,是要]|\.(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Point:
    """What a paragraph, or a part of one that opens with a sentence of its own, is about.

    `titled`: its first sentence says no more than what the others are about.
    """

    sentences: tuple[Citation, ...]
    titled: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a chapter; without a heading, what stands before the first that has one."""

    heading: Citation | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence, where it is in the report, and whether it opens a paragraph."""

    sentence: Sentence
    opens: bool

    @property
    def at(self) -> int:
        return self.sentence.passage.start + self.sentence.start

    @property
    def chapter(self) -> str:
        return next(iter(self.sentence.passage.headings), "")


def outline_of(passages: Sequence[Passage]) -> list[Section]:
    """The sections of `passages`, those of one report on one time in the order of its text; []
    where neither headings nor numbers part them."""
    return _by_headings(passages) or _by_numbers(passages)


def _by_headings(passages: Sequence[Passage]) -> list[Section]:
    """The sections under the heading that has the most headings right below it."""
    below: dict[tuple[str, ...], dict[str, list[Passage]]] = defaultdict(dict)
    for passage in passages:
        for depth, heading in enumerate(passage.headings):
            below[passage.headings[:depth]].setdefault(heading, []).append(passage)
    chapters = below.pop((), {})
    most = max(below.values(), key=len, default={})
    if len(most) < _FEWEST:
        most = chapters if len(chapters) >= _FEWEST_CHAPTERS else {}
    if not most:
        return []
    inside = {passage.id for section in most.values() for passage in section}
    before = [passage for passage in passages if passage.id not in inside]
    sections = [Section(None, tuple(_points(_lines(before))))]
    for heading, section in most.items():
        sections.append(Section(_heading(heading, section[0]), tuple(_points(_lines(section)))))
    return sections


def _heading(heading: str, passage: Passage) -> Citation | None:
    start = passage.text.find(heading)
    return Citation(1, passage, start, start + len(heading)) if start >= 0 else None


def _by_numbers(passages: Sequence[Passage]) -> list[Section]:
    """The sections that open with a sentence numbered in a row that reaches over the chapter."""
    lines = list(_lines(passages))
    rows = list(_rows(lines))
    reach = {row: lines[row[-1]].at - lines[row[0]].at for row in rows if len(row) >= _FEWEST}
    whole = lines[-1].at - lines[0].at if lines else 0
    row = max(reach, key=lambda one: reach[one], default=())
    if not row or reach[row] < _SHARE * whole:
        return []
    sections = [Section(None, tuple(_points(lines[: row[0]])))]
    for first, after in zip(row, (*row[1:], len(lines)), strict=True):
        chapter = lines[first].chapter
        rest = [line for line in lines[first + 1 : after] if line.chapter == chapter]
        sections.append(Section(_opening(lines[first].sentence), tuple(_points(rest))))
    return sections


def _rows(lines: Sequence[_Line]) -> Iterator[tuple[int, ...]]:
    """The lines that are numbered alike, one after the other from the first on."""
    running: dict[tuple[str, str, bool], list[int]] = {}
    for index, line in enumerate(lines):
        mark = _NUMBERED.match(fold(line.sentence.text))
        if mark is None:
            continue
        style = (mark["open"], mark["close"], mark["number"].isdigit())
        counted = int(number(mark["number"]))
        if counted == 1:
            yield tuple(running.pop(style, ()))
            running[style] = [index]
        elif style in running and counted == len(running[style]) + 1:
            running[style].append(index)
    yield from map(tuple, running.values())


def _opening(sentence: Sentence) -> Citation:
    """The sentence, or as many of its first clauses as a heading is long."""
    end = sentence.clauses[0][1]
    for _, after in sentence.clauses[1:]:
        end = after if after - sentence.start <= _LONGEST_HEADING else end
    return Citation(1, sentence.passage, sentence.start, end)


def _lines(passages: Sequence[Passage]) -> Iterator[_Line]:
    """The sentences of passages, each with whether a paragraph opens with it."""
    before: Passage | None = None
    for passage in passages:
        goes_on = (
            before is not None
            and before.end == passage.start
            and not before.text.endswith(("\n", "\r"))
        )
        starts = [start for start, _ in paragraphs_of(passage)]
        for sentence in sentences_of(passage):
            opens = bool(starts) and starts[0] <= sentence.start
            starts = [start for start in starts if start > sentence.start]
            yield _Line(sentence, opens and not goes_on)
            goes_on = False
        before = passage


def _points(lines: Sequence[_Line] | Iterator[_Line]) -> Iterator[Point]:
    group: list[Sentence] = []
    for line in lines:
        if group and (line.opens or _announces(line.sentence)):
            yield _point(group)
            group = []
        group.append(line.sentence)
    if group:
        yield _point(group)


def _point(sentences: Sequence[Sentence]) -> Point:
    first = sentences[0]
    short = first.end - first.start <= _LONGEST_TITLE and len(first.clauses) <= 2
    titled = len(sentences) > 1 and short and not _has_digits(first.text)
    quotes = tuple(Citation(1, one.passage, one.start, one.end) for one in sentences)
    return Point(quotes, titled)


def _announces(sentence: Sentence) -> bool:
    short = len(sentence.clauses) == 1 and sentence.end - sentence.start <= _ANNOUNCEMENT
    return (short and not _has_digits(sentence.text)) or bool(_NUMBERED.match(fold(sentence.text)))


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)
