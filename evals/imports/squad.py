"""Benchmarks in the form of SQuAD (Rajpurkar et al. 2016, 2018), and CMRC 2018's flat variant.

Paragraphs with questions, each of whose answers is one alternative; `is_impossible` has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from evals.imports.benchmark_item import Document, Item, not_as_expected, parse_json, read_text

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
