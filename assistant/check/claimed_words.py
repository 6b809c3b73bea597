"""The words of a claim, each with what may stand for it in a clause that bears it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from assistant.check.said_of_each import ACTS, each_claimed
from index.figures.lexicon import entries, one_of, words
from index.figures.normalise import fold
from index.figures.places import names_of
from index.figures.segmenter import shipped_segmenter
from index.figures.years import WRITTEN
from index.reports.place_of_report import NATION, level_of

_ACT = re.compile(ACTS)
_STAGES = ("begun", "built", "in_use")
_SAME = {said: others for said, *others in entries("borne_out.same")}
_PHRASES = sorted((said for said in _SAME if len(said) > 1), key=len, reverse=True)
_PHRASE = re.compile("|".join(map(re.escape, _PHRASES)))
_MARK = re.compile(r"[^\w]|_")
_PART = re.compile(r"[，,；;。、]")
_HEDGE = re.compile(rf"{one_of('borne_out.hedge')}|{WRITTEN}年")
_HEDGES = frozenset(words("borne_out.hedge_alone"))
_BY_LEVEL = frozenset(name for _, *names in entries("place.by_kind") for name in names)
_AIM = re.compile(one_of("asking.plan", "kind.aim"))
_ONWARDS = one_of("borne_out.onwards")
_SINCE = re.compile(rf"[从自]\s*(?P<when>\w{{1,6}}?)\s*{_ONWARDS}")
_EACH_OF = re.compile(one_of("name.each", "name.of_each"))  # of what is looked for one by one
_SEVERAL = 2
_SHORTEST = 4  # characters


class Word(NamedTuple):
    """A word of a claim: what may stand for it in a clause; whether it names a thing, what is done, or
    from when on, or is said twice; and, of how far a work has come, what says that it has not come as far."""

    text: str
    written: re.Pattern[str]
    role: Literal["thing", "act", "since", "twice"]
    behind: re.Pattern[str] | None = None


Words = tuple[Word, ...]


@lru_cache(maxsize=256)
def claimed_parts(
    said: str, place: str | None, *, aims: bool = False
) -> tuple[tuple[Words, ...], ...]:
    """What is claimed, as one thing and, where it has commas, as several; () where it is hardly
    anything. `place` is that of the report that it is compared with; `aims`: it is
    claimed to be planned."""
    said = _AIM.sub(" ", fold(said)) if aims else said
    whole = _words(said, place)
    if not _says_something(whole):
        return ()
    listed = [_EACH_OF.sub("", one) for one in each_claimed(said)]
    several = (tuple(_words(one, place) for one in each) for each in (_PART.split(said), listed))
    several = (tuple(filter(None, each)) for each in several)
    readings = [each for each in several if len(each) >= _SEVERAL]
    return ((whole,), *(each for each in readings if all(map(_says_something, each))))


def _says_something(claimed: Words) -> bool:
    return len(claimed) > 1 and sum(len(word.text) for word in claimed) >= _SHORTEST


def _words(said: str, place: str | None) -> Words:
    text = _HEDGE.sub(" ", _MARK.sub(" ", fold(said).lower()))
    for name in called(place):
        text = text.replace(name, " ")
    text = re.sub(rf"^\s*(?:{own_level(place)})", "", text)
    found: list[tuple[int, Word]] = []
    for pattern, word in ((_SINCE, _since), (_far(), _of_stage), (_PHRASE, _like)):
        found += [(match.start(), word(match.group())) for match in pattern.finditer(text)]
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    spans = ((a, text[a:b].strip()) for a, b in shipped_segmenter().spans(text))
    found += [(start, _like(word)) for start, word in spans if word and word not in _HEDGES]
    return tuple(word for _, word in sorted(found, key=lambda one: one[0]))


def called(place: str | None) -> Sequence[str]:
    """The names of a report's own place, the longest first; none of the nation's, which are in those
    of many things."""
    if place is None or place == NATION:
        return ()
    return sorted(set(names_of(place, level_of(place))) - _BY_LEVEL, key=len, reverse=True)


def own_level(place: str | None) -> str:
    """A pattern for how a report calls its own place at the head of a clause: 全市, 市."""
    if place is None:
        return "(?!)"
    if place == NATION:
        return "|".join(words("place.nation", "place.nation_acting"))
    by_level = _BY_LEVEL.intersection(names_of(place, level_of(place)))
    return "|".join((*sorted(by_level, key=len, reverse=True), place[-1]))


def _like(text: str) -> Word:
    return Word(text, re.compile(_written(text)), "act" if _ACT.fullmatch(text) else "thing")


def _written(text: str) -> str:
    written = sorted((text, *_SAME.get(text, ())), key=len, reverse=True)
    return "|".join(map(re.escape, written))


def _since(text: str) -> Word:
    since = _SINCE.fullmatch(text)
    when = _written(since["when"]) if since else re.escape(text)
    return Word(
        text,
        re.compile(rf"[从自](?:{WRITTEN}年|{one_of('time.this_year')})?(?:{when}){_ONWARDS}"),
        "since",
    )


def _of_stage(text: str) -> Word:
    reached = max(n for n, stage in enumerate(_STAGES) if re.search(_stage(stage), text))
    behind = re.compile(_stage("begun", "underway")) if reached else None
    return Word(text, _far(reached), "act", behind)


@cache
def _far(reached: int = 0) -> re.Pattern[str]:
    """A run of words of how far a work has come, one of them of the stage `reached` or beyond."""
    any_, joins = _stage(*_STAGES), f"{one_of('borne_out.joins')}?"
    return re.compile(rf"(?:{any_}{joins})*?{_stage(*_STAGES[reached:])}(?:{joins}{any_})*")


def _stage(*stages: str) -> str:
    return one_of(*(f"borne_out.{stage}" for stage in stages))
