"""Which reader reads which file; each is imported when a file asks for it."""

from __future__ import annotations

from pathlib import PurePath

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText

SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
_APART = {".pdf": "pdf"} | dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "scan")


def source_text(raw: bytes, name: str) -> SourceText:
    """The text of the file `raw` called `name`.

    Raises ReportUnreadable, with the file's name and the reason, where it holds none.
    """
    if not raw.strip():
        raise ReportUnreadable(f"文件 {name!r} 是空的。")
    if PurePath(name).suffix.lower() == ".docx":
        from index.reading.word import word_text

        return word_text(raw, name)
    if PurePath(name).suffix.lower() in _APART:
        from index.reading.apart import text_read_apart

        return text_read_apart(_APART[PurePath(name).suffix.lower()], raw, name)
    from index.reading.plain import plain_text

    return plain_text(raw, name)
