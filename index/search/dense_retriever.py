"""The dense retriever: the nearest passages in Chroma, or the nearest of a scope."""

from __future__ import annotations

from collections.abc import Sequence

from index.encoder.encoding import Vectors
from index.store.chroma import ChromaStore, Hits
from index.store.library import Library


class DenseRetriever:
    """Finds passages of `library` by their records in `store`."""

    def __init__(self, store: ChromaStore, library: Library) -> None:
        self._store = store
        self._library = library

    def search(
        self, vector: Vectors, k: int, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Hits:
        """(passage id, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,); only
        of reports of `places` and `years` where given."""
        if places or years:
            ids = self._library.passage_ids(places, years)
            return self._store.search_among(ids, vector, k)
        hits = self._store.search(vector, k)
        # On a server there may be records of a generation that a build is only about to switch to.
        held = self._library.held([hit for hit, _ in hits])
        return [hit for hit in hits if hit[0] in held]

    def search_indicators(self, vector: Vectors, k: int) -> Hits:
        """(phrase, cosine similarity) of the `k` nearest to `vector`, shape (dimensions,)."""
        return self._store.search_indicators(vector, k)
