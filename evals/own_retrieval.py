"""The project's own retrieval over any passages: each leg by itself, and both fused, as it ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

import numpy as np

from index.dense import DenseLeg
from index.encoding import Encoder, Role, Vectors
from index.generation_writer import GenerationWriter
from index.generations import current_generation, next_generation
from index.library import library_of
from index.manifest import Manifest, Segment, index_id, read_manifest, recipe_for, write_manifest
from index.normalise import fold
from index.prepare import prepared
from index.report import Passage, Report
from index.reranking import Reranker
from index.search import Searcher
from index.segments import next_segment, segments_of

LEXICAL, DENSE, FUSED, RERANKED = "字词", "向量", "两路合并", "两路合并、重排"


class Silent:
    """An encoder that says nothing of any text: a search with it goes by the words alone."""

    def __init__(self, encoder: Encoder) -> None:
        self.identity = encoder.identity
        self._dimensions = _dimensions(encoder)

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        return np.zeros((len(texts), self._dimensions), dtype=np.float32)


class BySearcher:
    """The product's own search, by whatever encoder and reranker its searcher has."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, query: str, k: int) -> list[str]:
        return [hit.passage.id for hit in self._searcher.search(query, k)]


class ByVectors:
    """The dense leg by itself."""

    def __init__(self, vectors: DenseLeg, encoder: Encoder) -> None:
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
        self._vectors = DenseLeg(segments, self._library, _dimensions(encoder))
        self._searchers = {
            LEXICAL: Searcher(folder, Silent(encoder)),
            FUSED: Searcher(folder, encoder),
        }
        if reranker:
            self._searchers[RERANKED] = Searcher(folder, encoder, reranker)
        self._encoder = encoder

    @property
    def by_name(self) -> Mapping[str, BySearcher | ByVectors]:
        by_name = {name: BySearcher(searcher) for name, searcher in self._searchers.items()}
        lexical = by_name.pop(LEXICAL)
        return {LEXICAL: lexical, DENSE: ByVectors(self._vectors, self._encoder), **by_name}

    def close(self) -> None:
        for searcher in self._searchers.values():
            searcher.library.close()
        self._vectors.close()  # Chroma keeps one client a folder: it is the searchers', too
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
        )
        write_manifest(generation, manifest)


def _dimensions(encoder: Encoder) -> int:
    return int(encoder.encode(["维数"], "query").shape[1])
