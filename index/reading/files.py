"""Which reader reads which file; each is imported when a file asks for it."""

from __future__ import annotations

from pathlib import PurePath

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText

_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
SUFFIXES = (".txt", ".md", ".docx", ".pdf", *_IMAGES)
_READ_APART = {".pdf": "pdf"} | dict.fromkeys(_IMAGES, "image")
MAX_BYTES = 20 * 1024 * 1024
MAX_BYTES_OF_PAGES = 100 * 1024 * 1024
"""Of a PDF or a picture: a scanned page takes a hundred times what its text does."""


def max_bytes(name: str) -> int:
    """How large a file of that name may be."""
    return MAX_BYTES_OF_PAGES if PurePath(name).suffix.lower() in _READ_APART else MAX_BYTES


def source_text(raw: bytes, name: str) -> SourceText:
    """The text of the file `raw` called `name`.

    Raises ReportUnreadable, with the file's name and the reason, where it holds none.
    """
    if not raw.strip():
        raise ReportUnreadable(f"文件 {name!r} 是空的。")
    if PurePath(name).suffix.lower() == ".docx":
        from index.reading.word import word_text

        return word_text(raw, name)
    if PurePath(name).suffix.lower() in _READ_APART:
        from index.reading.apart import text_read_apart

        return text_read_apart(_READ_APART[PurePath(name).suffix.lower()], raw, name)
    from index.reading.plain import plain_text

    return plain_text(raw, name)
