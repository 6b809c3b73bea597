"""The text of Word files (DOCX): paragraphs, tables as sentences, notes and text boxes, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from index.errors import ReportUnreadable
from index.figures.structure import is_heading
from index.reading.layout import LaidOutText
from index.reading.source_text import SourceText
from index.reading.table_cells import FromAbove, FromLeft
from index.reading.word_numbering import Numbering
from index.reading.word_package import W, WordPackage
from index.reading.word_runs import (
    alternative,
    is_alternatives,
    mark_is_deleted,
    paragraph_text,
)

# Elements that only stand around paragraphs and tables.
_AROUND = frozenset(
    {f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
)
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)  # a table of contents
_TITLE_STYLE = re.compile(r"title|标题", re.IGNORECASE)
_MAX_DEPTH = 12  # of tables within tables
_MAX_CELLS = 200_000
_CHARACTER, _MAX_INDENT = 210, 10  # twips of a character of 10.5 points; characters


def word_text(raw: bytes, name: str) -> SourceText:
    """The text of the DOCX file `raw`, a blank line between paragraphs, a line a row of a table.

    Raises ReportUnreadable where it is no DOCX file, is damaged or encrypted, holds macros, or
    unpacks to too much.
    """
    return _WordReader(WordPackage(raw, name)).read()


class _WordReader:
    """Goes through a document once, from its first block to its last."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._numbering = Numbering(package.part("numbering"))
        self._styles = _styles(package.part("styles"))
        self._notes = {kind: _notes(package.part(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._text = LaidOutText()
        self._title: str | None = None
        self._joined = ""
        self._cells = 0

    def read(self) -> SourceText:
        body = self._package.document.find(f"{W}body")
        if body is not None:
            self._read_blocks(body)
        return self._text.source_text(self._package.name, title=self._title)

    def _read_blocks(self, container: etree._Element) -> None:
        for block in _blocks(container):
            if block.tag == f"{W}p":
                self._read_paragraph(block)
            else:
                self._text.add_table(self._rows(block))

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        told = paragraph_text(paragraph)
        self._joined += told.text
        if mark_is_deleted(paragraph):
            return
        text, self._joined = self._joined, ""
        style = self._style_of(paragraph)
        if style and _CONTENTS_STYLE.match(style.name):
            return
        if text.strip():
            if self._title is None and style and _TITLE_STYLE.fullmatch(style.name):
                self._title = text.strip()
            text = self._number_of(paragraph, style) + text.strip()
            level = _outline_level(paragraph, style)
            if level == 1 and self._title is None and self._text.is_empty and not is_heading(text):
                self._title = text
                self._text.add_title(text)
            else:
                self._text.add_paragraph(text, level)
        for kind, identity in told.notes:
            self._text.add_paragraph(self._notes[kind].get(identity, ""))
        for box in told.boxes:
            self._read_blocks(box)

    def _rows(self, table: etree._Element, depth: int = 0) -> list[list[str]]:
        """The table's cells as text: a merged cell in each place that it covers."""
        rows: list[list[str]] = []
        for row in _children(table, f"{W}tr"):
            cells: list[str] = []
            for cell in _children(row, f"{W}tc"):
                span = min(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 64)
                self._cells += span
                if self._cells > _MAX_CELLS:
                    raise ReportUnreadable(f"文件 {self._package.name!r} 的表格过大，未读取。")
                text = self._cell_text(cell, depth)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and rows:
                    above = rows[-1]
                    text = FromAbove(above[len(cells)] if len(cells) < len(above) else text)
                cells += [text, *[FromLeft(text)] * (span - 1)]
            rows.append(cells)
        return rows

    def _cell_text(self, cell: etree._Element, depth: int) -> str:
        lines: list[str] = []
        for block in _blocks(cell):
            if block.tag == f"{W}p":
                written = paragraph_text(block).text
                text = written.strip()
                indent = "" if lines else _indent(block, written)
                number = self._number_of(block, self._style_of(block)) if text else ""
                lines.append(indent + number + text if text else "")
            elif depth < _MAX_DEPTH:
                inner = self._rows(block, depth + 1)
                lines += ["，".join(filter(None, dict.fromkeys(row))) for row in inner]
        return "\n".join(filter(None, lines))

    def _style_of(self, paragraph: etree._Element) -> _Style | None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return None if style is None else self._styles.get(style.get(f"{W}val", ""))

    def _number_of(self, paragraph: etree._Element, style: _Style | None) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        numbering = own if own is not None else style.numbering if style else None
        if numbering is None:
            return ""
        list_id = numbering.find(f"{W}numId")
        identity = "" if list_id is None else list_id.get(f"{W}val", "")
        return self._numbering.next_number(identity, _number(numbering.find(f"{W}ilvl"), 0))


class _Style:
    """A paragraph style: its name, and the outline level and list that it gives its paragraphs."""

    __slots__ = ("name", "numbering", "outline")

    def __init__(self, element: etree._Element) -> None:
        name = element.find(f"{W}name")
        self.name = "" if name is None else name.get(f"{W}val", "")
        self.numbering = element.find(f"{W}pPr/{W}numPr")
        self.outline = _number(element.find(f"{W}pPr/{W}outlineLvl"), 9)


def _styles(part: etree._Element | None) -> dict[str, _Style]:
    if part is None:
        return {}
    return {
        style.get(f"{W}styleId", ""): _Style(style)
        for style in part.iter(f"{W}style")
        if style.get(f"{W}type") == "paragraph"
    }


def _notes(part: etree._Element | None) -> dict[str, str]:
    if part is None:
        return {}
    return {
        note.get(f"{W}id", ""): " ".join(
            filter(None, (paragraph_text(p).text.strip() for p in note.iter(f"{W}p")))
        )
        for note in part
        if note.get(f"{W}type", "normal") == "normal"
    }


def _outline_level(paragraph: etree._Element, style: _Style | None) -> int:
    """1 for the outermost headings, 0 for text; by the paragraph, else its style, else its name."""
    own = _number(paragraph.find(f"{W}pPr/{W}outlineLvl"), style.outline if style else 9)
    if own < 9:
        return own + 1
    named = _HEADING_STYLE.match(style.name) if style else None
    return int(named[1]) if named else 0


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body or cell, in order, out of what stands around them."""
    pending = list(reversed(container))
    while pending:
        child = pending.pop()
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif is_alternatives(child):
            shown = alternative(child)
            pending.extend([] if shown is None else reversed(shown))
        elif child.tag in _AROUND:
            pending.extend(reversed(child))


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row; one deleted in a tracked change is left out."""
    pending = list(reversed(parent))
    while pending:
        child = pending.pop()
        if child.tag == tag:
            properties = child.find(f"{tag}Pr")
            if properties is None or properties.find(f"{W}del") is None:
                yield child
        elif child.tag in _AROUND:
            pending.extend(reversed(child))


def _indent(paragraph: etree._Element, written: str) -> str:
    """The blanks that a text begins with or is set in by, as ideographic ones."""
    blanks = written[: len(written) - len(written.lstrip())].replace("\t", "\u3000\u3000")
    set_in = paragraph.find(f"{W}pPr/{W}ind")
    if set_in is None:
        return blanks
    twips = sum(
        int(told)
        for side in ("left", "start", "firstLine")
        if re.fullmatch(r"\d{1,4}", told := set_in.get(f"{W}{side}", ""))
    )
    return blanks + "\u3000" * min(twips // _CHARACTER, _MAX_INDENT)


def _number(element: etree._Element | None, default: int) -> int:
    written = "" if element is None else element.get(f"{W}val", "")
    return int(written) if re.fullmatch(r"\d{1,4}", written) else default
