"""Where a build writes the records of a generation: into a copy of its own, or on a Chroma server."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from index.errors import IndexDamaged, IndexMismatch
from index.store.chroma import CHROMA_FOLDER, ChromaStore, drop_collections, on_server, written_in
from index.store.generations import generations, put_in_place
from index.store.manifest import read_manifest

_NAME_FILE = "chroma-server"
_UNFINISHED_FILE = "chroma-unfinished"
_NAME_BYTES = 4


class RecordsPlace(Protocol):
    """Opened once for a build; learns what is obsolete, and when the generation answers."""

    suffix: str

    def opened(self, generation: Path) -> AbstractContextManager[ChromaStore]: ...

    def drop(self, store: ChromaStore, obsolete: Collection[str]) -> None: ...

    def switched(self) -> None: ...


class InFolder:
    """A folder of the generation, a copy of that of the generation `base` before it."""

    suffix = ""

    def __init__(self, base: Path | None) -> None:
        self._base = base

    @contextmanager
    def opened(self, generation: Path) -> Iterator[ChromaStore]:
        folder = generation / CHROMA_FOLDER
        if self._base:
            shutil.copytree(self._base / CHROMA_FOLDER, folder)
        with written_in(folder) as store:
            yield store

    def drop(self, store: ChromaStore, obsolete: Collection[str]) -> None:
        store.remove(sorted(obsolete))

    def switched(self) -> None:
        """Nothing is left to be done."""


class OnServer:
    """Collections of a Chroma server that the generations share until one is built anew.

    What is new is written while the generation before answers, which knows no such passages and
    shows none; what is obsolete is removed once the new one answers. A build that is stopped in
    between leaves a note, and the next builds anew.
    """

    def __init__(self, url: str, index: Path, base: Path | None) -> None:
        self._url, self._index = url, index
        self._obsolete: Collection[str] = ()
        self._prefix = f"-{_name_of(index)}-"
        self.suffix = (
            read_manifest(base).suffix if base else self._prefix + secrets.token_hex(_NAME_BYTES)
        )

    @contextmanager
    def opened(self, generation: Path) -> Iterator[ChromaStore]:
        with closing(on_server(self._url, self.suffix, make=True)) as store:
            put_in_place(self._index / _UNFINISHED_FILE, generation.name)
            yield store

    def drop(self, store: ChromaStore, obsolete: Collection[str]) -> None:
        self._obsolete = obsolete

    def switched(self) -> None:
        with closing(on_server(self._url, self.suffix)) as store:
            store.remove(sorted(self._obsolete))
        drop_collections(self._url, self._prefix, _suffixes(self._index))
        (self._index / _UNFINISHED_FILE).unlink()


def is_unfinished(index: Path) -> bool:
    """Whether a build on a server was stopped before all was in order there."""
    return (index / _UNFINISHED_FILE).exists()


def _name_of(index: Path) -> str:
    """By which the collections of this index differ from others on the server."""
    file = index / _NAME_FILE
    if not file.exists():
        put_in_place(file, secrets.token_hex(_NAME_BYTES))
    return file.read_text(encoding="utf-8")


def _suffixes(index: Path) -> Iterator[str]:
    """Those of the generations that are kept."""
    for generation in generations(index):
        try:
            yield read_manifest(generation).suffix
        except (IndexDamaged, IndexMismatch):
            continue  # replaced by this build
