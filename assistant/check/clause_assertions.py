"""What a clause says beside its figures that may be false: denied, up or down, above or below, done.

The words stand in `clause_words.toml`; here is how a clause is read by them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from index.figures.gazetteer.lookup import places_called
from index.figures.normalise import fold
from index.figures.places import city_called, find_places

_FILE = Path(__file__).parent / "clause_words.toml"
_PLAIN = ("negation", "direction", "turn", "completion", "rank", "record")
_LEVELS = {"nation": "nation", "province": "province", "city": "city", "district": "county"}
_NUMBER = r"(?!了?约?近?(?!\d{4}年)[\d零一二两三四五六七八九十百千万亿.]+(?!.{0,3}位))"
Aspect = Literal["negation", "direction", "turn", "completion", "rank", "record", "comparison"]
_OUTCOMES = frozenset(("above", "below", "equal"))


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a clause says in one aspect, by `text`: the names of what it may be, one of which it is
    (低于 is below; 不高于 below or equal). `among`: what is compared with, empty where left open."""

    aspect: Aspect
    says: frozenset[str]
    text: str
    among: frozenset[str] = frozenset()

    def borne_out_by(self, told: Assertion) -> bool:
        """Whether what `told` says leaves no room for this being false."""
        if self.aspect != told.aspect or not told.says <= self.says:
            return False
        return not self.among or not told.among or bool(self.among & told.among)


def assertions_said(clause: str) -> list[Assertion]:
    """What a clause of an answer says: only by words that say it without doubt."""
    return _marks(clause, "words")


def assertions_in_passage(clause: str) -> list[Assertion]:
    """What a clause of a passage can bear out: by wider words."""
    return _marks(clause, "also")


def words_of(section: str, key: str) -> re.Pattern[str]:
    """The words of a list of the file as one pattern."""
    return _pattern(section, key)


def among_of(clause: str) -> frozenset[str]:
    """What a clause compares with or ranks among, by level: 全市 and 安阳市 are "city"."""
    named = {
        level for level, words in _content()["among"].items() if re.search("|".join(words), clause)
    }
    for mention in find_places(clause):
        name = city_called(mention.name) or mention.name
        named |= {_LEVELS[place.level] for place in places_called(name)}
    return frozenset(named)


def _marks(clause: str, words: Literal["words", "also"]) -> list[Assertion]:
    text = fold(clause)
    among = among_of(text)
    found = []
    for aspect in _PLAIN:
        for says in _content()[aspect]:
            match = _reading(aspect, says, words).search(_without(aspect, says, text))
            if match:
                of = among if aspect == "rank" else frozenset[str]()
                found.append(Assertion(aspect, frozenset({says}), match.group(), of))  # type: ignore[arg-type]
    return _joined([*found, *_compared(text, among)], text)


def is_to_come(clause: str) -> bool:
    """Whether a clause says that something is yet to be done: 将, 力争, 加快."""
    return re.search("|".join(_content()["completion"]["done"]["future"]), clause) is not None


def _joined(marks: Sequence[Assertion], text: str) -> list[Assertion]:
    """The marks, two that say one thing as one: 没有达到目标 is below the aim, 扭转下降 only a turn."""
    by_aspect = {mark.aspect: mark for mark in marks}
    denied, done = by_aspect.get("negation"), by_aspect.get("completion")
    if denied and done and "met" in done.says and text.find(denied.text) < text.find(done.text):
        unmet = Assertion(
            "comparison", frozenset({"below"}), denied.text + done.text, frozenset({"aim"})
        )
        return [unmet, *(mark for mark in marks if mark not in (denied, done))]
    if "turn" in by_aspect:
        return [mark for mark in marks if mark.aspect != "direction"]
    return list(marks)


def _compared(text: str, among: frozenset[str]) -> Iterator[Assertion]:
    for outcome, pattern in _relations():
        for match in pattern.finditer(text):
            says = frozenset((outcome,))
            if text[: match.start()].endswith("不"):
                says = _OUTCOMES - says
            yield Assertion("comparison", says, match.group(), among)


@cache
def _relations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _content()["comparison"]
    # 同比提高 compares nothing with another, nor does 占比较高.
    than = r"(?<![同环占对])(?:比|较)(?!重|例|较|上年|去年|同期|去|年)[^，。；\d]{1,12}?(?<![提增加扩减缩降变最升])"
    ends = r"(?=了?约?[\d零一二两三四五六七八九十.]+[个%成倍]|出|一些|$|[，。；\0])"
    sides = [
        (side, rf"(?:{'|'.join(words[side])}){_NUMBER}|{than}(?:{words[adjective]}){ends}")
        for side, adjective in (("above", "more"), ("below", "less"))
    ]
    sides.append(("equal", "|".join(words["equal"])))
    return tuple((side, re.compile(pattern)) for side, pattern in sides)


def _without(aspect: str, says: str, text: str) -> str:
    """`text` without the words that only look like those that say it: 无人机, 不断."""
    never = _content()[aspect][says].get("never")
    return re.sub("|".join(never), lambda match: " " * len(match[0]), text) if never else text


@cache
def _reading(aspect: str, says: str, words: str) -> re.Pattern[str]:
    entry = _content()[aspect][says]
    alternatives = [*entry["words"], *(entry.get("also", ()) if words == "also" else ())]
    return re.compile("|".join(alternatives))


@cache
def _pattern(section: str, key: str) -> re.Pattern[str]:
    words = _content()[section][key]
    return re.compile(words if isinstance(words, str) else "|".join(words))


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
