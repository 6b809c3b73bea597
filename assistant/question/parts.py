"""A question taken apart: place, period, topic, the aspect asked for, and how it asks.

The parts serve two ends: what a question limits itself to, and how a follow-up is completed from
the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.figures.aliases import load_aliases
from index.figures.bound_place import towns_in
from index.figures.dates import without_parts
from index.figures.normalise import fold
from index.figures.places import PlaceMention, find_places, pattern_of
from index.figures.years import ARABIC, CHINESE, RECENT, year_of

YEAR = re.compile(
    rf"(?<!\d)(?P<bare>{RECENT})\s*(?:年度|年)?(?!\d)|(?<!\d)(?P<written>{ARABIC}|{CHINESE})\s*年"
    r"|(?<!\d)(?P<short>[12]\d)年(?![间内来前后])"
)
# What a change is compared with is no year that is asked for: 2024年比2022年下降多少.
_BASE_YEAR = re.compile(
    rf"(?:(?:比|较)(?:{ARABIC}|{CHINESE})年(?:相比|同期)?|[与和](?:{ARABIC}|{CHINESE})年相比)(?=[^,，。]{{0,12}}(?:增|降|减|升|提高|多少|翻))"
)
RELATIVE_YEARS = {
    "前年": -2, "上上年": -2, "去年": -1, "上一年": -1, "上年": -1, "过去一年": -1, "今年": 0,
    "本年度": 0, "本年": 0, "当年": 0, "这一年": 0, "明年": 1, "下一年": 1, "后年": 2,
}  # fmt: skip
_RELATIVE_YEAR = re.compile("|".join(sorted(RELATIVE_YEARS, key=len, reverse=True)))

# 在全市排第几, 与全市平均比: the place is what is compared with, not what is asked about.
_COMPARED_PLACE = re.compile(
    r"(?:在|居|位居|位列|比|与|和|跟|同|占|是)?(?:全[市省国]|市里|省里)(?:的)?"
)
_COMPARES = re.compile(
    r"第[几一二三四五六七八九十\d]|排|位次|名次|名列|领先|前列|平均|持平|相比|高于|低于|高出|快于|慢于|占"
    r"|全[市省国].{0,3}比|比.{0,8}(?:高|低|快|慢|多|少|大|小)|[快慢高低](?=还是|多少)"
)
_ATTRIBUTE = (
    r"(?:增速|增长率|增长速度)(?:在|居)?(?:全[市省国]|市里)?(?:排|列|居)?第几(?:位|名)?|"
    r"(?:主要)?(?:预期|发展)?目标(?:值)?|计划|打算|准备|预计|增长率|增长速度|同比增长|增长了?|增速|增幅"
    r"|涨幅|同比|下降|(?:全[市省国]的?)?(?:排名|位次|名次)"
    r"|(?:在|居)?(?:全[市省国])?(?:排|列)?第几(?:位|名)?"
    r"|排(?:在)?(?:全[市省国])?(?:第几|老几|多少)(?:位|名)?"
    r"|总量|总额|总值|数额|绝对值|规模(?!以上)|占比|比例|比重"
)
_GROWTH_TARGET = re.compile(
    r"(?:(?<=[年度的省市区县州])|(?<![\u4e00-\u9fff]))(?:经济)?(?:预期)?(?:增长|增速)的?(?:预期)?目标"
)
_QUOTED = re.compile(r"[“\"「『《][^”\"」』》]{2,30}[”\"」』》]")
_WITH = re.compile(r"(?:^|[^\u4e00-\u9fff]|[面域业里中年])[和与跟同]$")
_TOGETHER = re.compile(r"[^,，。;；、和与]{0,10}(?:合作|协作|共建|结对|对接|签约)")
_MEASURE = r"总投资|产值|税收|成交额|覆盖率"
PLAN = re.compile(r"(?:主要)?(?:预期|发展)?目标(?:值)?|计划|打算|准备|预计")
ASPECT = re.compile(f"{_ATTRIBUTE}|{_MEASURE}")
_ASKING = re.compile(
    r"(?:分别|各|大概|大约|一共|总共|究竟|到底|具体|又|都)*(?:是|有|为|达到?|做|开|来|要)?了?"
    r"(?:几[号日月](?:[到至]几[号日])?|哪几?天|多少|第?几|什么|哪些|哪几|哪里|哪儿|哪|谁|怎么样?|怎样|咋样?"
    r"|如何|啥|多大|多高|何时|何地)"
    r"(?:个|家|项(?!目)|条|人次|人(?![才口])|户|亿元|亿|万元|元|钱|套|处|件|起|场|名|亩|时候|地方|样|些|天|座|位|届|次|年|点)?"
    r"|是不是|有没有|是否|会不会|能不能|可不可以|要不要|打不打算|是真的|对不对|吗|呢|嘛|么|吧"
)
_FILLER = re.compile(
    r"(?:这|那|该)(?:个|项|些)?(?:指标|数字|数据|情况)|^(?:那么|那就|那|还有|然后|另外|换个话题|换个问题|另一个问题|再问一下|再问|点一下名|点个名|列一下|说一下|说说|听说|据说|您好|你好|谢谢|请问一下|请问|问一下|想问|我想知道|想知道|告诉我|请告诉我|能不能告诉我|帮我查一下|帮我查|查一下|麻烦)+"
    r"|[?？!！。,，、;；:：\s“”\"'（）()]|的(?=$)|^的|^在(?=$)|这个|那个|那篇|这篇|那项|这项|该项|这些|上述|它们?|其(?!中|他)|同期|相比"
)
_SEVERAL_YEARS = re.compile(
    r"(?:最近|近|过去|前|这)(?:[两二三四五六七八九十]|\d{1,2}|几)年(?!级)|连续(?:[两二三四五六七八九十]|\d{1,2}|几|多)年|历年(?!新高|最高|最好|最多|最大|之最)|逐年|往年"
)
_ABOUT_ONESELF = re.compile(r"我(?![们区市省县国])|俺|本人|家里|家中|老伴|孩子|邻居|父母|爱人")
_POLITE = re.compile(
    r"^\s*(?:所以|就|我)*(?:想|请|麻烦)+(?:问|咨询|了解|打听)(?:一下|下)?[,，:：]?"
)
_TELLING_ASPECT = re.compile(r"目标|计划")
_LONG_QUESTION = 45  # characters
_STANDS_ALONE = 4  # characters of topic at the least
MARKED_FOLLOW_UP = re.compile(
    r"^(?:那|还有|然后|另外|其中|它|这|该|其|同期|相比|再|又)|(?:它|那项|这项|该项|这个|那个|上述|同期)|^.{0,12}呢[?？]?$"
)


@dataclass(frozen=True, slots=True)
class QuestionParts:
    """The parts as written, folded; each is "" where the question has none."""

    place: str
    period: str
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
    rest, period = _take(rest, YEAR, _RELATIVE_YEAR)
    rest, aspect = _take(rest, ASPECT)
    rest, asking = _take(rest, _ASKING)
    topic = _FILLER.sub("", _FILLER.sub("", rest.strip())).strip("的在")
    topic = "".join(indicators.get(character, character) for character in topic)
    return QuestionParts(place, period, topic, aspect, asking)


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
    bases = {year for match in _BASE_YEAR.finditer(asked) for year in _years_named(match.group())}
    years = dict.fromkeys(y for y in named if y not in bases or y + 1 in named or len(named) == 1)
    if newest is not None:
        for match in _RELATIVE_YEAR.finditer(asked):
            years[newest + RELATIVE_YEARS[match.group()]] = None
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
    """`text` without what the asker tells of himself before he asks (我是退休工人, 房子漏水多年).

    A place in it stays, set before the question. All stays where the question would not stand
    alone without it (我家住老旧小区, 今年改造吗), or where it names an indicator.
    """
    clauses = re.split(r"(?<=[,，。;；!！])", text)
    first = next((n for n, clause in enumerate(clauses) if _ASKING.search(fold(clause))), 0)
    story, asking = "".join(clauses[:first]), _POLITE.sub("", "".join(clauses[first:]))
    if not _ABOUT_ONESELF.search(story) or any(load_aliases().mentions(story)):
        return text
    if len(take_apart(asking, known_places).topic) < _STANDS_ALONE:
        return text
    places = limiting_places(story, known_places)
    return asking if limiting_places(asking, known_places) else "".join(places) + asking


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
    quoted = [match.span() for match in _QUOTED.finditer(folded)]
    return [
        mention
        for mention in mentions
        if not _is_partner(mention, folded)
        # “全省医养结合实践样板” is a name.
        and not any(start < mention.start and mention.end < end - 1 for start, end in quoted)
    ]


def _is_partner(mention: PlaceMention, folded: str) -> bool:
    """Whether something is done together with the place: 和北京哪所高校合作."""
    before, after = folded[: mention.start], folded[mention.end :]
    return _WITH.search(before) is not None and _TOGETHER.match(after) is not None


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
    for pattern in (_any_of(known), _BASE_YEAR, YEAR, _RELATIVE_YEAR, _SEVERAL_YEARS):
        text = pattern.sub(" ", text)
    without = _FILLER.sub(" ", _ASKING.sub(" ", re.sub(_ATTRIBUTE, " ", text)))
    if not indicators and not re.search(r"\w{2}", without) and _TELLING_ASPECT.search(text):
        without = _FILLER.sub(" ", _ASKING.sub(" ", text))
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
    asking = [clause for clause in clauses if _ASKING.search(clause) and len(clause) > 6]
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
    patterns = [_COMPARED_PLACE]
    if around:
        named = "|".join(map(re.escape, sorted(around, key=len, reverse=True)))
        patterns.append(re.compile(rf"(?:在|居|位居|位列|比|与|和|跟|同|占|是)(?:{named})(?:的)?"))
    return sorted(match.span() for pattern in patterns for match in pattern.finditer(text))


def _take(text: str, *patterns: re.Pattern[str]) -> tuple[str, str]:
    """`text` without the first match of the patterns, and that match ("" if none)."""
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return text[: match.start()] + text[match.end() :], match.group()
    return text, ""
