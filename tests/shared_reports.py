"""The reports of `../shared/reports`, where a checkout has them beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.errors import ReportUnreadable
from index.reports.reader import read_reports

FOLDER = Path(__file__).parents[2] / "shared" / "reports"


@cache
def shared_reports() -> tuple[tuple[str, str], ...]:
    """(name, text) of each report that can be read, by name: three files hold another's text."""
    return tuple(_readable())


def _readable() -> Iterator[tuple[str, str]]:
    for file in sorted(FOLDER.rglob("*.docx")):
        try:
            yield file.stem, "".join(report.text for report in read_reports(file))
        except ReportUnreadable:
            continue
