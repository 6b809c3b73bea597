"""Lines of questions and queries as they come in, checked; a bad line is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import InputInvalid


class AskLine(BaseModel):
    """One question of `ask --jsonl`; other keys (of an eval case, say) are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    question: str
    turns: list[str] = Field(default_factory=list)


class SearchLine(BaseModel):
    """One query of `search --jsonl`; a line with `question` in place of `query` will do."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    query: str = Field(validation_alias=AliasChoices("query", "question"))


class ForeignPassage(BaseModel):
    """A passage that an answer written elsewhere cites; what is not known is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    marker: int = Field(ge=0)
    text: str
    title: str = ""
    date: str | None = None
    headings: list[str] = Field(default_factory=list)


class VerifyLine(BaseModel):
    """One answer of `verify --jsonl`: its text with markers [n], and the passages they stand for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    text: str
    passages: list[ForeignPassage]


Line = TypeVar("Line", AskLine, SearchLine, VerifyLine)


def read_lines(source: str, kind: type[Line]) -> Iterator[Line]:
    """The lines of the file `source` ("-": standard input); blank ones are passed over.

    Raises InputInvalid with the line's number and field where one is not as it should be.
    """
    for number, line in enumerate(_text(source).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            where = f"字段 {field!r}" if field else "内容"
            raise InputInvalid(
                f"{source!r} 第 {number} 行的{where}不正确：{first['msg']}。"
            ) from error


def _text(source: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputInvalid(f"无法读取文件 {source!r}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise InputInvalid(f"文件 {source!r} 不是 UTF-8 编码。") from error
