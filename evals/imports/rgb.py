"""Benchmarks in the form of RGB (Chen et al. 2024): a query, its answer, texts for and beside it.

One JSON object a line, or one array of them. As in RGB's own scoring each entry of `answer` must be
given, and an entry that is itself a list holds alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from evals.errors import ImportInvalid
from evals.imports.benchmark_item import Document, Item, not_as_expected, parse_json, read_text

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
