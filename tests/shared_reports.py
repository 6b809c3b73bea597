"""The reports of `../shared/reports`, where a checkout has them beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import ReportUnreadable
from index.reader import read_reports

FOLDER = Path(__file__).parents[2] / "shared" / "reports"


def shared_reports() -> Iterator[tuple[str, str]]:
    """(name, text) of each report that can be read, by name: three files hold another's text."""
    for file in sorted(FOLDER.rglob("*.docx")):
        try:
            yield file.stem, "".join(report.text for report in read_reports(file))
        except ReportUnreadable:
            continue
