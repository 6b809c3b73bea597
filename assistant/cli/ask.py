"""The commands `ask` and `verify`: answers written here, and answers written elsewhere."""

from __future__ import annotations

import argparse

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import where_cited
from assistant.check.foreign import VerifyLine, check
from assistant.cli.terminal import print_json, read_lines, settings_of, write_lines
from assistant.errors import InputInvalid
from assistant.json_objects import answer_object, figure_object


class AskLine(BaseModel):
    """One question of `ask --jsonl`; other keys (of an eval case, say) are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    question: str
    turns: list[str] = Field(default_factory=list)


def ask(arguments: argparse.Namespace) -> int:
    """One answer, or one a line of a file; a refusal is an answer and exits 0."""
    settings = settings_of(arguments)
    if (arguments.question is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出一个问题，或用 --jsonl 给出问题文件（二者选一）。")
    lines = list(read_lines(arguments.jsonl, AskLine)) if arguments.jsonl else []
    from assistant.wiring import open_assistant

    assistant = open_assistant(settings)
    if arguments.jsonl:
        answers = ((line.id, assistant.ask(line.question, line.turns)) for line in lines)
        objects = ({"id": number} | answer_object(answer) for number, answer in answers)
        return write_lines(arguments.out, objects)
    answer = assistant.ask(arguments.question, arguments.turn)
    if arguments.json:
        print_json(answer_object(answer))
    else:
        print(answer.text)
        for citation in answer.citations:
            print(f"  [{citation.marker}] {where_cited(citation.passage, citation.start)}")
        for near in answer.near:
            print(f"  · {near.quote}（{where_cited(near.passage, near.start)}）")
    return 1 if answer.status.startswith(("guardrail_", "error_")) else 0


def verify(arguments: argparse.Namespace) -> int:
    """A verdict on each figure of each answer; exit 0 whatever the verdicts are."""
    lines = list(read_lines(arguments.jsonl, VerifyLine))
    verdicts = ({"id": line.id, "figures": list(map(figure_object, check(line)))} for line in lines)
    return write_lines(arguments.out, verdicts)
