"""A query to the passages that answer it: the retrievers asked, what they found ranked by all
signals, and re-ordered where there is a reranker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from index.encoder.encoding import Encoder
from index.figures.aliases import load_aliases
from index.figures.figure import Figure
from index.figures.normalise import fold
from index.report import Passage, RetrievedPassage, embedding_text
from index.search.fusion import Signal, fuse, min_max
from index.search.reranking import Reranker, rerank
from index.search.retrievers import DenseRetriever, by_ledger
from index.search.word_match import shipped_matcher
from index.store.chroma import CHROMA_FOLDER, ChromaStore, on_server, read_from
from index.store.generations import current_generation
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library import Covered, FigureFilter, library_of
from index.store.manifest import check_files, check_recipe, read_manifest, recipe_for

WEIGHTS = {"keywords": 0.25, "vectors": 0.2, "words": 1.0, "ledger": 0.4}
"""Of each signal, chosen on development sets: docs/decisions/0017-retrieval.md."""

_NEAREST_INDICATORS = 8
_SAME_INDICATOR = 0.8  # cosine; by eye over the phrases of 174 reports

_BEHIND = 10  # passages whose words are looked at behind `_DEPTH`; more found hardly anything: decision 17
_DEPTH = 50  # hits asked of each retriever: enough that a passage found by one alone can still win


class Searcher:
    """Searches the current generation of an index; opened once, used for many queries.

    Raises IndexMissing, IndexDamaged or IndexMismatch when opened. `is_current()` turns False when
    a build has switched to a new generation; then open another Searcher.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        *,
        chroma_url: str = "",
    ) -> None:
        self._folder = folder
        self._generation = current_generation(folder)
        self._encoder = encoder
        self.reranker = reranker
        self._matcher = shipped_matcher()
        self.manifest = read_manifest(self._generation)
        dimensions = encoder.encode(["维数"], "query").shape[1]
        check_recipe(self.manifest, recipe_for(encoder.identity, dimensions, chroma_url))
        check_files(self._generation, self.manifest)
        self._chroma_url = chroma_url
        self._opened = ExitStack()
        with ExitStack() as opened:  # all are closed again where one cannot be opened
            self.library = opened.enter_context(closing(library_of(self._generation)))
            self._keywords = opened.enter_context(
                closing(KeywordIndex(self._generation / KEYWORDS_FOLDER, for_reading=True))
            )
            self._store = opened.enter_context(closing(self._open_store()))
            self._opened = opened.pop_all()
        self._vectors = DenseRetriever(self._store, self.library)

    def _open_store(self) -> ChromaStore:
        if not self._chroma_url:
            return read_from(self._generation / CHROMA_FOLDER)
        return on_server(self._chroma_url, self.manifest.suffix)

    @staticmethod
    def check(folder: Path) -> None:
        """Raises IndexMissing or IndexDamaged where no index answers at `folder`; loads nothing."""
        read_manifest(current_generation(folder))

    @property
    def index_id(self) -> str:
        return self.manifest.index_id

    @property
    def encoder(self) -> Encoder:
        return self._encoder

    def is_current(self) -> bool:
        return current_generation(self._folder) == self._generation

    def covered(self) -> list[Covered]:
        return self.library.covered()

    def close(self) -> None:
        self._opened.close()

    def search(
        self, query: str, k: int, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> list[RetrievedPassage]:
        """The `k` best passages for `query`, best first; only of the reports of `places` (full
        names) and of `years` where given.

        Fewer where the index holds fewer.
        """
        return self.ranked(query, k, places=places, years=years)[:k] if k >= 1 else []

    def ranked(
        self,
        query: str,
        k: int,
        *,
        places: Sequence[str] = (),
        years: Sequence[int] = (),
    ) -> list[RetrievedPassage]:
        """The passages that the retrievers found, best first, with the scores of all signals: the `k`
        best and those looked at beside them.

        Places and years are met before the retrievers search, not sorted out of what they found.
        """
        text, depth = fold(query), max(_DEPTH, k)
        if not text.strip():
            return []
        vector = self._encoder.encode([text], "query")[0]
        keywords = self._keywords.search(with_other_names(text), depth, places, years)
        # A query that the encoder can say nothing of is near to nothing.
        vectors = self._vectors.search(vector, depth, places, years) if vector.any() else []
        found = list(dict.fromkeys(hit for hit, _ in (*keywords, *vectors)))
        signals: dict[str, Signal] = {
            "keywords": min_max(keywords),
            "vectors": min_max(vectors),
            "ledger": by_ledger(self.library, text, depth, among=found, places=places, years=years),
        }
        best = [hit for hit, _ in fuse(signals, WEIGHTS)[: depth + _BEHIND]]
        passages = self.library.passages(best)
        words = self._matcher.likeness(text, [_matched_text(p) for p in passages.values()])
        signals["words"] = dict(zip(passages, words.tolist(), strict=True))
        scores = {**signals, "keywords": dict(keywords), "vectors": dict(vectors)}
        scored = [(hit, score) for hit, score in fuse(signals, WEIGHTS) if hit in passages]
        ranked = _as_retrieved(scored, passages, scores)
        return rerank(self.reranker, text, ranked) if self.reranker else ranked

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passage by id; an id that the index does not hold is left out."""
        return self.library.passages(ids)

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of a report in the order of its text."""
        return self.library.passages_of(report_id)

    def figures(self, indicator: str | None, wanted: FigureFilter) -> list[Figure]:
        """The figures of the ledger that meet `wanted`; where `indicator` is given, those of it.

        An indicator is found by its name in the alias file, by its words, and by its meaning.
        """
        if indicator is None:
            return self.library.figures(wanted)
        names = load_aliases().meant(fold(indicator))
        phrases = tuple(self._phrases_for(fold(indicator)))
        if not names and not phrases:
            return []
        return self.library.figures(replace(wanted, indicators=phrases, names=names))

    def _phrases_for(self, indicator: str) -> Iterator[str]:
        """Phrases of the ledger that hold the words of `indicator`, or come near in meaning."""
        words = [
            indicator,
            *(w for _, _, group in load_aliases().synonyms(indicator) for w in group),
        ]
        for phrase in self.library.indicators():
            if any(word in fold(phrase).lower() for word in words):
                yield phrase
        vector = self._encoder.encode([indicator], "query")[0]
        for phrase, likeness in self._vectors.search_indicators(vector, _NEAREST_INDICATORS):
            if likeness >= _SAME_INDICATOR:
                yield phrase


def _as_retrieved(
    scored: Sequence[tuple[str, float]],
    passages: Mapping[str, Passage],
    signals: Mapping[str, Signal],
) -> list[RetrievedPassage]:
    return [
        RetrievedPassage(
            passages[hit], rank, score, {name: of[hit] for name, of in signals.items() if hit in of}
        )
        for rank, (hit, score) in enumerate(scored, start=1)
    ]


def with_other_names(query: str) -> str:
    """`query` and what else reports call the things it names: 老人吃饭 → 老年助餐."""
    aliases = load_aliases()
    others = [" ".join(aliases.called(name).names) for name in aliases.meant(query)]
    others += [" ".join(group) for _, _, group in aliases.synonyms(query)]
    return " ".join((query, *others))


def _matched_text(passage: Passage) -> str:
    """What the query's words are looked for in: the passage under its title, which names the place."""
    return f"{passage.title} {embedding_text(passage)}"
