"""Footnotes: what stands below the text of a column in smaller letters, after a mark."""

from __future__ import annotations

import re
from dataclasses import replace

from index.reading.page import Column, Line

_SMALLER = 0.92
_MARK = re.compile(
    r"(?:[①-⑳*＊†※]|\[\d{1,3}\]|[〔［(（]\d{1,3}[〕］)）]|\d{1,2}[ .．、]?(?=\D)|注[：:\d])"
)


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
