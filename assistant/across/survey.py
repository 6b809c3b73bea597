"""Questions put to every report of a level: which mention a thing, which have the highest figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.normalise import fold
from index.quantities import Quantity, parse_quantities
from index.report import Level

Asks = Literal["mention", "highest", "lowest", "beyond", "each"]

_WHICH = r"(?:哪些|哪几个?|哪一?个|(?:有|共有|一共有)?(?:多少|几)个?|各个?|每一?个?|所有的?|全部的?|全国各?)"
_GROUPS: tuple[tuple[str, Level | None], ...] = (
    (r"省级行政区|省级地方|省份|省区市|省市区?|省(?!会|内|里|委|政府|级|钱|时|力|下)", "province"),
    (r"城市|地级市|设区市|市州|市(?!场|民|委|政府|级|内|里|区|容|值|外|面|辖)", "city"),
    (r"区县|县区|县市区|县(?!城|道|级|委|内|里|域)|区(?!域|间|划|块|位|委|里|内)", "district"),
    (r"地方(?!债|一般|财政|标准|政府债|性)|地区(?!生产)", None),
)
GROUP = "|".join(pattern for pattern, _ in _GROUPS)
_REPORT = r"(?:的?(?:政府)?(?:工作)?报告)?(?:中|里|里面|上)?"
_NAMED = rf"(?:{_WHICH}(?:的)?(?P<group>{GROUP}){_REPORT}|(?P<all>各地){_REPORT})"
_MOST = r"(?:最(?P<{0}high>高|快|大|多|长|强|好)|最(?P<{0}low>低|慢|小|少|短|弱))"
_MOST_OF = re.compile(
    rf"{_MOST.format('of_')}的(?:一个)?(?P<group>{GROUP})(?:是|有|为)?(?:哪一?个|哪里|哪儿|哪些|谁|哪)?"
)
_MOST_SAID = re.compile(_MOST.format("") + r"(?:的)?(?:是(?:哪里|哪一?个|谁))?")
_ASKS_GROUP = re.compile(_NAMED)
_SAYS = r"(?:提到|提及|提出|谈到|谈及|讲到|说到|写到|写进|写入|写了|涉及|出现|包含|关注|强调)"
_AIMS_AT = r"(?:部署|安排|布局|推进|推动|发展|支持|鼓励|培育|建设|打造|实施|推广|探索)"
_DONE = r"(?:了|过|到)*"
_TAIL = r"(?:这个词|这一说法|一词|的内容)?(?:[吗呢吧])?$"
_MENTIONS = (
    re.compile(rf"^.{{0,8}}?{_NAMED}(?:都|也|是|在|要|将|会|计划|准备|打算|曾)*(?P<absent>没有?|未曾?|并未)?(?:有)?{_SAYS}{_DONE}(?P<term>.+?){_TAIL}"),
    re.compile(rf"^.{{0,8}}?{_NAMED}(?:都|也|有|是|在|要|将|会|计划|准备|打算)*{_AIMS_AT}{_DONE}(?P<term>.+?){_TAIL}"),
    re.compile(rf"^(?P<term>.+?)(?:都|被|在|有)*{_NAMED}(?:都|有|所|被)*{_SAYS}{_DONE}(?:的)?$"),
    re.compile(rf"^(?:有)?{_SAYS}{_DONE}(?P<term>.+?)的(?P<group>{GROUP}){_REPORT}(?:都|一共|共|总共)*有?(?:哪些|哪几个?|多少个?|几个?)$"),
    re.compile(rf"^(?:都|一共|共)?有?(?:哪些|哪几个?|多少个?|几个?)(?P<group>{GROUP}){_REPORT}{_SAYS}{_DONE}(?P<term>.+?){_TAIL}"),
)  # fmt: skip
_BEYOND = re.compile(
    r"(?:把|将)|(?:定在|设在|设为|定为|处于|在|是|为)?"
    r"(?:不低于|不高于|高于|超过|超|大于|多于|低于|小于|少于|达到?了?|突破了?|不到|等于)?了?\0(?:及|或)?(?:以上|以下|以内)?的?"
)
_EACH = re.compile(r"^(?:各|每|所有|全部|全国)")
_QUOTED = re.compile(r"[“\"「『](?P<term>[^”\"」』]+)[”\"」』]")
_EDGES = re.compile(r"^[的在,，。:：\s“\"]+|[的,，。:：\s”\"]+$")
_ASKED = re.compile(r"多少|几|什么|怎么样|如何")
_LOW = re.compile(r"低于|小于|少于|不到|以下|以内|不高于")


@dataclass(frozen=True, slots=True)
class Survey:
    """A question put to every report of `level` (None: of all): which `terms` they mention, or the
    figure that `text` asks of each. `asked` is the whole question, folded. `bound` is what a figure
    is to be beyond, below it where `below`; `absent` where those are asked for that do not mention
    it."""

    asks: Asks
    level: Level | None
    asked: str
    text: str = ""
    terms: tuple[str, ...] = ()
    bound: Quantity | None = None
    below: bool = False
    absent: bool = False

    @property
    def named_level(self) -> str:
        """What reports of the level are called; "" for those of all levels."""
        return {"province": "省级", "city": "市级", "district": "区县"}.get(self.level or "", "")


def survey_in(text: str) -> Survey | None:
    """The survey that `text` asks for, None where it asks one place."""
    asked = fold(text).rstrip("?。!！ ")
    return _mention(asked) or _of_figures(asked)


def _mention(asked: str) -> Survey | None:
    for pattern in _MENTIONS:
        match = pattern.search(asked)
        if match is None:
            continue
        group = match.groupdict().get("group") or "地方"
        term = _term(match["term"])
        if len(term) > 1 and not parse_quantities(term):
            absent = bool(match.groupdict().get("absent"))
            terms = _alternatives(term)
            return Survey("mention", _level_of(group), asked, terms=terms, absent=absent)
    return None


def _term(written: str) -> str:
    quoted = _QUOTED.search(written)
    return quoted["term"] if quoted else _EDGES.sub("", written)


def _alternatives(term: str) -> tuple[str, ...]:
    """What is asked for: 商业航天或低空经济 is answered by either."""
    return tuple(part for part in re.split(r"或者?", term) if len(part) > 1) or (term,)


def _of_figures(asked: str) -> Survey | None:
    most = _MOST_OF.search(asked)
    if most:
        text = _asking(asked[: most.start()] + asked[most.end() :])
        asks: Asks = "highest" if most["of_high"] else "lowest"
        return Survey(asks, _level_of(most["group"]), asked, text)
    named = _ASKS_GROUP.search(asked)
    if named is None:
        return None
    group = named["group"] or "地方"
    rest = asked[: named.start()] + asked[named.end() :]
    said = _MOST_SAID.search(rest)
    if said:
        text = _asking(rest[: said.start()] + rest[said.end() :])
        return Survey("highest" if said["high"] else "lowest", _level_of(group), asked, text)
    bounds = [quantity for quantity in parse_quantities(rest) if quantity.unit != "year"]
    if len(bounds) == 1:
        text = _asking(_BEYOND.sub("", _blanked(rest, bounds[0])))
        below = _LOW.search(rest) is not None
        return Survey("beyond", _level_of(group), asked, text, (), bounds[0], below)
    if _EACH.search(named.group()):
        return Survey("each", _level_of(group), asked, _asking(rest))
    return None


def _blanked(text: str, quantity: Quantity) -> str:
    return f"{text[: quantity.start]}\0{text[quantity.end :]}"


def _asking(rest: str) -> str:
    text = _EDGES.sub("", rest)
    return text if _ASKED.search(text) else f"{text}是多少"


def _level_of(group: str) -> Level | None:
    return next(level for pattern, level in _GROUPS if re.match(pattern, group))
