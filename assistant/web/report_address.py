"""The address of a report's page, and of a quote in it."""

from __future__ import annotations

from urllib.parse import quote

QUOTE = "quote"
"""The id of the quoted words on the page of their report."""


def report_address(report_id: str, start: int | None = None, end: int | None = None) -> str:
    """Where a report is read; with a span of its text, scrolled to those words, which are marked."""
    address = f"/reports/{quote(report_id, safe='')}"
    return address if start is None else f"{address}?from={start}&to={end}#{QUOTE}"
