"""What is measured of an index of any size, each in a process of its own so that memory is too."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import numpy as np

from assistant.settings import Settings
from assistant.wiring import CurrentAssistant, open_assistant
from evals.scoring.statistics import quantile
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from index.errors import ReportIndexError
from index.figures.places import find_places
from index.search.searcher import Searcher
from index.store.chroma import CHROMA_FOLDER, read_from
from index.store.generations import current_generation

K = 10
TIED = 1e-4
"""Likenesses so near are told apart by no one: a hit as near as the true tenth is right."""

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
class Answered:
    """How many answers one reader gave while another process built, and how many failed."""

    answers: int
    faults: int
    generations: int


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
        found = [store.search(vector, K) for vector in encoded]
    row_of = {passage: row for row, passage in enumerate(passages)}
    shares = []
    for vector, hits in zip(encoded, found, strict=True):
        likeness = vectors @ vector
        tenth = np.partition(likeness, -K)[-K]
        shares.append(fmean(likeness[row_of[hit]] >= tenth - TIED for hit, _ in hits))
    return fmean(shares)


def answer_until(index: Path, questions: Sequence[str], stop: Path) -> Answered:
    """Answer, following the index to each new generation, until the file `stop` is there."""
    assistant = CurrentAssistant(_settings(index))
    assistant.ask(questions[0])
    stop.with_name(f"{_ANSWERING}-{time.monotonic_ns()}").touch()
    answers, faults, ids = 0, 0, set()
    while not stop.exists():
        try:
            ids.add(assistant.ask(questions[answers % len(questions)]).index_id)
        except ReportIndexError:
            faults += 1
        answers += 1
    return Answered(answers, faults, len(ids))


def wait_for_readers(beside: Path, count: int) -> None:
    while len(list(beside.glob(f"{_ANSWERING}-*"))) < count:
        time.sleep(0.1)


def _placed(question: str, place: str) -> str:
    """`question`, asked of `place` where it names none: it would else be asked back."""
    return question if any(find_places(question)) else place + question


def _settings(index: Path) -> Settings:
    """The extractive assistant as it ships, whatever the environment says."""
    return Settings(index=index, llm_model="", embedding_model="", home_place="")


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
        told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(told["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
