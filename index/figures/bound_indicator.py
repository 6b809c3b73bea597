"""What a quantity measures: the noun phrase beside it, or the one the clause before was about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.figures import binding_words as words
from index.figures.aliases import load_aliases
from index.figures.bound_base import NEXT_OF_EACH
from index.figures.bound_place import end_of_place
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities

MEASURES = frozenset({
    "元", "美元", "港元", "欧元", "日元", "亩", "公顷", "平方公里", "平方米", "立方米", "公里",
    "米", "毫米", "厘米", "千瓦", "千瓦时", "兆瓦", "吉瓦", "千伏", "吨", "斤", "千克", "毫克",
    "微克", "千升", "升", "小时", "分钟", "秒", "天", "岁", "年", "个月", "度", "℃", "担",
    "标准箱", "方", "平方千米",
})  # fmt: skip
RATES = frozenset({"%", "‰", "‱"})
_LONGEST_INDICATOR = 28
_LONGEST_ITEM = 16


@dataclass(slots=True)
class Told:
    """What the sentence has told so far: what the next quantity inherits.

    `opened` is the known indicator that a clause without a figure before it opens with.
    """

    indicator: str = ""
    subject: str = ""
    opened: str = ""
    listed: tuple[str, ...] = ()
    told: list[str] = field(default_factory=list)


def indicator_of(
    left: str, right: str, quantity: Quantity, state: Told, *, row: int
) -> tuple[str, str | None, int]:
    """The indicator as written, as the alias file calls it, and how far `right` was used for it.

    `row` figures stand in a row from this one on: 分别 gives each its own of the indicators before.
    """
    if state.listed and (not left.strip("* ") or NEXT_OF_EACH.fullmatch(left)):
        state.indicator, *rest = state.listed
        state.listed = tuple(rest)
        return state.indicator, name_of(state.indicator), 0
    state.listed = ()
    each = words.EACH.search(left)
    items = _items(left[: each.start()]) if each else _as_many(left, row)
    if each and not items and not _stripped(left[: each.start()]):
        items = tuple(dict.fromkeys(state.told))[-row:]
    if len(items) > 1:
        state.told += items
        state.indicator, *rest = items
        state.listed = tuple(rest)
        return state.indicator, name_of(state.indicator), 0
    written, used = _written(left, right, quantity)
    if state.indicator and words.PLAN_REFERENCE.fullmatch(written):
        written = ""
    if state.opened and not written:
        state.indicator = state.opened
    if written:
        state.indicator = _owned(written, state)
        state.told.append(state.indicator)
    beside = name_of(left) if written and not used else None
    return state.indicator, beside or name_of(state.indicator), used


def _as_many(left: str, row: int) -> tuple[str, ...]:
    """The things before as many figures, each its own without 分别 too: 原煤、原油产量达到80万吨、30万吨;
    none where a verb goes on about one thing (再上新台阶、达到80万吨、增长5%)."""
    items = _items(left) if row > 1 else ()
    named = len(items) == row and all(items)
    return items if named and max(map(len, items)) <= _LONGEST_ITEM else ()


def _owned(written: str, state: Told) -> str:
    """A part (总投资, 产值) together with what it is a part of."""
    if written in words.BARE_THINGS:
        owner = state.subject
    elif words.GENERIC_PART.match(written) or written in words.PARTS:
        owner = _owner(state.indicator) or state.subject
    else:
        return written
    if written.startswith(owner) or len(owner) + len(written) > _LONGEST_INDICATOR:
        return written
    return owner + written


def _owner(indicator: str) -> str:
    """The whole that an indicator is a part of: 建筑业产值 → 建筑业."""
    for position in range(2, len(indicator)):
        if indicator[position:] in words.PARTS:
            return indicator[:position]
    return indicator


def _written(left: str, right: str, quantity: Quantity) -> tuple[str, int]:
    """The noun phrase beside the quantity, and the length used of its right side.

    A counted unit has it to its right (20个老旧小区改造), else it stands to the left.
    """
    told = _stripped(left)
    counted = quantity.unit not in (*MEASURES, *RATES, "百分点", "倍", "位", "")
    if counted or not told:
        noun = _noun_after(right)
        if noun:
            return noun, right.index(noun) + len(noun)
    return told, 0


def names_nothing(left: str) -> bool:
    """Whether the words before a quantity hold no noun phrase that it could be of."""
    return not _stripped(left)


def _noun_after(right: str) -> str:
    found = words.FROM_THE_RIGHT.match(right.replace("*", " "))
    if not found or words.MILESTONE.match(right):
        return ""
    noun = found["noun"]
    end = words.RIGHT_ENDS.search(noun)
    noun = noun[: end.start()] if end else noun
    return noun if len(noun) > 1 or noun in words.ONE_CHARACTER else ""


def _stripped(left: str) -> str:
    """`left` without the words of time, place and doing around the noun phrase."""
    text = words.ASIDE.sub("", fold(left).replace("*", ""))
    text = words.MILESTONE.sub("", text)
    text = words.COMPARED.sub("", text.strip())
    for _ in range(2):
        text = words.LEADING.sub("", text)
        text = _without_place(text)
    text = words.LEADING_VERBS.sub("", words.LEADING.sub("", text))
    text = words.PASSED.sub("", words.TRAILING.sub("", text))
    text = words.TRAILING.sub("", text)
    if not words.LEADING_VERBS.sub("", text + "  ").strip():
        return ""
    text = re.sub(r"(?<=.{2})(?:完成|实现|达到|达)(?=.{2})", "", text)
    return text[-_LONGEST_INDICATOR:] if len(text) > 1 else ""


def _without_place(text: str) -> str:
    """`text` without the place that it opens with; 上海港 is a name of its own."""
    end = end_of_place(text)
    return text if text[end : end + 1] == "港" else text[end:]


def _items(left: str) -> tuple[str, ...]:
    """The things that 分别 tells apart: 全体、城镇、农村居民人均可支配收入 shares its end, and
    城乡居民人均可支配收入 is two in one."""
    parts = [part for part in words.LIST_MARK.split(left) if part.strip()]
    if len(parts) < 2:
        return _two_in_one(_stripped(left))
    lead = _stripped(parts[0]) or parts[0]
    rest = [words.TRAILING.sub("", part.strip()) for part in parts[1:]]
    head = _shared_head(lead, rest[-1])
    if not head:
        return (lead, *rest)
    complete = (
        item if name_of(item) or words.COMPLETE_NAME.search(item) else item + head
        for item in (lead, *rest[:-1])
    )
    return (*complete, rest[-1])


def _shared_head(first: str, last: str) -> str:
    """What the last of several things has for all: 人均可支配收入; 标准 of 生活补贴、护理补贴标准."""
    sector = words.SECTOR.match(last)
    if sector and words.SECTOR.fullmatch(first):
        return last[sector.end() :]
    one = words.ONE_OF_TWO.match(last)
    if one and words.ONE_OF_TWO.fullmatch(first):
        return last[one.end() :]
    head = words.SHARED_HEAD.search(last)
    if head:
        return head.group()
    alike = last.rfind(first[-2:], 1) if len(first) > 2 else -1
    return last[alike + 2 :] if alike > 0 else ""


def _two_in_one(both: str) -> tuple[str, ...]:
    """城乡居民人均可支配收入 as 城镇居民… and 农村居民…, 存贷款余额 as 存款余额 and 贷款余额."""
    for joined, apart in words.TWO_IN_ONE.items():
        if joined in both:
            return tuple(both.replace(joined, one, 1) for one in apart)
    return ()


def opened_by(between: str) -> str:
    """The known indicator that the last clause of `between` opens with and tells no figure of:
    地区生产总值再上新台阶, before 达到4015亿元; "" where there is none."""
    clauses = [clause for clause in re.split(r"[，,；;：:]", between) if clause.strip()]
    last = words.LEADING.sub("", fold(clauses[-1])) if clauses else ""
    last = words.LEADING.sub("", _without_place(last))
    verb = words.OPENS_ON.search(last)
    if verb is None or not name_of(last[: verb.start()]):
        return ""
    return last[: verb.start()]


def subject_of(sentence: str) -> str:
    """The noun that a sentence opens with, where its first clause tells no figure."""
    first = re.split(r"[，,：:。；;]", sentence, maxsplit=1)[0]
    if parse_quantities(first):
        return ""
    subject = re.match(
        r"(?P<noun>[^\s，,]{2,12}?)(?=加速|持续|不断|稳步|加快|快速|平稳|蓬勃|强势|提速|全面|深入|稳中|高质量|发展|增势|势头|运行|规模|有力|更加|明显|显著)",
        words.LEADING.sub("", fold(first)),
    )
    return subject["noun"] if subject else ""


def name_of(text: str) -> str | None:
    """What the alias file calls the indicator that `text` names, and nothing but it.

    海洋生产总值 and 综合保税区进出口额 are other indicators.
    """
    bare = words.LEADING.sub("", fold(text).replace("*", ""))
    bare = words.LEADING.sub("", _without_place(bare))
    for told in (bare, words.LEADING_VERBS.sub("", bare)):
        mention = next(load_aliases().mentions(told), None)
        if mention is None or mention.start > 0:
            continue
        rest = words.TRAILING.sub("", words.COMPARED.sub("", told[mention.end :]))
        if rest in ("", "总量") or words.CHANGE_NAMES.fullmatch(rest):
            return mention.indicator.name
    return None
