"""The command `records`: one recorded answer, shown or deleted by its id or link."""

from __future__ import annotations

import argparse

from assistant.cli.terminal import print_json
from assistant.errors import InputInvalid
from assistant.settings import load_settings


def records(arguments: argparse.Namespace) -> int:
    """Prints the answer object of a record, or deletes the record with all that was said of it."""
    from assistant.wiring import open_records

    kept = open_records(load_settings())
    answer_id = arguments.answer.rstrip("/").rpartition("/")[2]
    if arguments.delete:
        if not kept.delete(answer_id):
            raise InputInvalid(f"没有编号为 {answer_id!r} 的回答。")
        print(f"已删除回答 {answer_id} 和对它的意见。")
        return 0
    record = kept.get(answer_id)
    if record is None:
        raise InputInvalid(f"没有编号为 {answer_id!r} 的回答，或已过保存期限。")
    print_json(record.object)
    return 0
