"""What lies in the folder of a generation, by size and digest, and what there is no longer so.

Engines trust their files: one that is damaged may end the process, or answer with less than there
is. So they are looked at before an engine opens them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_SMALL = 4 * 1024 * 1024  # bytes; a larger file is known by a sample where time is short
_ENDS = 1024 * 1024
_BLOCK, _BLOCKS = 4096, 256
_LOCK = ".lock"


class Entry(NamedTuple):
    """A file: its bytes, SHA-256 over all of them, and over a sample."""

    size: int
    digest: str
    sample: str


Inventory = dict[str, Entry]
"""Path below the generation, with "/" → what lies there."""


def inventory_of(generation: Path, base: Path | None, before: Inventory) -> Inventory:
    """All files of the generation but locks.

    What the inventory `before` of the generation `base` has of a file that is the same on the disk,
    by a link, is taken over without a look at it: so a build does not certify what was damaged since.
    """
    linked = {
        identity: entry
        for path, entry in before.items()
        if base and (identity := _linked(base / path))
    }
    files = sorted(file for file in generation.rglob("*") if file.is_file())
    return {
        file.relative_to(generation).as_posix(): linked.get(_linked(file) or ()) or _entry(file)
        for file in files
        if file.suffix != _LOCK
    }


def _linked(file: Path) -> tuple[int, ...] | None:
    """By what a file with several links is the same; None for a file with one."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return (status.st_dev, status.st_ino) if status.st_nlink > 1 else None


def faults(generation: Path, inventory: Mapping[str, Entry], *, whole: bool) -> Iterator[str]:
    """A word for each file that is missing or not as it was, by its path below the generation.

    By size and all bytes where `whole`, else by size and of a large file a sample: the beginning,
    the end, and blocks between, a few milliseconds a file.
    """
    for path, entry in inventory.items():
        file = generation / path
        try:
            if file.stat().st_size != entry.size:
                yield f"{path} 的大小不对"
            elif (whole and _digest(file) != entry.digest) or (
                not whole and _sample(file, entry.size) != entry.sample
            ):
                yield f"{path} 的内容不对"
        except FileNotFoundError:
            yield f"{path} 不见了"
        except OSError as error:
            yield f"{path} 无法读取（{error.strerror}）"


def _entry(file: Path) -> Entry:
    size, digest = file.stat().st_size, _digest(file)
    return Entry(size, digest, digest if size <= _SMALL else _sample(file, size))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sample(file: Path, size: int) -> str:
    if size <= _SMALL:
        return _digest(file)
    hasher = hashlib.sha256()
    with file.open("rb") as opened:
        hasher.update(opened.read(_ENDS))
        for number in range(_BLOCKS):
            opened.seek(_ENDS + (size - 2 * _ENDS) * number // _BLOCKS)
            hasher.update(opened.read(_BLOCK))
        opened.seek(size - _ENDS)
        hasher.update(opened.read(_ENDS))
    return hasher.hexdigest()
