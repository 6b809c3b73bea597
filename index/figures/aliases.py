"""What people call things and what reports call them, from the alias file that staff may edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import AliasesInvalid
from index.figures.normalise import fold

_FILE = Path(__file__).parent / "aliases.toml"


class Indicator(BaseModel):
    """One indicator: its name, what else it is called, and whether it is itself a percentage.

    A name followed by a word of `not_before` is another thing's. `means` are the indicators that a
    reader may mean by a vague name, in order; `narrower` those that are parts of it. Both are names
    of other indicators of the file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...] = ()
    change_aliases: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    rate: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.change_aliases)


class _Extents(BaseModel):
    """Words that distinguish one indicator from another; `qualifiers` those that stand before its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: tuple[tuple[str, ...], ...] = ()
    qualifiers: tuple[str, ...] = ()


class _Synonyms(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...] = ()


class _AliasFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: tuple[Indicator, ...]
    extents: _Extents = _Extents()
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
    each other do), twice for one, or twice in a group of synonyms; where an alias differs from its
    name in a word of extent; and where `means` or `narrower` name no other indicator.
    """

    def __init__(self, content: _AliasFile) -> None:
        self.indicators = content.indicator
        self.synonym_groups = (*content.synonyms.groups, *content.synonyms.related)
        self._by_name = _owners(content.indicator)
        self._extents = {
            _key(word): number
            for number, group in enumerate(content.extents.groups)
            for word in group
        }
        self._extent_pattern = _any_of(self._extents)
        self._qualifiers = tuple(map(_key, content.extents.qualifiers))
        self._check()
        self._pattern = _any_of(self._by_name)
        self._same = _groups_of(content.synonyms.groups)
        self._groups = _groups_of(self.synonym_groups)
        self._same_pattern, self._group_pattern = _any_of(self._same), _any_of(self._groups)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The indicators that `text` names, the longest name at each place; spans count in
        `fold(text)`."""
        key = _key(text)
        for match in self._pattern.finditer(key):
            indicator = self._by_name[match.group()]
            after = match.end() + key.startswith("的", match.end())
            if key.startswith(indicator.not_before, after):
                continue  # 规上工业企业 are firms, 规上工业 is what they add
            if key.endswith(self._qualifiers, 0, match.start()):
                continue  # 单位生产总值 is another indicator
            yield Mention(indicator, match.start(), match.end())

    def meant(self, text: str) -> tuple[str, ...]:
        """The names of the indicators that `text` names, each followed by those that may be meant by
        it and its parts."""
        asked = [mention.indicator for mention in self.mentions(text)]
        return tuple(
            dict.fromkeys(name for one in asked for name in (one.name, *one.means, *one.narrower))
        )

    def called(self, name: str) -> Indicator:
        """The indicator of the file that has `name`. Raises KeyError where none has."""
        return self._by_name[_key(name)]

    def extents_of(self, phrase: str) -> frozenset[int]:
        """Which groups of words of extent `phrase` has a word of, by their number in the file."""
        return frozenset(
            self._extents[match.group()] for match in self._extent_pattern.finditer(_key(phrase))
        )

    def ends_in_extent(self, text: str) -> bool:
        """Whether `text` ends in a word that makes another indicator of the name behind it: 规上."""
        return _key(text).endswith((*self._extents, *self._qualifiers))

    def synonyms(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Spans of `fold(text)` that have synonyms or related words, the longest at each place, with
        all of them."""
        for match in self._group_pattern.finditer(_key(text)):
            yield match.start(), match.end(), self._groups[match.group()]

    def same(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """As `synonyms`, of those alone that are the very same thing."""
        for match in self._same_pattern.finditer(_key(text)):
            yield match.start(), match.end(), self._same[match.group()]

    def _check(self) -> None:
        for indicator in self.indicators:
            for alias in indicator.names:
                if self.extents_of(alias) != self.extents_of(indicator.name):
                    raise AliasesInvalid(
                        f"别名 {alias!r} 与指标 {indicator.name!r} 的口径不同，请另立指标。"
                    )
            for other in (*indicator.means, *indicator.narrower):
                owner = self._by_name.get(_key(other))
                if owner is None or owner.name != other or owner is indicator:
                    raise AliasesInvalid(f"指标 {indicator.name!r} 所指的 {other!r} 不是别的指标。")


def _owners(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """The indicator of each name. Raises AliasesInvalid for a name that stands there twice."""
    owners: dict[str, Indicator] = {}
    for indicator in indicators:
        for name in indicator.names:
            owner = owners.get(_key(name))
            if owner is indicator:
                raise AliasesInvalid(f"别名 {name!r} 在指标 {indicator.name!r} 中出现了两次。")
            if owner is not None:
                raise AliasesInvalid(
                    f"别名 {name!r} 同时属于指标 {owner.name!r} 和 {indicator.name!r}。"
                )
            owners[_key(name)] = indicator
    return owners


def _groups_of(written: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each word's synonyms, itself among them. Raises AliasesInvalid for one twice in a group."""
    groups: dict[str, tuple[str, ...]] = {}
    for group in written:
        keys = tuple(_key(word) for word in group)
        twice = next((word for word in keys if keys.count(word) > 1), None)
        if twice is not None:
            raise AliasesInvalid(f"近义词 {twice!r} 在同一组中出现了两次。")
        for key in keys:
            known = groups.get(key, ())
            groups[key] = (*known, *(word for word in keys if word not in known))
    return groups


def same_extent(one: str, other: str) -> bool:
    """Whether two names of things have the same words of extent: 规上工业增加值 is no 工业增加值."""
    aliases = load_aliases()
    return aliases.extents_of(one) == aliases.extents_of(other)


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
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
