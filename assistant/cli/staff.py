"""The commands `draft` and `batch`: a reply to a letter, and answers to a table of questions."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.terminal import settings_of
from assistant.errors import InputInvalid

if TYPE_CHECKING:
    from assistant.staff.batch import Asks, PartialAnswers
    from assistant.staff.draft import Draft
    from assistant.staff.tables import Table


def draft(arguments: argparse.Namespace) -> int:
    """The draft reply to one letter: as DOCX, as JSON, else as Markdown on standard output."""
    settings = settings_of(arguments)
    text = _inquiry(arguments.inquiry)
    today = arguments.date or date.today()
    from assistant.staff.draft import Drafter
    from assistant.staff.letter_docx import docx
    from assistant.staff.letter_markdown import markdown
    from assistant.wiring import open_drafting_assistant

    office = settings.office if arguments.office is None else arguments.office
    made = Drafter(open_drafting_assistant(settings), office).draft(text, today)
    if arguments.docx:
        _write(arguments.docx, docx(made.letter))
    if arguments.json:
        print(json.dumps(_draft_object(made), ensure_ascii=False))
    elif not arguments.docx:
        print(markdown(made.letter), end="")
    for notice in made.notices:
        print(notice, file=sys.stderr)
    return 0


def batch(arguments: argparse.Namespace) -> int:
    """Exit 1 if a row failed; the others are answered all the same."""
    settings = settings_of(arguments)
    source, out = Path(arguments.table), Path(arguments.out)
    from assistant.staff.batch import PartialAnswers
    from assistant.staff.table_files import check_place
    from assistant.staff.tables import masked_table, read_table

    raw = _table_bytes(source)
    check_place(out, source)
    table = masked_table(read_table(raw, source.name, arguments.column, arguments.sheet))
    from assistant.wiring import open_assistant

    assistant = open_assistant(settings)
    made_by = f"{assistant.searcher.index_id} {settings.llm_model} {settings.home_place}"
    with PartialAnswers(out.with_name(out.name + ".partial.jsonl"), made_by) as partial:
        return _answered(table, assistant, partial, out)


def _answered(table: Table, asks: Asks, partial: PartialAnswers, out: Path) -> int:
    from tqdm import tqdm

    from assistant.staff.batch import answer_table, questions_of, status_label
    from assistant.staff.table_files import ResultUnwritable, replace_file, table_bytes

    if other := partial.foreign(questions_of(table)):
        print(
            f"{str(partial.path)!r} 中有 {other} 行是别的问题，或由别的索引、模型作的答，没有采用。",
            file=sys.stderr,
        )
    try:
        with tqdm(unit="行", desc="答复", file=sys.stderr, disable=None, leave=False) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            result = answer_table(table, asks, partial, show)
        replace_file(out, table_bytes(result.table, out.suffix.lower()))
    except (KeyboardInterrupt, ResultUnwritable):
        print(f"已作的回答存在 {str(partial.path)!r}，再次运行即可接着做。", file=sys.stderr)
        raise
    if not result.errors:
        partial.discard()
    counts = "，".join(f"{status_label(key)} {n} 行" for key, n in sorted(result.statuses.items()))
    taken = f"（其中 {result.kept} 行是上次答好的）" if result.kept else ""
    print(f"{out}：{counts}{taken}。", file=sys.stderr)
    if result.errors:
        print("再次运行同一命令，只会补答出错的行。", file=sys.stderr)
    return 1 if result.errors else 0


def _table_bytes(path: Path) -> bytes:
    from assistant.staff.tables import MAX_BYTES

    try:
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputInvalid(f"无法读取表格文件 {str(path)!r}：{error.strerror}。") from error


def _draft_object(made: Draft) -> dict[str, object]:
    from assistant.json_objects import answer_object
    from assistant.staff.letter_markdown import markdown

    return {
        "inquiry": made.inquiry.text,
        "masked": list(made.inquiry.masked),
        "questions": [question.asked for question in made.inquiry.questions],
        "matters": [matter.text for matter in made.inquiry.matters],
        "notices": list(made.notices),
        "replies": [
            {
                "question": reply.question.asked,
                "paragraph": reply.lead + reply.paragraph,
                "answer": answer_object(reply.answer),
            }
            for reply in made.replies
        ],
        "text": markdown(made.letter),
    }


def _inquiry(path: str) -> str:
    """The letter in the file `path`, or on standard input; no more is read than a letter can hold."""
    from assistant.staff.inquiry import MAX_BYTES, inquiry_text

    if path == "-":
        return inquiry_text(sys.stdin.buffer.read(MAX_BYTES + 1), "标准输入")
    file = Path(path)
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputInvalid(f"无法读取来信文件 {path!r}：{error.strerror}。") from error
    return inquiry_text(raw, file.name)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputInvalid(f"无法写入文件 {str(path)!r}：{error.strerror}。") from error
