"""A corpus of any size out of real reports: repeated with their place and years changed.

No two passages are alike, but for a few short ones: sentences that name neither place nor year are
opened by the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from index.build.report_files import files_under
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


def read_all(paths: Sequence[Path]) -> list[Report]:
    """The reports under `paths` of which place and year are known; what cannot be read is left."""
    reports: list[Report] = []
    for file in files_under(paths).files:
        try:
            reports += read_reports(file)
        except ReportUnreadable:
            continue
    return [report for report in reports if report.place and report.year]


def write_corpus(reports: Sequence[Report], passages: int, folder: Path) -> int:
    """Write files until they hold `passages` passages, cut as here; how many files that took."""
    sizes = [len(cut(report)) for report in reports]
    held = 0
    for number, (report, place, year) in enumerate(_copies(reports)):
        if held >= passages:
            return number
        write_copy(report, place, year, folder)
        held += sizes[number % len(reports)]
    raise AssertionError


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
