"""What a reader of files gives: the text, and what the layout of the file tells beside it."""

from __future__ import annotations

from dataclasses import dataclass

from index.report import Table

DOUBTFUL = "□"
"""Stands in a recognised text where a figure was read with doubt."""


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
