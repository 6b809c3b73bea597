"""How well passages are found, beside LangChain's retrievers: the same questions and passages to all."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean, median
from typing import Protocol

from evals.bench.own_retrieval import OwnRetrieval, write_index
from evals.bench.retrieval_sets import RetrievalSet, Sought
from index.encoder.encoding import Encoder
from index.report import Passage
from index.search.reranking import Reranker

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
