"""What the reports at hand cover, and the questions that ask for a place or time beyond it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Question
from assistant.refusals import Refusal
from index.library import Covered
from index.normalise import fold
from index.places import GENERIC, names_of, own_name
from index.report import RetrievedPassage

_PART_OF_A_YEAR = re.compile(
    r"[上下]半年|第?[一二三四1-4]季度|前[一二三四1-4]个?季度|(?<!\d)\d{1,2}月份|[一二三四五六七八九十]+月份"
)
_GENERIC_NAMES = frozenset(name for names in GENERIC.values() for name in names)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the reports at hand cover, as far as resolving a question needs it."""

    places: tuple[str, ...]
    names: tuple[str, ...]
    years: tuple[int, ...]
    newest: int | None

    @property
    def own_places(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(own_name(place) for place in self.places))


def scope_of(reports: Sequence[Covered]) -> Scope:
    """A work report of year N tells of N−1 and N: both count as covered."""
    places = dict.fromkeys(report.place for report in reports if report.place)
    names = {
        name: None
        for report in reports
        if report.place
        for name in names_of(report.place, report.level)
    }
    published = {report.year for report in reports if report.year}
    years = sorted(published | {year - 1 for year in published})
    return Scope(tuple(places), tuple(names), tuple(years), max(published, default=None))


def out_of_scope(
    question: Question, found: Sequence[RetrievedPassage], scope: Scope
) -> Refusal | None:
    """The refusal of a question for a place or time that the reports do not cover, else None.

    A place or year beyond them may still be told of (与哈密市巴里坤县建立合作关系, 到2030年): where
    a passage found names it, the question goes on.
    """
    told = [fold(hit.passage.text) for hit in found]
    for place in question.places:
        if scope.places and place not in scope.names and not _told_of(place, question, told, scope):
            return Refusal("unanswerable_place", place)
    beyond = [year for year in question.periods if year not in scope.years]
    if scope.years and beyond and not any(f"{year}年" in text for year in beyond for text in told):
        return Refusal("unanswerable_period", f"{beyond[0]}年")
    part = _PART_OF_A_YEAR.search(fold(question.text))
    if part and not any(part.group() in text for text in told):
        return Refusal("unanswerable_period", part.group())
    return None


def _told_of(place: str, question: Question, told: Sequence[str], scope: Scope) -> bool:
    if place in _GENERIC_NAMES and question.indicators:
        return False
    # 安阳市 stands in 安阳市北关区 and 安阳宾馆 without being told of.
    if any(place in covered or covered.startswith(place) for covered in scope.places):
        return _part_of_a_name(place, question.text, told)
    return any(place in text for text in told)


def _part_of_a_name(place: str, asked: str, told: Sequence[str]) -> bool:
    """Whether every mention of `place` begins a name that the passages know: 安阳研学通平台."""
    named = [match.group() for match in re.finditer(re.escape(place) + r"\w{2}", fold(asked))]
    return bool(named) and all(any(name in text for text in told) for name in named)
