"""Passages, and phrases for indicators, as records in Chroma; the only file that knows chromadb.

Embedded in a folder of the generation, or on a Chroma server: the same calls. Anyone finds the same
passages there by `chromadb` or `langchain_chroma`: id, embedding, text and metadata.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import numpy as np

# Read by onnxruntime, which chromadb imports: without it a device id lands in the user's cache.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.encoder.encoding import Vectors
from index.errors import BUILD_AGAIN, IndexDamaged, IndexUnreachable, IndexUnwritable
from index.store.private_view import PrivateView
from index.store.record import Record

CHROMA_FOLDER = "chroma"
PASSAGES, INDICATORS = "passages", "indicators"

Hits = list[tuple[str, float]]
Result = TypeVar("Result")

# Chroma counts who has a folder open, and not in one step: one thread can be given what another
# thread is just closing.
_OPENING = threading.Lock()
_DATABASE = "chroma.sqlite3"
# Measured in decision 26. All is written out at each call, so that opening has nothing to write.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 16,
    "ef_construction": 100,
    "ef_search": 1600,
    "sync_threshold": 1,
}
ANSWER_SECONDS = 30.0
"""How long a server may take for one call; chromadb itself would wait for ever."""
_FEW = 2000  # passages; so many are compared one by one in less time than the graph takes
_SPARE = 2  # times the hits of a scope that its share of all passages would give
# Opening takes the lock for writing by a row of its own, which changes the file. This leaves the
# lock and drops the row: an index that is only read stays as it was built, to the byte.
_OPEN_WITHOUT_A_TRACE = """
CREATE TRIGGER IF NOT EXISTS open_without_a_trace BEFORE INSERT ON acquire_write
BEGIN SELECT RAISE(IGNORE); END;
"""


class ChromaStore:
    """The collections of one index, found by cosine similarity.

    `suffix` keeps the collections of several indexes on one server apart. Raises IndexDamaged
    where a collection is missing that should be there, IndexUnreachable where the server does not
    answer, IndexUnwritable where what is written is refused: when opened, and each method.
    """

    def __init__(
        self,
        client: ClientAPI,
        *,
        suffix: str = "",
        make: bool = False,
        view: PrivateView | None = None,
    ) -> None:
        self._client = client
        self._view = view
        self._make = make
        try:
            self._passages = self._collection(PASSAGES + suffix)
            self._indicators = self._collection(INDICATORS + suffix)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the folder, where no other of this process has it open."""
        _close(self._client)
        if self._view:
            self._view.close()

    def count(self) -> int:
        """How many passages there are."""
        return _read(self._passages.count)

    def add(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Take in passages with their vectors, shape (len(records), dimensions); a passage that is
        there already is replaced."""
        for batch in self._batches(len(records)):
            some = records[batch]
            with _writing():
                self._passages.upsert(
                    ids=[record.id for record in some],
                    embeddings=vectors[batch],
                    documents=[record.text for record in some],
                    metadatas=[record.metadata for record in some],
                )

    def remove(self, ids: Sequence[str]) -> None:
        for batch in self._batches(len(ids)):
            with _writing():
                self._passages.delete(ids=list(ids[batch]))

    def search(self, vector: Vectors, k: int) -> Hits:
        """(passage id, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,)."""
        return _nearest(self._passages, vector, k)

    def search_among(self, ids: Sequence[str], vector: Vectors, k: int) -> Hits:
        """The `k` nearest to `vector` of the passages `ids`.

        A filter in Chroma walks through most of the graph. So few are compared one by one, and of
        many more than asked for are looked for among all.
        """
        if len(ids) <= _FEW:
            return self._compared(ids, vector, k)
        held, among = self._count_at_first, frozenset(ids)
        wanted = _SPARE * k * held // len(ids)
        while True:
            found = self.search(vector, wanted)
            hits = [hit for hit in found if hit[0] in among][:k]
            if len(hits) == k or wanted >= held:
                return hits
            wanted *= 4

    @cached_property
    def _count_at_first(self) -> int:
        """How many passages there were: near enough, and counting takes longer than searching."""
        return self.count()

    def _compared(self, ids: Sequence[str], vector: Vectors, k: int) -> Hits:
        if not ids:
            return []
        stored = _read(lambda: self._passages.get(ids=list(ids), include=["embeddings"]))
        if not stored["ids"]:
            return []
        likeness = np.asarray(stored["embeddings"]) @ np.asarray(vector, dtype=np.float32)
        return _best(zip(stored["ids"], likeness.tolist(), strict=True))[:k]

    def everything(self) -> tuple[list[str], Vectors]:
        """Every passage by id and its vector, shape (passages, dimensions): to measure by."""
        ids: list[str] = []
        vectors: list[Vectors] = []
        for batch in self._batches(self.count()):
            some = self._passages.get(
                limit=batch.stop - batch.start, offset=batch.start, include=["embeddings"]
            )
            ids += some["ids"]
            vectors.append(np.asarray(some["embeddings"], dtype=np.float32))
        return ids, np.concatenate(vectors)

    def indicators(self) -> set[str]:
        """The phrases for indicators that have a vector."""
        return set(_read(lambda: self._indicators.get(include=[]))["ids"])

    def add_indicators(self, phrases: Sequence[str], vectors: Vectors) -> None:
        """Take in phrases with their vectors, shape (len(phrases), dimensions)."""
        for batch in self._batches(len(phrases)):
            with _writing():
                self._indicators.upsert(ids=list(phrases[batch]), embeddings=vectors[batch])

    def remove_indicators(self, phrases: Sequence[str]) -> None:
        if phrases and len(phrases) == _read(self._indicators.count):
            # Chroma does not write out a collection that has lost its last record.
            with _writing():
                self._client.delete_collection(self._indicators.name)
            self._indicators = self._collection(self._indicators.name)
        for batch in self._batches(len(phrases)):
            with _writing():
                self._indicators.delete(ids=list(phrases[batch]))

    def search_indicators(self, vector: Vectors, k: int) -> Hits:
        """(phrase, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,)."""
        return _nearest(self._indicators, vector, k)

    def _collection(self, name: str) -> chromadb.Collection:
        if self._make:
            with _writing():
                return self._client.get_or_create_collection(
                    name, embedding_function=None, configuration={"hnsw": _HNSW}
                )
        return _read(lambda: self._client.get_collection(name, embedding_function=None))

    def _batches(self, count: int) -> Iterator[slice]:
        size = self._client.get_max_batch_size() if count else 1
        for start in range(0, count, size):
            yield slice(start, start + size)


@contextmanager
def written_in(folder: Path) -> Iterator[ChromaStore]:
    """The store embedded in `folder`, made where there is none, for one process that writes.

    Raises IndexDamaged where the folder holds something else, IndexUnwritable.
    """
    with closing(ChromaStore(_embedded(folder, make=True), make=True)) as store:
        yield store
    try:
        with closing(sqlite3.connect(folder / _DATABASE)) as database:
            database.executescript(_OPEN_WITHOUT_A_TRACE)
    except sqlite3.Error as error:
        raise _unwritable(error) from error


def read_from(folder: Path) -> ChromaStore:
    """The store embedded in `folder`, which stays as it is and may be one that cannot be written
    to. Raises IndexDamaged where the folder holds something else."""
    if os.access(folder / _DATABASE, os.W_OK):
        return ChromaStore(_embedded(folder))
    try:
        # Chroma has no mode for reading alone.
        view = PrivateView(folder, lambda name: name != _DATABASE)
    except OSError as error:
        raise _unreadable(folder, error) from error
    return ChromaStore(_embedded(view.path), view=view)


def on_server(url: str, suffix: str, *, make: bool = False) -> ChromaStore:
    """The collections with that suffix of the server at `url`. Raises IndexUnreachable where it does
    not answer, IndexDamaged where it has no such collections and none are to be made."""
    return ChromaStore(_connected(url), suffix=suffix, make=make)


def drop_collections(url: str, prefix: str, keep: Iterable[str]) -> None:
    """Remove from the server the collections whose suffix begins with `prefix` but those of `keep`.
    Raises IndexUnreachable."""
    kept = {name + suffix for suffix in keep for name in (PASSAGES, INDICATORS)}
    ours = tuple(name + prefix for name in (PASSAGES, INDICATORS))
    client = _connected(url)
    try:
        for collection in _read(client.list_collections):
            if collection.name.startswith(ours) and collection.name not in kept:
                with _writing():
                    client.delete_collection(collection.name)
    finally:
        _close(client)


def _embedded(folder: Path, *, make: bool = False) -> ClientAPI:
    is_new = make and not (folder / _DATABASE).exists()
    try:
        with _OPENING:
            return chromadb.PersistentClient(str(folder), settings=_settings())
    except (ChromaError, ValueError, OSError, AttributeError) as error:
        # Chroma that fails to start fails to stop for want of an attribute: what went wrong is the
        # context of that error.
        cause = error.__context__ if isinstance(error, AttributeError) else error
        raise (_unwritable(cause) if is_new else _unreadable(folder, cause)) from error


def _connected(url: str) -> ClientAPI:
    address = urlsplit(url)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    host = address.hostname or ""
    try:
        # chromadb asks for its heartbeat without a limit of time.
        scheme, shown = address.scheme, f"[{host}]" if ":" in host else host
        httpx.get(f"{scheme}://{shown}:{port}/api/v2/heartbeat", timeout=ANSWER_SECONDS)
        client = chromadb.HttpClient(host, port=port, ssl=secure, settings=_settings())
    except (ChromaError, ValueError, httpx.HTTPError) as error:
        raise _unreachable(error) from error
    for session in _sessions(client):
        session.timeout = httpx.Timeout(ANSWER_SECONDS)
    return client


def _close(client: ClientAPI) -> None:
    sessions = _sessions(client)
    assert isinstance(client, Client)  # ClientAPI is declared without `close`
    with _OPENING:
        client.close()
    # chromadb leaves the connections to a server open.
    for session in sessions:
        session.close()


def _sessions(client: ClientAPI) -> list[httpx.Client]:
    """The connections of a client to its server: its own, and those by which it looked for the
    database; none where it is embedded."""
    assert isinstance(client, Client)
    servers = [client._server, getattr(client._admin_client, "_server", None)]
    return [server._session for server in servers if isinstance(server, FastAPI)]


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


def _nearest(collection: chromadb.Collection, vector: Vectors, k: int) -> Hits:
    found = _read(
        lambda: collection.query(
            query_embeddings=np.asarray(vector, dtype=np.float32)[None, :],
            n_results=k,
            include=["distances"],
        )
    )
    distances = found["distances"]
    assert distances is not None
    # Chroma gives distances: 1 - cosine.
    return _best(
        (found_id, 1.0 - float(distance))
        for found_id, distance in zip(found["ids"][0], distances[0], strict=True)
    )


def _best(hits: Iterable[tuple[str, float]]) -> Hits:
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))


def _read(call: Callable[[], Result]) -> Result:
    """What `call` gives; asked again once where a connection that lay idle was closed meanwhile."""
    try:
        try:
            return call()
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            return call()
    except httpx.HTTPError as error:
        raise _unreachable(error) from error
    except ChromaError as error:
        raise IndexDamaged(f"Chroma 中的段落无法读取：{error}。{BUILD_AGAIN}") from error


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise _unreachable(error) from error
    except (ChromaError, OSError) as error:
        raise _unwritable(error) from error


def _unwritable(error: BaseException | None) -> IndexUnwritable:
    return IndexUnwritable(f"无法写入向量索引：{error}。")


def _unreadable(folder: Path, error: BaseException | None) -> IndexDamaged:
    return IndexDamaged(f"向量索引 {folder.name!r} 无法打开：{error}。")


def _unreachable(error: BaseException) -> IndexUnreachable:
    return IndexUnreachable(f"Chroma 服务器没有应答，请稍后再试，或请管理员查看：{error}。")
