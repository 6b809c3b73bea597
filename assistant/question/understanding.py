"""From the text of a question that stands alone to what it means: one query, or several with what is
to be done with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.query import Expected, Query
from assistant.question.axes import several_values
from assistant.question.claim import claim_in, listing_in, single_claims, without_predicate
from assistant.question.dialogue_act import asks_opinion
from assistant.question.expected_answer import MOVES, OF_WHOLE, alike_units, expected_answer
from assistant.question.nicknames import places_in_full
from assistant.question.operand import Operand, Several
from assistant.question.overview import overview_in
from assistant.question.parts import (
    ASKING,
    PLAN,
    growth_target_named,
    heads_shared,
    limiting_places,
    without_indicators,
    without_story,
)
from assistant.question.scope import Scope
from assistant.question.statement import plainly_asked
from assistant.question.subject import subject_of
from assistant.question.survey import survey_in
from assistant.question.time import time_of
from index.figures.aliases import Mention, load_aliases
from index.figures.figure import Attribute
from index.figures.lexicon import entries, one_of
from index.figures.normalise import fold
from index.figures.places import find_places
from index.figures.years import WRITTEN, year_of, years_in
from index.report import Kind

_HOW_MUCH, _AMOUNT, _NTH = map(one_of, ("asking.how_much", "asking.amount", "asking.which_rank"))
_RANK = re.compile(
    rf"{_NTH}|第[一二三四五六七八九十](?=[吧吗名位?？]|$)|{one_of('asking.rank_of')}"
    rf"|(?<!安)排(?:在|行)?(?:全[市省国区]|[市省]里)?(?:{_NTH}|{_AMOUNT}(?:[名位]|(?=[?？。]|$)))"
)
_WHICH_RANK = re.compile(rf"{_NTH}|排[^,，。]{{0,4}}{_AMOUNT}")
_CHANGE = re.compile(
    rf"{one_of('asking.change_of')}|{one_of('asking.changes')}了?{_HOW_MUCH}"
    rf"|{one_of('asking.more_or_less')}了?{_AMOUNT}(?!{one_of('asking.counted_new')})|growth",
    re.I,
)
_SHARE = re.compile(
    rf"{one_of('asking.share_of')}|占(?![地用道领])[^,，。?？]{{1,8}}(?:{_AMOUNT}|{one_of('comparison.share')})|(?<=[\u4e00-\u9fff])率(?=[是为有多达吗呢?？]|$)"
)
_LEVEL = re.compile(rf"{_HOW_MUCH}个?[亿万]|{_AMOUNT}个?[元钱]|{one_of('asking.level_of')}")
_COUNT = re.compile(rf"{_AMOUNT}|(?<![哪第])几(?={one_of('asking.counted_by')})")
_TARGET = re.compile(
    rf"{one_of('asking.target')}|要{one_of('asking.does')}|{one_of('asking.aim')}{one_of('comparison.each')}?[是为有]?{_AMOUNT}"
)
# 完成年度计划的107% states an outcome although it names a plan.
_ACTUAL = re.compile(
    rf"{one_of('asking.done')}"
    rf"|{one_of('comparison.reached')}.{{0,6}}{one_of('asking.aim')}(?:[的了]|{one_of('asking.percent')})"
)
_EXPECTED = re.compile(one_of("asking.estimated"))
_OUTCOME = re.compile(one_of("asking.outcome"))
_NEW = re.compile(one_of("extent.new", "asking.new"))
_IN_ALL = re.compile(one_of("asking.in_all"))
_ALL = re.compile(one_of("asking.all_there_is"))
_REACHED = re.compile(one_of("asking.reached"))
_VARIES = one_of("asking.varies")
_TREND = re.compile(
    rf"{one_of('asking.trend')}|[有的]{one_of('asking.which_ones')}?{_VARIES}"
    rf"|{_VARIES}(?:[呢吗]|{one_of('asking.how')})?(?=[?？。]|$)"
    r"|[近这][几两三四五六\d]{1,2}年|[近过][来去][几两三四五六\d]年"
)
_ECONOMY = one_of("subject.economy")
_PARTED = re.compile(
    rf"{_ECONOMY}({one_of('comparison.since', 'asking.last_year', 'asking.this_year')}[^,，。？?]{{0,4}}?)"
    rf"({one_of('claim.growth')})"
)
_BASE_YEAR = re.compile(
    rf"(?:比|较|和|与|同|跟)(?:(?P<year>{WRITTEN})年|(?P<before>{one_of('time.year_before_last')}))"
    rf"{one_of('comparison.compared')}?(?!的?{one_of('comparison.outcome', 'comparison.aim')})"
    rf"(?=.{{0,8}}{one_of('asking.grows_from')})"
)
_LAST_YEAR = re.compile(one_of("time.last_year"))
_IN_SPEECH = re.compile(
    rf"{one_of('asking.how_much_in_speech')}(?={one_of('asking.counted', 'asking.unit')}|钱|[?？]|$)"
)
# What a question only implies, said: what is looked for and what is put in its place.
_IN_FULL = (
    # 外贸 by itself is a sum of money; 外贸几家 asks for firms.
    (
        re.compile(
            rf"({one_of('subject.foreign')})"
            rf"(?=(?:[的了]|{one_of('extent.new', 'asking.more_or_less')})*[有是]?{_HOW_MUCH}[家户])"
        ),
        r"\1企业",
    ),
    # 招引多少家 counts firms, 几条路 roads.
    (
        re.compile(rf"({one_of('asking.attracted')}[到来了]*{_HOW_MUCH}家)(?=[了呢?？,，。]|$)"),
        r"\1企业",
    ),
    (re.compile(r"([修建铺通][^,，。]{0,6}条)路(?![灯线径过])"), r"\1道路"),
    # 过亿的项目 are those of 亿元以上; GDP过亿了吗 is a claim.
    (re.compile(r"[过上超]亿元?(?=的?[项企工])"), "亿元以上"),
    # 经济社会发展的目标 are the targets.
    (re.compile(rf"{one_of('subject.whole_economy')}的?(?={one_of('asking.aim_named')})"), ""),
    # 新增多少城镇就业 is 城镇新增就业多少.
    (
        re.compile(
            rf"{one_of('extent.added')}了?({_HOW_MUCH}(?:万?人)?)的?{one_of('subject.jobs')}"
        ),
        r"城镇新增就业\1",
    ),
)


def in_full(text: str, scope: Scope) -> str:
    """`text` in its usual order, without the asker's story, with what it only implies said."""
    text = plainly_asked(text)
    for said, written in entries("asking.in_speech"):
        text = text.replace(said, written)
    if not ASKING.search(text):
        text = _IN_SPEECH.sub("多少", text)  # 修了好多公里路
    return scope.with_wholes_named(_in_full(without_story(_in_order(text), scope.names)))


def spanning(text: str, scope: Scope) -> Query | None:
    """A question whose one predicate spans several things: a survey, places beside each other,
    operands of an operator, a list; None where it asks one thing, or several one after the other."""
    return _survey(text, scope) or _claims(text, scope) or _several(text, scope)


def _survey(text: str, scope: Scope) -> Query | None:
    """A question put to every report of a level, None where it is none."""
    survey = survey_in(text)
    # At home 哪些地方 are those in the place.
    if survey is None or (scope.home and survey.level is None):
        return None
    looked_for = "|".join(map(re.escape, survey.terms)) or r"\Z"
    inside = limiting_places(re.sub(looked_for, "", fold(text)), scope.names)
    surveyed = scope.several_of(survey.level, inside)
    if not surveyed:
        return None
    query = alone(survey.text or text, scope, surveyed)
    return replace(query, wording=text, places=(), survey=survey)


def _claims(text: str, scope: Scope) -> Query | None:
    """A question that puts several figures forward, each a part; None where it does not."""
    parts = [alone(claim, scope) for claim in single_claims(text, scope.names)]
    return replace(alone(text, scope), parts=judged_each(parts), claim=None) if parts else None


def judged_each(parts: Iterable[Query]) -> tuple[Query, ...]:
    """The parts of a question, each to be judged by itself where it puts something forward."""
    return tuple(
        replace(part, claim=replace(part.claim, of_several=True)) if part.claim else part
        for part in parts
    )


def _several(text: str, scope: Scope) -> Query | None:
    """Several things asked by one predicate, and what is to be worked out from them; None where it
    asks one thing."""
    several = several_values(text, scope.names)
    if several is None:
        return None
    parts = [_operand(operand, scope) for operand in several.operands]
    if several.operation is not None:
        parts = _alike(parts, several)
    return replace(
        alone(text, scope),
        parts=judged_each(parts),
        operation=several.operation,
        lowest=several.lowest,
    )


def _operand(operand: Operand, scope: Scope) -> Query:
    query = alone(operand.text, scope)
    return replace(query, kind=operand.kind) if operand.kind else query


def _in_full(text: str) -> str:
    """`text` with the thing named that its words only imply: 增长目标 is that of the economy."""
    text = heads_shared(growth_target_named(places_in_full(text)))
    for implied, said in _IN_FULL:
        text = implied.sub(said, text)
    return text


def _alike(parts: Sequence[Query], several: Several) -> list[Query]:
    """Operands, each with the attribute, the extent and the years that another alone names."""
    named = next((part.attribute for part in parts if part.attribute), None)
    rates = all(map(_is_rate, parts))
    implied: Attribute | None = "change" if several.speeds and not rates else None
    implied = implied or ("level" if several.amounts else None)
    years = next((part.years for part in parts if part.years and part.kind != "target"), ())
    extent = next((part.extent for part in parts if part.extent), None)
    alike = [_asking_for(part, part.attribute or named or implied) for part in parts]
    alike = [replace(part, extent=part.extent or extent) for part in alike]
    return [p if p.years or p.kind is not None else p.of_years(years) for p in alike]


def _is_rate(query: Query) -> bool:
    """Whether what is asked about is itself a rate: a difference of it is in 百分点, and no growth."""
    mentioned = list(load_aliases().mentions(query.wording))
    return bool(mentioned) and all(mention.indicator.rate for mention in mentioned)


def _asking_for(query: Query, attribute: Attribute | None) -> Query:
    """The query for that attribute, with what it then expects."""
    if attribute == query.attribute:
        return query
    expected = expected_answer(query.wording, query.indicators, attribute)
    return replace(query, attribute=attribute, expected=expected)


def alone(text: str, scope: Scope, surveyed: tuple[str, ...] = ()) -> Query:
    """One question understood by itself; it is about all of `surveyed` where given."""
    folded, names = fold(text), scope.names
    places = limiting_places(text, names)
    within = surveyed or scope.named(places)
    newest = scope.narrowed(within).newest
    time = time_of(text, newest)
    within = within or (() if places else scope.of_the_only_place(time.years))
    mentioned = list(load_aliases().mentions(text))
    indicators = tuple(dict.fromkeys(mention.indicator.name for mention in mentioned))
    asked = without_indicators(text)
    # 经济增长多少: the name itself is of the change.
    of_change = any(folded[m.start : m.end] in m.indicator.change_aliases for m in mentioned)
    claim = claim_in(text, [place for place in places if place in names])
    attribute = (
        (claim.figure.attribute if claim and claim.figure else None)
        or _attribute(asked, mentioned)
        or ("change" if of_change else None)
    )
    overview = overview_in(text, names)
    expected = Expected() if overview else expected_answer(text, indicators, attribute)
    if claim and claim.figure:
        unit = claim.figure.quantity.unit
        expected = replace(expected, units=alike_units(unit) if unit else frozenset())
    trend = _TREND.search(text) is not None
    phrase = without_predicate(text, claim) if claim else text
    phrase = _TREND.sub("", phrase) if trend and not indicators else phrase
    return Query(
        wording=text,
        subject=subject_of(phrase, names, figure=expected.figure),
        expected=expected,
        time=time if expected.figure or surveyed else time_of(text, newest, figure=False),
        places=places,
        within=within,
        elsewhere=tuple(place for place in places if place not in names),
        named=tuple(dict.fromkeys(mention.name for mention in find_places(folded, names))),
        attribute=attribute,
        kind=_kind(_of_past(fold(asked), time.years, newest), dated=bool(time.years)),
        extent="new" if _NEW.search(folded) else "all" if _IN_ALL.search(folded) else None,
        all_there_is=_ALL.search(folded) is not None,
        reached=_REACHED.search(text) is not None,
        trend=trend,
        opinion=asks_opinion(text),
        claim=claim,
        listing=listing_in(text),
        overview=overview,
    )


def _of_past(text: str, years: Sequence[int], newest: int | None) -> str:
    """`text` without 预计 where its years are over: what was expected of them is an outcome."""
    over = bool(years) and newest is not None and max(years) < newest
    return _EXPECTED.sub("", text) if over else text


def _in_order(text: str) -> str:
    """经济比上年增长多少 as 比上年经济增长多少: the name of the indicator in one piece.

    2025年比2024年 is 2025年比上年: the year before is no year that is asked for, but where an aim is
    compared with it.
    """
    base = _BASE_YEAR.search(text)
    said = text[: base.start()] if base else ""
    if base is None or PLAN.search(said):
        return _PARTED.sub(r"\1经济\2", text)
    if _LAST_YEAR.search(said) if base["before"] else year_of(base["year"]) + 1 in years_in(said):
        text = text[: base.start()] + "比上年" + text[base.end() :]
    return _PARTED.sub(r"\1经济\2", text)


def _attribute(text: str, mentioned: Sequence[Mention]) -> Attribute | None:
    if MOVES.search(text) and not _WHICH_RANK.search(text):
        return "change"
    if _RANK.search(text):
        return "rank"
    if _CHANGE.search(text):
        return "change"
    if _SHARE.search(text):
        # 失业率是百分之几 asks for the rate itself.
        rates = mentioned and all(mention.indicator.rate for mention in mentioned)
        return None if rates and not OF_WHOLE.search(text) else "share"
    if _LEVEL.search(text):
        return "level"
    # GDP是多少 leaves open whether level or growth is meant: no attribute.
    return "count" if _COUNT.search(text) and not mentioned else None


def _kind(text: str, *, dated: bool) -> Kind | None:
    if _ACTUAL.search(text):
        return "actual"
    if _TARGET.search(text):
        return "target"
    # With a year the year decides: 2026年社零完成多少 asks what is aimed at.
    return "actual" if not dated and _OUTCOME.search(text) else None
