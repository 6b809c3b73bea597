"""What the reader knows of whole files against a table that people made: place, year, day, doubts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.errors import GoldInvalid
from evals.measures.ledger import GOLD_FOLDER
from index.reading.files import source_text
from index.reports.place_of_report import PlaceGuess, guess_place
from index.reports.text_doubts import text_digest, text_doubts
from index.reports.year_of_report import guess_time

TABLE = GOLD_FOLDER / "reports.tsv"
_NO_NAME = "报告"
_APART = 40  # files between one and the one whose name it is read under
Misnamed = Literal["refused", "doubted", "accepted"]
_RIGHT = {True: "right", False: "wrong"}
_FIELDS = ("place", "level", "year", "date")


@dataclass(frozen=True, slots=True)
class Truth:
    """What one file is, as a person read it; `faults` are what is wrong with it, none mostly."""

    file: str
    place: str
    level: str
    year: str
    date: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader makes of the file: its four fields, its doubts, and what its text is."""

    place: str
    level: str
    year: str
    date: str
    doubts: tuple[str, ...]
    text: str
    by_text_alone: str
    under_anothers_name: Misnamed | None


def load_table() -> list[Truth]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    rows = csv.DictReader(lines, delimiter="\t")
    return [
        Truth(
            row["file"],
            row["place"],
            row["level"],
            row["year"],
            row["date"],
            tuple(row["faults"].split()),
        )
        for row in rows
    ]


def measure(folders: Sequence[Path]) -> list[tuple[Truth, Read]]:
    """Each file of the table that lies under `folders` as it is and as it is read.

    Raises GoldInvalid where none does.
    """
    found = {f"{p.parent.name}/{p.stem}": p for folder in folders for p in folder.rglob("*.docx")}
    listed = [truth for truth in load_table() if truth.file in found]
    if not listed:
        raise GoldInvalid(f"{TABLE.name} 所列的报告一份也没有找到，请用 --reports 指明目录。")
    others = [*listed[_APART:], *listed[:_APART]]
    return [
        (truth, _read(found[truth.file], None if other.place == truth.place else other.file))
        for truth, other in zip(listed, others, strict=True)
    ]


def _read(path: Path, other: str | None) -> Read:
    """The file as it is read under its own name, under none, and under that of `other`.

    One that is refused is known for what its text is: the refusal says it.
    """
    text = source_text(path.read_bytes(), path.name).text
    place = guess_place(path.stem, text)
    time = guess_time(path.stem, path.parent.name, text)
    refusal = (f"文本是{place.contradicted}的报告。",) if place.contradicted else ()
    level = "nation" if place.contradicted == "全国" else place.level
    return Read(
        place.contradicted or place.place or "",
        level or "",
        str(time.year or ""),
        time.date or "",
        (*refusal, *place.doubts, *time.doubts, *text_doubts(text, place.place)),
        text_digest(text),
        guess_place(_NO_NAME, text).place or "",
        None if other is None else _misnamed(guess_place(other.rpartition("/")[2], text)),
    )


def _misnamed(place: PlaceGuess) -> Misnamed:
    if place.contradicted:
        return "refused"
    return "doubted" if place.doubts else "accepted"


def table(measured: Sequence[tuple[Truth, Read]]) -> str:
    """The shares of right fields, how well doubts find the faulty files, and the same texts."""
    right = {
        name: sum(getattr(truth, name) == getattr(read, name) for truth, read in measured)
        for name in _FIELDS
    }
    doubted = {truth.file for truth, read in measured if read.doubts}
    faulty = {truth.file for truth, _ in measured if truth.faults}
    texts = Counter(read.text for _, read in measured)
    same = {truth.file for truth, read in measured if texts[read.text] > 1}
    marked = {truth.file for truth, _ in measured if "same_text" in truth.faults}
    alone = Counter(
        "open" if not read.by_text_alone else _RIGHT[read.by_text_alone == truth.place]
        for truth, read in measured
    )
    named = Counter(read.under_anothers_name for _, read in measured if read.under_anothers_name)
    return "\n".join(
        (
            *(f"{name:<6} {count}/{len(measured)} right" for name, count in right.items()),
            f"doubts {len(doubted & faulty)}/{len(doubted)} are of a faulty file (precision), "
            f"{len(doubted & faulty)}/{len(faulty)} faulty files are named (recall)",
            f"place by the text alone: {alone['right']} right, {alone['wrong']} wrong, "
            f"{alone['open']} left open",
            f"under another place's name: {named['refused']} refused, {named['doubted']} doubted, "
            f"{named['accepted']} taken for it",
            f"same text in {len(same)} files, {len(same & marked)}/{len(marked)} of those marked",
        )
    )


def errors(measured: Iterable[tuple[Truth, Read]]) -> str:
    return "\n".join(line for truth, read in measured for line in _errors(truth, read))


def _errors(truth: Truth, read: Read) -> Iterator[str]:
    for name in _FIELDS:
        is_so, known = getattr(truth, name), getattr(read, name)
        if is_so != known:
            yield f"{truth.file}: {name} is {is_so!r}, read as {known!r}"
    if truth.faults and not read.doubts:
        yield f"{truth.file}: {' '.join(truth.faults)} is not named"
    if read.doubts and not truth.faults:
        yield f"{truth.file}: nothing is wrong, but named is {''.join(read.doubts)}"
