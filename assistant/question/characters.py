"""Text as it may be stored and shown: whole characters, and only those that can be printed."""

from __future__ import annotations

import re

# Control characters, zero-width and direction marks (which reorder what is read), half a pair of
# surrogates, and what XML 1.0 excludes; line breaks and tabs stay.
_NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)


def whole_characters(text: str) -> str:
    """`text` with U+FFFD in place of a lone surrogate (half an emoji): it cannot be stored or sent."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def printable(text: str) -> str:
    """`text` without characters that cannot be printed."""
    return _NOT_SHOWN.sub("", text)


def one_line(text: str) -> str:
    """`text` as one line, printable."""
    return " ".join(printable(text).split())
