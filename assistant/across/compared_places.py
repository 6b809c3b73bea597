"""Questions on several places that are named: which is higher, how far apart, or each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.question_parts import limiting_mentions
from index.normalise import fold
from index.places import PlaceMention

_JOIN = r"(?:和|与|跟|同|及|以及|还有|、|,|比|对比|还是|或者?|vs\.?)"
_BETWEEN = re.compile(rf"\s*{_JOIN}\s*", re.I)
_JOINED_LATER = re.compile(r"(?:和|与|跟|同|比|较)\s*$")
_MUCH = r"(?:多少|几)(?:个)?(?:百分点|百分之几|亿元?|万元?|元|倍|人|家|个)?"
_HIGHER = r"(?:高|低|快|慢|大|小|强|弱|领先|落后|(?<!增)长(?=$|[吗呢的])|多(?!少)|(?<!多)少)"
_WHO = r"(?:谁|哪(?:一?个|里|儿|边|一?座|一?家)?(?:省|市|城市|地方|地)?)"
# What asks for a comparison, longest first, so that nothing of it stays in the question on each.
_ASKS_COMPARISON = re.compile(
    rf"{_WHO}?的?(?:会|要|是|又)?(?:更|比较|较|最)?{_HIGHER}(?:了|出|一些|一点|些|点)*{_MUCH}"
    rf"|(?:之间)?的?(?:相差|差距|差额|差)(?:了|是|有|为)*{_MUCH}?(?=$|[,。?的])"
    rf"|{_WHO}(?:会|要|是)?(?:更|比较|较|最)?{_HIGHER}(?:一些|一点|些|点|呢)*"
    rf"|(?:更|比较|较|最){_HIGHER}(?:一些|一点|些|点)*(?:的是{_WHO})?"
    rf"|{_HIGHER}(?:一些|一点|些|点)*(?:还是{_HIGHER})?[吗呢吧]?$"
    r"|^(?:请|帮我)?(?:对比|比较|比一比|比)(?:一下|下)?"
    rf"|(?:相比较?|对比|比较|比一比|比起来|比)(?:一下)?(?:之下)?(?:怎么样|怎样|如何|呢)?(?=$|[,。?]|谁)"
)
_ASKS_WHO = re.compile(rf"{_WHO}的?")
_LOWEST = re.compile(r"最?更?(?:低|慢|小|弱|落后|(?<!多)少)(?:一些|一点|些|点|呢)*(?:的是.{1,5})?$")
# What places do with each other is one thing, not the same of each.
_TOGETHER = re.compile(r"合作|协作|共建|联合|结对|签(?:订|署|约)|之间的(?:铁路|高铁|公路|航线)")
_EDGES = re.compile(r"^[的在,，。:：\s]+|[的,，。、:：\s]+$")
_EACH = re.compile(
    r"[两三四五六](?:个)?(?:省|市|地|区|县)(?:市)?|(?:分别|各自|各|都)(?=是|为|有|达|完成|增长|实现|多少)|分别|各自"
)
_ASKED = re.compile(r"多少|几|什么|哪|怎么样|如何|吗")


@dataclass(frozen=True, slots=True)
class ComparedPlaces:
    """Places as named and the question on each; whether they are to be compared, and for the lowest."""

    places: tuple[str, ...]
    texts: tuple[str, ...]
    compares: bool
    lowest: bool = False


def compared_places(text: str, names: Sequence[str]) -> ComparedPlaces | None:
    """The places that `text` puts beside each other and what it asks of each, None where it does
    not. `names` are what the covered places are called.

    A place that is only mentioned (与哈密市建立合作关系) stands beside none.
    """
    asked = fold(text).rstrip("?。 ")
    mentions = limiting_mentions(asked, names)
    if len({mention.name for mention in mentions}) < 2:
        return None
    between = [asked[one.end : two.start] for one, two in pairwise(mentions)]
    side_by_side = all(_BETWEEN.fullmatch(gap) for gap in between)
    rest = _without(mentions, asked)
    compares = _ASKS_COMPARISON.search(rest) is not None or "比" in between
    apart = len(mentions) == 2 and compares and _JOINED_LATER.search(between[0])
    if not (side_by_side or apart) or _TOGETHER.search(rest):
        return None
    lowest = compares and _LOWEST.search(rest) is not None
    of_each = _of_each(rest) if compares else _trimmed(_EACH.sub("", rest))
    if len(of_each) < 2:
        return None
    places = tuple(dict.fromkeys(mention.name for mention in mentions))
    return ComparedPlaces(places, tuple(place + of_each for place in places), compares, lowest)


def _without(mentions: Sequence[PlaceMention], asked: str) -> str:
    """The question without the places and what joins them."""
    pieces, at = [], 0
    for mention in mentions:
        pieces.append(asked[at : mention.start])
        at = mention.end
    before, after = pieces, asked[at:]
    kept = [before[0], *(_JOINED_LATER.sub("", _BETWEEN.sub("", gap)) for gap in before[1:]), after]
    return "".join(kept)


def _of_each(rest: str) -> str:
    """What a comparison asks of each place: 2025年GDP增长目标谁高 → 2025年GDP增长目标是多少."""
    without = _ASKS_WHO.sub("", _ASKS_COMPARISON.sub("", _EACH.sub("", rest)))
    topic = _trimmed(without)
    return topic if _ASKED.search(topic) or not topic else f"{topic}是多少"


def _trimmed(text: str) -> str:
    return _EDGES.sub("", text)
