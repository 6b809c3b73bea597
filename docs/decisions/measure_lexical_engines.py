"""Measure three lexical engines on real Chinese text: tantivy, SQLite FTS5, bm25s.

    pip install -e . bm25s jieba
    python docs/decisions/measure_lexical_engines.py --pairs DIR --reports DIR [--times 10]

Same passages, same terms (index.store.keywords), same questions for all; each engine in a process of its
own, so that memory is its own. `--times` repeats the reports with other place names and years.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from index.encoder import corpus
from index.report import Passage
from index.store.keywords import KeywordIndex, keyword_document, keyword_tokens

K = 10


@dataclass
class Question:
    text: str
    passage_id: str


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self.index = KeywordIndex(folder)

    def add(self, passages: list[Passage]) -> None:
        self.index.add(map(keyword_document, passages))
        self.index.commit()

    def search(self, query: str) -> list[str]:
        return [passage_id for passage_id, _ in self.index.search(query, K)]


class Fts5:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "fts.sqlite")
        self.db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS p USING fts5"
            "(id UNINDEXED, body, tokenize=\"unicode61 tokenchars '.%'\")"
        )

    def add(self, passages: list[Passage]) -> None:
        rows = ((p.id, " ".join(keyword_tokens(p.text))) for p in passages)
        with self.db:
            self.db.executemany("INSERT INTO p VALUES (?, ?)", rows)

    def search(self, query: str) -> list[str]:
        terms = " OR ".join(f'"{term}"' for term in sorted(set(keyword_tokens(query))))
        rows = self.db.execute(
            "SELECT id FROM p WHERE p MATCH ? ORDER BY bm25(p) LIMIT ?", (terms, K)
        )
        return [passage_id for (passage_id,) in rows]


class Bm25s:
    """It has no adding: each addition indexes everything again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids: list[str] = []
        self.terms: list[list[str]] = []

    def add(self, passages: list[Passage]) -> None:
        import bm25s

        self.ids += [p.id for p in passages]
        self.terms += [keyword_tokens(p.text) for p in passages]
        self.index = bm25s.BM25()
        self.index.index(self.terms, show_progress=False)
        self.index.save(str(self.folder))

    def search(self, query: str) -> list[str]:
        known = self.index.vocab_dict
        terms = [term for term in sorted(set(keyword_tokens(query))) if term in known]
        if not terms:
            return []
        found, _ = self.index.retrieve([terms], k=K, show_progress=False)
        return [self.ids[number] for number in found[0]]


ENGINES: dict[str, Callable[[Path], Tantivy | Fts5 | Bm25s]] = {
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "bm25s": Bm25s,
}


def passages_of(texts: Iterable[tuple[str, str]], size: int = 400) -> list[Passage]:
    return [
        Passage(f"{name}:{start}", name, start, start + size, text[start : start + size])
        for name, text in texts
        for start in range(0, len(text), size)
    ]


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(
    name: str, passages: list[Passage], extra: list[Passage], questions: list[Question]
) -> dict[str, float]:
    folder = Path(tempfile.mkdtemp())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    engine = ENGINES[name](folder)
    built = _seconds(lambda: engine.add(passages))
    added = _seconds(lambda: engine.add(extra))
    times, ranks = [], []
    for question in questions:
        started = time.perf_counter()
        found = engine.search(question.text)
        times.append((time.perf_counter() - started) * 1000)
        ranks.append(found.index(question.passage_id) + 1 if question.passage_id in found else 0)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return {
        "passages/s": len(passages) / built,
        "add one report, ms": added * 1000,
        "query p50, ms": statistics.median(times),
        "query p95, ms": sorted(times)[int(len(times) * 0.95)],
        "disk, MB": disk / 1e6,
        "memory, MB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3,
        "R@1": sum(rank == 1 for rank in ranks) / len(ranks),
        "MRR@10": sum(1 / rank for rank in ranks if rank) / len(ranks),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=Path, required=True)
    options.add_argument("--reports", type=Path, required=True)
    options.add_argument("--times", type=int, default=1)
    arguments = options.parse_args()
    rng = random.Random(7)
    pairs = [
        p
        for p in corpus.question_pairs(arguments.pairs / "questions.jsonl.xz")
        if p.source == "cmrc2018"
    ]
    answers = list(dict.fromkeys(pair.passage for pair in pairs))
    reports = ["".join(paragraphs) for paragraphs in corpus.report_paragraphs(arguments.reports)]
    texts = [(f"问{number}", passage) for number, passage in enumerate(answers)]
    texts += [
        (
            f"报{number}-{copy}",
            text.replace("市", "市州县区盟旗乡镇村屯"[copy % 10]).replace("2024", str(2000 + copy)),
        )
        for copy in range(arguments.times)
        for number, text in enumerate(reports[1:])
    ]
    numbers = {passage: number for number, passage in enumerate(answers)}
    questions = [
        Question(pair.query, f"问{numbers[pair.passage]}:0") for pair in rng.sample(pairs, 300)
    ]
    passages, extra = passages_of(texts), passages_of([("新报告", reports[0])])
    rows = {}
    for name in ENGINES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rows[name] = pool.apply(measure, (name, passages, extra, questions))
    print(f"{len(passages)} passages, {len(questions)} questions")
    print(json.dumps(rows, ensure_ascii=False, indent=1))
    header = list(rows["tantivy"])
    print("| | " + " | ".join(header) + " |\n|" + "---|" * (len(header) + 1))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{row[key]:.3g}" for key in header) + " |")


if __name__ == "__main__":
    main()
