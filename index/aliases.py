"""What people call things and what reports call them, from the alias file that staff may edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.normalise import fold

_FILE = Path(__file__).parent / "aliases.toml"
# 单位生产总值 is another indicator, 一般公共预算 in 政府一般公共预算 is not.
_NOT_AFTER = "(?<!单位)(?<!人均)"


class Indicator(BaseModel):
    """One indicator: its name, what else it is called, and whether it is itself a percentage."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...] = ()
    change_aliases: tuple[str, ...] = ()
    rate: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.change_aliases)


class _Synonyms(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: tuple[tuple[str, ...], ...]


class _AliasFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: tuple[Indicator, ...]
    synonyms: _Synonyms


@dataclass(frozen=True, slots=True)
class Mention:
    """An indicator named in a folded text at [start, end)."""

    indicator: Indicator
    start: int
    end: int


class Aliases:
    """Finds indicators and synonyms in text; texts are folded and lower-cased before comparing.

    Raises ValueError where one alias names two indicators.
    """

    def __init__(self, content: _AliasFile) -> None:
        self.indicators = content.indicator
        self.synonym_groups = content.synonyms.groups
        self._by_name: dict[str, Indicator] = {}
        for indicator in content.indicator:
            for name in indicator.names:
                if self._by_name.setdefault(_key(name), indicator) is not indicator:
                    raise ValueError(f"alias {name!r} names two indicators")
        self._pattern = _any_of(self._by_name)
        self._groups: dict[str, tuple[str, ...]] = {}
        for group in content.synonyms.groups:
            keys = tuple(_key(word) for word in group)
            for key in keys:
                known = self._groups.get(key, ())
                self._groups[key] = (*known, *(word for word in keys if word not in known))
        self._synonym_pattern = _any_of(self._groups)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The indicators that `text` names, the longest name at each place; spans count in
        `fold(text)`."""
        for match in self._pattern.finditer(_key(text)):
            yield Mention(self._by_name[match.group()], match.start(), match.end())

    def synonyms(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Spans of `fold(text)` that have synonyms, the longest at each place, with all of them."""
        for match in self._synonym_pattern.finditer(_key(text)):
            yield match.start(), match.end(), self._groups[match.group()]


@cache
def load_aliases() -> Aliases:
    """The project's alias file, checked.

    Raises ValueError (pydantic's ValidationError is one) where the file is not in order.
    """
    return Aliases(_AliasFile.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8"))))


def _key(text: str) -> str:
    return fold(text).lower()


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(_NOT_AFTER + "(?:" + "|".join(map(re.escape, longest_first)) + ")")
