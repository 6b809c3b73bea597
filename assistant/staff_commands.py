"""What the commands for an office's staff do with their arguments; like `commands`, it prints."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputInvalid
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.staff.draft import Draft


def draft(arguments: argparse.Namespace) -> int:
    """The draft reply to one letter: as DOCX, as JSON, else as Markdown on standard output."""
    settings = _settings(arguments)
    text = _inquiry(arguments.inquiry)
    today = arguments.date or date.today()
    from assistant.staff.draft import Drafter
    from assistant.staff.letter_docx import docx
    from assistant.staff.letter_markdown import markdown
    from assistant.wiring import open_drafting_assistant

    office = settings.office if arguments.office is None else arguments.office
    made = Drafter(open_drafting_assistant(settings), office).draft(text, today)
    if arguments.docx:
        _write(arguments.docx, docx(made))
    if arguments.json:
        print(json.dumps(_draft_object(made), ensure_ascii=False))
    elif not arguments.docx:
        print(markdown(made), end="")
    for notice in made.notices:
        print(notice, file=sys.stderr)
    return 0


def _settings(arguments: argparse.Namespace) -> Settings:
    current = load_settings()
    return current.model_copy(update={"index": arguments.index}) if arguments.index else current


def _draft_object(made: Draft) -> dict[str, object]:
    from assistant.staff.letter_markdown import markdown
    from assistant.wire import answer_object

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
        "text": markdown(made),
    }


def _inquiry(path: str) -> str:
    """The letter in the file `path`, or on standard input; no more is read than a letter can hold."""
    from assistant.staff.inquiry_files import MAX_BYTES, inquiry_text

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
