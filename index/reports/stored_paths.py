"""The paths of files as text.

A name on a disk is bytes, and archives from Chinese Windows hold names in GBK, which no database
and no JSON takes as text: a stored name is text that leads back to the file, a shown name is one line.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePath

_FIRST = 0xF700  # in the private use area: the byte 0x80 is stored as U+F780
_JOINS_EMOJI = "\u200d"


def stored(path: PurePath) -> str:
    """The path as text that UTF-8 can hold; two paths never give the same."""
    text = os.fsencode(path).decode("utf-8", "surrogateescape")
    return "".join(_storable(character) for character in text)


def path_of(source: str) -> Path:
    """The path that `stored` made `source` of."""
    return Path(os.fsdecode(_bytes_of(source)))


def shown(name: str | PurePath) -> str:
    """A name or path for people, on one line: bytes that are no UTF-8 read as GB18030, characters
    that a terminal would act on escaped. Takes names from the disk and stored ones."""
    parts = (_decoded(part) for part in _bytes_of(str(name)).split(b"/"))
    return "".join(_printable(character) for character in "/".join(parts))


def file_name(source: str) -> str:
    """The last part of a stored path, for people."""
    return PurePath(shown(source)).name


def _storable(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return chr(ord(character) - 0xDC00 + _FIRST)
    if _stands_for_a_byte(character):  # a name that really has it
        return "".join(chr(_FIRST + byte) for byte in character.encode("utf-8"))
    return character


def _stands_for_a_byte(character: str) -> bool:
    return _FIRST + 0x80 <= ord(character) <= _FIRST + 0xFF


def _bytes_of(source: str) -> bytes:
    return b"".join(
        bytes([ord(character) - _FIRST])
        if _stands_for_a_byte(character)
        else character.encode("utf-8", "surrogateescape")
        for character in source
    )


def _decoded(part: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return part.decode(encoding)
        except UnicodeDecodeError:
            continue
    return part.decode("utf-8", "backslashreplace")


def _printable(character: str) -> str:
    acts = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    if not acts or character == _JOINS_EMOJI:
        return character
    return character.encode("unicode_escape").decode("ascii")
