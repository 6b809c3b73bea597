"""The work behind the staff page: a letter to a draft, a table to answers, in a job's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.staff.batch import PartialAnswers, answer_table, status_label
from assistant.staff.draft import Asks, Drafter
from assistant.staff.jobs import Outcome, Progress, Work
from assistant.staff.letter_docx import docx
from assistant.staff.letter_markdown import markdown
from assistant.staff.table_files import ENDINGS, replace_file, table_bytes
from assistant.staff.tables import Table, read_table
from assistant.web.templates import fill

LETTER, TABLE, COLUMN = "letter.txt", "table.xlsx", "column.txt"


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """What the staff page works with: who answers the questions of tables (`asks`) and of letters
    (`replies`), the `office` that signs, the index and model (`made_by`), the folder of its files."""

    asks: Asks
    replies: Asks
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
    """The files of a job that answers the masked `table`."""
    column = table.header[table.at]
    return {TABLE: table_bytes(table, ".xlsx", added=0), COLUMN: column.encode()}


def _draft(desk: StaffDesk, folder: Path) -> Outcome:
    letter = (folder / LETTER).read_text(encoding="utf-8")
    draft = Drafter(desk.replies, desk.office).draft(letter, date.today())
    replace_file(folder / "draft.docx", docx(draft))
    replace_file(folder / "draft.md", markdown(draft).encode())
    replace_file(folder / "draft.html", fill("draft", draft=draft).encode())
    return Outcome("拟稿已写好，请审核后再用。")


def _batch(desk: StaffDesk, folder: Path, progress: Progress) -> Outcome:
    column = (folder / COLUMN).read_text(encoding="utf-8")
    table = read_table((folder / TABLE).read_bytes(), TABLE, column)
    with PartialAnswers(folder / "answers.partial.jsonl", desk.made_by()) as partial:
        result = answer_table(table, desk.asks, partial, progress)
    for ending in ENDINGS:
        replace_file(folder / f"result{ending}", table_bytes(result.table, ending))
    counts = "，".join(f"{status_label(key)} {n} 行" for key, n in sorted(result.statuses.items()))
    return Outcome(f"{counts}。", whole=not result.errors)
