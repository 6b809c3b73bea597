"""A question taken apart: place, period, topic, the aspect asked for, and how it asks.

The parts serve two ends: what a question limits itself to, and how a follow-up is rewritten from
the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.figures.aliases import load_aliases
from index.figures.bound_place import towns_in
from index.figures.dates import parts_named, without_parts
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, PlaceMention, find_places, pattern_of
from index.figures.quantities import parse_quantities
from index.figures.years import ARABIC, CHINESE, RECENT, SHORT, year_of

YEAR = re.compile(
    rf"(?<!\d)(?P<bare>{RECENT})(?:\s*{one_of('time.year')}(?!\d)|(?!\d|\s*{one_of('asking.counted_by_year')}))|(?<!\d)(?P<written>{ARABIC}|{CHINESE})\s*年"
    rf"|(?<!\d)(?P<short>{SHORT})年(?![间内来前后])"
)
# What a change is compared with is no year that is asked for: 2024年比2022年下降多少.
_YEARS = ("two_years_ago", "last_year", "this_year", "next_year", "in_two_years")
_OFFSETS = {word: n for n, year in enumerate(_YEARS, start=-2) for word in words(f"asking.{year}")}
_ANY_RELATIVE = "|".join(sorted(_OFFSETS, key=len, reverse=True))
RELATIVE_YEAR = re.compile(_ANY_RELATIVE)
_ANY_YEAR = rf"(?:(?:{ARABIC}|{CHINESE})年|{_ANY_RELATIVE})"
_BASE_YEAR = re.compile(
    rf"(?:[比较]{_ANY_YEAR}{one_of('time.no_year_follows')}?|[与和]{_ANY_YEAR}{one_of('comparison.compared')})"
    rf"(?=[^,，。]{{0,12}}(?:[增降减升翻]|{one_of('comparison.changes', 'asking.amount')}))"
)

# 在全市排第几, 与全市平均比: the place is what is compared with, not what is asked about.
_NATION = words("place.nation")
_COMES_INTO = re.compile(rf"{one_of('asking.comes_into')}了?$")
_COMPARED_PLACE = re.compile(
    rf"{one_of('asking.compared_with')}?(?:全[市省国]|(?<!强)[市省]里)的?"
    rf"|{one_of('asking.ranked_in')}{one_of('place.nation')}的?"
)
_COMPARED_WITH = re.compile(rf"(?:{one_of('asking.compared_with')}|[在居列位])$")
# 在全区排第几 of a league or a city is within the region.
_RANKED_WITHIN = re.compile(
    rf"[在居列]{one_of('claim.among_county')}的?(?={one_of('asking.compares')}|第|首)"
)
_COMPARES = re.compile(
    rf"第[几一二三四五六七八九十\d]|{one_of('asking.compares')}"
    r"|全[市省国].{0,3}比|比.{0,8}[高低快慢多少大小]"
    rf"|[快慢高低](?={one_of('comparison.or', 'asking.amount')})"
)
_TARGET = one_of("asking.aim_named")
_NTH = one_of("asking.which_rank")
_ATTRIBUTE = (
    rf"{one_of('asking.rate')}[在居]?(?:全[市省国]|[市省]里)?[排列居]?{_NTH}[位名]?"
    rf"|{_TARGET}|{one_of('asking.plan', 'asking.change')}|(?:全[市省国]的?)?{one_of('asking.rank')}"
    rf"|(?:在|位?[居列])?(?:全[市省国])?[排列]?{_NTH}[位名]?"
    rf"|(?<!安)排(?:在|行)?(?:全[市省国])?(?:{_NTH}|{one_of('asking.amount')})[位名]?"
    rf"|{one_of('asking.level', 'asking.share')}"
)
_GROWTH_TARGET = re.compile(
    rf"(?:(?<=[年度的省市区县州])|(?<![\u4e00-\u9fff])){one_of('subject.economy')}?{one_of('asking.expected')}?"
    rf"{one_of('asking.grows')}的?{_TARGET}"
)
_QUOTED = re.compile(r"[“\"「『《][^”\"」』》]{2,30}[”\"」』》]")
_WITH = re.compile(r"(?:^|[^\u4e00-\u9fff]|[面域业里中年])[和与跟同]$")
_TOGETHER = re.compile(rf"[^,，。;；、和与]{{0,10}}{one_of('asking.together')}")
PLAN = re.compile(f"{_TARGET}|{one_of('asking.plan')}")
ASPECT = re.compile(f"{_ATTRIBUTE}|{one_of('asking.measure')}")
ASKING = re.compile(
    rf"{one_of('asking.adverb')}*{one_of('asking.verb')}?了?"
    rf"(?:几[号日月](?:[到至]几[号日])?|{one_of('asking.asks')})(?:[百千]?[万亿])?"
    rf"{one_of('asking.unit', 'asking.counted')}?"
    rf"|{one_of('asking.whether')}"
)
_FILLER = re.compile(
    rf"[这那该][个项些]?{one_of('asking.figure_of')}|^{one_of('light.opener')}+"
    rf"|[?？!！。,，、;；:：\s“”\"'（）()]|的(?=$)|^的|^在(?=$)|{one_of('light.points_back')}"
)
_SOME = r"(?:[两二三四五六七八九十几]|\d{1,2})"
_SEVERAL_YEARS = re.compile(
    rf"{one_of('asking.recent')}{_SOME}年(?!级)|{one_of('asking.running')}(?:{_SOME}|多)年"
    rf"|{one_of('asking.every_year')}"
)
_IN_STORY = re.compile(one_of("light.in_story"))
_POLITE = re.compile(
    rf"^\s*{one_of('light.so')}*{one_of('light.would')}+{one_of('light.asks_for')}{one_of('light.a_little')}?[,，:：]?"
)
_SAYS_ASPECT = re.compile(one_of("asking.aim"))
_JOINED = re.compile(f"{one_of('comparison.joins')}$")
_LONGEST_OWN = 5  # characters of a name before the head that it shares
_LONG_QUESTION = 45  # characters
_TOPIC_ENOUGH = 4  # characters of topic at the least
MARKED_FOLLOW_UP = re.compile(
    rf"^{one_of('follow_up.opens')}|{one_of('follow_up.points_back')}|^.{{0,12}}呢[?？]?$"
)


# 盼着收房呢 states what goes on.
_GOES_ON = re.compile(r"([\u4e00-\u9fff]着(?![力手重眼实])[^,，。?？]*)呢(?=[。!！,，]?$)")


def asks(clause: str) -> bool:
    """Whether a clause, folded, asks something."""
    return ASKING.search(_GOES_ON.sub(r"\1", clause)) is not None


@dataclass(frozen=True, slots=True)
class QuestionParts:
    """The parts as written, folded; each is "" where the question has none. `months` is the part of
    the year that `period` names."""

    place: str
    period: str
    months: str
    topic: str
    aspect: str
    asking: str


def take_apart(question: str, known_places: Sequence[str]) -> QuestionParts:
    """`question` as its parts; `known_places` are names beside the gazetteer's."""
    text = fold(question)
    compared = _compared_places(text, known_places)
    places = [
        mention
        for mention in find_places(text, known_places)
        if not any(start <= mention.start < end for start, end in compared)
    ]
    place = places[0].name if places else ""
    rest = text
    for mention in reversed(places[:1]):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    rest, indicators = _set_aside(rest)
    rest, period = _take(rest, YEAR, RELATIVE_YEAR)
    rest, months = _take_months(rest)
    rest, aspect = _take(rest, ASPECT)
    rest, asking = _take(rest, ASKING)
    topic = _FILLER.sub("", _FILLER.sub("", rest.strip())).strip("的在")
    topic = "".join(indicators.get(character, character) for character in topic)
    return QuestionParts(place, period, months, topic, aspect, asking)


def without_time(text: str) -> str:
    """`text`, folded, without the years that it names."""
    return RELATIVE_YEAR.sub("", YEAR.sub("", fold(text)))


def growth_target_named(text: str) -> str:
    """`text` with 增长目标 as that of the economy, where it names no indicator."""
    if any(load_aliases().mentions(text)):
        return text
    return _GROWTH_TARGET.sub("地区生产总值增长目标", text)


def years_of(text: str, newest: int | None) -> tuple[int, ...]:
    """The years that `text` names, in order; 去年 and the like count from `newest`.

    A year that a change is compared with is not asked for, but for the year just before: 2024年比
    2023年降了吗 asks what both years were.
    """
    asked = fold(text)
    named = _years_named(asked)
    compared = [match.group() for match in _BASE_YEAR.finditer(asked)]
    bases = {year for base in compared for year in _years_named(base)}
    years = dict.fromkeys(y for y in named if y not in bases or y + 1 in named or len(named) == 1)
    if newest is not None:
        # 2022年比上年: the year before is that before 2022.
        for match in RELATIVE_YEAR.finditer(_BASE_YEAR.sub(" ", asked) if named else asked):
            years[newest + _OFFSETS[match.group()]] = None
    return tuple(years)


def _years_named(folded: str) -> list[int]:
    return [
        year_of(written)
        if (written := match["bare"] or match["written"])
        else 2000 + int(match["short"])
        for match in YEAR.finditer(folded)
    ]


def several_years(text: str) -> str:
    """The words by which `text` asks for several years at once (近三年, 这几年), "" where none."""
    match = _SEVERAL_YEARS.search(fold(text))
    return match.group() if match else ""


def without_story(text: str, known_places: Sequence[str]) -> str:
    """`text` without what is only about the asker: before he asks (我是退休工人, 房子漏水多年) and behind
    it (天天挤公交).

    A place in it stays, put before the question. All stays where the question could not be answered
    without it (我家住老旧小区, 今年改造吗), or where it names an indicator.
    """
    clauses = re.split(r"(?<=[,，。;；?？!！])", text)
    # 是不是从秋天起，把学费免了？ asks up to its mark.
    asking = [n for n, one in enumerate(clauses) if one.endswith(("？", "?")) or asks(fold(one))]
    if not asking:
        return text
    behind = [c for c in clauses[asking[-1] + 1 :] if not _is_story(c, known_places)]
    question = "".join((*clauses[asking[0] : asking[-1] + 1], *behind))
    return _without_opening(clauses[: asking[0]], question, known_places)


def _without_opening(opening: Sequence[str], question: str, known_places: Sequence[str]) -> str:
    """`question` without as many of the clauses before it as tell of the asker and leave it a topic;
    with the place that these name, a covered one first."""
    for count in range(len(opening), 0, -1):
        story, rest = "".join(opening[:count]), "".join(opening[count:])
        asking = rest + _POLITE.sub("", question)
        if not _IN_STORY.search(story) or any(load_aliases().mentions(story)):
            continue
        if len(take_apart(asking, known_places).topic) < _TOPIC_ENOUGH:
            continue
        if set(limiting_places(asking, known_places)) - BY_LEVEL:
            return asking
        places = limiting_places(story, known_places)
        covered = [place for place in places if place in known_places]
        return "".join(covered or places) + asking
    return "".join(opening) + question


def _is_story(clause: str, known_places: Sequence[str]) -> bool:
    """Whether a clause behind the question says nothing more of it: it names no time, place,
    indicator or figure."""
    parts = take_apart(clause, known_places)
    named = parts.place or parts.period or parts.aspect or parse_quantities(clause)
    return not (named or any(load_aliases().mentions(clause)))


def sharing_head(own: str, name: str) -> str | None:
    """The indicator that `own` makes with the end of `name` (农村 and 城镇居民收入: 农村居民收入), None
    where there is none."""
    wholes = (own + name[cut:] for cut in range(1, len(name)))
    return next((whole for whole in wholes if is_indicator(whole)), None)


def heads_shared(text: str) -> str:
    """`text` with each of several indicators in full that share their head (城镇和农村居民收入)."""
    folded = full = fold(text)
    for mention in reversed(list(load_aliases().mentions(folded))):
        joined = _JOINED.search(folded, 0, mention.start)
        end = joined.start() if joined else 0
        before = (folded[end - size : end] for size in range(min(end, _LONGEST_OWN), 1, -1))
        name = folded[mention.start : mention.end]
        heads = (whole[len(own) :] for own in before if (whole := sharing_head(own, name)))
        full = full[:end] + next(heads, "") + full[end:]
    return heads_shared(full) if full != folded else text


def is_indicator(name: str) -> bool:
    """Whether the whole of `name` is that of an indicator."""
    return any((m.start, m.end) == (0, len(name)) for m in load_aliases().mentions(name))


def limiting_places(text: str, known_places: Sequence[str]) -> tuple[str, ...]:
    """The places that `text` limits itself to; those it only compares with are left out."""
    return tuple(dict.fromkeys(m.name for m in limiting_mentions(fold(text), known_places)))


def limiting_mentions(folded: str, known_places: Sequence[str]) -> list[PlaceMention]:
    """Where a folded text names the places that it limits itself to."""
    compared = _compared_places(folded, known_places)
    named = list(find_places(folded, known_places))
    within = [mention.end for mention in named]
    towns = [
        town
        for town in towns_in(folded)
        if not any(m.start < town.end and town.start < m.end for m in named)
    ]
    # 蓬安县石桥镇 names the town.
    outer = {town.start for town in towns}.intersection(within)
    mentions = [
        mention
        for mention in sorted((*named, *towns), key=lambda mention: mention.start)
        if mention.end not in outer
        and not any(start <= mention.start < end for start, end in compared)
    ]
    if not mentions:  # 全国失业率平均5.5%吗: nothing is compared with the nation
        mentions = [m for m in named if m.name in known_places and _stands_alone(m, folded)]
    quoted = [match.span() for match in _QUOTED.finditer(folded)]
    return [
        mention
        for mention in mentions
        if not (_is_partner(mention, folded) or _in_an_honour(mention, folded))
        # “全省医养结合实践样板” is a name.
        and not any(start < mention.start and mention.end < end - 1 for start, end in quoted)
    ]


def _stands_alone(mention: PlaceMention, folded: str) -> bool:
    """Whether no word before a place makes it what something is compared with."""
    return _COMPARED_WITH.search(folded, 0, mention.start) is None


def _is_partner(mention: PlaceMention, folded: str) -> bool:
    """Whether something is done together with the place: 和北京哪所高校合作."""
    before, after = folded[: mention.start], folded[mention.end :]
    return _WITH.search(before) is not None and _TOGETHER.match(after) is not None


def _in_an_honour(mention: PlaceMention, folded: str) -> bool:
    """Whether 中国 is part of the name of what something is or came into: 是中国民营企业500强."""
    return mention.name in _NATION and _COMES_INTO.search(folded, 0, mention.start) is not None


def strip_question(question: str, known_places: Iterable[str]) -> str:
    """`question`, folded, without years, covered places, aspects and asking words: its topic.

    What is taken out becomes a blank, so that words on both sides do not run together. Indicators
    stay whole (地区生产总值 keeps its 总值). Where nothing else is left (2026年的目标是什么), the
    aspects stay.
    """
    known = tuple(known_places)
    text, indicators = _set_aside(_asking_clauses(fold(question)))
    for start, end in reversed(_compared_places(text, known)):
        text = text[:start] + " " + text[end:]
    text = without_parts(text)
    for pattern in (_any_of(known), _BASE_YEAR, YEAR, RELATIVE_YEAR, _SEVERAL_YEARS):
        text = pattern.sub(" ", text)
    without = _FILLER.sub(" ", ASKING.sub(" ", re.sub(_ATTRIBUTE, " ", text)))
    if not indicators and not re.search(r"\w{2}", without) and _SAYS_ASPECT.search(text):
        without = _FILLER.sub(" ", ASKING.sub(" ", text))
    return "".join(indicators.get(character, character) for character in without)


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return pattern_of(names)


def without_indicators(question: str) -> str:
    """`question`, folded, with each indicator as one neutral character."""
    return _set_aside(fold(question))[0]


def _set_aside(text: str) -> tuple[str, dict[str, str]]:
    """`text` with each indicator as one private character, and what each stands for."""
    indicators: dict[str, str] = {}
    for mention in reversed(list(load_aliases().mentions(text))):
        character = chr(0xE000 + len(indicators))
        indicators[character] = text[mention.start : mention.end]
        text = text[: mention.start] + character + text[mention.end :]
    return text, indicators


def _asking_clauses(text: str) -> str:
    """A long question without the clauses that ask nothing (我是刚毕业的学生, 想问一下)."""
    if len(text) <= _LONG_QUESTION:
        return text
    clauses = re.split(r"(?<=[,。;!?])", text)
    asking = [clause for clause in clauses if ASKING.search(clause) and len(clause) > 6]
    return "".join(asking) or text


def _compared_places(text: str, known_places: Iterable[str]) -> list[tuple[int, int]]:
    """Spans of places that the question only compares with: 全市, and the city a district is in."""
    if not _COMPARES.search(text):
        return []
    above = [
        name[:length]
        for name in known_places
        for length in range(3, len(name))
        if name[length - 1] in "省市州"
    ]
    around = {*above, *(name[:-1] for name in above)}
    patterns = [_COMPARED_PLACE, _RANKED_WITHIN]
    if around:
        named = "|".join(map(re.escape, sorted(around, key=len, reverse=True)))
        patterns.append(re.compile(rf"{one_of('asking.compared_with')}(?:{named})(?:的)?"))
    return sorted(match.span() for pattern in patterns for match in pattern.finditer(text))


def _take_months(text: str) -> tuple[str, str]:
    """`text` without the first part of a year that it names, and that part ("" if none)."""
    part = next((one for one in parts_named(text) if one.months), None)
    return (
        (text[: part.start] + text[part.end :], text[part.start : part.end]) if part else (text, "")
    )


def _take(text: str, *patterns: re.Pattern[str]) -> tuple[str, str]:
    """`text` without the first match of the patterns, and that match ("" if none)."""
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return text[: match.start()] + text[match.end() :], match.group()
    return text, ""
