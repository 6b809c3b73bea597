"""The folder of an index: generations side by side, and a pointer to the one that answers.

A build writes a new generation and moves the pointer when all is written, in one atomic step: a
build that is killed leaves the old generation answering.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexDamaged, IndexMissing

_POINTER = "current"
_PREFIX = "generation-"


def current_generation(folder: Path) -> Path:
    """The generation that answers. Raises IndexMissing, or IndexDamaged where it is not there."""
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise IndexMissing(
            f"目录 {str(folder)!r} 中还没有索引。请先运行 assistant build 建立索引。"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"索引指针 {str(folder / _POINTER)!r} 无法读取。") from error
    generation = folder / name
    if not name.startswith(_PREFIX) or not generation.is_dir():
        raise IndexDamaged(
            f"索引 {str(folder)!r} 指向的 {name!r} 不存在。请运行 assistant build 重新建立。"
        )
    return generation


def generations(folder: Path) -> list[Path]:
    """The generations that lie in the folder, unfinished ones too."""
    return sorted(folder.glob(_PREFIX + "*"))


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

    It becomes the current one when the block ends without an exception, else it is removed.
    Generations older than the one before it are removed too; readers hold at most that one.
    """
    numbers = [_number(path) for path in generations(folder)]
    generation = folder / f"{_PREFIX}{max(numbers, default=0) + 1:06d}"
    try:
        generation.mkdir()
        yield generation
        _point_to(folder, generation)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    for path in generations(folder):
        if path not in (generation, based_on):
            shutil.rmtree(path, ignore_errors=True)


def _number(generation: Path) -> int:
    digits = generation.name.removeprefix(_PREFIX)
    return int(digits) if digits.isdigit() else 0


def _point_to(folder: Path, generation: Path) -> None:
    unfinished = folder / (_POINTER + ".part")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(generation.name)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / _POINTER)
