"""The project's own retrieval over any passages: each leg by itself, and both fused, as it ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from index.build.generation_writer import GenerationWriter
from index.build.prepare import prepared
from index.encoder.encoding import Encoder
from index.figures.normalise import fold
from index.report import Passage, Report
from index.search.dense_retriever import DenseRetriever
from index.search.reranking import Reranker
from index.search.searcher import Searcher, with_other_names
from index.store.generations import current_generation, next_generation
from index.store.inventory import inventory_of
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library import library_of
from index.store.manifest import (
    Manifest,
    Segment,
    index_id,
    read_manifest,
    recipe_for,
    write_manifest,
)
from index.store.segments import next_segment, segments_of

LEXICAL, DENSE, FUSED, RERANKED = "字词", "向量", "合并", "合并、重排"


class BySearcher:
    """The product's own search, by whatever encoder and reranker its searcher has."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, query: str, k: int) -> list[str]:
        return [hit.passage.id for hit in self._searcher.search(query, k)]


class ByKeywords:
    """The lexical leg by itself, with the aliases that the product's search gives it."""

    def __init__(self, keywords: KeywordIndex) -> None:
        self._keywords = keywords

    def search(self, query: str, k: int) -> list[str]:
        return [hit for hit, _ in self._keywords.search(with_other_names(fold(query)), k)]


class ByVectors:
    """The dense leg by itself."""

    def __init__(self, vectors: DenseRetriever, encoder: Encoder) -> None:
        self._vectors = vectors
        self._encoder = encoder

    def search(self, query: str, k: int) -> list[str]:
        vector = self._encoder.encode([fold(query)], "query")[0]
        return [hit for hit, _ in self._vectors.search(vector, k)]


class OwnRetrieval:
    """The retrievers over the index at `folder`, by name; the last only where there is a reranker."""

    def __init__(self, folder: Path, encoder: Encoder, reranker: Reranker | None) -> None:
        generation = current_generation(folder)
        segments = segments_of(generation, read_manifest(generation).segments)
        self._library = library_of(generation)
        self._vectors = DenseRetriever(segments, self._library, _dimensions(encoder))
        self._keywords = KeywordIndex(generation / KEYWORDS_FOLDER, for_reading=True)
        self._searchers = {FUSED: Searcher(folder, encoder)}
        if reranker:
            self._searchers[RERANKED] = Searcher(folder, encoder, reranker)
        self._encoder = encoder

    @property
    def by_name(self) -> Mapping[str, ByKeywords | ByVectors | BySearcher]:
        return {
            LEXICAL: ByKeywords(self._keywords),
            DENSE: ByVectors(self._vectors, self._encoder),
            **{name: BySearcher(searcher) for name, searcher in self._searchers.items()},
        }

    def close(self) -> None:
        for searcher in self._searchers.values():
            searcher.close()
        self._vectors.close()
        self._keywords.close()
        self._library.close()


def write_index(passages: Sequence[Passage], folder: Path, encoder: Encoder) -> None:
    """An index of these very passages, which no build would cut so; those of a report in a row."""
    folder.mkdir(parents=True, exist_ok=True)
    dimensions = _dimensions(encoder)
    with next_generation(folder, None) as generation, next_segment(folder, None) as segment:
        reports = 0
        with closing(GenerationWriter(generation, [segment], encoder, dimensions)) as writer:
            for report_id, group in groupby(passages, key=lambda passage: passage.report_id):
                held = list(group)
                text = "".join(passage.text for passage in held)
                report = Report(report_id, held[0].title, text, source=report_id, sha256="")
                writer.take_in(report_id, prepared(report_id, [(report, held)]))
                reports += 1
            writer.finish()
        recipe = recipe_for(encoder.identity, dimensions)
        manifest = Manifest(
            recipe=recipe,
            index_id=index_id(recipe, {}),
            reports=reports,
            passages=len(passages),
            segments=(Segment(name=segment.name, passages=len(passages)),),
            files=inventory_of(folder, [generation, segment], {}),
        )
        write_manifest(generation, manifest)


def _dimensions(encoder: Encoder) -> int:
    return int(encoder.encode(["维数"], "query").shape[1])
