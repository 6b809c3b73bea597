"""A corpus of any size: real reports, other real texts around them, and, where these do not suffice,
the reports repeated with their place and years changed."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from index.chunker import cut
from index.errors import ReportUnreadable
from index.figures.gazetteer.table import Place, places
from index.figures.places import names_of
from index.report import Report
from index.reports.reader import read_reports
from index.reports.report_file import SIDE_FILE_SUFFIX

NEWEST = 2026
_OFTEN = 60  # characters
_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PIECE = 260  # characters of a text under one heading, so that it is one passage
_A_FILE = 80  # pieces: as many as a report has passages
_HEADING = 16  # characters


def write_corpus(
    reports: Sequence[Report], passages: int, folder: Path, around: Path | None = None
) -> int:
    """Write texts around the reports until all together have `passages` passages, cut as here; how
    many files that took. `around` is a file of texts, one a line, plain or compressed by xz."""
    folder.mkdir(parents=True, exist_ok=True)
    held = sum(len(cut(report)) for report in reports)
    for files, (file, size) in enumerate(_files(reports, folder, around)):
        if held >= passages:
            file.unlink()
            file.with_name(file.stem + SIDE_FILE_SUFFIX).unlink(missing_ok=True)
            return files
        held += size
    raise AssertionError  # copies are without end


def _files(
    reports: Sequence[Report], folder: Path, around: Path | None
) -> Iterator[tuple[Path, int]]:
    """Files as they are written, each with its number of passages: other texts, then copies."""
    pieces: list[str] = []
    for number, piece in enumerate(_pieces(around) if around else ()):
        pieces.append(piece)
        if len(pieces) == _A_FILE:
            yield _written(folder / f"文集{number:08d}.txt", pieces)
            pieces = []
    placed = [report for report in reports if report.place and report.year]
    sizes = [len(cut(report)) for report in placed]
    for number, (report, place, year) in enumerate(_copies(placed)):
        yield write_copy(report, place, year, folder), sizes[number % len(placed)]


def _written(file: Path, pieces: Sequence[str]) -> tuple[Path, int]:
    text = "\n\n".join(f"## {piece[:_HEADING]}\n\n{piece}" for piece in pieces)
    file.write_text(f"# {file.stem}\n\n{text}\n", encoding="utf-8")
    try:
        return file, sum(len(cut(report)) for report in read_reports(file))
    except ReportUnreadable:  # of pieces too short, or in another language
        return file, 0


def _pieces(around: Path) -> Iterator[str]:
    """The texts in pieces of whole sentences, each once."""
    seen: set[int] = set()
    opened = lzma.open if around.suffix == ".xz" else open
    with opened(around, "rt", encoding="utf-8") as lines:
        for line in lines:
            piece = ""
            for sentence in _SENTENCE.findall(line.strip()):
                if piece and len(piece) + len(sentence) > _PIECE:
                    if hash(piece) not in seen:
                        yield piece
                    seen.add(hash(piece))
                    piece = ""
                piece += sentence
            if piece and hash(piece) not in seen:
                yield piece
                seen.add(hash(piece))


def write_copy(report: Report, place: Place, year: int, folder: Path) -> Path:
    """Write `report` as if it were that of `place` and `year`, with its side file."""
    inside = folder / str(year)
    inside.mkdir(parents=True, exist_ok=True)
    file = inside / f"{year}年{place.full}政府工作报告.txt"
    file.write_text(_moved(report, place, year), encoding="utf-8")
    file.with_name(file.stem + SIDE_FILE_SUFFIX).write_text(
        f'title = "{file.stem}"\nplace = "{place.full}"\nlevel = "{place.level}"\nyear = {year}\n',
        encoding="utf-8",
    )
    return file


def _copies(reports: Sequence[Report]) -> Iterator[tuple[Report, Place, int]]:
    """Each report again and again, every time of another place, and of another year when all
    places have had one."""
    for number in count():
        years, place = divmod(number, len(places()))
        yield reports[number % len(reports)], places()[place], NEWEST - years


def _moved(report: Report, place: Place, year: int) -> str:
    own = names_of(report.place or "", report.level)[:3]
    new = dict(zip(own, (place.full, place.usual, place.short), strict=True))
    names = re.compile("|".join(sorted(map(re.escape, own), key=len, reverse=True)))
    by = year - (report.year or year)

    def moved(text: str) -> str:
        """The sentences of `text`; where none has named place or year for long, with the place."""
        parts, since = [], 0
        for sentence in _SENTENCE.findall(text):
            renamed, named = names.subn(lambda name: new[name.group()], sentence)
            renamed, dated = _YEAR.subn(lambda year: str(int(year.group()) + by), renamed)
            since = 0 if named or dated else since + len(sentence)
            if since > _OFTEN and sentence.endswith("。"):  # no heading
                blank = len(renamed) - len(renamed.lstrip())
                renamed, since = renamed[:blank] + place.usual + renamed[blank:], 0
            parts.append(renamed)
        return "".join(parts)

    return moved(report.text)
