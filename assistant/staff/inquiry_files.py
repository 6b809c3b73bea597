"""The text of an inquiry that is a file: plain text in any usual encoding, or DOCX."""

from __future__ import annotations

from pathlib import PurePath

from assistant.errors import InputInvalid
from index.errors import ReportUnreadable

MAX_BYTES = 2 * 1024 * 1024
"""No letter is longer; a larger file is another file."""
MAX_CHARACTERS = 20_000
_ENDINGS_OF_TEXT = ("", ".txt", ".md", ".doc", ".docx")


def inquiry_text(raw: bytes, name: str) -> str:
    """The text of the file `raw` called `name`. Raises InputInvalid, naming the file and why."""
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise InputInvalid(f"来信文件 {name!r} 超过 {limit} MB 的上限，不像是一封信。")
    try:
        text = _read(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    except ReportUnreadable as error:
        raise InputInvalid(f"来信{error}") from error
    if not text.strip():
        raise InputInvalid(f"来信文件 {name!r} 是空的。")
    if len(text) > MAX_CHARACTERS:
        raise InputInvalid(
            f"来信文件 {name!r} 有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限，请分成几份。"
        )
    return text


def _read(raw: bytes, name: str) -> str:
    # Imported here: a letter in plain text does not need the reader of Word files.
    from index.reading.encodings import decoded
    from index.reading.files import kind_of

    kind = kind_of(raw, name)
    if kind == "word":
        from index.reading.word import word_text

        return word_text(raw, name).text
    if kind != "text" or PurePath(name).suffix.lower() not in _ENDINGS_OF_TEXT:
        raise InputInvalid(f"来信文件 {name!r} 的格式不支持，请用 TXT、MD 或 DOCX 文件。")
    return decoded(raw, name)
