"""The tables of a segment's database, and the rows in which reports, passages and figures lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import Passage, Report
from index.reports.same_text import sketch_of, text_digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    source TEXT PRIMARY KEY, digest TEXT NOT NULL, same_as TEXT, text_digest TEXT, sketch BLOB);
CREATE INDEX IF NOT EXISTS file_text ON file (text_digest);
CREATE TABLE IF NOT EXISTS refused (source TEXT PRIMARY KEY, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS report (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, place TEXT, level TEXT,
    year INTEGER, date TEXT, home INTEGER NOT NULL, doubts TEXT NOT NULL,
    document TEXT NOT NULL, first_year INTEGER, last_year INTEGER);
CREATE INDEX IF NOT EXISTS report_source ON report (source);
CREATE INDEX IF NOT EXISTS report_place ON report (place);
CREATE TABLE IF NOT EXISTS whole_report (
    report_id TEXT PRIMARY KEY REFERENCES report (id), content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS passage (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES report (id),
    start INTEGER NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passage_report ON passage (report_id, start);
CREATE TABLE IF NOT EXISTS vector (
    passage_id TEXT NOT NULL REFERENCES passage (id), report_id TEXT NOT NULL,
    place TEXT, year INTEGER, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS vector_report ON vector (report_id);
CREATE INDEX IF NOT EXISTS vector_scope ON vector (place, year);
CREATE INDEX IF NOT EXISTS vector_year ON vector (year);
CREATE TABLE IF NOT EXISTS cell (
    number INTEGER PRIMARY KEY, vector_rows BLOB NOT NULL, vectors BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS figure (
    passage_id TEXT NOT NULL REFERENCES passage (id), report_id TEXT NOT NULL,
    passage_start INTEGER NOT NULL, start INTEGER NOT NULL, place TEXT, first_year INTEGER,
    last_year INTEGER, indicator TEXT NOT NULL, name TEXT, kind TEXT NOT NULL,
    content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS figure_passage ON figure (passage_id, start);
CREATE INDEX IF NOT EXISTS figure_indicator ON figure (indicator);
CREATE INDEX IF NOT EXISTS figure_name ON figure (name);
CREATE INDEX IF NOT EXISTS figure_place ON figure (place);
CREATE INDEX IF NOT EXISTS figure_report ON figure (report_id);
CREATE TABLE IF NOT EXISTS hidden_file (
    segment TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (segment, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hidden_report (
    segment TEXT NOT NULL, report_id TEXT NOT NULL,
    PRIMARY KEY (segment, report_id)) WITHOUT ROWID;
"""

REPORT = TypeAdapter(Report)
PASSAGE = TypeAdapter(Passage)
FIGURE = TypeAdapter(Figure)

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


def rows_of(digest: str, cut: Sequence[tuple[Report, Sequence[Passage]]]) -> FileRows:
    """The rows of a file's reports with their passages and the figures these tell."""
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
