"""Whether a sentence tells a number of a fact's indicator, of its year, and as what it is.

Plain rules of words and their order, on folded text; no binding as the product does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evals.cases.case import Fact
from evals.scoring.matching import fold
from evals.scoring.plain_figures import PlainNumber

_CLAUSE = re.compile(r"[,，、;；。:：]")
# 2026年政府工作报告 names a report; it does not say when.
_OF_A_REPORT = re.compile(r"[^,，。]{0,8}?(?:报告|报道|两会)")
_INTENDED = re.compile(
    r"目标|预期|力争|争取|确保|努力|预计|谋划|计划|拟(?=[新建引培实完投])|将(?=[新建达完实增])"
)
# 完成年度投资计划的107%, 高于预期目标0.5个百分点: outcomes that name a plan.
_AGAINST_A_PLAN = re.compile(r"(?:完成|高于|超过?|好于|低于)[^,，]{0,12}?(?:计划|目标|预期)")
_HEADED = re.compile(r"(?:计划|目标|预期)[^,，:：]{0,6}[:：]")
_OUTCOME = re.compile(r"同比|(?:完成|实现|达到|增长|建成|新增)了|已|实际|增至")
_LISTED = re.compile(r"[均都]|分别")
_COMMON = (
    "生产总值 增加值 零售总额 预算收入 税收 固定资产投资 失业率 消费价格 进出口"
    " 可支配收入 产值 经济增长 总投资 成交额 覆盖率 城镇新增就业 新增城镇就业 职业技能培训"
).split()
_SAME = (
    ("规模以上", "规上"),
    ("社会消费品零售总额", "社零总额", "社零"),
    ("地区生产总值", "生产总值", "GDP", "经济增长"),
    ("固定资产投资", "固投"),
)
_PIECE = 2  # characters: the least that counts as naming part of an indicator


def tells(
    sentence: str,
    number: PlainNumber,
    numbers: Sequence[PlainNumber],
    fact: Fact,
    asked: str,
) -> bool:
    """Whether `sentence`, folded, tells `number`, one of its `numbers`, as the fact's.

    `asked` is the question with those before it, folded: it may name the indicator where the
    sentence does not and names no other.
    """
    return (
        _of_the_indicator(sentence, number, numbers, fact, asked)
        and _of_the_year(sentence, number, numbers, fact)
        and _of_the_kind(sentence, number, fact)
    )


def _of_the_indicator(
    sentence: str, number: PlainNumber, numbers: Sequence[PlainNumber], fact: Fact, asked: str
) -> bool:
    aliases = _spellings(fact.indicator)
    before = max((_end_of(alias, sentence[: number.start]) for alias in aliases), default=-1)
    if before >= 0:
        between = sentence[before : number.start]
        listed = number.unit == "位" or _LISTED.search(between)
        return bool(listed) or not _named_in(between, aliases)
    behind = [end for end in (_end_of(alias, sentence) for alias in aliases) if end >= 0]
    if behind:
        nearest = sentence[number.end : min(behind)]
        return not any(
            number.end < n.start < number.end + len(nearest) and not n.in_words for n in numbers
        )
    named = any(_end_of(alias, asked) >= 0 for alias in aliases)
    return named and not _named_in(sentence, aliases)


def _of_the_year(
    sentence: str, number: PlainNumber, numbers: Sequence[PlainNumber], fact: Fact
) -> bool:
    years = [n for n in numbers if n.year and not _OF_A_REPORT.match(sentence[n.end :])]
    last = [n for n in years if n.end <= number.start][-1:] or years
    return fact.period is None or not last or any(_covers(year, fact.period) for year in last)


def _covers(year: PlainNumber, period: int) -> bool:
    return year.value <= period <= (year.high or year.value)


def _of_the_kind(sentence: str, number: PlainNumber, fact: Fact) -> bool:
    """An outcome is not told under words of intent, nor a target as something done."""
    before = sentence[: number.start]
    bounds = [match.end() for match in _CLAUSE.finditer(before)]
    clause_end = _CLAUSE.search(sentence, number.end)
    clause = sentence[bounds[-1] if bounds else 0 : clause_end.start() if clause_end else None]
    intended = bool(_HEADED.search(before) or _INTENDED.search(_AGAINST_A_PLAN.sub("", clause)))
    if fact.kind == "actual":
        return not intended
    return intended or bool(_INTENDED.search(before)) or not _OUTCOME.search(clause)


def _named_in(text: str, aliases: Iterable[str]) -> set[str]:
    """The common indicators that `text` names and that are not part of one of `aliases`."""
    return {
        name for name in _COMMON if name in text and not any(name in alias for alias in aliases)
    }


def _spellings(indicators: Iterable[str]) -> list[str]:
    """The aliases, and what they are in the short forms that reports use."""
    aliases = [fold(alias) for alias in indicators]
    return aliases + [
        alias.replace(one, other)
        for alias in aliases
        for group in _SAME
        for one in group
        for other in group
        if one in alias
    ]


def _end_of(alias: str, text: str) -> int:
    """Where the last mention of `alias` in `text` ends, -1 where there is none.

    It may be spread: 建筑业税收 is named by 建筑业完成产值80.4亿元,实现税收3.25亿元.
    """
    whole = text.lower().rfind(alias.lower())
    if whole >= 0:
        return whole + len(alias)
    for cut in range(len(alias) - _PIECE, _PIECE - 1, -1):
        first = text.find(alias[:cut])
        rest = _end_of(alias[cut:], text[first + cut :]) if first >= 0 else -1
        if rest >= 0:
            return first + cut + rest
    return -1
