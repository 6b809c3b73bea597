"""Questions on several places that are named: which is higher, how far apart, or each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.question.parts import limiting_mentions
from index.figures.gazetteer.lookup import parents_of
from index.figures.normalise import fold
from index.figures.places import PlaceMention, city_called, names_of
from index.reports.place_of_report import level_of

_JOIN = r"(?:和|与|跟|同|及|以及|还有|、|,|比|对比|还是|或者?|vs\.?)"
_BETWEEN = re.compile(rf"\s*{_JOIN}\s*", re.I)
_HIGH = (
    r"(?:高(?![新技标质校级铁考端层]|速公)|低|快|慢|大|小|强|弱|领先|落后|(?<!增)长(?=$|[吗呢的还])"
    r"|多(?!少)|(?<!多)少)"
)
_BEYOND = r"(?:高于|低于|超过|多于|少于|大于|小于|快于|慢于|赶上|比得上|不如|不及)了?"
# What stands before the second place where the first is further off: A的GDP和B, A增速高于B, A多还是B多.
_JOINED_LATER = re.compile(rf"(?:和|与|跟|同|比|较|{_BEYOND}|{_HIGH}?还是)\s*$")
_MUCH = r"(?:多少|几|多)(?:个)?(?:百分点|百分之几|[万千百]?[万亿]?(?:[元斤吨人户家辆台套座公里平方米立个]+|标准箱)?)"
_WHO = r"(?:谁|哪(?:一?个|里|儿|边|一?座|一?家)?(?:省|市|城市|地方|地)?)"
_SOME = r"(?:一些|一点|些|点)*"
# What asks for a comparison, longest first, so that nothing of it stays in the question on each.
_ASKS_COMPARISON = re.compile(
    rf"{_WHO}?的?(?:会|要|是|又)?(?:更|比较|较|最)?{_HIGH}(?:了|出)?{_SOME}{_MUCH}"
    rf"|(?:之间)?的?(?:相差|差距|差额|差)(?:了|是|有|为)*(?:{_MUCH}|多大|大|吗)*(?=$|[,。?的吗])"
    rf"|(?:之间)?有?(?:没有|无)?差距?(?:别|异)?吗$"
    rf"|{_WHO}(?:会|要|是)?(?:更|比较|较|最)?{_HIGH}(?:{_SOME}|呢)*"
    rf"|(?:更|比较|较|最){_HIGH}{_SOME}(?:的是{_WHO})?"
    rf"|{_BEYOND}[吗呢没有]*$|{_HIGH}{_SOME}(?:还是{_HIGH}?)?[吗呢吧]?$"
    r"|(?:是不是|是否)?(?:一样|相同|持平|相等|差不多)(?:多|高|大|快)?(?:吗|不|呢)?$"
    r"|^(?:请|帮我)?(?:对比|比较|比一比|比)(?:一下|下)?"
    r"|(?:相比较?|对比|比较|比一比|比起来|比)(?:一下)?(?:之下)?(?:怎么样|怎样|如何|呢)?(?=$|[,。?]|谁)"
)
_ASKS_WHO = re.compile(rf"{_WHO}的?")
# 谁增得快 asks for the growth.
_GROWS = re.compile(rf"({_WHO}?)(?:更)?[增涨长]得(?:更|比较|较)?([快慢多少高])")
_TWO = 2
_AMOUNTS = re.compile(r"[多少大小]多少|更[多少大小]|(?<!多)[多少大小](?:一些|一点|些|点|呢|吗)?$")
_LOWEST = re.compile(r"最?更?(?:低|慢|小|弱|落后|(?<!多)少)(?:一些|一点|些|点|呢)*(?:的是.{1,5})?$")
# What places do with each other is one thing, not the same of each.
_TOGETHER = re.compile(r"合作|协作|共建|联合|结对|签(?:订|署|约)|之间的(?:铁路|高铁|公路|航线)")
_SUMMED = re.compile(r"(?:合计|一共|总共|加起来|之和|加在一起)+(?:是|有)?")
_EDGES = re.compile(r"^[的在了,，。:：\s]+|[的了,，。、:：\s]+$")
_EACH = re.compile(
    r"[两三四五六](?:个)?(?:省|市|地|区|县|州)(?:市)?|(?:分别|各自|各|都)(?=是|为|有|达|完成|增长|实现|多少)|分别|各自"
)
_ENDS = re.compile(r"了?(?:吗|呢|没有|么|多少)$")
_ASKED = re.compile(r"多少|几|什么|哪|怎么样|如何|吗")


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

    A place that is only mentioned (与哈密市建立合作关系) stands beside none.
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
    of_each = _of_each(rest) if compares else _trimmed(_EACH.sub("", rest))
    if len(of_each) < 2:
        return None
    places = tuple(dict.fromkeys(mention.name for mention in mentions))
    return ComparedPlaces(
        places,
        tuple(place + shared + of_each for place in places),
        compares,
        lowest,
        sums=len(places) == _TWO and sums,
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
    """Whether what stands between two places compares them by itself: 比, 增速高于, 多还是."""
    return re.search(rf"比$|{_BEYOND}$|{_HIGH}还是$", gap) is not None


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
    without = _ASKS_WHO.sub("", _ASKS_COMPARISON.sub("", _EACH.sub("", rest)))
    topic = _trimmed(_ENDS.sub("", without))
    return topic if _ASKED.search(topic) or not topic else f"{topic}是多少"


def _trimmed(text: str) -> str:
    return _EDGES.sub("", text)
