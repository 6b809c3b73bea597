"""A folder of an engine opened for reading alone: what the engine writes lands in a copy.

Engines leave locks and counters in the folder they read. An index must stay as it was built, so
that damage can be noticed, and must be readable where nothing may be written.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path

_LOCK = ".lock"


class PrivateView:
    """A temporary folder that holds what `folder` does, at `path`; gone with `close`, at the latest
    with the process.

    Files that the engine never changes (`is_fixed`, by name) are links, the others copies; locks
    are left out. Raises OSError where `folder` cannot be read or there is no room.
    """

    def __init__(self, folder: Path, is_fixed: Callable[[str], bool]) -> None:
        above = tempfile.mkdtemp(prefix="assistant-index-")
        self.path = Path(above, folder.name)
        self._remove = weakref.finalize(self, shutil.rmtree, above, ignore_errors=True)

        def take(source: str, target: str) -> None:
            if is_fixed(Path(source).name):
                _link_or_copy(source, target)
            else:
                shutil.copyfile(source, target)

        shutil.copytree(
            folder.absolute(), self.path, copy_function=take, ignore=_locks, dirs_exist_ok=False
        )
        for inner in (self.path, *(path for path in self.path.rglob("*") if path.is_dir())):
            inner.chmod(0o700)  # a folder that may not be written to was copied with its mode

    def close(self) -> None:
        self._remove()


def _locks(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(_LOCK)]


def _link_or_copy(source: str, target: str) -> None:
    try:
        Path(target).symlink_to(source)
    except OSError:  # a system without links, or one that keeps them to administrators
        shutil.copyfile(source, target)
