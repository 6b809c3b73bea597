"""Which reader reads which file; each is imported when a file asks for it."""

from __future__ import annotations

from pathlib import PurePath

from index.errors import ReportUnreadable
from index.reading.kinds import kind_of
from index.reading.source_text import SourceText

_OF_PAGES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
SUFFIXES = (".txt", ".md", ".docx", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".csv", ".tsv",
            ".xlsx", ".xlsm", *_OF_PAGES)  # fmt: skip
MAX_BYTES = 20 * 1024 * 1024
MAX_BYTES_OF_PAGES = 100 * 1024 * 1024
"""Of a PDF or a picture: a scanned page takes a hundred times what its text does."""


def max_bytes(name: str) -> int:
    """How large a file of that name may be."""
    return MAX_BYTES_OF_PAGES if PurePath(name).suffix.lower() in _OF_PAGES else MAX_BYTES


def source_text(raw: bytes, name: str) -> SourceText:
    """The text of the file `raw` called `name`, read as what it holds, whatever its ending says.

    Raises ReportUnreadable, with the file's name and the reason, where it holds none.
    """
    if not raw.strip():
        raise ReportUnreadable(f"文件 {name!r} 是空的。")
    kind = kind_of(raw, name)
    if kind == "word":
        from index.reading.word import word_text

        return word_text(raw, name)
    if kind in ("html", "mhtml"):
        from index.reading.html import html_text, mhtml_text

        return (html_text if kind == "html" else mhtml_text)(raw, name)
    if kind in ("pdf", "image"):
        from index.reading.apart import text_read_apart

        return text_read_apart(kind, raw, name)
    if kind == "xlsx":
        from index.reading.xlsx import xlsx_text

        return xlsx_text(raw, name)
    if kind == "csv":
        from index.reading.csv_file import csv_text

        return csv_text(raw, name)
    from index.reading.plain import plain_text

    return plain_text(raw, name)
