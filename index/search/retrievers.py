"""Two retrievers: by vectors in Chroma, and by the figures of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from index.encoder.encoding import Vectors
from index.figures.aliases import load_aliases
from index.figures.years import years_in
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


_FEW_REPORTS = 100
_OTHER_YEAR = 0.5  # of a figure of another year than the query's


def by_ledger(
    library: Library,
    query: str,
    k: int,
    *,
    among: Sequence[str],
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> dict[str, float]:
    """Passages with a figure of an indicator that the folded `query` names, to how well it meets it.

    1 where the figure's period has a year that the query names, or it names none, else less. Of the
    passages `among`; and where few reports are asked for, by `places` or `years`, of these the `k`
    best: over many reports they would be too many to tell anything.
    """
    names = sorted(load_aliases().meant(query))
    if not names:
        return {}
    asked = years_in(query)
    met = dict(library.with_figures(names, asked, passages=among)) if among else {}
    reports = library.reports_of(places, years) if places or years else []
    if 0 < len(reports) <= _FEW_REPORTS:
        of_reports = library.with_figures(names, asked, reports=reports)
        met |= dict(sorted(of_reports, key=lambda hit: (not hit[1], hit[0]))[:k])
    return {hit: 1.0 if in_year or not asked else _OTHER_YEAR for hit, in_year in met.items()}
