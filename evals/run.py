"""Runs: cases asked one by one, each answer on disk before the next, all of it to be scored again.

A run folder holds config.json, cases.jsonl (the cases as they were asked) and answers.jsonl, each
line of which is {"id", "answer", "ms"} with `answer` the answer object.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantFault
from evals.case import Case, load_cases
from evals.errors import CasesInvalid, RunInvalid
from index.errors import IndexFault

CONFIG_FILE = "config.json"
CASES_FILE = "cases.jsonl"
ANSWERS_FILE = "answers.jsonl"

Ask = Callable[[str, Sequence[str]], Mapping[str, object]]
"""A question and the earlier ones of its chat, oldest first, to an answer object."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, the answer object it got, and the wall time that took in milliseconds."""

    case: Case
    answer: Mapping[str, object]
    ms: float


@dataclass(frozen=True, slots=True)
class Run:
    """A stored run; `asked` is shorter than `cases` where it was interrupted."""

    cases: tuple[Case, ...]
    asked: tuple[Asked, ...]

    @property
    def complete(self) -> bool:
        return len(self.asked) == len(self.cases)


class _AnswerLine(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    answer: dict[str, object]
    ms: Annotated[float, Field(ge=0)]


def run_suite(cases: Sequence[Case], ask: Ask) -> Iterator[Asked]:
    """Ask each case in turn. A fault of the product is an answer too, with an error_* status."""
    for case in cases:
        start = time.perf_counter()
        try:
            answer = ask(case.question, case.turns)
        except (AssistantFault, IndexFault) as fault:
            answer = {"status": f"error_{type(fault).__name__}", "text": str(fault)}
        yield Asked(case, answer, (time.perf_counter() - start) * 1000)


def store_run(
    folder: Path, cases: Sequence[Case], asked: Iterator[Asked], config: Mapping[str, object]
) -> Iterator[Asked]:
    """Pass `asked` through, each answer written to `folder` as it comes.

    Raises RunInvalid where the folder already holds a run, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CONFIG_FILE).exists():
            raise RunInvalid(f"目录 {str(folder)!r} 中已有一次评测，请另选目录。")
        lines = "".join(f"{case.model_dump_json()}\n" for case in cases)
        (folder / CASES_FILE).write_text(lines, encoding="utf-8")
        _write_json(folder / CONFIG_FILE, {**config, "cases_sha256": cases_digest(cases)})
        with (folder / ANSWERS_FILE).open("w", encoding="utf-8") as answers:
            for one in asked:
                line = {"id": one.case.id, "answer": one.answer, "ms": round(one.ms, 3)}
                answers.write(json.dumps(line, ensure_ascii=False) + "\n")
                answers.flush()
                yield one
    except OSError as error:
        raise RunInvalid(f"无法写入目录 {str(folder)!r}：{error.strerror}。") from error


def load_run(folder: Path) -> Run:
    """A stored run. Raises RunInvalid where the folder is none, or its parts do not agree."""
    try:
        cases = load_cases(folder / CASES_FILE)
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        lines = (folder / ANSWERS_FILE).read_text(encoding="utf-8").splitlines()
    except (CasesInvalid, OSError, ValueError) as error:
        raise RunInvalid(f"目录 {str(folder)!r} 中没有完整的评测记录：{error}") from error
    if not isinstance(config, dict) or config.get("cases_sha256") != cases_digest(cases):
        raise RunInvalid(f"{CASES_FILE} 与 {CONFIG_FILE} 所记的题目不一致，不能评分。")
    by_id = {case.id: case for case in cases}
    asked: dict[str, Asked] = {}
    for number, line in enumerate(lines, start=1):
        parsed = _parse(line, number)
        if parsed.id not in by_id or parsed.id in asked:
            raise RunInvalid(f"{ANSWERS_FILE} 第 {number} 行，字段 id：{parsed.id!r} 不该出现。")
        asked[parsed.id] = Asked(by_id[parsed.id], parsed.answer, parsed.ms)
    return Run(tuple(cases), tuple(asked.values()))


def cases_digest(cases: Sequence[Case]) -> str:
    """SHA-256 over the cases as they are understood; layout and order of keys do not matter."""
    hasher = hashlib.sha256()
    for case in cases:
        hasher.update(case.model_dump_json().encode() + b"\n")
    return hasher.hexdigest()


def _parse(line: str, number: int) -> _AnswerLine:
    try:
        return _AnswerLine.model_validate_json(line)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "整行"
        raise RunInvalid(f"{ANSWERS_FILE} 第 {number} 行，字段 {field} 不正确。") from error


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")
