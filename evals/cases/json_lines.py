"""Files of gold data as JSON lines: each line an object of one kind with an id of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import CasesInvalid


class Identified(BaseModel):
    """An object that is known by its `id`, and has no fields but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)


Line = TypeVar("Line", bound=Identified)


def load_lines(file: Path, kind: type[Line]) -> list[Line]:
    """The objects of `file`, in order; blank lines are left out.

    Raises CasesInvalid, which names the file, the line and the field that is wrong.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesInvalid(f"无法读取 {str(file)!r}：{error}。") from error
    loaded: dict[str, Line] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        one = _parsed(line, kind, f"{file.name} 第 {number} 行")
        if one.id in loaded:
            raise CasesInvalid(f"{file.name} 第 {number} 行，字段 id：{one.id!r} 重复。")
        loaded[one.id] = one
    if not loaded:
        raise CasesInvalid(f"{file.name} 中没有题目。")
    return list(loaded.values())


def _parsed(line: str, kind: type[Line], where: str) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "整行"
        raise CasesInvalid(f"{where}，字段 {field}：{first['msg']}。") from error
