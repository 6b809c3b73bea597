"""Whether figures bear out what a question puts forward: the one judge of 是的 and 不是.

是的 needs every slot of the claim: the indicator and nothing narrower, attribute, direction, place,
year and part of it, outcome or target, all or what is new, and the value within its bound. 不是 needs
a figure of the same slots that says otherwise. From any other figure nothing follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from assistant.check.claimed_value import Judged, value_follows
from assistant.check.context_words import content_of, pairs_of
from assistant.check.matching import (
    likeness,
    opposed,
    part_fits,
    stands_for,
    stock_against_flow,
)
from assistant.query import Claim, Query
from assistant.question.expected_answer import alike_units
from assistant.question.subject import canonical, scopes_in
from index.figures.aliases import load_aliases
from index.figures.figure import Binding
from index.figures.lexicon import entries, one_of, words
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.segmenter import shipped_segmenter
from index.report import Passage

_ALIKE = 0.5
_OF_FEW = {unit: frozenset(alike) for unit, *alike in entries("unit.of_few")}
_CLAUSE = re.compile(r"[，,；;。：:\n]")
_DONE = re.compile(
    "|".join([word for word in words("verb.before_name") if len(word) > 1] + ["了$"])
)
_HAS = re.compile(r"有了?$")
_WORK = re.compile(rf"{one_of('verb.before_name')}$")
_IN_ALL = re.compile(one_of("asking.in_all", "asking.one_of_all_years", "extent.in_all"))
_COME_TO = re.compile(rf"{one_of('verb.to_a_level')}[至到]$")
_AMOUNTS = frozenset({"level", "count"})
_COUNTED = frozenset(words("asking.person", "asking.thing", "unit.visits"))
_MEASURE = re.compile(rf"总?{one_of('name.measure')}$")
_EMPTY = frozenset(
    words("light.empty", "verb.before_name", "extent.in_all", "kind.done")
    + words("direction.rise", "direction.fall")
)
_OF_AREA = frozenset(words("unit.area"))
_OPPOSITES: Mapping[str, str] = {
    one: other for pair in entries("direction.opposites") for one, other in (pair, pair[::-1])
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a text states, the words up to it, and those around it with the headings above."""

    bound: Binding
    before: str
    around: str


def stated_in(passage: Passage, start: int, end: int) -> list[Stated]:
    """The figures that `passage.text[start:end]` states, dates left out."""
    return [
        stated(figure.binding, passage, start, end)
        for figure in figures_between(passage, start, end)
        if figure.binding.attribute != "date"
    ]


def stated(bound: Binding, passage: Passage, start: int, end: int) -> Stated:
    """A figure of `passage.text[start:end]` with its words."""
    text = passage.text
    around = " ".join((*passage.headings, text[start:end]))
    return Stated(bound, text[start : bound.quantity.start], around)


def judged(query: Query, stated: Iterable[Stated]) -> Judged | None:
    """What follows from the figures `stated` for what `query` puts forward; None where nothing does,
    or nothing is put forward."""
    claim = query.claim
    if claim is None or claim.open or any(one.aspect == "negation" for one in claim.asserts):
        return None  # 还没有清零: what is denied is in the words
    follows = {
        one
        for figure in _nearest(query, claim, stated)
        if (one := _follows(query, claim, figure)) is not None
    }
    return follows.pop() if len(follows) == 1 else None


def comparable_with(query: Query, stated: Iterable[Stated]) -> list[Stated]:
    """The figures that a reader may take for the one that is put forward, whatever they are of:
    those in a like unit, those of the indicator first; none where no figure is put forward."""
    claim = query.claim
    if claim is None or claim.figure is None:
        return []
    units = _units(claim.figure)
    alike = [one for one in stated if one.bound.quantity.unit in units]
    return sorted(alike, key=lambda one: -_thing_alike(query, claim, one))


def _nearest(query: Query, claim: Claim, stated: Iterable[Stated]) -> Iterator[Stated]:
    """The figures of the slots of the claim, those of them whose words are nearest to its own."""
    bearing = [one for one in stated if _bears_on(query, claim, one)]
    near = {id(one): _thing_alike(query, claim, one) for one in bearing}
    best = max(near.values(), default=0.0)
    return (one for one in bearing if near[id(one)] == best)


def _bears_on(query: Query, claim: Claim, one: Stated) -> bool:
    """Whether a figure has every slot of the claim but value and direction."""
    bound = one.bound
    return (
        (_of_attribute(claim, bound) or _all_as_more(query, claim, one))
        and part_fits(query.time, bound)
        and stands_for(query, bound)
        and (_of_extent(query, claim, one) or _all_as_more(query, claim, one))
        and _of_time(query, bound)
        and _of_kind(query, bound)
        and (not query.within or bound.place is None or bound.place in query.within)
        and _thing_alike(query, claim, one) >= _ALIKE
        and not narrower(query, claim, one)
        and not _broader(query, claim, one)
    )


def _of_attribute(claim: Claim, bound: Binding) -> bool:
    """Whether both are amounts, both changes, both shares or both ranks, in units that can be
    compared; where a direction alone is put forward, whether the figure is a change."""
    if claim.figure is None:
        return bound.attribute == "change" and claim.direction != "none"
    both = {claim.figure.attribute, bound.attribute}
    return (len(both) == 1 or both <= _AMOUNTS) and bound.quantity.unit in _units(claim.figure)


def _units(figure: Binding) -> frozenset[str]:
    """The units that its figure can be compared with; one that is left open may be money, or count
    what is named."""
    unit = figure.quantity.unit
    if not unit:
        return _COUNTED if figure.attribute == "count" else frozenset({"", "元"})
    others = {own for own, few in _OF_FEW.items() if unit not in few}
    return _OF_FEW.get(unit) or alike_units(unit) - others


def _of_time(query: Query, bound: Binding) -> bool:
    """Whether the figure is of the very years that are asked for; of any, where none are."""
    if not query.years:
        return True
    period, asked = bound.period, query.years
    if period is None:
        return False
    return (period.first, period.last) in ((asked[0], asked[-1]), (asked[-1], asked[0]))


def _of_extent(query: Query, claim: Claim, one: Stated) -> bool:
    """Whether both are of what is new or both of all there is; a claim that says what was done (建成了
    10个) may be of what is new."""
    if claim.figure is None:
        return True
    in_all = _IN_ALL.search(claim.before) is not None
    if in_all and not _WORK.search(claim.figure.indicator) and _WORK.search(one.bound.indicator):
        return False  # 危旧房改造7043户 are not all 危旧房
    asked, stated = _of_what_is_new(query, claim), one.bound.new
    if asked == stated:
        return not stock_against_flow(claim.before, one.before)
    # 2023年的有机农产品是9个 may be those of the year; 有9个 are all there are.
    of_the_year = query.years and (query.kind == "target" or not _HAS.search(claim.before))
    said_done = _DONE.search(claim.before) is not None or bool(of_the_year)
    return stated and said_done and not in_all


def _of_what_is_new(query: Query, claim: Claim) -> bool:
    """Whether what was added is put forward (新增34家, 多了34家)."""
    figure = claim.figure
    if figure is None or figure.attribute not in _AMOUNTS:
        return False
    return "new" in (figure.extent, query.extent)


def _all_as_more(query: Query, claim: Claim, one: Stated) -> bool:
    """Whether as much is put forward as new, or as the increase, as there is in all (增至8万人) or more:
    that is refuted."""
    figure, bound = claim.figure, one.bound
    if figure is None or bound.extent != "whole" or bound.attribute not in _AMOUNTS:
        return False
    rises = (figure.attribute, figure.direction) == ("change", "rise")
    if not (rises or _of_what_is_new(query, claim)) or bound.quantity.unit not in _units(figure):
        return False
    all_there_is, more = bound.quantity.value, figure.quantity.value
    return more > all_there_is or (more == all_there_is and _COME_TO.search(one.before) is not None)


def _of_kind(query: Query, bound: Binding) -> bool:
    return query.kind is None or (query.kind == "target") == (bound.kind == "target")


def _thing_alike(query: Query, claim: Claim, one: Stated) -> float:
    """How like, 0 to 1, what the figure measures is to what is asked: 1 for the same known indicator;
    the words of the clause stand for a name that is left open."""
    bound = one.bound
    names = _names(query, claim)
    if bound.name is not None and names:
        return 1.0 if bound.name in names else 0.0
    asked = [query.subject.topic]
    if claim.figure is not None:
        asked.append(canonical(claim.figure.indicator))
    stated = canonical(_aligned(bound.indicator, claim))
    like = max(likeness(phrase, stated) for phrase in asked)
    # What the sentence says beside a short name counts: 专利 of 蓝天实验室申报专利.
    of_name = not stated or any(phrase.endswith(stated) for phrase in asked)
    words = one.around if of_name else _clause(one.before)
    said = content_of(canonical(query.subject.topic))
    clause = content_of(canonical(_aligned(words, claim)) + stated) | pairs_of(stated)
    return max(like, len(said & clause) / len(said) if said else 0.0)


def _names(query: Query, claim: Claim) -> set[str]:
    """What the alias file calls the indicators asked about; empty where it knows none."""
    own = claim.figure.name if claim.figure else None
    return {*query.indicators, own} if own else set(query.indicators)


def narrower(query: Query, claim: Claim, one: Stated) -> bool:
    """Whether the figure measures less than is asked, or another thing: 发明专利授权量 for 专利授权量."""
    bound = one.bound
    asked = f"{query.subject.topic}{canonical(claim.before)}{''.join(query.indicators)}".lower()
    aliases = load_aliases()
    if aliases.extents_of(bound.indicator) - aliases.extents_of(asked):
        return True
    if bound.name is not None and bound.name in query.indicators:
        return False
    stated = _words(_aligned(bound.indicator, claim), bound, asked)
    return any(word not in asked and word[:-1] not in asked for word in stated)


def _broader(query: Query, claim: Claim, one: Stated) -> bool:
    """Whether the question names a part of what the figure measures: 专利授权量 for 发明专利授权量."""
    if claim.figure is None or one.bound.name in _names(query, claim):
        return False
    around = canonical(_aligned(one.around, claim) + one.bound.indicator).replace("、", "").lower()
    return any(word not in around for word in _words(claim.figure.indicator, one.bound))


def _words(indicator: str, bound: Binding, asked: str = "") -> Iterator[str]:
    """The words that tell an indicator from another; a measure tells nothing where none is `asked`,
    and 面积 follows from the unit."""
    named = canonical(indicator).lower()
    if not _MEASURE.search(asked):
        named = _MEASURE.sub("", named)
    parts = [word.text for word in shipped_segmenter().words(named)]
    for single, run in groupby(parts, lambda part: len(part) == 1):
        telling = [part for part in run if single or part not in _EMPTY]
        if single and not _EMPTY.issuperset(telling):
            telling = ["".join(telling)]  # a word that is not known comes as its characters: 驰名
        for word in telling:
            said_by_unit = word in words("name.area") and bound.quantity.unit in _OF_AREA
            if len(word) > 1 and not said_by_unit:
                yield word


def _aligned(text: str, claim: Claim) -> str:
    """`text` with each noun as the opposite that the claim names: 净流出 as 净流入."""
    for word, other in _OPPOSITES.items():
        if word in claim.before and word not in text:
            text = text.replace(other, word)
    return text


def _follows(query: Query, claim: Claim, one: Stated) -> Judged | None:
    bound = one.bound
    if _says_the_opposite(claim, one):
        return "not_so"
    if bound.attribute == "change" and opposed(claim.direction, bound.direction):
        return "not_so"
    if claim.figure is None:
        return "so"
    if _all_as_more(query, claim, one):
        return "not_so"
    if bound.attribute == "rank" and not set(scopes_in(claim.before)) <= set(scopes_in(one.before)):
        return None
    return value_follows(claim, bound)


def _says_the_opposite(claim: Claim, one: Stated) -> bool:
    """Whether the clause has the opposite of a noun of the claim: 净流入, 净流出."""
    clause = _clause(one.before)
    return any(
        word in claim.before and other in clause and word not in clause
        for word, other in _OPPOSITES.items()
    )


def _clause(before: str) -> str:
    return _CLAUSE.split(fold(before))[-1]
