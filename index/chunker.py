"""Reports cut into passages along their headings; the passages tile a report exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.figures.outlook import Turn, period_at, turn_of
from index.report import MAX_CHARACTERS, Heading, Passage, Report

_LONGEST_HEADING = 200  # characters; each passage carries its headings along

_SEPARATORS = [
    r"(?<=\n\n)",
    r"(?<=\n)",
    r"(?<=[。！？])",
    r"(?<=[；;])",
    r"(?<=[，、])|(?<=[^\d],)",
    # Last resort for text without any mark: between any two characters that no figure spans.
    r"(?<=[^\d.,，．%％])(?=[^\d.,，．%％\s])",
]
# A column break inside a paragraph must not attract the cut: it stands in as a character that no
# separator knows, one for one, so that offsets stay.
_UNBREAKABLE = "\u2060"


def cut(report: Report, max_characters: int = MAX_CHARACTERS) -> list[Passage]:
    """Passages of `report`, in order: `"".join(p.text for p in passages) == report.text`.

    A passage holds one section or, where a section is longer than `max_characters`, a part of it
    that ends with a paragraph, sentence or clause; only text without any mark is cut elsewhere.
    None is ever longer than `max_characters`. No figure is cut in two, unless its digits alone are
    longer: then into parts too long to be read as a figure. None is blank, where its section is
    not, unless the blank itself is that long.
    """
    splittable = _without_column_breaks(report)
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=max_characters,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    passages: list[Passage] = []
    turn = turn_of(report)
    for start, end, headings in _sections(report, turn):
        pieces = splitter.split_text(splittable[start:end])
        for piece in _without_blanks(_within(pieces, max_characters), max_characters):
            passages.append(_passage(report, start, start + len(piece), headings, turn))
            start += len(piece)
    return passages


def _within(pieces: Iterable[str], most: int) -> Iterator[str]:
    """The pieces, each that is longer than `most` in parts of even length.

    Such a piece holds no place to cut: it is white space, or a number of hundreds of digits.
    """
    for piece in pieces:
        parts = -(-len(piece) // most)
        bounds = [len(piece) * number // max(parts, 1) for number in range(parts + 1)]
        yield from (piece[start:end] for start, end in pairwise(bounds))


def _without_blanks(pieces: Iterable[str], most: int) -> list[str]:
    """The pieces, what is blank joined to one beside it: a passage of nothing but a line's end would
    be found by its headings."""
    joined: list[str] = []
    for piece in pieces:
        if not joined or not (_is_blank(piece) or _is_blank(joined[-1])):
            joined.append(piece)
        elif len(joined[-1]) + len(piece) <= most:
            joined[-1] += piece
        else:
            # Where the two do not fit together, the blank takes the end of what stands before it.
            head = _head(joined[-1], most - len(piece)) if _is_blank(piece) else len(joined[-1])
            joined[-1:] = filter(None, (joined[-1][:head], joined[-1][head:] + piece))
    return joined


def _head(piece: str, most: int) -> int:
    """Where to cut `piece` so that what follows has words and at most `most` characters; its length
    where there is no such place."""
    words = len(piece.replace(_UNBREAKABLE, " ").rstrip())
    for separator in _SEPARATORS[2:]:
        cuts = re.finditer(separator, piece)
        last = max((cut.start() for cut in cuts if 0 < cut.start() < words), default=0)
        if last and len(piece) - last <= most and not _is_blank(piece[:last]):
            return last
    return len(piece)


def _is_blank(piece: str) -> bool:
    return not piece.replace(_UNBREAKABLE, " ").strip()


def _without_column_breaks(report: Report) -> str:
    text = list(report.text)
    for start, end in report.paragraphs:
        for position in range(start, end):
            if text[position] in "\r\n":
                text[position] = _UNBREAKABLE
    return "".join(text)


_Path = tuple[Heading, ...]


def _sections(report: Report, turn: Turn | None) -> Iterator[tuple[int, int, _Path]]:
    """Spans that tile the text, each with its heading path; a table is a section by itself, and one
    ends where the report turns to its plan."""
    for start, end, headings in _headed(report, turn):
        for table in report.tables:
            if table.end <= start or table.start >= end:
                continue
            # Headings with nothing below them but the table open its section.
            begins = max(start, table.start)
            if _tells(report, start, begins):
                yield start, begins, headings
                start = begins
            ends = min(end, table.end) if report.text[table.end : end].strip() else end
            caption = Heading(0, table.caption[:_LONGEST_HEADING], table.start, table.start)
            yield start, ends, (*headings, caption) if table.caption else headings
            start = ends
        if start < end:
            yield start, end, headings


def _tells(report: Report, start: int, end: int) -> bool:
    """Whether anything but headings stands in the span."""
    for heading in report.headings:
        if start <= heading.start < end:
            if report.text[start : heading.start].strip():
                return True
            start = heading.end
    return bool(report.text[start:end].strip())


def _headed(report: Report, turn: Turn | None) -> Iterator[tuple[int, int, _Path]]:
    """Spans that tile the text, each with its heading path; headings in a row open one section."""
    path: list[Heading] = []
    start = last_heading_end = 0
    for heading in report.headings:
        if report.text[last_heading_end : heading.start].strip():
            yield from _parted(start, heading.start, tuple(path), turn)
            start = heading.start
        path = [above for above in path if above.level < heading.level] + [heading]
        last_heading_end = heading.end
    if start < len(report.text):
        yield from _parted(start, len(report.text), tuple(path), turn)


def _parted(
    start: int, end: int, path: _Path, turn: Turn | None
) -> Iterator[tuple[int, int, _Path]]:
    """The span, in two where the report turns within it."""
    if turn is not None and start < turn.start < end:
        yield start, turn.start, path
        start = turn.start
    yield start, end, path


def _passage(report: Report, start: int, end: int, headings: _Path, turn: Turn | None) -> Passage:
    period, kind = period_at(report, start, headings, turn)
    begun = [number for offset, number in report.pages if offset <= start]
    return Passage(
        id=f"{report.id}:{start}-{end}",
        report_id=report.id,
        start=start,
        end=end,
        text=report.text[start:end],
        headings=tuple(heading.text for heading in headings),
        period=period,
        kind=kind,
        page=begun[-1] if begun else None,
        page_breaks=tuple(offset - start for offset, _ in report.pages if start < offset < end),
        title=report.title,
        place=report.place,
        year=report.year,
        date=report.date,
        document=report.document,
        span=report.span,
        lead=report.lead,
        reporter=report.reporter,
        recognised=report.recognised,
    )
