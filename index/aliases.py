"""What people call things and what reports call them, from the alias file that staff may edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import AliasesInvalid
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

    Raises AliasesInvalid, naming the alias, where one stands for two indicators (as two that name
    each other do), twice for one, or twice in a group of synonyms.
    """

    def __init__(self, content: _AliasFile) -> None:
        self.indicators = content.indicator
        self.synonym_groups = content.synonyms.groups
        self._by_name: dict[str, Indicator] = {}
        for indicator in content.indicator:
            for name in indicator.names:
                owner = self._by_name.get(_key(name))
                if owner is indicator:
                    raise AliasesInvalid(f"别名 {name!r} 在指标 {indicator.name!r} 中出现了两次。")
                if owner is not None:
                    raise AliasesInvalid(
                        f"别名 {name!r} 同时属于指标 {owner.name!r} 和 {indicator.name!r}。"
                    )
                self._by_name[_key(name)] = indicator
        self._pattern = _any_of(self._by_name)
        self._groups: dict[str, tuple[str, ...]] = {}
        for group in content.synonyms.groups:
            keys = tuple(_key(word) for word in group)
            twice = next((word for word in keys if keys.count(word) > 1), None)
            if twice is not None:
                raise AliasesInvalid(f"近义词 {twice!r} 在同一组中出现了两次。")
            for key in keys:
                known = self._groups.get(key, ())
                self._groups[key] = (*known, *(word for word in keys if word not in known))
        self._synonym_pattern = _any_of(self._groups)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The indicators that `text` names, the longest name at each place; spans count in
        `fold(text)`."""
        key = _key(text)
        for match in self._pattern.finditer(key):
            if match.group().endswith("工业") and key.startswith("企业", match.end()):
                continue  # 规上工业企业 are firms, 规上工业 is what they add
            yield Mention(self._by_name[match.group()], match.start(), match.end())

    def synonyms(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Spans of `fold(text)` that have synonyms, the longest at each place, with all of them."""
        for match in self._synonym_pattern.finditer(_key(text)):
            yield match.start(), match.end(), self._groups[match.group()]


@cache
def load_aliases() -> Aliases:
    """The project's alias file, checked. Raises AliasesInvalid where it is not in order."""
    return read_aliases(_FILE)


def read_aliases(file: Path) -> Aliases:
    """The alias file at `file`, checked. Raises AliasesInvalid, naming what is wrong and where."""
    try:
        content = _AliasFile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        return Aliases(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AliasesInvalid(f"别名文件 {file.name!r} 无法读取：{error}。") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise AliasesInvalid(
            f"别名文件 {file.name!r} 的字段 {field!r}：{first['msg']}。"
        ) from error
    except AliasesInvalid as error:
        raise AliasesInvalid(f"别名文件 {file.name!r}：{error}") from error


def _key(text: str) -> str:
    return fold(text).lower()


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(_NOT_AFTER + "(?:" + "|".join(map(re.escape, longest_first)) + ")")
