"""From a file to its reports: read, split into articles, headings and paragraphs found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import ReportUnreadable
from index.figures.bound_time import lead_time, states_figure
from index.figures.figure import Context
from index.figures.period_rules import RULES
from index.figures.structure import structure_of
from index.reading.files import source_text
from index.reading.source_text import DOUBTFUL, SourceText
from index.report import Report, Table
from index.reports.metadata import ArticleMetadata, Known, ReportMetadata, read_metadata
from index.reports.report_file import ReportFile, read_file
from index.reports.stored_paths import stored

_LEAD = 600  # characters
_REPORTER = re.compile(
    r"记者[ \u3000]*([\u4e00-\u9fff]{2,4}(?:[ \u3000、]+[\u4e00-\u9fff]{2,4}){0,9})"
)
MOST_CHARACTERS = 7_000_000
"""Of a file's text: reading takes at the most 30 s and 150 MB a million characters, whatever they
are. More than any report has; a text of Chinese that is longer is more than 20 MB."""
_LONGEST_TITLE = 200  # characters; each passage carries its report's title along


def read_reports(file: Path | ReportFile, stem: str | None = None) -> list[Report]:
    """The reports that the file holds: one, or one an article that its side file names.

    Their ids are `stem` (by default the file's own) and a number from 1.

    Raises ReportUnreadable, with the file's name and the reason, for a file that is missing,
    empty, binary, too large, too long or in no encoding we know, and for a side file that is wrong.
    """
    if isinstance(file, Path):
        file = read_file(file)
    path = file.path
    source = source_text(file.raw, file.name)
    text = source.text
    if len(text) > MOST_CHARACTERS:
        raise ReportUnreadable.of(
            file.name, f"有 {len(text):,} 字，超过 {MOST_CHARACTERS:,} 字的上限，请拆成几个文件。"
        )
    known = read_metadata(path, source, file.side)
    known = replace(known, doubts=known.doubts + source.doubts + _doubts_of_a_scan(source))
    return [
        _parse(
            _part(source, start, end),
            article,
            known,
            pages=_pages_within(source.pages, start, end),
            report_id=f"{stem or file.stem}#{number}",
            file=file,
        )
        for number, (start, end, article) in enumerate(
            _articles(text, known.metadata, file.name), 1
        )
    ]


def _part(source: SourceText, start: int, end: int) -> SourceText:
    """The text and the tables of `source` at [start, end)."""
    tables = _tables_within(source.tables, start, end)
    return replace(source, text=source.text[start:end], tables=tables)


def _doubts_of_a_scan(source: SourceText) -> tuple[str, ...]:
    if not source.recognised:
        return ()
    withheld = source.text.count(DOUBTFUL)
    some = f"，其中 {withheld} 处数字没有把握，写作{DOUBTFUL}" if withheld else ""
    return (f"文字由扫描件识别{some}；数字请核对原件。",)


def _pages_within(pages: Sequence[int], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The pages of the text at [start, end), as offsets in it with their numbers from 1."""
    ends = [*pages[1:], end]
    return tuple(
        (max(begins, start) - start, number)
        for number, (begins, until) in enumerate(zip(pages, ends, strict=False), start=1)
        if begins < end and until > start
    )


def _tables_within(tables: Sequence[Table], start: int, end: int) -> tuple[Table, ...]:
    return tuple(
        replace(table, start=table.start - start, end=table.end - start)
        for table in tables
        if start <= table.start and table.end <= end
    )


def _articles(
    text: str, metadata: ReportMetadata, name: str
) -> list[tuple[int, int, ArticleMetadata | None]]:
    """Spans that tile `text`; what stands before the first article's heading goes with it."""
    if not metadata.article:
        return [(0, len(text), None)]
    starts: list[int] = []
    for article in metadata.article:
        line = re.search(rf"^#*[ \t]*{re.escape(article.heading)}[ \t]*\r?$", text, re.MULTILINE)
        if line is None or (starts and line.start() <= starts[-1]):
            raise ReportUnreadable.of(name, f"中找不到元数据所列的标题 {article.heading!r}。")
        starts.append(line.start())
    ends = [*starts[1:], len(text)]
    return list(zip([0, *starts[1:]], ends, metadata.article, strict=True))


def _parse(
    source: SourceText,
    article: ArticleMetadata | None,
    known: Known,
    *,
    pages: tuple[tuple[int, int], ...],
    report_id: str,
    file: ReportFile,
) -> Report:
    text, metadata = source.text, known.metadata
    headings, paragraphs = structure_of(text)
    byline = _REPORTER.search(text)
    own = article or ArticleMetadata(heading=metadata.title or file.stem)
    return Report(
        id=report_id,
        title=(own.title or own.heading)[:_LONGEST_TITLE],
        text=text,
        source=stored(file.path.resolve()),
        sha256=hashlib.sha256(file.raw).hexdigest(),
        headings=tuple(heading for heading in headings if heading.text != own.heading),
        paragraphs=tuple(paragraphs),
        pages=pages,
        tables=source.tables,
        recognised=source.recognised,
        place=metadata.place,
        level=metadata.level,
        year=metadata.year,
        document=metadata.kind or "unknown",
        span=metadata.span,
        lead=lead_of(text, metadata),
        date=own.date or metadata.date,
        home=metadata.home,
        reporter=own.reporter or (byline.group(1) if byline else None),
        url=own.url or metadata.url,
        doubts=known.doubts,
    )


def lead_of(text: str, metadata: ReportMetadata) -> tuple[int, int, int] | None:
    """The time that the document opens with, as year, first and last month; None where its kind has
    other rules, or the first sentence with a figure names none."""
    kind = metadata.kind or "unknown"
    if not RULES[kind].lead:
        return None
    month = int(metadata.date[5:7]) if metadata.date and len(metadata.date) >= 7 else None
    context = Context(year=metadata.year, document=kind, month=month)
    sentences = re.split(r"(?<=[。！？\n])", text[:_LEAD])
    first = next(filter(states_figure, sentences), "")
    period = lead_time(first, context)
    return None if period is None else (period.first, *(period.months or (1, 12))[:2])
