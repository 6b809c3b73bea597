"""From a file to its reports: decoded, split into articles, headings and paragraphs found."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from index.errors import ReportUnreadable
from index.metadata import ArticleMetadata, ReportMetadata, read_metadata, side_file
from index.report import Heading, Report

SUFFIXES = (".txt", ".md", ".docx")
MAX_BYTES = 20 * 1024 * 1024

_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_NUMBERED_HEADINGS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;！？!?]{2,40}"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）][^。；;！？!?]{2,40}"),
)
# A section's title that is neither marked nor numbered: 2023年工作回顾.
_SECTION_TITLE = re.compile(
    r"(?:(?:19|20)\d\d年|过去[一五]年|今年|去年|今后五年)[^，,。；;：:]{0,12}"
    r"(?:工作回顾|回顾|工作安排|总体要求|(?:主要|预期|奋斗)目标|(?:重点|主要|各项)工作|(?:工作|主要|重点|目标|各项)任务"
    r"|工作部署|工作重点|工作思路)(?:安排|建议)?|(?:19|20)\d\d年(?:政府)?工作(?:建议)?"
)
_LINE = re.compile(r"[^\r\n]+")
_CLAUSE_MARK = re.compile(r"[，,、；;。]")
_FINISHED = re.compile(r"[。！？!?；;：:…”\"’』」）)》]\s*$")
_REPORTER = re.compile(r"记者[ \u3000]*([\u4e00-\u9fff]{2,4}(?:[ \u3000、]+[\u4e00-\u9fff]{2,4})*)")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def digest(path: Path) -> str:
    """SHA-256 over the file and its side file: what decides whether it has changed."""
    hasher = hashlib.sha256(_read_bytes(path))
    if side_file(path).exists():
        hasher.update(b"\0" + side_file(path).read_bytes())
    return hasher.hexdigest()


def read_reports(path: Path, stem: str | None = None) -> list[Report]:
    """The reports that the file `path` holds: one, or one an article that its side file names.

    Their ids are `stem` (by default the file's own) and a number from 1.

    Raises ReportUnreadable, with the file's name and the reason, for a file that is missing,
    empty, binary, too large or in no encoding we know, and for a side file that is wrong.
    """
    raw = _read_bytes(path)
    text = _text(raw, path)
    metadata = read_metadata(path, text)
    sha256 = hashlib.sha256(raw).hexdigest()
    return [
        _parse(
            text[start:end],
            article,
            metadata,
            report_id=f"{stem or path.stem}#{number}",
            path=path,
            sha256=sha256,
        )
        for number, (start, end, article) in enumerate(_articles(text, metadata, path.name), 1)
    ]


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise ReportUnreadable(f"文件 {path.name!r} 有 {size:,} 字节，超过 {limit} MB 的上限。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReportUnreadable(f"文件 {path.name!r} 不存在，或在读取时被移走了。") from error
    except OSError as error:
        raise ReportUnreadable(f"文件 {path.name!r} 无法读取：{error.strerror}。") from error


def _text(raw: bytes, path: Path) -> str:
    if path.suffix.lower() == ".docx":
        # Imported here: a build of text files need not wait for it.
        from index.word_files import word_text

        return word_text(raw, path.name)
    return _decode(raw, path.name)


def _decode(raw: bytes, name: str) -> str:
    """UTF-8, else GB18030 where the result reads as text: GB18030 alone accepts almost any bytes."""
    if not raw.strip():
        raise ReportUnreadable(f"文件 {name!r} 是空的。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            if not text.strip():
                raise ReportUnreadable(f"文件 {name!r} 是空的。")
            return text
    raise ReportUnreadable(f"文件 {name!r} 不是文本文件，或编码既非 UTF-8 也非 GB18030。")


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
            raise ReportUnreadable(f"文件 {name!r} 中找不到元数据所列的标题 {article.heading!r}。")
        starts.append(line.start())
    ends = [*starts[1:], len(text)]
    return list(zip([0, *starts[1:]], ends, metadata.article, strict=True))


def _parse(
    text: str,
    article: ArticleMetadata | None,
    metadata: ReportMetadata,
    *,
    report_id: str,
    path: Path,
    sha256: str,
) -> Report:
    headings, paragraphs = _structure(text)
    byline = _REPORTER.search(text)
    own = article or ArticleMetadata(heading=metadata.title or path.stem)
    return Report(
        id=report_id,
        title=own.title or own.heading,
        text=text,
        source=str(path.resolve()),
        sha256=sha256,
        headings=tuple(heading for heading in headings if heading.text != own.heading),
        paragraphs=tuple(paragraphs),
        place=metadata.place,
        level=metadata.level,
        year=metadata.year,
        date=own.date or metadata.date,
        reporter=own.reporter or (byline.group(1) if byline else None),
    )


def _structure(text: str) -> tuple[list[Heading], list[tuple[int, int]]]:
    headings: list[Heading] = []
    paragraphs: list[tuple[int, int]] = []
    joinable = False
    titled = False
    for line in _LINE.finditer(text):
        start, end = _strip(text, line.start(), line.end())
        if start == end:
            continue
        heading = _heading(text[start:end], start, end)
        if heading is not None:
            # A title like 2024年工作安排 is above the 一、 and （一） that follow it.
            title = _SECTION_TITLE.fullmatch(heading.text) is not None
            numbered = not (title or _MARKDOWN_HEADING.fullmatch(text[start:end]))
            titled = titled or title
            below = titled and numbered
            headings.append(replace(heading, level=heading.level + 1) if below else heading)
            joinable = False
        elif joinable and breaks_off(text[slice(*paragraphs[-1])]):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
            joinable = True
    return headings, paragraphs


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _heading(line: str, start: int, end: int) -> Heading | None:
    marked = _MARKDOWN_HEADING.fullmatch(line)
    if marked:
        return Heading(len(marked.group(1)), marked.group(2).strip("*_# \t"), start, end)
    for level, pattern in enumerate(_NUMBERED_HEADINGS, start=1):
        if pattern.fullmatch(line):
            return Heading(level, line, start, end)
    if _SECTION_TITLE.fullmatch(line):
        return Heading(1, line, start, end)
    return None


def breaks_off(paragraph: str) -> bool:
    """Whether a page column broke the paragraph: running text that stops without a full stop.

    A line without any clause mark (a subtitle, a byline) is whole although nothing ends it.
    """
    return bool(_CLAUSE_MARK.search(paragraph)) and not _FINISHED.search(paragraph)
