"""The text of Word files (DOCX) in order: paragraphs, automatic numbers, tables as sentences, notes, text boxes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.errors import ReportUnreadable
from index.figures.structure import is_heading
from index.reading.office_package import OfficePackage
from index.reading.source_text import LaidOutText, SourceText
from index.reading.table_cells import FromAbove, FromLeft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified",
})  # fmt: skip
_ARABIC = frozenset({"decimal", "decimalFullWidth", "decimalHalfWidth"})
_DIGITS: tuple[str, ...] = ("", *"一二三四五六七八九")
_PLACE = re.compile(r"%(\d)")
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted or moved away in a tracked change, field codes, and what is read apart.
_UNREAD = frozenset(
    {f"{W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "rt", "delText", "instrText", "tbl")}
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Elements that only stand around paragraphs and tables.
_AROUND = frozenset(
    {f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
)
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)  # a table of contents
_TITLE_STYLE = re.compile(r"title|标题", re.IGNORECASE)
_MAX_DEPTH = 12  # of tables within tables
_MAX_CELLS = 200_000
_MOST_DIGITS = 4  # of an indent in twips: more is no indent
_CHARACTER, _MAX_INDENT = 210, 10  # twips of a character of 10.5 points; characters


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


class _Numbering:
    """Counts the paragraphs of each list as a reader goes through them, in order.

    A number is written where its level shows one number, Chinese or Arabic (一、, （一）, 1.); bullets
    and numbers of several levels (1.2.3) would read as text or figures of the report and are left out.
    """

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        for abstract in () if part is None else part.iter(f"{W}abstractNum"):
            identity = abstract.get(f"{W}abstractNumId", "")
            for level in abstract.iter(f"{W}lvl"):
                self._levels[identity, _whole(level.get(f"{W}ilvl", ""), 0)] = _Level(
                    _value(level, "numFmt"), _value(level, "lvlText"), _number(level, "start", 1)
                )
        for number in () if part is None else part.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId", "")] = _value(number, "abstractNumId")

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
        if level.format not in _CHINESE | _ARABIC or _PLACE.findall(level.text) != [str(depth + 1)]:
            return ""
        written = _in_chinese(count) if level.format in _CHINESE else str(count)
        shown = _PLACE.sub(written, level.text)
        return shown + " " if shown[-1].isdigit() or shown[-1] == "." else shown


def _in_chinese(count: int) -> str:
    """Up to 99, as headings are counted; Arabic digits above."""
    tens, ones = divmod(count, 10)
    if not 0 < count < 100:
        return str(count)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + _DIGITS[ones]


@dataclass(slots=True)
class _ParagraphText:
    """What a paragraph holds: its own text, the notes it refers to, the text boxes anchored in it."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


def _paragraph_text(paragraph: etree._Element) -> _ParagraphText:
    """The text of `paragraph` (a w:p) after tracked changes, without hidden text."""
    found = _ParagraphText()
    found.text = "".join(_texts(paragraph, found))
    return found


def _texts(element: etree._Element, found: _ParagraphText) -> Iterator[str]:
    # A stack of its own, as the file decides how deep its elements are nested.
    pending = list(reversed(element))
    while pending:
        child = pending.pop()
        tag = child.tag
        if tag in _UNREAD or (tag == f"{W}r" and _is_hidden(child)):
            continue
        if tag in (f"{W}t", _FORMULA_TEXT):
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{W}br":
            yield "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else ""
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            found.notes.append((tag[len(W) : -len("Reference")], child.get(f"{W}id", "")))
        elif tag == f"{W}txbxContent":
            found.boxes.append(child)
        else:
            pending.extend(reversed(_shown_within(child)))


def _shown_within(element: etree._Element) -> etree._Element | tuple[()]:
    """The children of an element; of alternative forms of one thing those that current programs show."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    choice = element.find(f"{_MC}Choice")
    shown = choice if choice is not None else element.find(f"{_MC}Fallback")
    return () if shown is None else shown


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")


def word_text(raw: bytes, name: str) -> SourceText:
    """The text of the DOCX file `raw`, a blank line between paragraphs, a line a row of a table.

    Raises ReportUnreadable where it is no DOCX file, is damaged or encrypted, holds macros, or
    unpacks to too much.
    """
    package = OfficePackage(raw, name, kind="DOCX", program="Word", main="word/document.xml")
    return _WordReader(package).read()


class _WordReader:
    """Goes through a document once, from its first block to its last."""

    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        self._numbering = _Numbering(package.part("numbering"))
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
        found = _paragraph_text(paragraph)
        self._joined += found.text
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            return  # a tracked change joins it to the next
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
        for kind, identity in found.notes:
            self._text.add_paragraph(self._notes[kind].get(identity, ""))
        for box in found.boxes:
            self._read_blocks(box)

    def _rows(self, table: etree._Element, depth: int = 0) -> list[list[str]]:
        """The table's cells as text: a merged cell in each place that it covers."""
        rows: list[list[str]] = []
        for row in _children(table, f"{W}tr"):
            cells: list[str] = []
            for cell in _children(row, f"{W}tc"):
                span = min(_number(cell, f"tcPr/{W}gridSpan", 1), 64)
                self._cells += span
                if self._cells > _MAX_CELLS:
                    raise ReportUnreadable.of(self._package.name, "的表格过大，未读取。")
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
                written = _paragraph_text(block).text
                text = written.strip()
                indent = "" if lines else _indent(block, written)
                number = self._number_of(block, self._style_of(block)) if text else ""
                lines.append(indent + number + text if text else "")
            elif depth < _MAX_DEPTH:
                inner = self._rows(block, depth + 1)
                lines += ["，".join(filter(None, dict.fromkeys(row))) for row in inner]
        return "\n".join(filter(None, lines))

    def _style_of(self, paragraph: etree._Element) -> _Style | None:
        return self._styles.get(_value(paragraph, f"pPr/{W}pStyle"))

    def _number_of(self, paragraph: etree._Element, style: _Style | None) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        numbering = own if own is not None else style.numbering if style else None
        if numbering is None:
            return ""
        return self._numbering.next_number(
            _value(numbering, "numId"), _number(numbering, "ilvl", 0)
        )


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: its name, and the outline level and list that it gives its paragraphs."""

    name: str
    numbering: etree._Element | None
    outline: int


def _styles(part: etree._Element | None) -> dict[str, _Style]:
    return {
        style.get(f"{W}styleId", ""): _Style(
            _value(style, "name"),
            style.find(f"{W}pPr/{W}numPr"),
            _number(style, f"pPr/{W}outlineLvl", 9),
        )
        for style in (() if part is None else part.iter(f"{W}style"))
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}styleId")
    }


def _notes(part: etree._Element | None) -> dict[str, str]:
    return {
        note.get(f"{W}id", ""): " ".join(
            filter(None, (_paragraph_text(p).text.strip() for p in note.iter(f"{W}p")))
        )
        for note in (() if part is None else part)
        if note.get(f"{W}type", "normal") == "normal"
    }


def _outline_level(paragraph: etree._Element, style: _Style | None) -> int:
    """1 for the outermost headings, 0 for text; by the paragraph, else its style, else its name."""
    own = _number(paragraph, f"pPr/{W}outlineLvl", style.outline if style else 9)
    if own < 9:
        return own + 1
    named = _HEADING_STYLE.match(style.name) if style else None
    return int(named[1]) if named else 0


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a body or cell, in order, out of what stands around them."""
    return _found(container, (f"{W}p", f"{W}tbl"), {*_AROUND, f"{_MC}AlternateContent"})


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row; one deleted in a tracked change is left out."""
    return (
        child for child in _found(parent, (tag,), _AROUND) if child.find(f"{tag}Pr/{W}del") is None
    )


def _found(
    parent: etree._Element, tags: Collection[str], around: Collection[str]
) -> Iterator[etree._Element]:
    """The elements with one of `tags` in `parent` and within what stands `around` them, in order."""
    pending = list(reversed(parent))
    while pending:
        child = pending.pop()
        if child.tag in tags:
            yield child
        elif child.tag in around:
            pending.extend(reversed(_shown_within(child)))


def _indent(paragraph: etree._Element, written: str) -> str:
    """The blanks that a text begins with or is set in by, as ideographic ones."""
    blanks = written[: len(written) - len(written.lstrip())].replace("\t", "\u3000\u3000")
    set_in = paragraph.find(f"{W}pPr/{W}ind")
    if set_in is None:
        return blanks
    sides = (set_in.get(f"{W}{side}", "") for side in ("left", "start", "firstLine"))
    twips = sum(_whole(side, 0) for side in sides if len(side) <= _MOST_DIGITS)
    return blanks + "\u3000" * min(twips // _CHARACTER, _MAX_INDENT)


def _value(element: etree._Element, path: str) -> str:
    """The value of the element at `path` below, "" where there is none."""
    found = element.find(f"{W}{path}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _number(element: etree._Element, path: str, default: int) -> int:
    return _whole(_value(element, path), default)


def _whole(written: str, default: int) -> int:
    return int(written) if re.fullmatch(r"\d{1,6}", written) else default
