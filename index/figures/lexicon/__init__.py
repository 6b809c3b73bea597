"""The Chinese vocabulary of the project: each concept a named list of words, in the TOML files here.

A file is a field (`kind.toml`), a table in it a concept (`[aim]`), named together as `kind.aim`:

    [aim]
    words = "目标 力争 计划 将"        # separated by blanks or line ends
    not_before = { "将" = "军 近 士" }  # 将军 is no aim: what must not stand right after the word
    not_after = { "将" = "即" }         # 即将 is none: what must not stand right before it
    only_before = { "将" = "要 于" }    # what must stand right after the word, where anything must
    shares = { "asking.plan" = "what is planned is asked for by the same word" }

A concept is what its words mean, or, where it has a `position`, where they stand in a sentence:

    [adverb]
    position = "before a name, and no part of it"
    words = "累计 力争 已"

Words of any meaning stand in a position. A word has one meaning: `shares` names another concept of
meaning that has some of the same words, and says why, and a test refuses any other word that stands
in two. Grammar stands in code and takes its words from here. Words keep the order of the file: in a
pattern, the first that fits counts. A word of a table carries what belongs to it after colons
(`千米:公里:1`); `entries` gives these.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

_FOLDER = Path(__file__).parent


def _split(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_split), Field(min_length=1)]
Beside = Mapping[str, Words]
"""For a word of the concept, the texts beside it that rule it out, or one of which it needs."""


class Concept(BaseModel):
    """The words of one concept, in order, with their exceptions, and which concepts share some."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Words
    not_before: Beside = {}
    not_after: Beside = {}
    only_before: Beside = {}
    position: str = ""
    shares: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _exceptions_are_of_its_words(self) -> Concept:
        of_no_word = {*self.not_before, *self.not_after, *self.only_before} - set(self.words)
        if of_no_word:
            raise ValueError(f"exceptions of words that are not in the concept: {of_no_word}")
        return self

    @property
    def patterns(self) -> tuple[str, ...]:
        """The words as regular expressions, with their exceptions."""
        return tuple(map(self._pattern, self.words))

    def _pattern(self, word: str) -> str:
        before = "".join(f"(?<!{re.escape(text)})" for text in self.not_after.get(word, ()))
        after = f"(?!{_any(self.not_before[word])})" if word in self.not_before else ""
        needed = f"(?={_any(self.only_before[word])})" if word in self.only_before else ""
        return before + re.escape(word) + after + needed


@cache
def concepts() -> Mapping[str, Concept]:
    """Every concept by its name.

    Raises pydantic.ValidationError, which names the concept and the key that is wrong.
    """
    return {
        f"{file.stem}.{name}": concept
        for file in sorted(_FOLDER.glob("*.toml"))
        for name, concept in _read(file.stem).items()
    }


@cache
def _read(field: str) -> dict[str, Concept]:
    tables = tomllib.loads((_FOLDER / f"{field}.toml").read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Concept]).validate_python(tables)


@cache
def words(*names: str) -> tuple[str, ...]:
    """The words of the concepts `names`, without exceptions, each once, in the order of the files.

    Raises KeyError or FileNotFoundError for a concept that is not there.
    """
    return tuple(dict.fromkeys(word for name in names for word in _concept(name).words))


def one_of(*names: str) -> str:
    """A regular expression for any word of the concepts `names`: `(?:目标|力争)`."""
    return f"(?:{'|'.join(dict.fromkeys(p for name in names for p in _concept(name).patterns))})"


def entries(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of the concept `name`, each with what stands behind it after colons: 千米:公里:1."""
    return tuple(tuple(word.split(":")) for word in words(name))


def _concept(name: str) -> Concept:
    field, _, table = name.partition(".")
    return _read(field)[table]


def _any(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, texts))
