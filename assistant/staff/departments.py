"""Whom to ask about what: the topics of a text, and the department usual for them in a district."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.figures.aliases import load_aliases
from index.figures.normalise import fold

_FILE = Path(__file__).parent / "departments.toml"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic named at [start, end) of a folded text, and the department responsible for it."""

    name: str
    department: str
    start: int
    end: int


def topics_of(text: str) -> tuple[Topic, ...]:
    """The topics that `text` names, in order; of several in one place the longest."""
    departments = _departments()
    return tuple(
        Topic(match.group(), departments[match.group()], *match.span())
        for match in _pattern().finditer(fold(text))
    )


def names_topic(text: str) -> bool:
    """Whether `text` names something that reports are about."""
    return bool(topics_of(text)) or names_indicator(text)


def names_indicator(text: str) -> bool:
    """Whether `text` names an indicator of the ledger."""
    return any(True for _ in load_aliases().mentions(text))


def main_topic(text: str) -> Topic | None:
    """The topic that `text` is about: the longest it names, of equals the first."""
    return max(topics_of(text), key=lambda topic: (len(topic.name), -topic.start), default=None)


@cache
def _departments() -> dict[str, str]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        topic: department["name"]
        for department in content["department"]
        for topic in department["topics"]
    }


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_departments(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
