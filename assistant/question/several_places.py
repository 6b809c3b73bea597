"""Questions on several places: named ones beside each other, or every report of a level (a survey)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.query import Asks, Survey
from assistant.question.claim import limit
from assistant.question.parts import limiting_mentions
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import PlaceMention, city_called, names_of
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import RECENT, WRITTEN
from index.report import Level
from index.reports.place_of_report import level_of

_BETWEEN = re.compile(rf"\s*{one_of('comparison.joins')}\s*", re.I)
_HIGH = rf"(?:{one_of('comparison.higher')}|(?<!增)长(?=$|[吗呢的还]))"
_EXCEEDS = rf"{one_of('comparison.exceeds')}了?"
# What is before the second place where the first is further off: A的GDP和B, A增速高于B, A多还是B多.
_JOINED_LATER = re.compile(rf"(?:和|与|跟|同|比|较|{_EXCEEDS}|{_HIGH}?还是)\s*$")
_MUCH = rf"(?:多少|几|多)(?:个)?(?:百分点|百分之几|[万千百]?[万亿]?(?:{one_of('comparison.measured_in')}+|标准箱)?)"
_WHICH_ONE = r"(?:谁|哪(?:一?个|里|儿|边|一?座|一?家)?(?:省|市|城市|地方|地)?)"
_SOME = rf"{one_of('comparison.some')}*"
_MORE = "(?:更|比较|较|最)"
# What asks for a comparison, longest first, so that nothing of it stays in the question on each.
_ASKS_COMPARISON = re.compile(
    rf"{_WHICH_ONE}?的?(?:会|要|是|又)?{_MORE}?{_HIGH}(?:了|出)?{_SOME}{_MUCH}"
    rf"|(?:之间)?的?(?:相差|差距|差额|差)(?:了|是|有|为)*(?:{_MUCH}|多大|大|吗)*(?=$|[,。?的吗])"
    rf"|(?:之间)?有?(?:没有|无)?差距?(?:别|异)?吗$"
    rf"|{_WHICH_ONE}(?:会|要|是)?{_MORE}?{_HIGH}(?:{_SOME}|呢)*"
    rf"|{_MORE}{_HIGH}{_SOME}(?:的是{_WHICH_ONE})?"
    rf"|{_EXCEEDS}[吗呢没有]*$|{_HIGH}{_SOME}(?:还是{_HIGH}?)?[吗呢吧]?$"
    rf"|(?:是不是|是否)?{one_of('comparison.equal')}(?:多|高|大|快)?(?:吗|不|呢)?$"
    rf"|^(?:请|帮我)?{one_of('comparison.asks_to_compare')}(?:一下|下)?"
    rf"|{one_of('comparison.compared')}(?:一下)?(?:之下)?(?:怎么样|怎样|如何|呢)?(?=$|[,。?]|谁)"
)
_ASKS_WHO = re.compile(rf"{_WHICH_ONE}的?")
# 谁增得快 asks for the growth.
_GROWS = re.compile(rf"({_WHICH_ONE}?)(?:更)?[增涨长]得(?:更|比较|较)?([快慢多少高])")
_AMOUNTS = re.compile(rf"[多少大小]多少|更[多少大小]|(?<!多)[多少大小](?:{_SOME[:-1]}|呢|吗)?$")
_LOWEST = re.compile(rf"最?更?{one_of('comparison.lower')}(?:{_SOME[:-1]}|呢)*(?:的是.{{1,5}})?$")
_TOGETHER = re.compile(one_of("comparison.together"))
_SUMMED = re.compile(rf"{one_of('comparison.summed')}+(?:是|有)?")
_MARGINS = re.compile(r"^[的在了,，。:：\s]+|[的了,，。、:：\s]+$")
_OF_EACH = re.compile(
    rf"[两三四五六](?:个)?(?:省|市|地|区|县|州)(?:市)?|{one_of('comparison.each')}(?=是|为|有|达|完成|增长|实现|多少)|分别|各自"
)
_ENDS = re.compile(r"了?(?:吗|呢|没有|么|多少)$")
_ASKS_ITSELF = re.compile(one_of("comparison.asks_itself"))


@dataclass(frozen=True, slots=True)
class ComparedPlaces:
    """Places as named and the question on each; whether they are to be compared, and for the lowest,
    or added up. `of_amounts`: it asks which has more, not which grows faster."""

    places: tuple[str, ...]
    texts: tuple[str, ...]
    compares: bool
    lowest: bool = False
    sums: bool = False
    of_amounts: bool = False


def compared_places(text: str, names: Sequence[str]) -> ComparedPlaces | None:
    """The places that `text` puts beside each other and what it asks of each, None where it does
    not. `names` are what the covered places are called.

    A place that is only mentioned (与哈密市建立合作关系) is beside none.
    """
    asked = _GROWS.sub(r"增速\1\2", fold(text).rstrip("?。 "))
    mentions = _asked_of(limiting_mentions(asked, names))
    if len({mention.name for mention in mentions}) < 2:
        return None
    between = [asked[one.end : two.start] for one, two in pairwise(mentions)]
    side_by_side = all(_BETWEEN.fullmatch(gap) for gap in between)
    rest, shared = _without(mentions, asked)
    compares = _ASKS_COMPARISON.search(rest) is not None or any(map(_compares, between))
    apart = len(mentions) == 2 and compares and _JOINED_LATER.search(between[0])
    if not (side_by_side or apart) or _TOGETHER.search(rest):
        return None
    sums = _SUMMED.search(rest) is not None
    rest = _SUMMED.sub("", rest)
    lowest = compares and _LOWEST.search(rest) is not None
    of_each = _of_each(rest) if compares else _trimmed(_OF_EACH.sub("", rest))
    if len(of_each) < 2:
        return None
    places = tuple(dict.fromkeys(mention.name for mention in mentions))
    return ComparedPlaces(
        places,
        tuple(place + shared + of_each for place in places),
        compares,
        lowest,
        sums=len(places) == 2 and sums,
        of_amounts=compares and _AMOUNTS.search(rest) is not None,
    )


def _asked_of(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The places but those that another is said to be in: 同在山西，长治和阳泉."""
    above = {
        name
        for mention in mentions
        for parent in parents_of(city_called(mention.name) or mention.name)
        for name in names_of(parent, level_of(parent))
    }
    return [mention for mention in mentions if mention.name not in above]


def _compares(gap: str) -> bool:
    """Whether the words between two places compare them by themselves: 比, 增速高于, 多还是."""
    return re.search(rf"比$|{_EXCEEDS}$|{_HIGH}还是$", gap) is not None


def _without(mentions: Sequence[PlaceMention], asked: str) -> tuple[str, str]:
    """The question without the places and what joins them, and what each of them is followed by:
    上海港和天津港的吞吐量 is 的吞吐量 of each 港."""
    pieces, at = [], 0
    for mention in mentions:
        pieces.append(asked[at : mention.start])
        at = mention.end
    after = asked[at:]
    gaps = ["" if _BETWEEN.fullmatch(gap) else _JOINED_LATER.sub("", gap) for gap in pieces[1:]]
    shared = gaps[0] if gaps[0] and all(after.startswith(gap) for gap in gaps) else ""
    rest = [pieces[0], *(gap for gap in gaps if gap != shared), after.removeprefix(shared)]
    return "".join(rest), shared


def _of_each(rest: str) -> str:
    """What a comparison asks of each place: 2025年GDP增长目标谁高 → 2025年GDP增长目标是多少."""
    without = _ASKS_WHO.sub("", _ASKS_COMPARISON.sub("", _OF_EACH.sub("", rest)))
    topic = _trimmed(_ENDS.sub("", without))
    return topic if _ASKS_ITSELF.search(topic) or not topic else f"{topic}是多少"


def _trimmed(text: str) -> str:
    return _MARGINS.sub("", text)


_GROUPS: tuple[tuple[str, Level | None], ...] = (
    ("survey.provinces", "province"),
    ("survey.cities", "city"),
    ("survey.districts", "district"),
    ("survey.areas", None),
)
GROUP = one_of(*(name for name, _ in _GROUPS))
_WHICH = rf"(?:{one_of('survey.which')}|(?:有|共有|一共有)?(?:多少|几)个?|{one_of('survey.all')}|(?:全国)?\d{{1,3}}个)"
_NAMED = rf"(?:{_WHICH}(?:的)?(?P<group>{GROUP})|(?P<all>各地)){one_of('survey.among')}?的?"
_WHO = one_of("survey.who")
_AFTER = rf"的(?P<group>{GROUP})(?:都|一共|共|总共)*(?:有|是)?(?:{_WHO})?$"
_MOST = rf"(?:最(?P<high>{one_of('survey.highest')})|最(?P<low>{one_of('survey.lowest')}))"
_MOST_SAID = re.compile(
    rf"(?:,?(?:哪一?个|谁))?{one_of('survey.set')}?{_MOST}(?:的)?(?:一个)?(?:(?:是|有|为)?{_WHO})?"
)
_FIRST = r"(?P<first>前(?:[二三四五六七八九十]|\d+)(?:位|名)?)"
_MOST_OF = re.compile(
    rf"(?:排名?|居|位居)?(?:(?:定得|设得)?{_MOST}|{_FIRST})的(?:一个)?(?P<group>{GROUP})(?:是|有|为)?{_WHO}?"
)
_ASKS_GROUP = (re.compile(_NAMED), re.compile(_AFTER))
_SAYS = rf"{one_of('survey.mentions')}(?:了|过|到)*"
_AIMS_AT = rf"{one_of('survey.aims_at')}(?:了|过|到)*"
_ADVERB = rf"{one_of('survey.adverb')}*"
_NOT = rf"(?P<absent>{one_of('survey.not')})?(?:在|有)?"
_TAIL = rf"{one_of('survey.of_the_word')}?(?:的(?:都)?(?:是|有){_WHO})?(?:[吗呢吧])?(?:,.*)?$"
_MENTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^.{{0,8}}?{_NAMED},?{_ADVERB}{_NOT}{_SAYS}(?P<term>.+?){_TAIL}",
        rf"^.{{0,8}}?{_NAMED}{_ADVERB}{_AIMS_AT}(?P<term>.+?){_TAIL}",
        rf"^(?P<term>.+?)(?:都|被|在|有)*{_NAMED}(?:都|有|所|被)*{_SAYS}(?:的)?$",
        rf"^(?P<term>.+?)(?:被)?{one_of('survey.appears_in')}了?{_NAMED}(?:报告)?$",
        rf"^.{{0,8}}?{_NAMED}{_ADVERB}把(?P<term>.+?){one_of('survey.placed_in')}",
        rf"^.{{0,12}}?{_NOT}{_SAYS}(?P<term>.+?){_AFTER}",
        rf"^.{{0,12}}?{_NOT}{_SAYS}(?P<term>.+?)的(?:都|一共|共)*(?:有|是)?{_NAMED}$",
        rf"^.{{0,6}}?(?P<group>{GROUP})[,的]*(?:都|一共|共)?有?{_WHO}{_ADVERB}{_NOT}{_SAYS}(?P<term>.+?){_TAIL}",
    )
)
# 在今年的报告里: where it is looked for is known; which year stays in the question itself.
_IN_REPORTS = re.compile(
    rf"(?:在|从)?(?:(?:{WRITTEN}年|{RECENT}|今年|去年)的?)?(?:政府)?(?:工作)?报告(?:里面?|当中|中|上)?的?"
)
_TIME = re.compile(f"(?:{WRITTEN}年|今年|去年)的?")
# 几个省级政府工作报告 are those of as many provinces.
_OF_PROVINCES = re.compile(r"(几|多少|哪些|哪几)个?省级(?:政府)?(?:工作)?报告")
_FETCHED = re.compile(r"^(?:请|帮我)?(?:把|列出|找出)|(?:找|列|挑|数)(?:一下)?出来$")
_BEYOND = re.compile(
    rf"(?:把|将)|{one_of('survey.set_at')}?{one_of('survey.beyond')}?了?\0(?:及|或)?(?:以上|以下|以内)?的?"
)
_EACH = re.compile(r"^(?:各|每|所有|全部|全国)")
_QUOTED = re.compile(r"[“\"「『](?P<term>[^”\"」』]+)[”\"」』]")
_EDGES = re.compile(r"^[的在要将会,，。:：\s“\"]+|[的有是,，。:：\s”\"]+$")
_HOW_MUCH_BESIDE = re.compile(r",(?:分别|各)?(?:是|有|为)?(?:多少|几)?$")
_RANKED = re.compile(rf"的?{one_of('survey.ranking')}(?:情况|是怎样的|怎么样|如何)?$")
_ASKED = re.compile(one_of("survey.asks_how_much"))
_LOW = re.compile(one_of("survey.below"))


def survey_in(text: str) -> Survey | None:
    """The survey that `text` asks for, None where it asks one place."""
    asked = fold(text).rstrip("?。!！ ")
    return _mention(asked) or _of_figures(asked)


def _mention(asked: str) -> Survey | None:
    # The year stays in `asked`.
    text = _TIME.sub("", _IN_REPORTS.sub("", _OF_PROVINCES.sub(r"\1个省报告", asked)))
    text = _FETCHED.sub("", text.replace("()", "")).lstrip(",的")
    for pattern in _MENTIONS:
        match = pattern.search(text)
        if match is None:
            continue
        group = match.groupdict().get("group") or "地方"
        term = _term(match["term"])
        if len(term) > 1 and not parse_quantities(term):
            absent = bool(match.groupdict().get("absent"))
            terms = _alternatives(term)
            return Survey("mention", _level_of(group), terms=terms, absent=absent)
    return None


def _term(written: str) -> str:
    quoted = _QUOTED.search(written)
    return quoted["term"] if quoted else _EDGES.sub("", written)


def _alternatives(term: str) -> tuple[str, ...]:
    """What is asked for: 商业航天或低空经济 is answered by either."""
    return tuple(part for part in re.split(r"或者?", term) if len(part) > 1) or (term,)


def _of_figures(asked: str) -> Survey | None:
    text = _RANKED.sub("", _HOW_MUCH_BESIDE.sub("", asked))
    most = _MOST_OF.search(text)
    if most:
        rest, group = text[: most.start()] + text[most.end() :], most["group"]
        return Survey(_extreme(most), _level_of(group), _asking(rest))
    named = next((match for pattern in _ASKS_GROUP if (match := pattern.search(text))), None)
    if named is None:
        return None
    level = _level_of(named["group"] or "地方")
    rest = text[: named.start()] + text[named.end() :]
    said = _MOST_SAID.search(rest)
    if said:
        rest = rest[: said.start()] + rest[said.end() :]
        return Survey(_extreme(said), level, _asking(rest))
    bounds = [quantity for quantity in parse_quantities(rest) if quantity.unit != "year"]
    if len(bounds) == 1:
        each = _asking(_BEYOND.sub("", _blanked(rest, bounds[0])))
        below = _LOW.search(rest) is not None
        bound = limit(bounds[0], rest)
        return Survey("beyond", level, each, value=bounds[0], bound=bound, below=below)
    return Survey("each", level, _asking(rest)) if _EACH.search(named.group()) else None


def _extreme(most: re.Match[str]) -> Asks:
    return "lowest" if most["low"] else "highest"


def _blanked(text: str, quantity: Quantity) -> str:
    return f"{text[: quantity.start]}\0{text[quantity.end :]}"


def _asking(rest: str) -> str:
    text = _EDGES.sub("", rest)
    return text if _ASKED.search(text) else f"{text}是多少"


def _level_of(group: str) -> Level | None:
    return next(level for name, level in _GROUPS if group in words(name))
