"""A report file to all that the index holds of it: in this process, or many files in several."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from index.chunker import cut, embedding_text
from index.errors import ReportUnreadable
from index.keywords import KeywordDocument, keyword_document
from index.library_schema import FileRows, rows_of
from index.reader import read_reports
from index.report import Passage, Report
from index.report_files import read_file

_WORTH_A_POOL = 64  # files; a process takes as long to start as to read about twenty
_MOST_PROCESSES = 8
_AHEAD = 8  # files a process: what is ready waits in memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file read, cut, its figures bound and its terms cut: what is left is to store it.

    `texts` are what the encoder is given, one a passage.
    """

    rows: FileRows
    documents: tuple[KeywordDocument, ...]
    texts: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be taken in, and why."""

    reason: str


def prepare(source: str, stem: str) -> Prepared | Unreadable:
    """Read the file `source`, whose reports' ids begin with `stem`."""
    try:
        file = read_file(Path(source))
        reports = [(report, cut(report)) for report in read_reports(file, stem)]
    except ReportUnreadable as error:
        return Unreadable(str(error))
    return prepared(file.digest, reports)


def prepared(digest: str, reports: Sequence[tuple[Report, Sequence[Passage]]]) -> Prepared:
    """The reports of one file, cut into these passages."""
    passages = [passage for _, of_report in reports for passage in of_report]
    return Prepared(
        rows=rows_of(digest, reports),
        documents=tuple(map(keyword_document, passages)),
        texts=tuple(map(embedding_text, passages)),
        doubts=reports[0][0].doubts,
    )


def prepare_all(files: Sequence[tuple[str, str]]) -> Iterator[Prepared | Unreadable]:
    """`prepare` for each (source, stem) in order; a few at a time, as they are asked for."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    done = 0
    if len(files) >= _WORTH_A_POOL and processes > 1:
        try:
            for prepared in _in_processes(files, processes):
                yield prepared
                done += 1
        except BrokenProcessPool:
            pass  # no process to be had, or one was killed for memory: the rest goes on here
    for source, stem in files[done:]:
        yield prepare(source, stem)


def _in_processes(
    files: Sequence[tuple[str, str]], processes: int
) -> Iterator[Prepared | Unreadable]:
    # Not forked: the encoder and the engines that are open here have threads.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(processes, mp_context=context)
    try:
        waiting: deque[Future[Prepared | Unreadable]] = deque()
        for source, stem in files:
            waiting.append(executor.submit(prepare, source, stem))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
