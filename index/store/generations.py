"""The folder of an index: generations side by side, and a pointer to the one that answers.

A build writes a new generation and moves the pointer when all is written and on the disk, in one
atomic step: a build that is killed, or a machine that stops, leaves the old generation answering.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BUILD_AGAIN, IndexBusy, IndexDamaged, IndexMissing

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


_POINTER = "current"
_PREFIX = "generation-"
_SUFFIX_BYTES = 4


def is_index(folder: Path) -> bool:
    """Whether `folder` is that of an index."""
    try:
        return (folder / _POINTER).read_text(encoding="utf-8").startswith(_PREFIX)
    except (OSError, UnicodeDecodeError):
        return False


def current_generation(folder: Path) -> Path:
    """The generation that answers. Raises IndexMissing, or IndexDamaged where it is not there."""
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissing(
            f"目录 {str(folder)!r} 中还没有索引。请先运行 assistant build 建立索引。"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            f"索引指针 {str(folder / _POINTER)!r} 无法读取。{BUILD_AGAIN}"
        ) from error
    generation = folder / name
    if not name.startswith(_PREFIX) or not generation.is_dir():
        raise IndexDamaged(f"索引 {str(folder)!r} 指向的 {name!r} 不存在。{BUILD_AGAIN}")
    return generation


def generations(folder: Path) -> list[Path]:
    """The generations that lie in the folder, the oldest first, unfinished ones too."""
    return sorted(folder.glob(_PREFIX + "*"), key=_number)


def remove_leftovers(folder: Path, current: Path) -> None:
    """Remove what killed builds left beside `current` and the generation before it, which readers
    may still hold. Only for who holds the lock."""
    older = [path for path in generations(folder) if _number(path) < _number(current)]
    for path in generations(folder):
        if path not in (current, *older[-1:]):
            shutil.rmtree(path, ignore_errors=True)
    (folder / (_POINTER + ".part")).unlink(missing_ok=True)


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Held by one build at a time. Raises IndexBusy where another process builds."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "build.lock", timeout=0):
            yield
    except Timeout as error:
        raise IndexBusy(f"另一个进程正在建立索引 {str(folder)!r}，请稍后再试。") from error


@contextmanager
def next_generation(folder: Path, based_on: Path | None) -> Iterator[Path]:
    """An empty folder to write the generation after `based_on` in.

    It becomes the current one when the block ends without an exception, else it is removed. No two
    have the same name, not even where the folder was deleted in between.
    Generations older than the one before it are removed too; readers hold at most that one.
    """
    numbers = [_number(path) for path in generations(folder)]
    name = f"{_PREFIX}{max(numbers, default=0) + 1:06d}-{secrets.token_hex(_SUFFIX_BYTES)}"
    generation = folder / name
    try:
        generation.mkdir()
        yield generation
        make_durable(generation)
        put_in_place(folder / _POINTER, generation.name)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    for path in generations(folder):
        if path not in (generation, based_on):
            shutil.rmtree(path, ignore_errors=True)


def _number(generation: Path) -> int:
    digits = generation.name.removeprefix(_PREFIX).partition("-")[0]
    return int(digits) if digits.isdecimal() else 0
