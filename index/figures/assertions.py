"""What a clause asserts beside its figures: denied, up or down, above or below, done, first.

The words stand in the lexicon (`claim`); here is how a clause is read by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.figures.gazetteer.lookup import places_called
from index.figures.lexicon import concepts, one_of
from index.figures.normalise import fold
from index.figures.places import city_called, find_places

Aspect = Literal["negation", "direction", "turn", "completion", "rank", "record", "comparison"]
_ASPECTS: Mapping[Aspect, tuple[str, ...]] = {
    "negation": ("no",),
    "direction": ("up", "down"),
    "turn": ("up", "down"),
    "completion": ("exceeded", "early", "met", "whole", "done", "partly"),
    "rank": ("first", "last"),
    "record": ("high", "low", "once", "only"),
}
# Beside the words of the lexicon of the same name.
_GRAMMAR = {
    "completion_exceeded": rf"(?:超出|超过)了?{one_of('claim.exceeded_aim')}",
    "completion_early": rf"提前.{{0,4}}{one_of('claim.comes_early')}",
    "completion_met": rf"{one_of('claim.meets')}了?[^，。；]{{0,8}}?{one_of('claim.met_aim')}(?!值)",
    "completion_done": r"完成(?=$|[，。了])",
    "record_high": rf"{one_of('claim.sets_record')}?了?{one_of('claim.ever')}?新高",
    "record_low": rf"{one_of('claim.falls_to_record')}?了?(?:历史)?新低",
}
_AMONG = ("nation", "province", "city", "county", "world", "region", "before", "aim", "others")
_LEVELS = {"nation": "nation", "province": "province", "city": "city", "district": "county"}
_NUMBER = r"(?!了?约?近?(?!\d{4}年)[\d零一二两三四五六七八九十百千万亿.]+(?!.{0,3}位))"
# 同比提高 compares nothing with another, nor does 占比较高.
_THAN = r"(?<![同环占对])(?:比|较)(?!重|例|较|上年|去年|同期|去|年)[^，。；\d]{1,12}?(?<![提增加扩减缩降变最升])"
_THAN_ENDS = r"(?=了?约?[\d零一二两三四五六七八九十.]+[个%成倍]|出|一些|$|[，。；\0])"
_OUTCOMES: Mapping[str, re.Pattern[str]] = {
    "above": re.compile(
        rf"{one_of('claim.comparison_above')}{_NUMBER}|{_THAN}{one_of('claim.more')}{_THAN_ENDS}"
    ),
    "below": re.compile(
        rf"{one_of('claim.comparison_below')}{_NUMBER}|{_THAN}{one_of('claim.less')}{_THAN_ENDS}"
    ),
    "equal": re.compile(rf"{one_of('claim.comparison_equal')}|相当(?=$|[，。；\0])"),
}
_TO_COME = re.compile(one_of("claim.to_come"))
_NO_DENIAL = re.compile(one_of("claim.no_denial"))


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a clause says in one aspect, by `text`: the names of what it may be, one of which it is
    (低于 is below; 不高于 below or equal). `among`: what is compared with, empty where left open."""

    aspect: Aspect
    says: frozenset[str]
    text: str
    among: frozenset[str] = frozenset()

    def implied_by(self, other: Assertion) -> bool:
        """Whether this cannot be false where `other` is true."""
        if self.aspect != other.aspect or not other.says <= self.says:
            return False
        return not self.among or not other.among or bool(self.among & other.among)


def assertions_said(clause: str) -> list[Assertion]:
    """What a clause of an answer says: only by words that say it without doubt."""
    return _assertions(clause, wider=False)


def assertions_in_passage(clause: str) -> list[Assertion]:
    """What a clause of a passage can support: by wider words."""
    return _assertions(clause, wider=True)


def is_to_come(clause: str) -> bool:
    """Whether a clause says that something is yet to be done: 将, 力争, 加快."""
    return _TO_COME.search(clause) is not None


def _among_of(clause: str) -> frozenset[str]:
    """What a clause compares with or ranks among, by level: 全市 and 安阳市 are "city"."""
    named = {level for level, pattern in _among() if pattern.search(clause)}
    for mention in find_places(clause):
        name = city_called(mention.name) or mention.name
        named |= {_LEVELS[place.level] for place in places_called(name)}
    return frozenset(named)


@cache
def _among() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((level, re.compile(one_of(f"claim.among_{level}"))) for level in _AMONG)


def _assertions(clause: str, *, wider: bool) -> list[Assertion]:
    text = fold(clause)
    among = _among_of(text)
    # Words that only look like a denial say nothing: 无人机, 不断.
    undenied = _NO_DENIAL.sub(lambda match: " " * len(match[0]), text)
    found = []
    for aspect, says, pattern in _patterns(wider=wider):
        match = pattern.search(undenied if aspect == "negation" else text)
        if match:
            of = among if aspect == "rank" else frozenset[str]()
            found.append(Assertion(aspect, frozenset({says}), match.group(), of))
    return _joined([*found, *_compared(text, among)], text)


@cache
def _patterns(*, wider: bool) -> tuple[tuple[Aspect, str, re.Pattern[str]], ...]:
    return tuple(
        (aspect, says, re.compile(_words(f"{aspect}_{says}", wider=wider)))
        for aspect, outcomes in _ASPECTS.items()
        for says in outcomes
    )


def _words(name: str, *, wider: bool) -> str:
    names = [f"claim.{name}", f"claim.{name}_wider"] if wider else [f"claim.{name}"]
    listed = [one_of(concept) for concept in names if concept in concepts()]
    return "|".join([_GRAMMAR[name], *listed] if name in _GRAMMAR else listed)


def _joined(assertions: Sequence[Assertion], text: str) -> list[Assertion]:
    """The assertions, but two that say one thing as one: 没有达到目标 is below the aim, and 扭转下降
    only a turn."""
    by_aspect = {one.aspect: one for one in assertions}
    denied, done = by_aspect.get("negation"), by_aspect.get("completion")
    if denied and done and "met" in done.says and text.find(denied.text) < text.find(done.text):
        unmet = Assertion(
            "comparison", frozenset({"below"}), denied.text + done.text, frozenset({"aim"})
        )
        return [unmet, *(one for one in assertions if one not in (denied, done))]
    if "turn" in by_aspect:
        return [one for one in assertions if one.aspect != "direction"]
    return list(assertions)


def _compared(text: str, among: frozenset[str]) -> Iterator[Assertion]:
    for outcome, pattern in _OUTCOMES.items():
        for match in pattern.finditer(text):
            says = frozenset((outcome,))
            if text[: match.start()].endswith("不"):
                says = frozenset(_OUTCOMES) - says
            yield Assertion("comparison", says, match.group(), among)
