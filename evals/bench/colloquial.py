"""Everyday questions with the sentences of reports that answer them, read from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases.case import Evidence
from evals.errors import CasesInvalid

COLLOQUIAL_FILE = Path(__file__).parent / "colloquial.jsonl"
"""What the encoder and the ranking were chosen by."""
UNSEEN_FILE = Path(__file__).parent / "colloquial-unseen.jsonl"
"""Written when both were done, over other reports; nothing is to be chosen by it."""


class Colloquial(BaseModel):
    """A question; each piece of evidence is a quote that stands within one sentence of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    topic: str = Field(min_length=1)
    split: Literal["dev", "test"]
    question: str = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)


def load_colloquial(file: Path = COLLOQUIAL_FILE) -> list[Colloquial]:
    """The questions of the file. Raises CasesInvalid with the line's number and what is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesInvalid(f"无法读取口语题 {str(file)!r}：{error}。") from error
    questions: dict[str, Colloquial] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = Colloquial.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CasesInvalid(f"{file.name} 第 {number} 行 {where}：{first['msg']}。") from error
        if one.id in questions:
            raise CasesInvalid(f"{file.name} 第 {number} 行：题号 {one.id!r} 重复。")
        questions[one.id] = one
    if not questions:
        raise CasesInvalid(f"{file.name} 中没有题目。")
    return list(questions.values())
