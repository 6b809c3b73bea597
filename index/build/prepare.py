"""A report file to all that the index holds of it: in this process, or many files in several.

Nothing that a file holds ends a build: what goes wrong with one is its `Unreadable`.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.build.worker_processes import Broken, in_order
from index.chunker import cut
from index.errors import ReportUnreadable
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import Passage, Report, embedding_text
from index.reports.reader import read_reports
from index.reports.report_file import read_file
from index.reports.stored_paths import file_name, path_of
from index.reports.text_doubts import sketch_of, text_digest
from index.store.keywords import KeywordDocument, keyword_document
from index.store.library import FIGURE, PASSAGE, REPORT
from index.store.record import Record, record_of

_WORTH_A_POOL = 64  # files; a process takes as long to start as to read about twenty
_MOST_PROCESSES = 8
_LOG = logging.getLogger(__name__)


Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class FileRows:
    """All that the library holds of one file, as rows: made wherever there is time for it."""

    digest: str
    text_digest: str
    sketch: bytes
    reports: tuple[Row, ...]
    whole_reports: tuple[Row, ...]
    passages: tuple[Row, ...]
    figures: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file read, cut, its figures bound and its terms cut: what is left is to store it.

    `texts` are what the encoder is given, one a passage.
    """

    rows: FileRows
    documents: tuple[KeywordDocument, ...]
    records: tuple[Record, ...]
    texts: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be taken in, and why."""

    reason: str


def prepare(source: str, stem: str) -> Prepared | Unreadable:
    """Read the file `source`, a stored path, whose reports' ids begin with `stem`."""
    try:
        file = read_file(path_of(source))
        reports = [(report, cut(report)) for report in read_reports(file, stem)]
        return prepared(file.digest, reports)
    except ReportUnreadable as error:
        return Unreadable(str(error))
    except Exception as error:  # noqa: BLE001 (whatever one file causes, the others are built: decision 24)
        _LOG.error("%s: %s", file_name(source), _in_a_line(error))
        return _unexpected(source, type(error).__name__)


def prepared(digest: str, reports: Sequence[tuple[Report, Sequence[Passage]]]) -> Prepared:
    """The reports of one file, cut into these passages."""
    passages = [passage for _, of_report in reports for passage in of_report]
    return Prepared(
        rows=rows_of(digest, reports),
        documents=tuple(map(keyword_document, passages)),
        records=tuple(record_of(p, report.level) for report, of_it in reports for p in of_it),
        texts=tuple(map(embedding_text, passages)),
        doubts=reports[0][0].doubts,
    )


def prepare_all(files: Sequence[tuple[str, str]]) -> Iterator[Prepared | Unreadable]:
    """`prepare` for each (source, stem) in order; a few at a time, as they are asked for."""
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    if len(files) < _WORTH_A_POOL or processes < 2:
        for source, stem in files:
            yield prepare(source, stem)
        return
    ready = in_order(prepare, files, processes, _bytes_of)
    for (source, _), file in zip(files, ready, strict=True):
        yield _broke_off(source) if isinstance(file, Broken) else file


def _bytes_of(file: tuple[str, str]) -> int:
    try:
        return path_of(file[0]).stat().st_size
    except OSError:
        return 0  # whoever reads it says so


def _broke_off(source: str) -> Unreadable:
    return Unreadable(f"文件 {file_name(source)!r} 读取中断：内容已损坏，或所需内存超过上限。")


def _unexpected(source: str, kind: str) -> Unreadable:
    return Unreadable(
        f"文件 {file_name(source)!r} 读取时出错（{kind}），未收录；其余文件不受影响，详情见日志。"
    )


def _in_a_line(error: Exception) -> str:
    """The error and where it arose, innermost first, without line breaks."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-6:])
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__}({str(error)[:200]!r}) at {places}"


def rows_of(digest: str, cut: Sequence[tuple[Report, Sequence[Passage]]]) -> FileRows:
    """The rows of a file's reports with their passages and the figures these state."""
    text = "".join(report.text for report, _ in cut)
    passages = [passage for _, of_report in cut for passage in of_report]
    return FileRows(
        digest=digest,
        text_digest=text_digest(text),
        sketch=sketch_of(text),
        reports=tuple(_report_row(report) for report, _ in cut),
        whole_reports=tuple((r.id, REPORT.dump_json(r, exclude_defaults=True)) for r, _ in cut),
        passages=tuple(
            (p.id, p.report_id, p.start, PASSAGE.dump_json(p, exclude_defaults=True))
            for p in passages
        ),
        figures=tuple(_figure_row(f, p) for p in passages for f in figures_of(p)),
    )


def _report_row(report: Report) -> Row:
    return (
        report.id,
        report.source,
        report.title,
        report.place,
        report.level,
        report.year,
        report.date,
        report.home,
        json.dumps(report.doubts, ensure_ascii=False),
        report.document,
        *(report.span or (None, None)),
    )


def _figure_row(figure: Figure, passage: Passage) -> Row:
    bound = figure.binding
    first, last = (bound.period.first, bound.period.last) if bound.period else (None, None)
    return (
        figure.passage_id,
        figure.report_id,
        passage.start,
        bound.quantity.start,
        bound.place,
        first,
        last,
        bound.indicator,
        bound.name,
        bound.kind,
        FIGURE.dump_json(figure, exclude_defaults=True),
    )
