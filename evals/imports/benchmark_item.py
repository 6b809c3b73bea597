"""Items of public benchmarks: a question, the texts it is asked of, and what answers it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.errors import ImportInvalid

MAX_BYTES = 256 * 1024 * 1024
"""A file read as one piece of JSON takes about five times its size in memory."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a benchmark; a report will be made of it."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `answers` are groups of alternatives; none where the texts do not answer it.

    `documents` are those the answer is to be found in, `others` stand beside them. `where` names
    the item's place in the file for messages.
    """

    id: str
    where: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    documents: tuple[Document, ...]
    others: tuple[Document, ...] = ()
    wrong_answers: tuple[str, ...] = ()


def read_text(file: Path) -> str:
    """The text of a benchmark's file. Raises ImportInvalid where it is no UTF-8 or too large."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise ImportInvalid(
                f"文件 {str(file)!r} 有 {size:,} 字节，超过 {limit} MB 的上限，请先拆分。"
            )
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportInvalid(f"无法读取文件 {str(file)!r}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise ImportInvalid(f"文件 {str(file)!r} 不是 UTF-8 文本。") from error


def parse_json(text: str, where: str) -> object:
    """`text` as JSON. Raises ImportInvalid with line and column where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise ImportInvalid(f"{where} 不是有效的 JSON：{place}，{error.msg}。") from error
    except (RecursionError, ValueError) as error:
        raise ImportInvalid(f"{where} 不是可以读取的 JSON：嵌套过深，或数字过长。") from error


def not_as_expected(error: ValidationError, where: str) -> ImportInvalid:
    """The first fault of a shape, with its position: data.3.paragraphs.0.context."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "整体"
    missing = first["type"] == "missing"
    told = "缺少这一项" if missing else f"内容不符合格式（{first['msg']}）"
    return ImportInvalid(f"{where}，字段 {field}：{told}。")
