"""The text of plain files: TXT and MD."""

from __future__ import annotations

from index.errors import ReportUnreadable
from index.reading.encodings import decoded
from index.reading.source_text import SourceText


def plain_text(raw: bytes, name: str) -> SourceText:
    """The text as read. Raises ReportUnreadable where it is empty or in no encoding we know."""
    text = decoded(raw, name)
    if not text.strip():
        raise ReportUnreadable(f"文件 {name!r} 是空的。")
    return SourceText(text)
