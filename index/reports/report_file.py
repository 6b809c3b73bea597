"""A report file and its side file, read once, and the names of files as text.

A name on a disk is bytes, and archives from Chinese Windows hold names in GBK, which no database
and no JSON takes as text: a stored name is text that leads back to the file, a shown name is one line.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from index.errors import ReportUnreadable
from index.reading.files import max_bytes

_FIRST = 0xF700  # in the private use area: the byte 0x80 is stored as U+F780
_JOINS_EMOJI = "\u200d"
SIDE_FILE_SUFFIX = ".meta.toml"
_PART = 1024 * 1024
# A pipe must not be waited for; Windows has neither this nor another mode than binary here.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


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


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report file as it was read, once: its bytes, and those of its side file, None without one."""

    path: Path
    raw: bytes
    side: bytes | None

    @property
    def name(self) -> str:
        """The file's name for people."""
        return shown(self.path.name)

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePath(self.name).stem

    @property
    def digest(self) -> str:
        """SHA-256 over the file and its side file: what decides whether it has changed."""
        return _digest(self.raw, self.side)


def read_file(path: Path) -> ReportFile:
    """The file `path` and its side file, read.

    Raises ReportUnreadable, with the file's name and the reason, for a file that is missing, too
    large, no regular file, or that may not be read.
    """
    raw = b"".join(_parts(path))
    side = _side_file(path)
    return ReportFile(path, raw, b"".join(_parts(side)) if side else None)


def digest(path: Path) -> str:
    """The digest that `read_file(path)` would have, without keeping the file in memory."""
    hasher = hashlib.sha256()
    for part in _parts(path):
        hasher.update(part)
    side = _side_file(path)
    if side:
        hasher.update(b"\0" + b"".join(_parts(side)))
    return hasher.hexdigest()


def digest_alone(path: Path) -> str:
    """SHA-256 of the file without its side file, as a report of it has. Raises ReportUnreadable."""
    hasher = hashlib.sha256()
    for part in _parts(path):
        hasher.update(part)
    return hasher.hexdigest()


def _digest(raw: bytes, side: bytes | None) -> str:
    hasher = hashlib.sha256(raw)
    if side is not None:
        hasher.update(b"\0" + side)
    return hasher.hexdigest()


def side_file(path: Path) -> Path:
    """Where the side file of the report file `path` lies: 名称.txt → 名称.meta.toml."""
    return path.with_name(path.stem + SIDE_FILE_SUFFIX)


def exists(path: Path) -> bool:
    """Whether `path` is there; a path that the system cannot have is not."""
    try:
        return path.exists()
    except OSError:  # its name is longer than the system allows, or it may not be looked at
        return False


def _side_file(path: Path) -> Path | None:
    """The side file of `path` where there is one; a name too long for the system names none."""
    side = side_file(path)
    return side if exists(side) else None


def _parts(path: Path) -> Iterator[bytes]:
    """The bytes of a regular file, in parts; whoever replaces the file meanwhile changes nothing."""
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ReportUnreadable.of(shown(path.name), "不是普通文件（管道、设备或目录）。")
            size, most = status.st_size, max_bytes(path.name)
            read = 0
            while size <= most and (part := file.read(_PART)):
                yield part
                read += len(part)
                size = max(size, read)
            if size > most:
                raise _too_large(path, size)
    except FileNotFoundError as error:
        raise ReportUnreadable.of(shown(path.name), "不存在，或在读取时被移走了。") from error
    except OSError as error:
        raise ReportUnreadable.of(shown(path.name), f"无法读取：{error.strerror}。") from error


def _too_large(path: Path, size: int) -> ReportUnreadable:
    limit = max_bytes(path.name) // 1024 // 1024
    return ReportUnreadable.of(shown(path.name), f"有 {size:,} 字节，超过 {limit} MB 的上限。")
