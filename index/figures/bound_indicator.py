"""What a quantity measures: the noun phrase beside it, or the one the clause before was about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.figures.affixes import (
    EACH,
    LEADING,
    LEADING_TIME,
    LEADING_VERBS,
    MILESTONE,
    TRAILING,
)
from index.figures.aliases import load_aliases
from index.figures.bound_base import NEXT_OF_EACH
from index.figures.bound_place import end_of_place
from index.figures.lexicon import entries, one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_FROM_THE_RIGHT = re.compile(
    r"^[\s的]*(?:(?:以上|左右|及以上|以内)的?)?(?P<noun>(?:[省市县区国]、)?[^\0\s,，、。；;:：()（）？?！!\d吗呢吧]{1,24})"
)
_RIGHT_ENDS = re.compile(
    r"(?<=.)新?(?=获[评批]|荣获|获得)|(?<=.)新(?=获|晋|入)"
    rf"|(?<=..){one_of('name.behind_counted', 'verb.behind_name')}(?!.{{0,1}}率)"
)
_GENERIC_PART = re.compile(rf"^{one_of('name.measure_of_part')}")
_LIST_MARK = re.compile(one_of("name.list_mark"))
_PASSED = re.compile(
    rf"{one_of('verb.passes_mark')}(?:了)?(?:新的?)?“?[\d一二两三四五六七八九十百千万亿]*(?:个)?(?:元)?”?"
    r"(?:新的?)?(?:台阶|大关|关口)?$"
)
# A clause that opens with what the figure of the next is of: 地区生产总值再上新台阶，达到4015亿元.
_OPENS_ON = re.compile(rf"{one_of('verb.opens_on')}|由.转.")
_STAGE = re.compile(rf"{one_of('name.stages')}$")
_RANKING = re.compile(rf"^{one_of('name.ranking')}(?:{WRITTEN}年?度?)?(?=.{{3}})")
_FARES = re.compile(rf"(?P<noun>[^\s，,]{{2,14}}?)(?={one_of('verb.fares')})")
_OF_HARVEST = frozenset(words("name.of_harvest"))
_PLAN = one_of("kind.plan")
# What a figure is held against: 完成预算数31220万元的101.7%, 占调整预算数的99.6%.
_PLAN_REFERENCE = re.compile(
    rf"(?:占|完成|为)?(?:全年|年初|年度|调整后?|变动|代编|收入|支出)*{_PLAN}(?:数|额)?"
)
# Nouns of one character that are counted.
_ONE_CHARACTER = frozenset(words("name.one_character"))
# Beside what it is compared with, an indicator has no other name: 高于全市增速4个百分点, 均居全市第二位.
_COMPARED = re.compile(
    rf"(?:{one_of('name.compared_measure')}?(?:{one_of('name.how_it_compares')}|连续.{{1,3}}年)*"
    rf"(?:{one_of('name.compares')}|保持(?=全))"
    rf"(?:全[市省国区县州球]|我[市省国区县州]|[^\s，,、]{{2,5}}[市省区州]|{one_of('name.compared_thing')})"
    rf"{one_of('name.of_compared_thing')}*|(?:增速|增幅|涨幅|总量|规模)全[市省国区县州])$"
)
# Too bare to say what is counted: the subject of the sentence is put before it.
_BARE_THINGS = frozenset(words("name.bare_thing"))
PARTS = frozenset(words("name.measure"))
# What the last of several things has for all: 粮食、蔬菜产量, 城镇、农村居民人均可支配收入.
_SHARED_HEAD = re.compile(
    rf"(?<=.)(?:常住)?(?:(?:单日|日均|月均|年)?(?:最高|最大|最低|平均)?{one_of('name.traffic')}"
    rf"|{one_of('name.shared_head')})$"
)
# What needs no head from the last of several: 事故起数 beside 死亡人数.
_COMPLETE_NAME = re.compile(rf"(?:{_SHARED_HEAD.pattern})|..[数率量值额]$")
_SECTOR = re.compile(r"第?[一二三]")  # 一、二、三产增加值
_SECTOR_BARE = re.compile(r"^[一二三](?=产业)")
# One of two, before the noun that both share: 城市、农村低保标准.
_ONE_OF_TWO = re.compile(one_of("name.one_of_two"))
# Names of several things in one, which 分别 separates.
_SEVERAL_IN_ONE = {joined: parts for joined, *parts in entries("name.two_in_one")}
_SUBJECT = re.compile(rf"(?P<noun>[^\s，,]{{2,12}}?)(?={one_of('verb.of_a_subject')})")
_ASIDE = re.compile(r"[（(][^（）()]{1,14}[)）]")
CHANGE_NAMES = re.compile(one_of("name.change"))

MEASURES = frozenset(words("unit.measure"))
RATES = frozenset({"%", "‰", "‱"})
OF_RATIO = frozenset(words("unit.of_ratio"))
_LONGEST_INDICATOR = 28
_LONGEST_ITEM = 16


@dataclass(slots=True)
class Stated:
    """What the sentence has stated so far: what the next quantity inherits.

    `opened` is the known indicator that a clause without a figure before it opens with, `led` the
    subject of that clause, known or not. `places` are those of this figure and of the next in its row,
    where each is of its own: 涪城区、江油市分别增长5%、6%.
    """

    indicator: str = ""
    subject: str = ""
    opened: str = ""
    led: str = ""
    places: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    named: list[str] = field(default_factory=list)

    def enter(self, between: str) -> None:
        """Takes what the clauses `between` two figures lead to; they state none themselves."""
        self.opened, self.led = opened_by(between), led_by(between)


def indicator_of(
    left: str, right: str, quantity: Quantity, state: Stated, *, row: int
) -> tuple[str, str | None, int]:
    """The indicator as written, as the alias file calls it, and how far `right` was used for it.

    `row` figures stand in a row from this one on: 分别 gives each its own of the indicators before.
    """
    if state.listed and (not left.strip("* ") or NEXT_OF_EACH.fullmatch(left)):
        state.indicator, *rest = state.listed
        state.listed = tuple(rest)
        state.places = state.places[1:]
        return state.indicator, name_of(state.indicator), 0
    state.listed = state.places = ()
    each = EACH.search(left)
    of_places = _of_places(left[: each.start()] if each else left) if each or row > 1 else None
    if of_places and (each or len(of_places[0]) == row):
        state.places, head = of_places
        behind = _written(left[each.end() :], right, quantity) if each else ("", 0)
        state.indicator, used = (head, 0) if head else behind
        state.indicator = state.indicator or (state.named[-1] if state.named else "")
        state.listed = (state.indicator,) * (len(state.places) - 1)
        return state.indicator, name_of(state.indicator), used
    items = _items(left[: each.start()]) if each else _as_many(left, row)
    if each and not items and not _stripped(left[: each.start()]):
        items = tuple(dict.fromkeys(state.named))[-row:]
    if len(items) > 1:
        state.named += items
        state.indicator, *rest = items
        state.listed = tuple(rest)
        return state.indicator, name_of(state.indicator), 0
    written, used = _written(left, right, quantity)
    if state.indicator and _PLAN_REFERENCE.fullmatch(written):
        written = ""
    if state.opened and not written:
        state.indicator = state.opened
    if written:
        state.indicator = _owned(written, state)
        state.named.append(state.indicator)
    beside = name_of(left) if written and not used else None
    return state.indicator, beside or name_of(state.indicator), used


def _of_places(left: str) -> tuple[tuple[str, ...], str] | None:
    """The places of a list and what is stated of each; None where `left` is no list of places:
    襄阳、宜昌生产总值."""
    parts = [LEADING_TIME.sub("", fold(part)) for part in _LIST_MARK.split(left) if part.strip()]
    ends = [end_of_place(part) for part in parts]
    if len(parts) < 2 or not ends[-1] or ends[:-1] != [len(part) for part in parts[:-1]]:
        return None
    places = (*parts[:-1], parts[-1][: ends[-1]])
    return places, _stripped(parts[-1][ends[-1] :])


def _as_many(left: str, row: int) -> tuple[str, ...]:
    """The things before as many figures, each its own without 分别 too: 原煤、原油产量达到80万吨、30万吨;
    none where a verb goes on about one thing (再上新台阶、达到80万吨、增长5%)."""
    items = _items(left) if row > 1 else ()
    named = len(items) == row and all(items)
    return items if named and max(map(len, items)) <= _LONGEST_ITEM else ()


def _owned(written: str, state: Stated) -> str:
    """A part (总投资, 产值) together with what it is a part of."""
    if written in _BARE_THINGS:
        owner = state.subject
    elif (_GENERIC_PART.match(written) or written in PARTS) and name_of(written) is None:
        owner = state.led or _owner(state.indicator) or state.subject
        if written in _OF_HARVEST:
            owner = state.led or _grown(state.indicator)
        owner = _STAGE.sub("", owner)
    else:
        return written
    if written.startswith(owner) or len(owner) + len(written) > _LONGEST_INDICATOR:
        return written
    return owner + written


def _owner(indicator: str) -> str:
    """The whole that an indicator is a part of: 建筑业产值 → 建筑业."""
    for position in range(2, len(indicator)):
        if indicator[position:] in PARTS:
            return indicator[:position]
    return indicator


def _grown(indicator: str) -> str:
    """What an indicator says is grown: 粮食 of 粮食播种面积 and of 粮食种植; "" of 高标准农田."""
    owner = _owner(indicator)
    return owner if owner != indicator or _STAGE.search(indicator) else ""


def _written(left: str, right: str, quantity: Quantity) -> tuple[str, int]:
    """The noun phrase beside the quantity, and the length used of its right side.

    A counted unit has it to its right (20个老旧小区改造), else it stands to the left.
    """
    noun_before = _stripped(left)
    counted = quantity.unit not in (*MEASURES, *OF_RATIO, "位", "")
    if counted or not noun_before:
        noun = _noun_after(right)
        if noun:
            return noun, right.index(noun) + len(noun)
    return noun_before, 0


def names_nothing(left: str) -> bool:
    """Whether the words before a quantity hold no noun phrase that it could be of."""
    return not _stripped(left)


def _noun_after(right: str) -> str:
    found = _FROM_THE_RIGHT.match(right.replace("*", " "))
    if not found or MILESTONE.match(right):
        return ""
    noun = found["noun"]
    end = _RIGHT_ENDS.search(noun)
    noun = noun[: end.start()] if end else noun
    return noun if len(noun) > 1 or noun in _ONE_CHARACTER else ""


def _stripped(left: str) -> str:
    """`left` without the words of time, the places, adverbs and verbs around the noun phrase."""
    text = _ASIDE.sub("", fold(left).replace("*", ""))
    text = MILESTONE.sub("", text)
    text = _COMPARED.sub("", text.strip())
    for _ in range(2):
        text = LEADING.sub("", text)
        text = _without_place(text)
    text = LEADING_VERBS.sub("", LEADING.sub("", text))
    text = _PASSED.sub("", TRAILING.sub("", text))
    text = TRAILING.sub("", text)
    if not LEADING_VERBS.sub("", text + "  ").strip():
        return ""
    text = _RANKING.sub("", text)
    text = re.sub(r"(?<=.{2})(?:完成|实现|达到|达)(?=.{2})", "", text)
    return text[-_LONGEST_INDICATOR:] if len(text) > 1 else ""


def _without_place(text: str) -> str:
    """`text` without the place that it opens with; 上海港 is one name and stays."""
    end = end_of_place(text)
    return text if text[end : end + 1] == "港" else text[end:]


def _items(left: str) -> tuple[str, ...]:
    """The things that 分别 separates: 全体、城镇、农村居民人均可支配收入 shares its end, and
    城乡居民人均可支配收入 is two in one."""
    parts = [part for part in _LIST_MARK.split(left) if part.strip()]
    if len(parts) < 2:
        return _several_in_one(_stripped(left))
    bare = LEADING.sub("", fold(parts[0]))  # 其中一、二、三产
    lead = _stripped(parts[0]) or (bare if _SECTOR.fullmatch(bare) else parts[0])
    rest = [TRAILING.sub("", part.strip()) for part in parts[1:]]
    head = _shared_head(lead, rest[-1])
    if not head:
        return (lead, *rest)
    complete = (
        item if name_of(item) or _COMPLETE_NAME.search(item) else item + head
        for item in (lead, *rest[:-1])
    )
    return tuple(_SECTOR_BARE.sub(r"第\g<0>", item) for item in (*complete, rest[-1]))


def _shared_head(first: str, last: str) -> str:
    """What the last of several things has for all: 人均可支配收入; 标准 of 生活补贴、护理补贴标准."""
    sector = _SECTOR.match(last)
    if sector and _SECTOR.fullmatch(first):
        return last[sector.end() :]
    one = _ONE_OF_TWO.match(last)
    if one and _ONE_OF_TWO.fullmatch(first):
        return last[one.end() :]
    head = _SHARED_HEAD.search(last)
    if head:
        return head.group()
    alike = last.rfind(first[-2:], 1) if len(first) > 2 else -1
    return last[alike + 2 :] if alike > 0 else ""


def _several_in_one(both: str) -> tuple[str, ...]:
    """城乡居民人均可支配收入 as 城镇居民… and 农村居民…, 存贷款余额 as 存款余额 and 贷款余额."""
    for joined, apart in _SEVERAL_IN_ONE.items():
        if joined in both:
            return tuple(both.replace(joined, one, 1) for one in apart)
    return ()


def opened_by(between: str) -> str:
    """The known indicator that the last clause of `between` opens with and states no figure of:
    地区生产总值再上新台阶, before 达到4015亿元; "" where there is none."""
    clauses = [clause for clause in re.split(r"[，,；;：:]", between) if clause.strip()]
    last = LEADING.sub("", fold(clauses[-1])) if clauses else ""
    last = LEADING.sub("", _without_place(last))
    verb = _OPENS_ON.search(last)
    if verb is None or not name_of(last[: verb.start()]):
        return ""
    return last[: verb.start()]


def led_by(between: str) -> str:
    """The subject of the last clause of `between`, which states no figure: 粮食生产 of 粮食生产喜获丰收,
    before 产量达64.3万吨; "" where there is none."""
    clauses = [clause for clause in re.split(r"[，,；;：:]", between) if clause.strip()]
    last = LEADING.sub("", fold(clauses[-1])) if clauses else ""
    subject = _FARES.match(LEADING.sub("", _without_place(last)))
    # 推进信贷投放扩量 has no subject.
    return subject["noun"] if subject and not LEADING_VERBS.match(subject["noun"]) else ""


def subject_of(sentence: str) -> str:
    """The noun that a sentence opens with, where its first clause states no figure."""
    first = re.split(r"[，,：:。；;]", sentence, maxsplit=1)[0]
    if parse_quantities(first):
        return ""
    subject = _SUBJECT.match(LEADING.sub("", fold(first)))
    return subject["noun"] if subject else ""


def name_of(text: str) -> str | None:
    """What the alias file calls the indicator that `text` names, where `text` names nothing else.

    海洋生产总值 and 综合保税区进出口额 are other indicators.
    """
    bare = LEADING.sub("", fold(text).replace("*", ""))
    bare = LEADING.sub("", _without_place(bare))
    for text in (bare, LEADING_VERBS.sub("", bare)):
        mention = next(load_aliases().mentions(text), None)
        if mention is None or mention.start > 0:
            continue
        rest = TRAILING.sub("", _COMPARED.sub("", text[mention.end :]))
        if rest in ("", "总量") or CHANGE_NAMES.fullmatch(rest):
            return mention.indicator.name
    return None
