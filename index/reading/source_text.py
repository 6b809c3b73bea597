"""The text of a file as a reader gives it, and how it is put together from paragraphs, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.errors import ReportUnreadable
from index.figures.lexicon import one_of
from index.figures.structure import breaks_off, is_heading
from index.figures.years import ARABIC
from index.reading.tables import table_sentences
from index.report import Table

DOUBTFUL = "□"
"""Stands in a recognised text where a figure was read with doubt."""
_LONGEST_CAPTION = 60
_LONGEST_HEADING = 40
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位[:：].{1,20}")
_ENDS_A_SENTENCE = re.compile(r"[。；;！？!?，,：:]\s*$")
_DEEPEST = 6
_MAX_PLACES = 2_000_000  # of a table: its rows made equally long
_LOOKED_BACK, _TITLES_ABOVE = 400, 3  # blocks
_YEAR = re.compile(rf"(?<!\d)({ARABIC})年")
_NAMES_A_LATER_YEAR = re.compile(one_of("document.ahead"))


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file, a blank line between paragraphs where the file has paragraphs.

    `pages` are the offsets in `text` at which its pages begin, the first 0; empty where the file
    has no pages. `title` and `date` (ISO 8601) are what the file itself says of them, None where
    it says nothing. `tables` are spans of `text` that a table was written into as sentences.
    `doubts` are sentences for people on what could not be read whole.
    `recognised` where any of it was read off a picture, so that a figure may be misread.
    """

    text: str
    pages: tuple[int, ...] = ()
    title: str | None = None
    date: str | None = None
    tables: tuple[Table, ...] = ()
    recognised: bool = False
    doubts: tuple[str, ...] = ()


class LaidOutText:
    """A text as it is put together, block by block, a blank line between blocks.

    A heading that the file marks as one keeps its mark as Markdown's, unless its words show it.
    A short line right above a table is its caption.
    """

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._tables: list[tuple[int, int, str]] = []
        self._titles = 0
        self._too_large = False

    @property
    def is_empty(self) -> bool:
        return not self._blocks

    def add_title(self, title: str) -> None:
        """Add the title of the whole, which the text itself may lack and which is no text alone."""
        self._blocks.append(f"# {title}")
        self._titles += 1

    def add_paragraph(self, text: str, heading_level: int = 0) -> None:
        """Add a paragraph; `heading_level` is 1 for the file's outermost headings, 0 for text."""
        text = text.strip()
        if not text or f"# {text}" in self._blocks[: self._titles]:
            return
        is_title = heading_level and len(text) <= _LONGEST_HEADING and "\n" not in text
        if is_title and not _ENDS_A_SENTENCE.search(text) and not is_heading(text):
            text = f"{'#' * min(heading_level + 1, _DEEPEST)} {text}"
        self._blocks.append(text)

    def add_table(self, rows: Sequence[Sequence[str]]) -> None:
        if len(rows) * max(map(len, rows), default=0) > _MAX_PLACES:
            self._too_large = True
            return
        first = self._first_of_caption()
        caption = " ".join(self._blocks[first:])
        sentences = table_sentences(rows, caption, self._year_above())
        if not sentences:
            return
        title = self._blocks[first] if first < len(self._blocks) else ""
        if title and is_heading(title):
            first, title = len(self._blocks), ""
        elif not title and self._blocks and breaks_off(self._blocks[-1]):
            self._blocks[-1] += "："  # the sentence above would go on into the table's first
        self._blocks.append("\n".join(sentences))
        self._tables.append((first, len(self._blocks), title))

    def _year_above(self) -> int | None:
        """The year that the nearest heading above with one names: a title of a work report names the
        year in which it is given, and is about the one before."""
        for block in reversed(self._blocks[-_LOOKED_BACK:]):
            if block.startswith("#") or is_heading(block):
                years = set(_YEAR.findall(block))
                if len(years) == 1:
                    return None if _NAMES_A_LATER_YEAR.search(block) else int(years.pop())
        for block in reversed(self._blocks[-_TITLES_ABOVE:]):
            years = set(_YEAR.findall(block))
            if len(years) == 1 and _may_be_caption(block) and not _NAMES_A_LATER_YEAR.search(block):
                return int(years.pop())
        return None

    def _first_of_caption(self) -> int:
        """The block at which the caption of a table that now comes begins."""
        taken = self._tables[-1][1] if self._tables else 0
        first = len(self._blocks)
        if first > taken and _UNIT_LINE.fullmatch(self._blocks[first - 1]):
            first -= 1
        if first > taken and _may_be_caption(self._blocks[first - 1]):
            first -= 1
        return first

    def source_text(
        self,
        name: str,
        *,
        title: str | None = None,
        date: str | None = None,
        doubts: tuple[str, ...] = (),
    ) -> SourceText:
        """The text put together. Raises ReportUnreadable, naming the file, where there is none or a
        table is larger than the limit."""
        if self._too_large:
            raise ReportUnreadable.of(name, "的表格过大，未读取；请分成几个文件。")
        if len(self._blocks) == self._titles:
            raise ReportUnreadable.of(name, "中没有文字。")
        starts = [0, *accumulate(len(block) + 2 for block in self._blocks)]
        tables = tuple(
            Table(starts[first], starts[after] - 2, caption)
            for first, after, caption in self._tables
        )
        text = "\n\n".join(self._blocks) + "\n"
        return SourceText(text, title=title, date=date, tables=tables, doubts=doubts)


def _may_be_caption(block: str) -> bool:
    return (
        len(block) <= _LONGEST_CAPTION and "\n" not in block and not _ENDS_A_SENTENCE.search(block)
    )
