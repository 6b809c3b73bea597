"""Characters that a file does not tell: a figure with one is withheld, never read with a hole in it."""

from __future__ import annotations

import re

from index.reading.source_text import DOUBTFUL

UNREAD = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""

_ANY = rf"{UNREAD}\ue000-\uf8ff"  # characters of private use are another file's to know
_UNREAD = re.compile(rf"[{_ANY}]")
_FIGURE = re.compile(rf"[\d.,．]*[{_ANY}](?:[\d.,． ]*[{_ANY}])*[\d.,．]*[%％‰万亿千百十]*")
_BULLET = re.compile(rf"^[{_ANY}]\s*(?=[^\d.%％万亿{_ANY}])")


def withheld(line: str) -> str:
    """The line with □ for what was not read, and for the rest of the figures that it is in.

    A single sign before the text of a line is a bullet and is left out.
    """
    if _UNREAD.search(line) is None:
        return line
    return _FIGURE.sub(DOUBTFUL, _BULLET.sub("", line))


def count_unread(text: str) -> int:
    """How many characters of the text were not read."""
    return len(_UNREAD.findall(text))
