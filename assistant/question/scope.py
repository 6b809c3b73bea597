"""What the reports at hand cover, and the questions that ask for a place or time beyond it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assistant.answer import Answer, Citation
from assistant.errors import SettingsInvalid
from assistant.query import Query
from assistant.question.parts import limiting_places
from assistant.question.subject import comparable
from assistant.refusals import Refusal
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between, figures_of
from index.figures.places import (
    BY_LEVEL,
    ancestor_called,
    city_called,
    find_places,
    is_known,
    names_of,
    own_name,
    shown_name,
)
from index.figures.years import years_in
from index.report import Level, RetrievedPassage
from index.reports.place_of_report import NATION, level_of
from index.store.library import Covered

_NATION_ACTING = re.compile(one_of("place.nation_acting"))
_RANKED_IN = re.compile(rf"{one_of('asking.ranked_in')}$")
_RARE = 0.9  # weight of a word that few reports have
_MOST_OF_NAME = 0.6


@dataclass(frozen=True, slots=True)
class Scope:
    """What the reports at hand cover, as far as resolving a question needs it.

    `names` are what the covered places are called, `home` the place meant where none is named: the
    one that is set, else the one that the reports themselves name so.
    """

    reports: tuple[Covered, ...]
    home: str | None = None
    # Worked out once: each question asks for them many times, and there may be thousands of places.
    places: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = dict.fromkeys(report.place for report in self.reports if report.place)
        object.__setattr__(self, "places", tuple(places))
        object.__setattr__(self, "_by_name", self._places_by_name())

    @property
    def own_places(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(shown_name(place) for place in self.places))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the documents are about: of a work report of N these are N−1 and N."""
        return tuple(sorted({year for report in self.reports for year in report.years}))

    @property
    def newest(self) -> int | None:
        """The year from which 今年 counts: that of the newest document's publication."""
        return max((report.now for report in self.reports if report.now), default=None)

    def called(self, name: str) -> tuple[str, ...]:
        """The covered places that `name` calls; none where it calls none."""
        return self._by_name.get(name, ())

    def named(self, names: Sequence[str]) -> tuple[str, ...]:
        """The covered places that `names` call; else the home place, the only one there is, or the one
        that they are in: the reports of 雅安市 speak of 宝兴县.

        全区 calls every district covered, so it calls none in particular where there are several.
        """
        by_name = self._by_name
        called = dict.fromkeys(
            place
            for name in names
            for place in by_name.get(name, ())
            if name not in BY_LEVEL or len(by_name[name]) == 1
        )
        if called:
            return tuple(called)
        if self.home:
            return (self.home,)
        if len(self.places) == 1:
            return self.places
        parents = {parent for name in names for parent in parents_of(city_called(name) or name)}
        around = tuple(place for place in self.places if place in parents)
        return around if len(around) == 1 else ()

    def limits_of(self, query: str) -> tuple[str, ...]:
        """The covered places that `query` itself limits its search to; none where it names none."""
        names = limiting_places(query, self.names)
        return self.named(names) if names else ()

    def at_home(self, named: str) -> Scope:
        """The scope with `named` (北关区 or 安阳市北关区) as the place meant where none is; where it
        is "", the only place whose reports say that they are at home.

        Raises SettingsInvalid where no report covers the place.
        """
        if not named:
            homes = {report.place for report in self.reports if report.home and report.place}
            return replace(self, home=homes.pop() if len(homes) == 1 else None)
        covered = self.called(named)
        if len(covered) != 1:
            raise SettingsInvalid(
                f"ASSISTANT_HOME_PLACE 所设的 {named!r} 不是已收录的一个地方。"
                "请写全名，或先收录它的报告。"
            )
        return replace(self, home=covered[0])

    def with_wholes_named(self, text: str) -> str:
        """`text` with 国家 as 全国 where it names no place and several may be meant, and with the
        place that another before it is ranked in as what it is to that: 滨州在山东排第几 as
        滨州在全省排第几."""
        mentions = list(find_places(text, self.names))
        if not mentions:
            return _NATION_ACTING.sub(NATION, text) if len(self.places) > 1 else text
        inner = self.named([mention.name for mention in mentions])
        above = [parent for place in inner for parent in parents_of(place)]
        whole = {name: f"全{own_name(a)[-1]}" for a in above for name in names_of(a, level_of(a))}
        for one in reversed(mentions[1:]):
            if one.name in whole and _RANKED_IN.search(text, 0, one.start):
                text = text[: one.start] + whole[one.name] + text[one.end :]
        return text

    def of_the_only_place(self, years: Sequence[int]) -> tuple[str, ...]:
        """The one covered place whose reports are about `years`; none where several are, or none."""
        of_years = {r.place for r in self.reports if r.place and r.years.intersection(years)}
        return tuple(of_years) if years and len(of_years) == 1 else ()

    def several_of(self, level: Level | None, inside: Sequence[str] = ()) -> tuple[str, ...]:
        """The covered places of `level` (None: all) in those named, where there are several."""
        places = {r.place for r in self.reports if r.place and level in (None, r.level)}
        named = [name for name in inside if name not in BY_LEVEL and is_known(name)]
        if named:
            places = {place for place in places if any(_is_in(place, name) for name in named)}
        return tuple(sorted(places)) if len(places) > 1 else ()

    def narrowed(self, places: Sequence[str]) -> Scope:
        """The scope of the reports of `places` alone; the whole where none is given."""
        if not places:
            return self
        return Scope(tuple(r for r in self.reports if r.place in places), self.home)

    def _places_by_name(self) -> dict[str, tuple[str, ...]]:
        by_name: dict[str, list[str]] = {}
        levels = {report.place: report.level for report in self.reports if report.place}
        home = self.home if self.home in levels else None
        for place, level in levels.items():
            for name in names_of(place, level):
                if home is None or name not in BY_LEVEL or _calls(name, place, home):
                    by_name.setdefault(name, []).append(place)
        return {name: tuple(called) for name, called in by_name.items()}


def _calls(name: str, place: str, home: str) -> bool:
    """全市 asked at home in 北关区 is 安阳市, and no other city that is covered."""
    return place == home or ancestor_called(name, home) == place


def _is_in(place: str, name: str) -> bool:
    """Whether `place` is in what `name` calls: 杭州市 in 浙江."""
    return any(name in names_of(parent, level_of(parent)) for parent in parents_of(place))


def related(place: str, scope: Scope) -> tuple[str, ...]:
    """The covered places that `place` is in, or that are in it, as they are named to people."""
    above = parents_of(place)
    inside = (one for one in scope.places if place in map(shown_name, parents_of(one)))
    return tuple(shown_name(one) for one in (*(p for p in above if p in scope.places), *inside))


def places_naming(
    names: Sequence[str], found: Sequence[RetrievedPassage]
) -> tuple[str | None, ...]:
    """The places of the reports of which passages found have the names, None for a report without
    one; where several have some, those that have the most of their characters."""
    named: dict[str | None, int] = {}
    for passage in (hit.passage for hit in found):
        text = comparable(passage.text)
        known = sum(_named_in(text, name) for name in names)
        named[passage.place] = max(known, named.get(passage.place, 0))
    most = max(named.values(), default=0)
    return tuple(place for place, known in named.items() if known == most > 0)


def place_meant(query: Query, found: Sequence[RetrievedPassage], scope: Scope) -> str | None:
    """The one covered place that a question without a place is about, None where that is not sure."""
    if len(scope.places) < 2 or query.within or query.survey or set(query.places) - BY_LEVEL:
        return None
    partners = scope.named(query.named)  # 和雅安签协议的有哪些: its report says so
    if len(partners) == 1 and not query.places and query.expected.open_ended:
        return partners[0]
    naming = places_naming(query.subject.names, found)
    return naming[0] if len(naming) == 1 else None


def _places_to_ask(query: Query, found: Sequence[RetrievedPassage]) -> list[str]:
    """The places that a question without one may be about, by the names or rare words that it has;
    [] where these leave it open."""
    rare = [
        term.asked for term in query.subject.terms if term.weight >= _RARE and not term.required
    ]
    naming = places_naming(query.subject.names or rare, found)
    return [place for place in naming if place] if len(naming) > 1 else []


def _named_in(text: str, name: str) -> int:
    """How many characters of the name `text` has in a row; 0 where too few to be it.

    A word before or behind it may be the question's own: 去黄果树玩.
    """
    if name in text:
        return len(name)
    match = SequenceMatcher(None, text, name, autojunk=False).find_longest_match()
    return match.size if match.size >= max(2, _MOST_OF_NAME * len(name)) else 0


def out_of_scope(query: Query, found: Sequence[RetrievedPassage], scope: Scope) -> Refusal | None:
    """The refusal of a question for a place or time that the reports do not cover, else None.

    A report may still speak of a place or year beyond them (与哈密市巴里坤县建立合作关系, 到2030年):
    where a passage found names it, the question goes on.
    """
    texts = [fold(hit.passage.text) for hit in found]
    names = scope.names
    for place in query.places:
        if not names or place in names or _is_above(place, query.within):
            continue
        if _only_mentioned(place, query, names):
            continue
        # A place beside another is asked about, not mentioned.
        if query.by_place or not _mentioned(place, query, texts, scope):
            return Refusal("unanswerable_place", city_called(place) or place)
    if query.elsewhere and not query.within and not query.by_place and len(scope.places) > 1:
        return Refusal("unanswerable_place", city_called(query.elsewhere[0]) or query.elsewhere[0])
    if len(scope.places) > 1 and (not query.within or _means_several(query, scope)):
        naming = [] if query.within else _places_to_ask(query, found)
        return Refusal("clarify_place", meant=query.within or tuple(naming))
    years = scope.narrowed(query.within).years
    beyond = [year for year in query.years if year not in years]
    if years and beyond and not _years_of(found) & set(beyond):
        return Refusal("unanswerable_period", f"{beyond[0]}年")
    part = query.time.part
    if part and not any(part in text for text in texts) and not _of_part(query, found):
        return Refusal("unanswerable_period", part)
    return None


def _only_mentioned(place: str, query: Query, names: Sequence[str]) -> bool:
    """Whether a text is asked for of a covered place, and the other is no part of that: 北京的大医院在济南
    设的中心是哪家."""
    covered = [one for one in query.places if one in names and one not in BY_LEVEL]
    inside = any(_is_in(place, one) for one in covered)
    return bool(covered) and not (inside or query.expected.figure or query.by_place)


def _is_above(place: str, within: Sequence[str]) -> bool:
    """Whether several places are asked about, all in `place`: 都在江苏，镇江和淮安."""
    return len(within) > 1 and all(_is_in(one, place) for one in within)


def _of_part(query: Query, found: Sequence[RetrievedPassage]) -> bool:
    """Whether a passage has a figure of the part of a year asked for: 二季度累计 is of 上半年."""
    months = query.time.months
    periods = (figure.binding.period for hit in found for figure in figures_of(hit.passage))
    return months is not None and any(p and months.same_as(p.months) for p in periods)


def _years_of(found: Sequence[RetrievedPassage]) -> set[int]:
    """The years that the passages name, or have a figure of: 较上年28899万元增长9.9%."""
    named = {year for hit in found for year in years_in(fold(hit.passage.text))}
    periods = (figure.binding.period for hit in found for figure in figures_of(hit.passage))
    return named | {period.first for period in periods if period and period.first == period.last}


def _means_several(query: Query, scope: Scope) -> bool:
    """Whether a name calls several covered places, none of which is in another: two 城关镇."""
    for name in () if query.by_place or query.survey else query.places:
        called = scope.called(name)
        inner = any(one in parents_of(other) for one in called for other in called)
        if len(called) > 1 and name not in BY_LEVEL and not inner:
            return True
    return False


def _mentioned(place: str, query: Query, texts: Sequence[str], scope: Scope) -> bool:
    if place in BY_LEVEL and query.indicators:
        return False
    # 安阳市 is in 安阳市北关区 and 安阳宾馆, which do not speak of it.
    if any(place in covered or covered.startswith(place) for covered in scope.places):
        return _part_of_a_name(place, query.wording, texts)
    return any(place in text for text in texts)


def _part_of_a_name(place: str, asked: str, texts: Sequence[str]) -> bool:
    """Whether every mention of `place` begins a name that the passages know: 安阳研学通平台."""
    named = [match.group() for match in re.finditer(re.escape(place) + r"\w{2}", fold(asked))]
    return bool(named) and all(any(name in text for text in texts) for name in named)


def may_be_of_no_place(query: Query) -> bool:
    """Whether a document without a place could answer `query` at all: of GDP without a place
    nobody could say whose it is."""
    if query.parts or query.survey or query.operation:
        return False
    return bool(query.places) or not query.indicators


def is_of_no_place(answer: Answer, query: Query) -> bool:
    """Whether all that `answer` cites is of documents without a place, on no other place than the
    question names, and the whole of what is asked for."""
    return not answer.partly and all(_of_no_place(one, query) for one in answer.citations)


def _of_no_place(citation: Citation, query: Query) -> bool:
    passage, quote = citation.passage, fold(citation.quote)
    if passage.place is not None or not all(place in quote for place in query.places):
        return False
    figures = figures_between(passage, citation.start, citation.end)
    places = [figure.binding.place for figure in figures if figure.binding.place is not None]
    return all(any(asked in place for asked in query.places) for place in places)
