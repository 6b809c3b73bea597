"""The benchmark of scale: an index of any size built, asked, added to and read while it is built.

Each part is measured in a process of its own, so that its memory is too.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import ParamSpec, TypeVar

import numpy as np

from assistant.settings import Settings
from assistant.wiring import CurrentAssistant, open_assistant
from evals.bench.retrieval import BySearcher, score
from evals.bench.retrieval_sets import RetrievalSet, read_all, report_sets
from evals.bench.scale_corpus import NEWEST, write_copy, write_corpus
from evals.cases.case import Case
from evals.errors import CasesInvalid
from evals.scoring.statistics import quantile
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from index.errors import ReportIndexError
from index.figures.gazetteer.table import places
from index.figures.places import find_places
from index.report import Report
from index.search.searcher import Searcher
from index.store.chroma import CHROMA_FOLDER, read_from
from index.store.generations import current_generation

P = ParamSpec("P")
T = TypeVar("T")

K = 10
TIED = 1e-4
"""Two passages whose similarity differs by less are equally near: a hit as near as the true tenth
is right."""

_QUESTIONS = 200
_READERS = 2
_ADDED = 5  # reports, while others read
_ANSWERING = "answering"


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds on the clock and of all processors, and the most memory of the main process."""

    passages: int
    seconds: float
    cpu_s: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds: the median, and what one in twenty takes longer than."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What one process needs for search, and for whole answers."""

    open_s: float
    anywhere: Timed
    in_a_place: Timed
    memory_mb: float
    answer: Timed
    answering_mb: float


@dataclass(frozen=True, slots=True)
class Found:
    """How well the whole search finds what the cases of a suite need; shares."""

    suite: str
    recall_at_5: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answers one reader gave while another process built, and how many failed."""

    answers: int
    errors: int


@dataclass(frozen=True, slots=True)
class Measured:
    """An index of one size; `added` is one report more, `answered` what readers did meanwhile."""

    built: Built
    searched: Searched
    recall: float
    found: tuple[Found, ...]
    disk_mb: float
    added: Built
    answered: tuple[Answered, ...]


def bench_scale(
    scales: Sequence[int], paths: Sequence[Path], cases: Sequence[Case], around: Path | None = None
) -> str:
    """Measure an index of each number of passages: the reports under `paths`, and around them the
    texts of the file `around`, one a line; the result as one Markdown table.

    Raises CasesInvalid where nothing can be asked or repeated.
    """
    reports = read_all(paths)
    standalone = [case.question for case in cases if case.must_answer and not case.turns]
    questions = standalone[:: max(1, len(standalone) // _QUESTIONS)][:_QUESTIONS]
    if not any(report.place and report.year for report in reports) or not questions:
        raise CasesInvalid("所给路径中没有地方和年份已知的报告，或所选评测集中没有可用的题目。")
    results = []
    for scale in scales:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            write_corpus(reports, scale, folder / "reports", around)
            built = _alone(build, [*paths, folder / "reports"], folder / "index")
            results.append(measure(built, folder, reports, questions))
    return render(results, questions=len(questions))


def measure(
    built: Built, folder: Path, reports: Sequence[Report], questions: Sequence[str]
) -> Measured:
    """Measure what was built in `folder`/index; reports are added to it in the end."""
    index = folder / "index"
    disk_mb = sum(p.stat().st_size for p in index.rglob("*") if p.is_file()) / 1e6
    placed = next(report for report in reports if report.place and report.year)
    more = [
        write_copy(placed, place, NEWEST + 1, folder / "more") for place in places()[: _ADDED + 1]
    ]
    return Measured(
        built=built,
        searched=_alone(search, index, questions),
        recall=_alone(recall, index, questions),
        found=_alone(found, index, report_sets(reports, "all")),
        disk_mb=disk_mb,
        added=_alone(build, more[:1], index),
        answered=_answered_during(more[1 : _ADDED + 1], index, folder, questions),
    )


def _alone(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What `call` gives in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(call, *arguments, **named).result()


def build(corpus: Sequence[Path], index: Path) -> Built:
    encoder = StaticEncoder()
    start = time.perf_counter()
    result = build_index(corpus, index, encoder)
    seconds = time.perf_counter() - start
    cpu = sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return Built(result.passages, seconds, cpu, _peak_mb())


def search(index: Path, questions: Sequence[str]) -> Searched:
    """Each question once to warm, then on the clock; in a place: another of those covered each."""
    start = time.perf_counter()
    with closing(Searcher(index, StaticEncoder())) as searcher:
        searcher.search(questions[0], K)  # loads what the first query loads
        open_s = time.perf_counter() - start
        places = sorted({one.place for one in searcher.covered() if one.place})
        place_of = {q: places[n * 31 % len(places)] for n, q in enumerate(questions)}
        anywhere = _timed(lambda question: searcher.search(question, K), questions)
        in_a_place = _timed(lambda q: searcher.search(q, K, [place_of[q]]), questions)
        memory_mb = _peak_mb()
    assistant = open_assistant(_settings(index))
    answer = _timed(lambda q: assistant.ask(_placed(q, place_of[q])), questions)
    return Searched(open_s, anywhere, in_a_place, memory_mb, answer, _peak_mb())


def recall(index: Path, questions: Sequence[str]) -> float:
    """The share of the ten that Chroma finds which are as near as the ten nearest of all."""
    encoded = StaticEncoder().encode(questions, "query")
    with closing(read_from(current_generation(index) / CHROMA_FOLDER)) as store:
        passages, vectors = store.everything()
        nearest = [store.search(vector, K) for vector in encoded]
    row_of = {passage: row for row, passage in enumerate(passages)}
    shares = []
    for vector, hits in zip(encoded, nearest, strict=True):
        likeness = vectors @ vector
        tenth = np.partition(likeness, -K)[-K]
        shares.append(fmean(likeness[row_of[hit]] >= tenth - TIED for hit, _ in hits))
    return fmean(shares)


def found(index: Path, sets: Sequence[RetrievalSet]) -> tuple[Found, ...]:
    """How well the search finds what each question of the sets needs, among all of the index."""
    with closing(Searcher(index, StaticEncoder())) as searcher:
        rows = [score(one, one.name, BySearcher(searcher)) for one in sets]
    return tuple(Found(row.of.name, row.recall_at_5, row.mrr) for row in rows)


def _answered_during(
    files: Sequence[Path], index: Path, folder: Path, questions: Sequence[str]
) -> tuple[Answered, ...]:
    """What each of the readers did while another process took in `files`, one build each."""
    stop = folder / "stop"
    with ProcessPoolExecutor(_READERS, multiprocessing.get_context("spawn")) as readers:
        reading: list[Future[Answered]] = [
            readers.submit(answer_until, index, questions, stop) for _ in range(_READERS)
        ]
        try:
            _wait_for_readers(folder)
            for file in files:
                _alone(build, [file], index)
        finally:
            stop.touch()
        return tuple(reader.result() for reader in reading)


def answer_until(index: Path, questions: Sequence[str], stop: Path) -> Answered:
    """Answer, following the index to each new generation, until the file `stop` is there."""
    assistant = CurrentAssistant(_settings(index))
    assistant.ask(questions[0])
    stop.with_name(f"{_ANSWERING}-{time.monotonic_ns()}").touch()
    answers, errors = 0, 0
    while not stop.exists():
        try:
            assistant.ask(questions[answers % len(questions)])
        except ReportIndexError:
            errors += 1
        answers += 1
    return Answered(answers, errors)


def _wait_for_readers(beside: Path) -> None:
    while len(list(beside.glob(f"{_ANSWERING}-*"))) < _READERS:
        time.sleep(0.1)


def _placed(question: str, place: str) -> str:
    """`question`, asked of `place` where it names none: it would else be asked back."""
    return question if any(find_places(question)) else place + question


def _settings(index: Path) -> Settings:
    """The extractive assistant as it ships, whatever the environment says."""
    return Settings(index=index, chroma_url="", llm_model="", embedding_model="", home_place="")


def _timed(call: Callable[[str], object], questions: Sequence[str]) -> Timed:
    for question in questions:
        call(question)
    spent = []
    for question in questions:
        start = time.perf_counter()
        call(question)
        spent.append((time.perf_counter() - start) * 1000)
    return Timed(median(spent), quantile(spent, 0.95))


def _peak_mb() -> float:
    """The most memory that this process had resident: VmHWM where there is /proc, else ru_maxrss,
    which counts what the process had before it became this program."""
    status = Path("/proc/self/status")
    if status.exists():
        stated = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(stated["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def render(results: Sequence[Measured], *, questions: int) -> str:
    """The Markdown table: a column for each size."""
    lines: list[tuple[str, Callable[[Measured], str]]] = [
        ("build, s", lambda m: f"{m.built.seconds:,.0f}"),
        ("processor seconds", lambda m: f"{m.built.cpu_s:,.0f}"),
        ("passages/s", lambda m: f"{m.built.passages / m.built.seconds:,.0f}"),
        ("passages a processor second", lambda m: f"{m.built.passages / m.built.cpu_s:,.0f}"),
        ("memory of the build, MB", lambda m: f"{m.built.memory_mb:,.0f}"),
        ("disk, MB", lambda m: f"{m.disk_mb:,.0f}"),
        ("opening and a first query, s", lambda m: f"{m.searched.open_s:.2f}"),
        ("search p50, p95, ms", lambda m: _pair(m.searched.anywhere)),
        ("search in one place p50, p95, ms", lambda m: _pair(m.searched.in_a_place)),
        ("memory of a search process, MB", lambda m: f"{m.searched.memory_mb:,.0f}"),
        ("ask p50, p95, ms", lambda m: _pair(m.searched.answer)),
        ("memory of an answering process, MB", lambda m: f"{m.searched.answering_mb:,.0f}"),
        (f"recall@{K} of the dense retriever", lambda m: f"{m.recall:.3f}"),
        ("R@5, MRR@10 of the search", lambda m: ", ".join(map(_found, m.found))),
        ("adding one report, s", lambda m: f"{m.added.seconds:.1f}"),
        (
            f"answers of {_READERS} readers during {_ADDED} builds",
            lambda m: " + ".join(f"{a.answers:,}" for a in m.answered),
        ),
        ("of these failed", lambda m: str(sum(a.errors for a in m.answered))),
    ]
    head = "| " + " | ".join(["", *(f"{m.built.passages:,}" for m in results)]) + " |"
    rule = "|---|" + "---|" * len(results)
    body = (f"| {name} | " + " | ".join(map(shown, results)) + " |" for name, shown in lines)
    return "\n".join((f"{questions} questions.", "", head, rule, *body))


def _pair(timed: Timed) -> str:
    return f"{timed.p50:.1f}, {timed.p95:.1f}"


def _found(one: Found) -> str:
    return f"{one.suite} {one.recall_at_5:.1%} {one.mrr:.1%}"
