"""The outline of a chapter of a report: its sections by their headings, their numbers or the titles
that their paragraphs open with, and below each what it says point by point."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile, zip_longest

from assistant.answer import Citation
from index.figures.clauses import Sentence, paragraphs_of, sentences_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.numerals import number
from index.figures.structure import breaks_off
from index.report import Passage

_FEWEST = 3  # sections of a chapter
_FEWEST_ALONE = 4  # where they are chapters themselves, or paragraphs
_LONGEST_HEADING = 60  # characters
_SHORTEST_TITLE = 6  # characters: 各位代表 is none
_LONGEST_TITLE = 45  # characters of the sentence that a paragraph opens with
_ANNOUNCEMENT = 20  # characters of a sentence that opens a new point within a paragraph
_CLAUSES = 3  # of a title at the most: 一年来，我们拼经济搞建设，回稳向好态势持续巩固
_SHARE = 0.3  # of a chapter: numbers that reach over less are of a list in it
_MOST_TITLES = 12  # of paragraphs that do not open alike: more are no sections
_ALIKE = 2  # characters that paragraphs open with: 一年来，我们…
_CLOSES = re.compile(one_of("section.closes"))
_ADMITS = re.compile(one_of("section.admits"))
_LACKS = re.compile(one_of("section.lacks"))
_PROMISES = re.compile(one_of("section.promises"))
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
# （一） 一、 一是 第一， 1.
_NUMBERED = re.compile(
    r"(?P<open>[(第]?)(?P<number>[二三]?十?[一二三四五六七八九]|[二三]?十|\d{1,2})(?P<close>\)、?|[、，,是要]|\.(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Point:
    """What a paragraph, or a part of one that opens with a sentence of its own, is about.

    `titles`: how many sentences at its head say no more than what the others are about; `opens`: it
    opens a paragraph.
    """

    sentences: tuple[Citation, ...]
    titles: int
    opens: bool


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
    where nothing parts them."""
    headed, lines = _by_headings(passages), list(_lines(passages, headings=True))
    numbered = _numbered(lines)
    if len(headed) > len(numbered):  # one of them is what stands before the first
        return headed
    return _sections(lines, numbered) or headed or _sections(lines, _titles(lines))


def lacking_of(passages: Sequence[Passage]) -> list[Citation]:
    """The sentences in which a report says what is not good yet, from that which admits it to what
    the government promises in return; [] where it admits nothing."""
    lines = list(_lines(passages))
    texts = [fold(line.sentence.text) for line in lines]
    admits = (
        index
        for index, text in enumerate(texts)
        if _ADMITS.search(text) and _LACKS.search("".join(texts[index : index + 2]))
    )
    first = next(admits, len(lines))
    behind = takewhile(
        lambda index: (
            lines[index].chapter == lines[first].chapter and not _PROMISES.search(texts[index])
        ),
        range(first + 1, len(lines)),
    )
    return [_quote(lines[index].sentence) for index in (first, *behind) if index < len(lines)]


def misses_numbers(sections: Sequence[Section]) -> bool:
    """Whether the numbers of the headings, where they have some, leave out one: a text that was taken
    from a page may have lost a heading."""
    quotes = (fold(section.heading.quote) for section in sections if section.heading)
    counted = [int(number(mark["number"])) for one in quotes if (mark := _NUMBERED.match(one))]
    return counted != list(range(1, len(counted) + 1))


def _by_headings(passages: Sequence[Passage]) -> list[Section]:
    """The sections under the heading that has the most headings right below it."""
    below: dict[tuple[str, ...], dict[str, list[Passage]]] = defaultdict(dict)
    for passage in passages:
        for depth, heading in enumerate(passage.headings):
            below[passage.headings[:depth]].setdefault(heading, []).append(passage)
    chapters = below.pop((), {})
    most = max(below.values(), key=len, default={})
    if len(most) < _FEWEST:
        most = chapters if len(chapters) >= _FEWEST_ALONE else {}
    if not most:
        return []
    inside = {passage.id for section in most.values() for passage in section}
    before = [passage for passage in passages if passage.id not in inside]
    sections = [Section(None, tuple(_points(_lines(before))))]
    for heading, section in most.items():
        sections.append(Section(_heading(heading, section[0]), tuple(_points(_lines(section)))))
    return _without_closing(sections)


def _heading(heading: str, passage: Passage) -> Citation | None:
    start = passage.text.find(heading)
    return Citation(1, passage, start, start + len(heading)) if start >= 0 else None


def _sections(lines: Sequence[_Line], row: Sequence[int]) -> list[Section]:
    """The sections that open with the lines of `row`, where these reach over the chapter."""
    if not row or lines[row[-1]].at - lines[row[0]].at < _SHARE * (lines[-1].at - lines[0].at):
        return []
    sections = [Section(None, tuple(_points(lines[: row[0]])))]
    for first, after in zip(row, (*row[1:], len(lines)), strict=True):
        chapter = lines[first].chapter
        rest = [line for line in lines[first + 1 : after] if line.chapter == chapter]
        sections.append(Section(_opening(lines[first].sentence), tuple(_points(rest))))
    return _without_closing(sections)


def _numbered(lines: Sequence[_Line]) -> Sequence[int]:
    """The lines that are numbered alike and reach furthest; () where there are not enough."""
    rows = [row for row in _rows(lines) if len(row) >= _FEWEST]
    return max(rows, key=lambda row: lines[row[-1]].at - lines[row[0]].at, default=())


def _titles(lines: Sequence[_Line]) -> Sequence[int]:
    """The titles that paragraphs open with: those that open alike, else those of as many clauses."""
    titles = [
        index
        for index, (line, after) in enumerate(pairwise(lines))
        if line.opens and not after.opens and _is_title(line.sentence)
    ]
    by_words = _most_alike(titles, lambda index: lines[index].sentence.text[:_ALIKE])
    if len(by_words) >= _FEWEST_ALONE:
        return by_words
    of_most = len(titles) >= sum(line.opens for line in lines) / 2
    by_length = _most_alike(titles, lambda index: len(lines[index].sentence.clauses))
    return by_length if of_most and _FEWEST_ALONE <= len(by_length) <= _MOST_TITLES else ()


def _most_alike(titles: Sequence[int], form: Callable[[int], object]) -> Sequence[int]:
    """The most of the titles that have one form."""
    alike: dict[object, list[int]] = defaultdict(list)
    for index in titles:
        alike[form(index)].append(index)
    return max(alike.values(), key=len, default=[])


def _without_closing(sections: Sequence[Section]) -> list[Section]:
    """The sections without the paragraphs that close them, as what they begin with says; the last
    without all that follows one, and without what has no title behind those that have one."""
    before, *headed = sections
    *others, last = headed
    open_ = [
        Section(one.heading, tuple(point for point in one.points if not _closes(point)))
        for one in others
    ]
    points = tuple(takewhile(lambda point: not _closes(point), last.points))
    titled = [index for index, point in enumerate(points) if point.titles]
    points = points[: titled[-1] + 1] if len(titled) > 1 else points
    return [before, *open_, Section(last.heading, points)]


def _closes(point: Point) -> bool:
    return point.opens and _CLOSES.search(point.sentences[0].quote) is not None


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
    """The sentence without dashes before it, or as many of its first clauses as a heading is long; of
    one that a blank parts, what stands before it."""
    text = sentence.text
    start = sentence.start + len(text) - len(text.lstrip("—-– "))
    end = sentence.clauses[0][1]
    for _, after in sentence.clauses[1:]:
        end = after if after - start <= _LONGEST_HEADING else end
    parted = _BLANK.search(sentence.passage.text, start, end)
    return Citation(1, sentence.passage, start, parted.start() if parted else end)


def _lines(passages: Sequence[Passage], *, headings: bool = False) -> Iterator[_Line]:
    """The sentences of passages, and the headings too where asked for, each with whether a paragraph
    opens with it."""
    before: Passage | None = None
    for passage, after in zip_longest(passages, passages[1:]):
        goes_on = _goes_on(before, passage)
        if headings:
            yield from (_Line(heading, True) for heading in _new_headings(passage, before))
        starts = [start for start, _ in paragraphs_of(passage)]
        sentences = sentences_of(passage)
        # What stands in two passages can be quoted from neither.
        first = 1 if goes_on and before and breaks_off(before.text) else 0
        last = len(sentences) - (_goes_on(passage, after) and breaks_off(passage.text))
        for place, sentence in enumerate(sentences):
            opens = bool(starts) and starts[0] <= sentence.start
            starts = [start for start in starts if start > sentence.start]
            if first <= place < last:
                yield _Line(sentence, opens and not (goes_on and place == first))
        before = passage


def _goes_on(before: Passage | None, passage: Passage | None) -> bool:
    """Whether a passage goes on in the paragraph of the one before."""
    if before is None or passage is None or before.end != passage.start:
        return False
    return not before.text.endswith(("\n", "\r"))


def _new_headings(passage: Passage, before: Passage | None) -> Iterator[Sentence]:
    """The headings below the first that the passage opens with."""
    known = before.headings if before else ()
    for depth, heading in enumerate(passage.headings):
        found = _heading(heading, passage)
        if depth and found and passage.headings[: depth + 1] != known[: depth + 1]:
            yield Sentence(passage, ((found.start, found.end),), (0,))


def _points(lines: Iterable[_Line]) -> Iterator[Point]:
    """The points of a section: its paragraphs where these open with titles, else what its announcements
    open too."""
    lines = list(lines)
    paragraphs = sum(line.opens and _is_title(line.sentence) for line in lines) > 1
    group: list[_Line] = []
    for line in lines:
        announces = not paragraphs and _announces(line.sentence)
        if group and (line.opens or announces or _is_numbered(line.sentence)):
            yield _point(group)
            group = []
        group.append(line)
    if group:
        yield _point(group)


def _point(lines: Sequence[_Line]) -> Point:
    sentences = [line.sentence for line in lines]
    quotes = tuple(map(_quote, sentences))
    titles = len(list(takewhile(_is_title, sentences[:-1])))
    return Point(quotes, titles, lines[0].opens)


def _quote(sentence: Sentence) -> Citation:
    return Citation(1, sentence.passage, sentence.start, sentence.end)


def _is_title(sentence: Sentence) -> bool:
    short = _SHORTEST_TITLE <= sentence.end - sentence.start <= _LONGEST_TITLE
    return short and len(sentence.clauses) <= _CLAUSES and not _has_digits(sentence.text)


def _announces(sentence: Sentence) -> bool:
    short = len(sentence.clauses) == 1 and sentence.end - sentence.start <= _ANNOUNCEMENT
    return short and not _has_digits(sentence.text)


def _is_numbered(sentence: Sentence) -> bool:
    return _NUMBERED.match(fold(sentence.text)) is not None


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)
