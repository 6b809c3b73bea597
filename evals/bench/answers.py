"""The benchmark: this project beside a LangChain quickstart, the same retrieval on the same text.

Recall@5 is the share of a case's evidence quotes that the five passages found cover, averaged over
the cases. Loading a model counts in neither build nor query time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from assistant.settings import Settings, load_settings, variable
from assistant.wiring import open_assistant, open_encoder
from evals.bench.quickstart import Quickstart
from evals.cases.case import Case
from evals.errors import CasesInvalid
from evals.scoring.recall import Corpus, Span, lay_out, recall
from evals.scoring.statistics import quantile
from index.build.builder import build_index
from index.reports.reader import read_reports

K = 5
COLD_RUNS = 3
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What retrieval was measured at; `characters` is the mean length of the K passages found."""

    build_s: float
    recall: float
    query_ms: float
    characters: float


@dataclass(frozen=True, slots=True)
class Answering:
    """Milliseconds of a warm `ask` in process, seconds of a cold one from the shell."""

    warm_p50_ms: float
    warm_p95_ms: float
    cold_s: float


def bench(path: Path, cases: Sequence[Case]) -> str:
    """Measure both sides on the report file `path`; the result as one Markdown table.

    Only cases that must be answered, on this file's evidence, and stand alone are searched for.
    """
    corpus = lay_out(read_reports(path))
    standalone = [
        case
        for case in cases
        if case.must_answer and not case.turns and corpus.holds_evidence_of(case)
    ]
    if not standalone:
        raise CasesInvalid(f"所选题目中没有以 {path.name!r} 为依据、可单独检索的题目。")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ours, answering = _measure_project(path, folder / "index", corpus, standalone)
        theirs = _measure_quickstart(folder / "quickstart", corpus, standalone)
    return render(ours, theirs, answering, n=len(standalone))


def render(ours: Retrieval, theirs: Retrieval, answering: Answering, *, n: int) -> str:
    """The Markdown table, with the ratio of this project's figure to the quickstart's."""
    rows = (
        (f"recall@{K}（{n} 题）", ours.recall, theirs.recall, ".3f"),
        (f"前 {K} 段平均总字数", ours.characters, theirs.characters, ".0f"),
        ("建索引（秒）", ours.build_s, theirs.build_s, ".2f"),
        ("检索一次（毫秒）", ours.query_ms, theirs.query_ms, ".1f"),
    )
    lines = ["| 指标 | 本项目 | LangChain quickstart | 比值 |", "|---|---:|---:|---:|"]
    lines += [
        f"| {name} | {mine:{spec}} | {other:{spec}} | {_ratio(mine, other)} |"
        for name, mine, other, spec in rows
    ]
    lines += [
        f"| 热答问中位数（毫秒） | {answering.warm_p50_ms:.1f} | — | — |",
        f"| 热答问 p95（毫秒） | {answering.warm_p95_ms:.1f} | — | — |",
        f"| 冷启动答问（秒，{COLD_RUNS} 次中位数） | {answering.cold_s:.2f} | — | — |",
    ]
    return "\n".join(lines)


def _measure_project(
    path: Path, index: Path, corpus: Corpus, cases: Sequence[Case]
) -> tuple[Retrieval, Answering]:
    settings = load_settings().model_copy(update={"index": index, "llm_model": ""})
    encoder = open_encoder(settings)
    start = time.perf_counter()
    build_index([path], index, encoder)
    build_s = time.perf_counter() - start
    assistant = open_assistant(settings)

    def search(query: str) -> list[Span]:
        passages = (found.passage for found in assistant.searcher.search(query, K))
        offsets = ((corpus.spans[passage.report_id][0], passage) for passage in passages)
        return [(offset + passage.start, offset + passage.end) for offset, passage in offsets]

    retrieval = _measure_search(search, corpus, cases, build_s)
    assistant.ask(cases[0].question)
    warm = [_milliseconds(assistant.ask, case.question) for case in cases]
    cold = median(_cold_seconds(cases[0].question, settings) for _ in range(COLD_RUNS))
    return retrieval, Answering(median(warm), quantile(warm, 0.95), cold)


def _measure_quickstart(folder: Path, corpus: Corpus, cases: Sequence[Case]) -> Retrieval:
    quickstart = Quickstart(folder)
    start = time.perf_counter()
    quickstart.build(corpus.text)
    build_s = time.perf_counter() - start
    return _measure_search(lambda query: quickstart.search(query, K), corpus, cases, build_s)


def _measure_search(
    search: Callable[[str], list[Span]], corpus: Corpus, cases: Sequence[Case], build_s: float
) -> Retrieval:
    """One pass for what is found, which also loads what the first query loads, then the clock.

    The best of a few rounds counts: a burst of load on the machine is not the retriever's doing.
    """
    found = [search(case.question) for case in cases]
    rounds = [median(_milliseconds(search, case.question) for case in cases) for _ in range(ROUNDS)]
    return Retrieval(
        build_s=build_s,
        recall=fmean(
            recall(corpus.evidence(case), spans) for case, spans in zip(cases, found, strict=True)
        ),
        query_ms=min(rounds),
        characters=fmean(sum(end - start for start, end in spans) for spans in found),
    )


def _cold_seconds(question: str, settings: Settings) -> float:
    command = [sys.executable, "-m", "assistant", "ask", question, "--index", str(settings.index)]
    without_llm = {**os.environ, variable("llm_model"): ""}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=without_llm)
    return time.perf_counter() - start


def _milliseconds(call: Callable[[str], object], question: str) -> float:
    start = time.perf_counter()
    call(question)
    return (time.perf_counter() - start) * 1000


def _ratio(mine: float, other: float) -> str:
    return f"{mine / other:.2f}×" if other else "nan"
