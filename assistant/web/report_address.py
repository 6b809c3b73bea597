"""The address of a report's page, and of a quote in it."""

from __future__ import annotations

import zlib
from urllib.parse import quote

QUOTE = "quote"
"""The id of the quoted words on the page of their report."""


def report_address(
    report_id: str, start: int | None = None, end: int | None = None, words: str = ""
) -> str:
    """Where a report is read; with a span of its text, scrolled to what stands there, which is marked.

    With the `words` of the span, they are marked only while they still stand there: a link may be
    older than the text.
    """
    address = f"/reports/{quote(report_id, safe='')}"
    if start is None:
        return address
    check = f"&of={check_of(words)}" if words else ""
    return f"{address}?from={start}&to={end}{check}#{QUOTE}"


def check_of(words: str) -> str:
    """What a link holds of the words that it leads to."""
    return f"{zlib.crc32(words.encode('utf-8', 'surrogatepass')):08x}"
