"""The benchmark of scale: an index of any size built, asked, added to and read while it is built."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from evals.bench import scale_parts as parts
from evals.bench.scale_corpus import NEWEST, read_all, write_copy, write_corpus
from evals.bench.scale_parts import Answered, Built, Searched, Timed
from evals.cases.case import Case
from evals.errors import CasesInvalid
from index.figures.gazetteer.table import places
from index.report import Report

P = ParamSpec("P")
T = TypeVar("T")

_QUESTIONS = 200
_READERS = 2
_ADDED = 5  # reports, while others read


@dataclass(frozen=True, slots=True)
class Measured:
    """An index of one size; `added` is one report more, `answered` what readers did meanwhile."""

    built: Built
    searched: Searched
    recall: float
    disk_mb: float
    added: Built
    answered: tuple[Answered, ...]


def bench_scale(scales: Sequence[int], paths: Sequence[Path], cases: Sequence[Case]) -> str:
    """Measure an index of each number of passages, made of the reports under `paths`; the result
    as one Markdown table. Raises CasesInvalid where nothing can be asked or repeated."""
    reports = read_all(paths)
    standalone = [case.question for case in cases if case.must_answer and not case.turns]
    questions = standalone[:: max(1, len(standalone) // _QUESTIONS)][:_QUESTIONS]
    if not reports or not questions:
        raise CasesInvalid("所给路径中没有地方和年份已知的报告，或所选评测集中没有可用的题目。")
    results = []
    for scale in scales:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            write_corpus(reports, scale, folder / "reports")
            built = _alone(parts.build, [folder / "reports"], folder / "index")
            results.append(measure(built, folder, reports, questions))
    return render(results, questions=len(questions))


def measure(
    built: Built, folder: Path, reports: Sequence[Report], questions: Sequence[str]
) -> Measured:
    """Measure what was built in `folder`/index; reports are added to it in the end."""
    index = folder / "index"
    disk_mb = sum(p.stat().st_size for p in index.rglob("*") if p.is_file()) / 1e6
    searched = _alone(parts.search, index, questions)
    recalled = _alone(parts.recall, index, questions)
    more = [
        write_copy(reports[0], place, NEWEST + 1, folder / "more")
        for place in places()[: _ADDED + 1]
    ]
    added = _alone(parts.build, more[:1], index)
    answered = _answered_during(more[1 : _ADDED + 1], index, folder, questions)
    return Measured(built, searched, recalled, disk_mb, added, answered)


def _alone(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What `call` gives in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(call, *arguments, **named).result()


def _answered_during(
    files: Sequence[Path], index: Path, folder: Path, questions: Sequence[str]
) -> tuple[Answered, ...]:
    """What each of the readers did while another process took in `files`, one build each."""
    stop = folder / "stop"
    with ProcessPoolExecutor(_READERS, multiprocessing.get_context("spawn")) as readers:
        reading: list[Future[Answered]] = [
            readers.submit(parts.answer_until, index, questions, stop) for _ in range(_READERS)
        ]
        try:
            parts.wait_for_readers(folder, _READERS)
            for file in files:
                _alone(parts.build, [file], index)
        finally:
            stop.touch()
        return tuple(reader.result() for reader in reading)


def render(results: Sequence[Measured], *, questions: int) -> str:
    """The Markdown table: a column for each size."""
    lines: list[tuple[str, Callable[[Measured], str]]] = [
        ("build, s", lambda m: f"{m.built.seconds:,.0f}"),
        ("processor seconds", lambda m: f"{m.built.cpu_s:,.0f}"),
        ("passages/s", lambda m: f"{m.built.passages / m.built.seconds:,.0f}"),
        ("passages a processor second", lambda m: f"{m.built.passages / m.built.cpu_s:,.0f}"),
        ("memory of the build, MB", lambda m: f"{m.built.memory_mb:,.0f}"),
        ("disk, MB", lambda m: f"{m.disk_mb:,.0f}"),
        ("opening, s", lambda m: f"{m.searched.open_s:.2f}"),
        ("search p50, p95, ms", lambda m: _pair(m.searched.anywhere)),
        ("search in one place p50, p95, ms", lambda m: _pair(m.searched.in_a_place)),
        ("memory of a search process, MB", lambda m: f"{m.searched.memory_mb:,.0f}"),
        ("ask p50, p95, ms", lambda m: _pair(m.searched.answer)),
        ("memory of an answering process, MB", lambda m: f"{m.searched.answering_mb:,.0f}"),
        ("recall@10 of the dense leg", lambda m: f"{m.recall:.3f}"),
        ("adding one report, s", lambda m: f"{m.added.seconds:.1f}"),
        (
            f"answers of {_READERS} readers during {_ADDED} builds",
            lambda m: " + ".join(f"{a.answers:,}" for a in m.answered),
        ),
        ("of these failed", lambda m: str(sum(a.faults for a in m.answered))),
    ]
    head = "| " + " | ".join(["", *(f"{m.built.passages:,}" for m in results)]) + " |"
    rule = "|---|" + "---|" * len(results)
    body = (f"| {name} | " + " | ".join(map(told, results)) + " |" for name, told in lines)
    return "\n".join((f"{questions} questions.", "", head, rule, *body))


def _pair(timed: Timed) -> str:
    return f"{timed.p50:.1f}, {timed.p95:.1f}"
