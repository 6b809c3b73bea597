"""Text of whole characters, whatever a browser or a file handed in."""

from __future__ import annotations


def whole_characters(text: str) -> str:
    """`text` with the sign for an unknown character where half of one is left (an emoji cut in two):
    what holds a lone surrogate can be neither stored nor sent."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
