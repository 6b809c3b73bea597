"""The reports of `../shared/reports`, where a checkout has them beside it: paragraphs of DOCX."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path(__file__).parents[2] / "shared" / "reports"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shared_reports() -> Iterator[tuple[str, str]]:
    """(name, text) of each report, by name."""
    for file in sorted(FOLDER.rglob("*.docx")):
        with zipfile.ZipFile(file) as archive:
            document = ElementTree.fromstring(archive.read("word/document.xml"))
        paragraphs = (
            "".join(run.text or "" for run in paragraph.iter(f"{_W}t")).strip()
            for paragraph in document.iter(f"{_W}p")
        )
        yield file.stem, "\n\n".join(filter(None, paragraphs)) + "\n"
