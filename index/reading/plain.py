"""The text of plain files (TXT, MD): which encoding they are in, told by what reads as text."""

from __future__ import annotations

import re

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def plain_text(raw: bytes, name: str) -> SourceText:
    """UTF-8, else GB18030 where the result reads as text: GB18030 alone accepts almost any bytes.

    Raises ReportUnreadable where the file is empty or in no encoding we know.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            if not text.strip():
                raise ReportUnreadable(f"文件 {name!r} 是空的。")
            return SourceText(text)
    raise ReportUnreadable(f"文件 {name!r} 不是文本文件，或编码既非 UTF-8 也非 GB18030。")
