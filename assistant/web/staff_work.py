"""The work behind the staff page: a letter to a first version of its reply, a table to answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.records.answers import AnswerRecords
from assistant.records.replies import Replies, Version
from assistant.staff.batch import PartialAnswers, answer_table, status_label
from assistant.staff.draft import Asks, Drafter
from assistant.staff.jobs import Outcome, Progress, Work
from assistant.staff.reply import first_content, written
from assistant.staff.reply_library import Encodes
from assistant.staff.table_files import ENDINGS, replace_file, table_bytes
from assistant.staff.tables import Table, read_at

LETTER, NAME, TABLE, COLUMN = "letter.txt", "name.txt", "table.xlsx", "column.json"
_PROGRAM = "程序"
"""Who wrote the first version of a reply."""


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """What the staff page works with: who answers the questions of tables (`asks`) and of letters
    (`drafting`), where replies and readers' `answers` are kept, the encoder of the index and the
    digests of its reports, the `office` that signs, the index and model (`made_by`), the folder of
    its files."""

    asks: Asks
    drafting: Asks
    replies: Replies
    answers: AnswerRecords
    encode: Encodes
    digests: Callable[[Sequence[str]], Mapping[str, str]]
    office: str
    made_by: Callable[[], str]
    folder: Path


def works(desk: StaffDesk) -> Mapping[str, Work]:
    """The works of `assistant.staff.jobs.Jobs`, by kind."""
    return {
        "draft": lambda folder, progress: _draft(desk, folder),
        "batch": lambda folder, progress: _batch(desk, folder, progress),
    }


def table_files(table: Table) -> dict[str, bytes]:
    """The files of a job that answers `table`."""
    place = json.dumps([len(table.above), table.at])  # of the header and of the questions
    return {TABLE: table_bytes(table, ".xlsx", added=0), COLUMN: place.encode()}


def table_in(folder: Path) -> Table:
    """The table of a job by its `table_files`."""
    header_at, at = json.loads((folder / COLUMN).read_bytes())
    return read_at((folder / TABLE).read_bytes(), TABLE, header_at, at)


def _draft(desk: StaffDesk, folder: Path) -> Outcome:
    letter = (folder / LETTER).read_text(encoding="utf-8")
    name = (folder / NAME).read_text(encoding="utf-8")
    draft = Drafter(desk.drafting, desk.office).draft(letter, date.today())
    content = first_content(draft)
    desk.replies.add(
        folder.name,
        name=name,
        letter=letter,
        first=Version(1, datetime.now(UTC), _PROGRAM, "拟稿", written(content)),
        questions=content.questions,
        sources=desk.digests(content.report_ids),
    )
    return Outcome("拟稿已写好，请审核后再用。")


def _batch(desk: StaffDesk, folder: Path, progress: Progress) -> Outcome:
    table = table_in(folder)  # masked when it was started
    with PartialAnswers(folder / "answers.partial.jsonl", desk.made_by()) as partial:
        result = answer_table(table, desk.asks, partial, progress)
    for ending in ENDINGS:
        replace_file(folder / f"result{ending}", table_bytes(result.table, ending))
    counts = "，".join(f"{status_label(key)} {n} 行" for key, n in sorted(result.statuses.items()))
    return Outcome(f"{counts}。", whole=not result.errors)
