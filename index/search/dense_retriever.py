"""The dense leg over all segments: the nearest passages, or exactly those of a scope."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoder.encoding import Vectors
from index.store.cells import CELLS_LOOKED_INTO
from index.store.library import Library
from index.store.segments import VECTORS_FOLDER
from index.store.vectors import VectorIndex

Hits = list[tuple[str, float]]

_NONE: frozenset[str] = frozenset()


class DenseRetriever:
    """The vectors of an index's segments as one.

    Chroma finds the cells near a query, and each passage in these is looked at. Raises IndexDamaged
    where a segment's folder holds something else.
    """

    def __init__(self, segments: Sequence[Path], library: Library, dimensions: int) -> None:
        self._library = library
        hidden = library.hidden()
        self._segments = [
            _Segment(
                segment.name,
                VectorIndex(segment / VECTORS_FOLDER, dimensions, for_reading=True),
                library,
                hidden.get(segment.name, _NONE),
            )
            for segment in segments
        ]

    def search(
        self, vector: Vectors, k: int, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Hits:
        """(passage id, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,).

        Only of reports of `places` and `years` where given: exact then, by a look at each passage
        of these.
        """
        if places or years:
            passages, vectors = self._library.vectors(places, years)
            if not passages:
                return []
            likeness = vectors @ np.asarray(vector, dtype=np.float32)
            return _best(list(zip(passages, likeness.tolist(), strict=True)), k)
        return _best([hit for segment in self._segments for hit in segment.search(vector, k)], k)

    def search_indicators(self, vector: Vectors, k: int) -> Hits:
        """(phrase, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,)."""
        hits = [hit for one in self._segments for hit in one.index.search_indicators(vector, k)]
        return _best(list(dict(hits).items()), k)

    def close(self) -> None:
        for segment in self._segments:
            segment.index.close()


class _Segment:
    """One segment; `hidden` are its reports that a later one takes out or replaces."""

    def __init__(
        self, name: str, index: VectorIndex, library: Library, hidden: frozenset[str]
    ) -> None:
        self.index = index
        self._name = name
        self._library = library
        self._hidden = hidden

    def search(self, vector: Vectors, k: int) -> Hits:
        cells = self.index.search_cells(vector, CELLS_LOOKED_INTO)
        rows, vectors = self._library.cells(self._name, cells)
        if not len(rows):
            return []
        likeness = vectors @ np.asarray(vector, dtype=np.float32)
        best_first = np.argsort(-likeness, kind="stable")
        seen: Hits = []
        for start in range(0, len(rows), k):
            some = best_first[start : start + k]
            passages = self._library.passages_at(self._name, rows[some])
            hits = zip(passages, likeness[some].tolist(), strict=True)
            seen += [hit for hit in hits if hit[0].rpartition(":")[0] not in self._hidden]
            if len(seen) >= k:
                break
        return seen


def _best(hits: Hits, k: int) -> Hits:
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]
