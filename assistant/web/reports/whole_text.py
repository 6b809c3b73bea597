"""The text of a report as HTML: headings with anchors, its figures underlined, quoted words marked.

Every character of the text is in it, apart from line breaks and the signs of Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup, escape

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.question.characters import printable
from assistant.web.report_address import QUOTE
from index.figures.figure import Attribute, Extent, Figure
from index.report import Heading, Report, Table

Span = tuple[int, int]

_PLAIN: tuple[Attribute, ...] = ("level", "count")  # what a number without more is taken for
_EXTENTS: dict[Extent, str] = {"part": "其中一部分", "new": "新增"}
_DEEPEST = 5  # headings of a text are <h2> to <h6>
_SIGNS = re.compile(r"\s*(?:#{1,6}[ \t]+)?")
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the contents, with those below it."""

    id: str
    text: str
    inside: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WholeText:
    """The text as HTML, its contents, how many figures are underlined, and the pages that it names."""

    html: Markup
    contents: tuple[Entry, ...]
    figures: int
    pages: int


class _Noted(NamedTuple):
    """A figure in the text and what is known of it."""

    start: int
    end: int
    note: str


def whole_text(
    report: Report, figures: Iterable[tuple[int, Figure]], quoted: Span | None = None
) -> WholeText:
    """The text of `report`; `figures` each with where its passage starts, `quoted` a span of the text."""
    headings = {heading.start: heading for heading in report.headings}
    paragraphs = {start for start, _ in report.paragraphs}
    outline = _Outline()
    writer = _Writer(report, noted(figures), quoted)
    out: list[str] = []
    for start, end in blocks_of(report):
        heading = headings.get(start)
        inner = writer.block(start, end)
        if heading:
            number, depth = outline.add(heading)
            out.append(f'<h{depth + 1} id="{number}">{inner}</h{depth + 1}>')
        else:
            row = ' class="row"' if _is_in_table(start, report.tables) else ""
            title = ' class="title"' if start not in paragraphs else ""  # the report's own
            out.append(f"<p{row or title}>{inner}</p>")
    return WholeText(
        Markup("".join(out)),  # noqa: S704 (its parts are escaped)
        tuple(outline.entries),
        len(writer.figures),
        len(report.pages),
    )


def blocks_of(report: Report) -> Iterator[Span]:
    """The headings and paragraphs of a report, and what stands between them: its whole text."""
    spans = [(heading.start, heading.end) for heading in report.headings]
    at = 0
    for start, end in sorted([*spans, *report.paragraphs]):
        if report.text[at:start].strip():
            yield at, start
        yield start, end
        at = max(at, end)
    if report.text[at:].strip():
        yield at, len(report.text)


def _is_in_table(offset: int, tables: Sequence[Table]) -> bool:
    before = bisect_right(tables, offset, key=lambda table: table.start)
    return before > 0 and offset < tables[before - 1].end


def noted(figures: Iterable[tuple[int, Figure]]) -> list[_Noted]:
    """The figures by where they stand in the text; of what overlaps, all notes at the first span."""
    found: dict[Span, list[str]] = {}
    for offset, figure in figures:
        quantity = figure.binding.quantity
        span = (offset + quantity.start, offset + quantity.end)
        found.setdefault(span, []).append(_note(figure))
    apart: list[_Noted] = []
    for (start, end), notes in sorted(found.items()):
        note = printable("\n".join(dict.fromkeys(notes)))
        if apart and start < apart[-1].end:
            before = apart[-1]
            apart[-1] = _Noted(before.start, max(before.end, end), f"{before.note}\n{note}")
        else:
            apart.append(_Noted(start, end, note))
    return apart


def _note(figure: Figure) -> str:
    """地区生产总值（增减），2025年，安阳市北关区，结果."""
    bound = figure.binding
    attribute = "" if bound.attribute in _PLAIN else f"（{ATTRIBUTES[bound.attribute]}）"
    parts = (
        (bound.name or bound.indicator or "所指事项不明") + attribute,
        bound.period.written if bound.period else "时间不明",
        bound.place,
        KINDS[bound.kind],
        f"比{bound.against.written}" if bound.against else "",
        "年均" if bound.yearly else "",
        _EXTENTS.get(bound.extent),
        "变化前" if bound.role == "from" else "",
    )
    return "，".join(filter(None, parts))


class _Outline:
    """The contents as they grow; a heading is one level below the one it stands under."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._above: list[tuple[int, Entry]] = []
        self._count = 0

    def add(self, heading: Heading) -> tuple[str, int]:
        """The id of a heading and its depth, from 1."""
        while self._above and self._above[-1][0] >= heading.level:
            self._above.pop()
        self._count += 1
        entry = Entry(f"h{self._count}", heading.text)
        (self._above[-1][1].inside if self._above else self.entries).append(entry)
        self._above.append((heading.level, entry))
        return entry.id, min(len(self._above), _DEEPEST)


class _Writer:
    """Writes spans of a text as HTML, in the order of the text."""

    def __init__(self, report: Report, figures: Sequence[_Noted], quoted: Span | None) -> None:
        self.figures = figures
        self._text = report.text
        self._ends = [figure.end for figure in figures]
        self._pages = list(report.pages)
        self._quoted = quoted
        self._marked = False

    def block(self, start: int, end: int) -> str:
        """A heading or paragraph, the pages that begin before its end named in it."""
        signs = _SIGNS.match(self._text, start, end)
        start = signs.end() if signs else start
        first, last = self._quoted or (end, end)
        first, last = min(max(first, start), end), min(max(last, start), end)
        if first >= last:
            return self._with_figures(start, end)
        here = "" if self._marked else f' id="{QUOTE}" tabindex="-1"'
        self._marked = True
        before, words = self._with_figures(start, first), self._with_figures(first, last)
        return f"{before}<mark{here}>{words}</mark>{self._with_figures(last, end)}"

    def _with_figures(self, start: int, end: int) -> str:
        out: list[str] = []
        for number in range(bisect_right(self._ends, start), len(self.figures)):
            figure = self.figures[number]
            if figure.start >= end:
                break
            first, last = max(figure.start, start), min(figure.end, end)
            name = f' id="f{number + 1}"' if first == figure.start else ""
            out.append(self._words(start, first))
            out.append(f'<u{name} title="{escape(figure.note)}">{self._words(first, last)}</u>')
            start = last
        out.append(self._words(start, end))
        return "".join(out)

    def _words(self, start: int, end: int) -> str:
        out = ""
        while self._pages and self._pages[0][0] < end:
            offset, number = self._pages.pop(0)
            cut = max(offset, start)
            out += (
                self._plain(start, cut) + f'<span class="page" id="p{number}">第{number}页</span>'
            )
            start = cut
        return out + self._plain(start, end)

    def _plain(self, start: int, end: int) -> str:
        words = printable(self._text[start:end]).replace("**", "")
        return str(escape(_BREAK.sub("", words)))
