"""From the columns and tables of all pages to running text: paragraphs joined, footnotes apart, pages kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.reading.page import Column, Line, opened

_SMALLER = 0.92
_MARK = re.compile(
    r"(?:[①-⑳*＊†※]|\[\d{1,3}\]|[〔［(（]\d{1,3}[〕］)）]|\d{1,2}[ .．、]?(?=\D)|注[：:\d])"
)
_INDENT = 1.2  # of a font size, from the left edge of the column
_SHORT = 2.2  # of a font size, to the right edge: more than punctuation at the end makes room for
_OTHER_SIZE = 0.12
_WIDE_PITCH = 1.7
_LEFT_EDGE_SHARE = 0.2  # of the lines of a column begin at its left edge
_MANY_LINES, _FULL_LINES = 10, 0.9
_INDENTED_SHARE = 0.04  # of the lines of a document whose paragraphs begin with an indent
_UNBREAKABLE = re.compile(r"[\d.,%A-Za-z/-]+")
_FINISHED = re.compile(r"[。！？!?；;：:…”\"’』」）)》]$")
_LONGEST_HEADING = 45
_CLAUSE_MARK = re.compile(r"[，,；;。]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")


def split_notes(column: Column, body_size: float) -> tuple[Column, tuple[Line, ...]]:
    """The column without the footnotes at its end, and their lines.

    `body_size` is the font size of most of the document.
    """
    first = len(column.lines)
    while first and column.lines[first - 1].size <= _SMALLER * body_size:
        first -= 1
    while first < len(column.lines) and not _MARK.match(column.lines[first].text):
        first += 1
    return replace(column, lines=column.lines[:first]), column.lines[first:]


def begins_note(line: Line) -> bool:
    return _MARK.match(line.text) is not None


@dataclass(frozen=True, slots=True)
class Inset:
    """Paragraphs of a page that are no part of the text around them: a table, a footnote."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageFlow:
    """What a page holds, in reading order."""

    number: int
    parts: tuple[Column | Inset, ...]


_Paragraph = list[tuple[str, int]]
"""The pieces of a paragraph, each with the number of the page it stands on."""


def running_text(pages: Sequence[PageFlow]) -> tuple[str, tuple[int, ...]]:
    """The text, a blank line between paragraphs, and the offset at which each page begins.

    A paragraph goes on over the end of a column or page where its last line is full and the next
    is not indented; a table or footnote between the two stands before the paragraph instead.
    """
    flow = _Flow(_body_size(pages), _has_indents(pages))
    for page in pages:
        for part in _with_notes_apart(page, flow.body_size):
            if isinstance(part, Inset):
                flow.add_inset(part, page.number)
            else:
                flow.add_column(part, page.number)
    return _written(flow.finished(), [page.number for page in pages])


class _Flow:
    def __init__(self, body_size: float, indented: bool) -> None:
        self.body_size = body_size
        self._indented = indented
        self._done: list[_Paragraph] = []
        self._waiting: list[_Paragraph] = []
        self._last: tuple[Line, Column] | None = None

    def add_inset(self, inset: Inset, page: int) -> None:
        self._waiting += [[(text, page)] for text in inset.paragraphs]

    def add_column(self, column: Column, page: int) -> None:
        left = _left_edge(column)
        for line in column.lines:
            if self._begins(line, column, left):
                self._settle(None)
                self._done.append([(line.text, page)])
            else:
                self._settle(self._done[-1])
                self._done[-1].append((line.text, page))
            self._last = (line, column)

    def finished(self) -> list[_Paragraph]:
        self._settle(None)
        return self._done

    def _settle(self, going_on: _Paragraph | None) -> None:
        """Put what stands between two lines where it interrupts no paragraph."""
        if going_on is None:
            self._done += self._waiting
        elif self._waiting and going_on[0][1] == self._waiting[0][0][1]:
            self._done[-1:-1] = self._waiting
        else:
            return  # It waits until the paragraph has ended.
        self._waiting = []

    def _begins(self, line: Line, column: Column, left: float) -> bool:
        if self._last is None:
            return True
        before, its_column = self._last
        if abs(line.size - before.size) > _OTHER_SIZE * before.size:
            return True
        if line.x0 - left > _INDENT * line.size:
            return True
        if column is its_column and line.y - before.y > _WIDE_PITCH * _pitch(column):
            return True
        # A long figure that did not fit leaves room at the end of a line, too.
        if _ends_short(before, its_column, line) and not _breaks_off(self._done[-1]):
            return True
        ended = _FINISHED.search(before.text) is not None
        if _NUMBERED.match(line.text) and (ended or _NUMBERED.match(before.text)):
            return True
        return ended and not self._indented and column is not its_column


def _with_notes_apart(page: PageFlow, body_size: float) -> Iterator[Column | Inset]:
    """The parts of the page, and after all of them its footnotes."""
    notes: list[str] = []
    for part in page.parts:
        if isinstance(part, Inset):
            yield part
            continue
        column, lines = split_notes(part, body_size)
        yield column
        notes += _joined_notes(lines)
    if notes:
        yield Inset(tuple(notes))


def _joined_notes(lines: Iterable[Line]) -> list[str]:
    notes: list[str] = []
    for line in lines:
        if notes and not begins_note(line):
            notes[-1] = opened(notes[-1], line.text) + line.text
        else:
            notes.append(line.text)
    return notes


def _ends_short(line: Line, column: Column, following: Line) -> bool:
    """Whether room was left at the end of `line` that what follows would have filled."""
    room = _right_edge(column) - line.x1
    word = _UNBREAKABLE.match(following.text)
    needed = len(word[0]) * following.size * 0.6 if word else 0.0
    return room > max(_SHORT * line.size, needed)


def _breaks_off(paragraph: _Paragraph) -> bool:
    """Whether it is running text that stops amid a sentence."""
    text = "".join(piece for piece, _ in paragraph[:3])
    headed = _NUMBERED.match(text) and len(text) <= _LONGEST_HEADING
    if headed or _FINISHED.search(paragraph[-1][0]):
        return False
    return any(_CLAUSE_MARK.search(piece) for piece, _ in paragraph)


def _left_edge(column: Column) -> float:
    """Where the lines begin that are not indented: the leftmost place with a share of them."""
    starts = Counter(round(line.x0) for line in column.lines)
    for start in sorted(starts):
        near = sum(count for at, count in starts.items() if abs(at - start) <= 2)
        if near >= max(2, _LEFT_EDGE_SHARE * len(column.lines)):
            return min(float(start), column.left) if len(column.lines) < 5 else float(start)
    return column.left


def _right_edge(column: Column) -> float:
    """Where full lines end; a few may hang out by a mark of punctuation."""
    ends = sorted(line.x1 for line in column.lines)
    return ends[int(_FULL_LINES * len(ends))] if len(ends) >= _MANY_LINES else column.right


def _pitch(column: Column) -> float:
    heights = [line.y for line in column.lines]
    return median(low - high for high, low in pairwise(heights))


def _lines(pages: Iterable[PageFlow]) -> Iterator[tuple[Line, Column]]:
    for page in pages:
        for part in page.parts:
            if isinstance(part, Column):
                yield from ((line, part) for line in part.lines)


def _body_size(pages: Sequence[PageFlow]) -> float:
    sizes: Counter[float] = Counter()
    for line, _ in _lines(pages):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _has_indents(pages: Sequence[PageFlow]) -> bool:
    """Whether paragraphs of the document begin with an indent of about two characters."""
    edges = {id(column): _left_edge(column) for _, column in _lines(pages)}
    indents = [(line.x0 - edges[id(column)]) / line.size for line, column in _lines(pages)]
    indented = sum(_INDENT < indent < 3 for indent in indents)
    return indented > _INDENTED_SHARE * len(indents)


def _written(
    paragraphs: Sequence[_Paragraph], numbers: Sequence[int]
) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    length = 0
    begins: dict[int, int] = {}
    for paragraph in paragraphs:
        text = ""
        for piece, page in paragraph:
            text = opened(text, piece)
            begins.setdefault(page, length + len(text))
            text += piece
        pieces.append(text + "\n\n")
        length += len(pieces[-1])
    whole = "".join(pieces).rstrip("\n") + "\n"
    return whole, _page_offsets(begins, numbers, len(whole))


def _page_offsets(begins: dict[int, int], numbers: Sequence[int], end: int) -> tuple[int, ...]:
    """An offset for each page, in order; a page without text begins where the next one does."""
    offsets: list[int] = []
    following = end
    for number in reversed(numbers):
        following = min(following, begins.get(number, following))
        offsets.append(following)
    return (0, *reversed(offsets[:-1]))
