"""How the quantity parser reads: real phrases beside their reading, and whole reports."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.measures.verifier import report_files
from index.errors import ReportUnreadable
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities, scan
from index.reports.reader import read_reports

PHRASES = Path(__file__).parent / "phrases.tsv"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, the report it stands in ("—": written for the table), and its reading."""

    text: str
    report: str
    reading: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Phrases read right; of whole reports: quantities, spans that are not verbatim, numerals not
    read (as a whole), digits passed over, and speed."""

    phrases: int
    right: int
    reports: int
    quantities: int
    misplaced: int
    unread: int
    passed_over: int
    megabytes_a_second: float


def load_phrases() -> list[Phrase]:
    """The table of phrases, comments left out."""
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    return [Phrase(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def reading_of(phrase: str) -> str:
    """How the parser reads `phrase`, in the form of the table: raw=value[..upper] unit qualifier."""
    return " ; ".join(map(_written, parse_quantities(phrase))) or "-"


def _written(quantity: Quantity) -> str:
    upper = "" if quantity.upper is None else f"..{quantity.upper:f}"
    parts = (f"{quantity.raw}={quantity.value:f}{upper}", quantity.unit, quantity.qualifier or "")
    return " ".join(parts).rstrip()


def measure(paths: Sequence[Path]) -> Measured:
    """The table of phrases, and every report file under `paths`."""
    phrases = load_phrases()
    texts = list(_texts(paths))
    started = time.process_time()
    scanned = [scan(text) for text in texts]
    spent = time.process_time() - started
    misplaced = passed_over = 0
    for text, found in zip(texts, scanned, strict=True):
        misplaced += sum(text[q.start : q.end] != q.raw for q in found.quantities)
        spans = [*((q.start, q.end) for q in found.quantities), *found.masked, *found.unread]
        covered = {position for start, end in spans for position in range(start, end)}
        passed_over += sum(
            position not in covered and fold(character) in "0123456789"
            for position, character in enumerate(text)
            if not character.isspace()
        )
    return Measured(
        phrases=len(phrases),
        right=sum(reading_of(phrase.text) == phrase.reading for phrase in phrases),
        reports=len(texts),
        quantities=sum(len(found.quantities) for found in scanned),
        misplaced=misplaced,
        unread=sum(len(found.unread) for found in scanned),
        passed_over=passed_over,
        megabytes_a_second=sum(len(text.encode()) for text in texts) / 1e6 / max(spent, 1e-9),
    )


def _texts(paths: Sequence[Path]) -> list[str]:
    texts = []
    for file in report_files(paths):
        try:
            texts.append("".join(report.text for report in read_reports(file)))
        except ReportUnreadable:
            continue
    return texts


def table(measured: Measured) -> str:
    """The result as Markdown."""
    return "\n".join(
        (
            "| Quantities | |",
            "|---|---:|",
            f"| phrases of real reports read as written beside them | {measured.right} of {measured.phrases} |",
            f"| quantities in {measured.reports} whole reports | {measured.quantities:,} |",
            f"| whose span is not verbatim | {measured.misplaced} |",
            f"| numerals handed back as unread | {measured.unread} |",
            f"| digits in no quantity that are neither masked nor unread | {measured.passed_over} |",
            f"| report text a second, one core | {measured.megabytes_a_second:.1f} MB |",
        )
    )
