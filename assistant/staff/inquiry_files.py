"""The text of an inquiry handed in as a file: TXT or MD in UTF-8 or GB18030, or DOCX."""

from __future__ import annotations

import codecs

from assistant.errors import InputInvalid
from index.errors import ReportUnreadable

MAX_BYTES = 2 * 1024 * 1024
"""No letter is longer; a larger file is another file."""
MAX_CHARACTERS = 20_000
_TEXT_ENDINGS = ("", ".txt", ".md")


def inquiry_text(raw: bytes, name: str) -> str:
    """The text of the file `raw` called `name`. Raises InputInvalid, naming the file and why."""
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise InputInvalid(f"来信文件 {name!r} 超过 {limit} MB 的上限，不像是一封信。")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending == ".docx" or raw.startswith(b"PK\x03\x04"):
        text = _of_word(raw, name)
    elif ending in _TEXT_ENDINGS:
        text = _decoded(raw, name)
    else:
        raise InputInvalid(f"来信文件 {name!r} 的格式不支持，请用 TXT、MD 或 DOCX 文件。")
    if not text.strip():
        raise InputInvalid(f"来信文件 {name!r} 是空的。")
    if len(text) > MAX_CHARACTERS:
        raise InputInvalid(
            f"来信文件 {name!r} 有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限，请分成几份。"
        )
    return text


def _of_word(raw: bytes, name: str) -> str:
    # Imported here: a letter in plain text need not wait for it.
    from index.reading.word import word_text

    try:
        return word_text(raw, name).text
    except ReportUnreadable as error:
        raise InputInvalid(f"来信{error}") from error


def _decoded(raw: bytes, name: str) -> str:
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Notepad's "Unicode"
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputInvalid(f"来信文件 {name!r} 不是文本文件，或编码既非 UTF-8 也非 GB18030。")
