"""A report file and its side file, read once."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from index.errors import ReportUnreadable
from index.reading.files import max_bytes
from index.reports.stored_paths import shown

SIDE_FILE_SUFFIX = ".meta.toml"
_PART = 1024 * 1024
# A pipe must not be waited for; Windows has neither this nor another mode than binary here.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


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
