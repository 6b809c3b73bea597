"""The formats of public benchmarks: SQuAD's and RGB's files as items, each question with its texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

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
    """The first error of a shape, with its position: data.3.paragraphs.0.context."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "整体"
    missing = first["type"] == "missing"
    problem = "缺少这一项" if missing else f"内容不符合格式（{first['msg']}）"
    return ImportInvalid(f"{where}，字段 {field}：{problem}。")


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class _Answer(_Part):
    text: str


class _Question(_Part):
    id: str | None = Field(default=None, validation_alias=AliasChoices("id", "query_id"))
    question: _Text = Field(validation_alias=AliasChoices("question", "query_text", "query"))
    answers: list[_Answer | str] = []
    is_impossible: bool = False


class _Paragraph(_Part):
    context: str = Field(validation_alias=AliasChoices("context", "context_text"))
    title: str = ""
    qas: list[_Question]


class _Article(_Part):
    title: str = ""
    paragraphs: list[_Paragraph]


class _Articles(_Part):
    data: list[_Article]


class _Flat(_Part):
    data: list[_Paragraph]


def read_squad(file: Path) -> Iterator[Item]:
    """The items of `file`. Raises ImportInvalid with the place where the shape is another."""
    content = parse_json(read_text(file), file.name)
    try:
        if isinstance(content, list):
            flat = _Flat.model_validate({"data": content})
            paragraphs = [(f"第 {n} 段", part.title, part) for n, part in enumerate(flat.data, 1)]
        else:
            paragraphs = [
                (f"第 {a} 篇第 {p} 段", part.title or article.title, part)
                for a, article in enumerate(_Articles.model_validate(content).data, 1)
                for p, part in enumerate(article.paragraphs, 1)
            ]
    except ValidationError as error:
        raise not_as_expected(error, file.name) from error
    for place, title, paragraph in paragraphs:
        document = Document(paragraph.context, title)
        for number, question in enumerate(paragraph.qas, start=1):
            where = f"{file.name} {place}第 {number} 问"
            yield _item(question, where, document)


def _item(question: _Question, where: str, document: Document) -> Item:
    given = (answer if isinstance(answer, str) else answer.text for answer in question.answers)
    return Item(
        id=question.id or where,
        where=where,
        question=question.question,
        answers=() if question.is_impossible else (tuple(given),),
        documents=(document,),
    )


_Nested = list[str | list[str]]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str | None = None
    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    answer: str | _Nested
    positive: _Nested
    negative: list[str] = []
    fakeanswer: str | list[str] | None = None


def read_rgb(file: Path) -> Iterator[Item]:
    """The items of `file`. `positive_wrong`, texts made false on purpose, is left out.

    An item without a positive text has no answer. Raises ImportInvalid with the line or the entry.
    """
    for number, (where, content) in enumerate(_entries(file), start=1):
        try:
            line = _Line.model_validate(content)
        except ValidationError as error:
            raise not_as_expected(error, where) from error
        documents = tuple(Document(text) for text in _flat(line.positive))
        yield Item(
            id=line.id or str(number),
            where=where,
            question=line.query,
            answers=_groups(line.answer) if documents else (),
            documents=documents,
            others=tuple(Document(text) for text in line.negative),
            wrong_answers=tuple(_flat([line.fakeanswer or []])),
        )


def _entries(file: Path) -> Iterator[tuple[str, object]]:
    text = read_text(file)
    if text.lstrip().startswith("["):
        entries = parse_json(text, file.name)
        if isinstance(entries, list):
            yield from ((f"{file.name} 第 {n} 项", entry) for n, entry in enumerate(entries, 1))
        return
    if not text.strip():
        raise ImportInvalid(f"文件 {str(file)!r} 是空的。")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{file.name} 第 {number} 行"
            yield where, parse_json(line, where)


def _flat(nested: Iterable[str | list[str]]) -> Iterator[str]:
    for entry in nested:
        yield from [entry] if isinstance(entry, str) else entry


def _groups(answer: str | _Nested) -> tuple[tuple[str, ...], ...]:
    entries = [answer] if isinstance(answer, str) else answer
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in entries)


Format = Literal["rgb", "squad"]
FORMATS = {"rgb": read_rgb, "squad": read_squad}
