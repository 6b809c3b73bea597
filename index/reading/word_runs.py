"""The text of one paragraph of a Word file as its reader sees it: what is deleted or hidden is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.reading.word_package import W

_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted or moved away in a tracked change, field codes, and what is read apart.
_UNREAD = frozenset(
    {f"{W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "rt", "delText", "instrText", "tbl")}
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph holds: its own text, the notes it refers to, the text boxes anchored in it."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


def paragraph_text(paragraph: etree._Element) -> ParagraphText:
    """The text of `paragraph` (a w:p) after tracked changes, without hidden text."""
    told = ParagraphText()
    told.text = "".join(_texts(paragraph, told))
    return told


def alternative(element: etree._Element) -> etree._Element | None:
    """Of the ways in which a file gives one thing, the one that current programs show."""
    choice = element.find(f"{_MC}Choice")
    return choice if choice is not None else element.find(f"{_MC}Fallback")


def is_alternatives(element: etree._Element) -> bool:
    return bool(element.tag == f"{_MC}AlternateContent")


def mark_is_deleted(paragraph: etree._Element) -> bool:
    """Whether a tracked change joins the paragraph to the next."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _texts(element: etree._Element, told: ParagraphText) -> Iterator[str]:
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
            told.notes.append((tag[len(W) : -len("Reference")], child.get(f"{W}id", "")))
        elif tag == f"{W}txbxContent":
            told.boxes.append(child)
        elif is_alternatives(child):
            shown = alternative(child)
            pending.extend([] if shown is None else [shown])
        else:
            pending.extend(reversed(child))


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")
