"""How well passages are found, beside LangChain's retrievers: the same questions and passages to all."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean, median
from typing import Protocol

from evals.bench.retrieval_sets import RetrievalSet, Sought
from index.build.generation_writer import GenerationWriter
from index.build.prepare import prepared
from index.encoder.encoding import Encoder
from index.figures.normalise import fold
from index.report import Passage, Report
from index.search.reranking import Reranker
from index.search.retrievers import DenseRetriever
from index.search.searcher import Searcher, with_other_names
from index.store.chroma import CHROMA_FOLDER, read_from, written_in
from index.store.generations import current_generation, next_generation
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library import library_of
from index.store.manifest import (
    Manifest,
    index_id,
    inventory_of,
    recipe_for,
    write_manifest,
)

DEPTH = 10
BM25, QUICKSTART = "LangChain BM25 + jieba", "LangChain quickstart"


class Retriever(Protocol):
    """Finds among the passages that it was made over."""

    def search(self, query: str, k: int) -> Sequence[str]:
        """The ids of the `k` best, best first; fewer where it finds fewer."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """What a retriever was measured at on a set: shares between 0 and 1, and milliseconds a query."""

    of: RetrievalSet
    retriever: str
    recall_at_1: float
    recall_at_5: float
    mrr: float
    query_ms: float


def measure(
    sets: Sequence[RetrievalSet],
    encoder: Encoder,
    reranker: Reranker | None,
    *,
    quickstart: bool,
) -> Iterator[Row]:
    """Every retriever on every set; the quickstart's model takes a second for a dozen passages."""
    for pool, of_pool in groupby(sets, key=lambda one: one.passages):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "index"
            write_index(pool, folder, encoder)
            with closing(OwnRetrieval(folder, encoder, reranker)) as own:
                made: dict[str, Retriever] = {
                    **own.by_name,
                    **yardsticks(pool, quickstart=quickstart),
                }
                for one in of_pool:
                    for name, retriever in made.items():
                        yield score(one, name, retriever)


def score(one: RetrievalSet, name: str, retriever: Retriever) -> Row:
    """Recall is the share of what a question needs that is among the first found, averaged over the
    questions; MRR the mean of 1 / rank of the first passage that holds any of it, 0 beyond DEPTH.
    """
    retriever.search(one.questions[0].question, DEPTH)  # loads what the first query loads
    found, spent = [], []
    for sought in one.questions:
        start = time.perf_counter()
        found.append(list(retriever.search(sought.question, DEPTH)))
        spent.append((time.perf_counter() - start) * 1000)
    ranks = [_ranks(sought, ids) for sought, ids in zip(one.questions, found, strict=True)]
    return Row(
        of=one,
        retriever=name,
        recall_at_1=_recall(1, ranks),
        recall_at_5=_recall(5, ranks),
        mrr=fmean(1 / min(held) if (held := [r for r in of if r]) else 0.0 for of in ranks),
        query_ms=median(spent),
    )


def table(rows: Sequence[Row]) -> str:
    """The rows as one Markdown table, shares in per cent."""
    lines = [
        "| 题集 | 检索 | R@1 | R@5 | MRR@10 | 题数 | 段数 | 检索一次（毫秒，中位数） |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.of.name} | {row.retriever} | {row.recall_at_1:.1%} | {row.recall_at_5:.1%} "
        f"| {row.mrr:.1%} | {len(row.of.questions)} | {len(row.of.passages)} | {row.query_ms:.1f} |"
        for row in rows
    ]
    return "\n".join(lines).replace("%", "")


def whole_text(passage: Passage) -> str:
    """What a retriever that knows no headings is given: title, headings and text."""
    above = " ".join(filter(None, (passage.title, *passage.headings)))
    return f"{above}\n{passage.text}" if above else passage.text


def yardsticks(pool: Sequence[Passage], *, quickstart: bool) -> dict[str, Retriever]:
    """LangChain's retrievers over the passages, by name."""
    # Imported here: they are for development, and take seconds.
    from evals.bench.bm25 import JiebaBM25

    ids = [passage.id for passage in pool]
    texts = [whole_text(passage) for passage in pool]
    made: dict[str, Retriever] = {BM25: JiebaBM25(ids, texts)}
    if quickstart:
        from evals.bench.quickstart import QuickstartPassages

        made[QUICKSTART] = QuickstartPassages(ids, texts)
    return made


def _ranks(sought: Sought, found: Sequence[str]) -> list[int | None]:
    """For each thing needed the rank, from 1, of the first passage that holds it."""
    return [
        next((rank for rank, hit in enumerate(found, start=1) if hit in right), None)
        for right in sought.right
    ]


def _recall(k: int, ranks: Sequence[Sequence[int | None]]) -> float:
    return fmean(fmean(rank is not None and rank <= k for rank in of) for of in ranks)


LEXICAL, DENSE, FUSED, RERANKED = "字词", "向量", "合并", "合并、重排"


class BySearcher:
    """The product's own search, by whatever encoder and reranker its searcher has."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, query: str, k: int) -> list[str]:
        return [hit.passage.id for hit in self._searcher.search(query, k)]


class ByKeywords:
    """The lexical retriever by itself, with the aliases that the product's search gives it."""

    def __init__(self, keywords: KeywordIndex) -> None:
        self._keywords = keywords

    def search(self, query: str, k: int) -> list[str]:
        return [hit for hit, _ in self._keywords.search(with_other_names(fold(query)), k)]


class ByVectors:
    """The dense retriever by itself."""

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
        self._library = library_of(generation)
        self._store = read_from(generation / CHROMA_FOLDER)
        self._vectors = DenseRetriever(self._store, self._library)
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
        self._store.close()
        self._keywords.close()
        self._library.close()


def write_index(passages: Sequence[Passage], folder: Path, encoder: Encoder) -> None:
    """An index of these very passages, which no build would cut so; those of a report in a row."""
    folder.mkdir(parents=True, exist_ok=True)
    dimensions = _dimensions(encoder)
    with next_generation(folder, None) as generation:
        reports = 0
        with (
            written_in(generation / CHROMA_FOLDER) as store,
            closing(GenerationWriter(generation, store, encoder)) as writer,
        ):
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
            files=inventory_of(generation, None, {}),
        )
        write_manifest(generation, manifest)


def _dimensions(encoder: Encoder) -> int:
    return int(encoder.encode(["维数"], "query").shape[1])
