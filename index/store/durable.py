"""Makes what was written survive a loss of power: files first, then the folders that name them.

A file system may make a rename durable seconds before the content of what it names. So a build
calls `make_durable` for all it wrote before it lets `put_in_place` point to it.
"""

from __future__ import annotations

import os
from pathlib import Path

# Windows flushes by a handle that may write, and no folders.
_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0) if os.name == "nt" else os.O_RDONLY


def make_durable(folder: Path) -> None:
    """Return once all that lies in `folder`, and its own name, is on the disk. Raises OSError."""
    for above, _, names in os.walk(folder, topdown=False):
        for name in names:
            _flush(Path(above, name))
        _flush_folder(Path(above))
    _flush_folder(folder.parent)


def put_in_place(file: Path, content: str) -> None:
    """Write `file` in one step: whoever reads it, after a loss of power too, finds what it held or
    `content`. Raises OSError."""
    unfinished = file.with_name(file.name + ".part")
    unfinished.write_text(content, encoding="utf-8")
    _flush(unfinished)
    unfinished.replace(file)
    _flush_folder(file.parent)


def _flush(file: Path) -> None:
    handle = os.open(file, _OPEN)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    if os.name != "nt":
        _flush(folder)
