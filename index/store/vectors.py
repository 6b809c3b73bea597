"""The dense leg: vectors in Chroma's persistent client; the only file that knows chromadb."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import numpy as np

# Read by onnxruntime, which chromadb imports: without it a device id lands in the user's cache.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import chromadb
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.encoder.encoding import Vectors
from index.errors import IndexDamaged, IndexUnwritable
from index.store.private_view import PrivateView

# Chroma counts who has a folder open, and not in one step: one thread can be given what another
# thread is just closing.
_OPENING = threading.Lock()
_CELLS = "cells"
_INDICATORS = "indicators"
_DATABASE = "chroma.sqlite3"
Arguments = ParamSpec("Arguments")
# Measured in decision 16.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 16,
    "ef_construction": 100,
    "ef_search": 200,
}


def _refusals_named(write: Callable[Arguments, None]) -> Callable[Arguments, None]:
    @wraps(write)
    def written(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            write(*args, **kwargs)
        except (ChromaError, OSError) as error:
            raise _unwritable(error) from error

    return written


def _unwritable(error: BaseException | None) -> IndexUnwritable:
    return IndexUnwritable(f"无法写入向量索引：{error}。")


class VectorIndex:
    """The centres of cells and the phrases for indicators at `folder`, found by cosine similarity;
    opened, or made where there is none.

    Chroma's client is not made for several writers: a build writes a generation of its own. Where
    opened `for_reading` the folder stays as it is, and may be one that cannot be written to.
    Raises IndexDamaged where the folder holds something else, IndexUnwritable where the disk
    refuses what is written.
    """

    def __init__(self, folder: Path, dimensions: int, *, for_reading: bool = False) -> None:
        self._dimensions = dimensions
        self._view: PrivateView | None = None
        is_new = not for_reading and not (folder / _DATABASE).exists()
        try:
            self._view = PrivateView(folder, _is_fixed) if for_reading else None
            with _OPENING:
                client = chromadb.PersistentClient(
                    str(self._view.path if self._view else folder),
                    settings=Settings(anonymized_telemetry=False),
                )
            assert isinstance(client, Client)  # declared without its `close`
            self._client = client
            self._cells, self._indicators = map(self._collection, (_CELLS, _INDICATORS))
        except (ChromaError, ValueError, OSError, AttributeError) as error:
            # Chroma that fails to start fails to stop for want of an attribute: what went wrong is
            # the context of that error.
            cause = error.__context__ if isinstance(error, AttributeError) else error
            if is_new:
                raise _unwritable(cause) from error
            raise IndexDamaged(f"向量索引 {folder.name!r} 无法打开：{cause}。") from error

    @_refusals_named
    def put_cells(self, centres: Vectors) -> None:
        """Hold these centres of cells, numbered from 0, shape (cells, dimensions), and no others."""
        if self._cells.count():
            self._client.delete_collection(_CELLS)
            self._cells = self._collection(_CELLS)
        for start, end in self._batches(len(centres)):
            self._cells.add(ids=list(map(str, range(start, end))), embeddings=centres[start:end])

    def search_cells(self, vector: Vectors, k: int) -> list[int]:
        """The `k` cells with the centres nearest to `vector`, shape (dimensions,)."""
        return [int(number) for number, _ in _nearest(self._cells, vector, k)]

    def indicators(self) -> set[str]:
        """The phrases for indicators that have a vector."""
        return set(self._indicators.get(include=[])["ids"])

    @_refusals_named
    def add_indicators(self, phrases: Sequence[str], vectors: Vectors) -> None:
        """Take in the vectors of phrases, shape (len(phrases), dimensions)."""
        for start, end in self._batches(len(phrases)):
            self._indicators.add(ids=list(phrases[start:end]), embeddings=vectors[start:end])

    @_refusals_named
    def remove_indicators(self, phrases: Sequence[str]) -> None:
        for start, end in self._batches(len(phrases)):
            self._indicators.delete(ids=list(phrases[start:end]))

    def search_indicators(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """(phrase, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,)."""
        return _nearest(self._indicators, vector, k)

    def close(self) -> None:
        """Let go of the folder, where no other of this process has it open."""
        with _OPENING:
            self._client.close()
        if self._view:
            self._view.close()

    def _collection(self, name: str) -> chromadb.Collection:
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": _HNSW}
        )

    def _batches(self, count: int) -> Iterator[tuple[int, int]]:
        size = self._client.get_max_batch_size()
        for start in range(0, count, size):
            yield start, min(start + size, count)


def _is_fixed(name: str) -> bool:
    return False  # opening it counts in the database and writes files of small collections anew


def _nearest(collection: chromadb.Collection, vector: Vectors, k: int) -> list[tuple[str, float]]:
    count = int(collection.count())
    if not count:
        return []
    found = collection.query(
        query_embeddings=np.asarray(vector, dtype=np.float32)[None, :],
        n_results=min(k, count),
        include=["distances"],
    )
    distances = found["distances"]
    assert distances is not None
    # Chroma gives distances: 1 - cosine.
    hits = [
        (found_id, 1.0 - float(distance))
        for found_id, distance in zip(found["ids"][0], distances[0], strict=True)
    ]
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))
