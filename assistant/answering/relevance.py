"""Which segments of a sentence state what is asked, and which state something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Question
from assistant.question.expected_answer import ExpectedAnswer
from assistant.question.query_terms import QueryTerm, comparable, coverage
from index.figures.aliases import load_aliases
from index.figures.bound_attribute import IN_ALL
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.report import Passage

_OF_BEST = 0.5  # a clause tells of what is asked if it does half as much as the best beside it
_OF_ALL = re.compile(r"[均都]")


def telling_segments(
    passage: Passage,
    segments: Sequence[tuple[int, int]],
    concepts: Sequence[QueryTerm],
    question: Question,
    wanted: ExpectedAnswer,
) -> list[str]:
    """The segments whose figures are about what is asked.

    A figure of a neighbouring segment is another subject's: 规模以上工业增加值增长15.2%,
    社会消费品零售总额完成79.38亿元 tells no total of the first. 均居第二位 is about all before it.
    """
    text = passage.text
    required = [concept for concept in concepts if concept.required]
    written = [text[start:end] for start, end in segments]
    if required:
        named = [_indicator_names(segment) for segment in written]
        about = [all(names & set(concept.written) for concept in required) for names in named]
        if any(about):
            bound = [tells_of_indicator(passage, span, question) is True for span in segments]
            of_none = [not names for names in named]
            about = [a or (b and n) for a, b, n in zip(about, bound, of_none, strict=True)]
    else:
        shares = [coverage(concepts, comparable(segment)) for segment in written]
        about = [share > 0 and share >= _OF_BEST * max(shares) for share in shares]
    if wanted.date and any(about):
        return [text[segments[0][0] : segments[-1][1]]]
    return [
        segment
        for number, segment in enumerate(written)
        if about[number]
        or (wanted.attribute == "rank" and _OF_ALL.search(segment) and any(about[:number]))
    ]


def tells_of_indicator(passage: Passage, span: tuple[int, int], question: Question) -> bool | None:
    """Whether a figure of the span is bound to what is asked; False where those that name it are
    all of a part of it (襄阳、宜昌经济总量, 13个设区市地区生产总值), None where none names it."""
    bound = [
        figure.binding
        for figure in figures_of(passage)
        if span[0] <= figure.binding.quantity.start < span[1]
    ]
    if any(binding.name in question.indicators for binding in bound):
        return True
    heads = [head for b in bound for head in _heads(b.indicator, question.indicators)]
    return False if heads and not any(head in fold(question.text) for head in heads) else None


def _heads(phrase: str, indicators: Sequence[str]) -> list[str]:
    """What stands in a phrase before the indicators that it names: 山区5县 of 山区5县生产总值."""
    mentions = load_aliases().mentions(phrase)
    return [fold(phrase)[: m.start] for m in mentions if m.indicator.name in indicators]


def _indicator_names(text: str) -> set[str]:
    """Every name of the indicators that `text` names; one inside another's name is not named."""
    # 城乡居民人均可支配收入 names those of either.
    each = [text.replace("城乡", one) for one in ("城镇", "农村")] if "城乡" in text else []
    return {
        fold(name).lower()
        for named in (text, *each)
        for mention in load_aliases().mentions(named)
        for name in mention.indicator.names
    }


_LEVEL = re.compile(r"(国家|省|市|区|县|镇|乡|村)级")
_LEVELS_TOLD = re.compile(r"(国家|省|市|区|县)(?=级|、|重点)")
_INDUSTRY = re.compile(
    r"(?:房地产|建筑|服务|农|工|制造|旅游|文旅|纺织|服装|物流|金融|零售|餐饮|住宿|养殖|种植|渔|林|畜牧|采矿|电子|汽车|化工|医药|软件)(?:行?业|产业)"
)
# Of each row one thing is no other.
_KINDS = tuple(
    re.compile("|".join(f"{kind}(?={head})" for kind in kinds))
    for kinds, head in (
        (("雨水", "污水", "供水", "燃气", "排水", "供热"), "管网"),
        (("货物", "服务", "数字"), "贸易"),
        (("外资", "外贸", "民营", "国有", "无人机", "上市"), "企业"),
        (("城镇", "农村"), "居民|常住"),
        (("固定资产", "工业", "民间", "制造业", "房地产"), "投资"),
        (("学前", "义务", "高中", "高等", "职业"), "教育"),
        (("老旧", "新建"), "小区"),
        (("零工", "法治"), "驿站"),
    )
)
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
# Which of a row: 首套 is no 第二套.
_WHICH = re.compile(
    r"(?:(?P<first>首)|第(?P<number>[一二三四五六七八九十\d]+))(?P<of>套|批|期|轮|阶梯|档)"
)
_ALL = re.compile("总数|现有|实有|存量")
_NEW = re.compile("新增|净增|新引进|新认定|新培育|新入库")
_PER_AREA = re.compile("亩均|亩产|单产")
_TRADE = re.compile("进出口|出口|进口(?!博览)")
_FIRMS = re.compile("企业|公司")
_SCOPE = re.compile(r"(全[国省市区县]|[国省市](?=里|内|平均))")


def tells_of_another(question: str, clause: str) -> bool:
    """Whether `clause` names another level, industry or kind of the thing than `question` does."""
    asked, told = fold(question), fold(clause)
    return (
        _other_level(asked, told)
        or _projects_not_firms(asked, told)
        or _other_trade(asked, told)
        or _new_not_all(asked, told)
        or _only_new_cars(asked, told)
        or bool(_PER_AREA.search(told) and not _PER_AREA.search(asked))
        or _other(set(_INDUSTRY.findall(asked)), set(_INDUSTRY.findall(told)), told)
        or _another_of_a_row(asked, told)
        or any(_other(set(kind.findall(asked)), set(kind.findall(told)), told) for kind in _KINDS)
    )


def another_scope(question: str, clause: str) -> str | None:
    """全省 where a question compares within the province and the clause only within the city."""
    asked = {match[-1] for match in _SCOPE.findall(fold(question))}
    told = {match[-1] for match in _SCOPE.findall(fold(clause))}
    missing = asked - told
    return f"全{missing.pop()}" if missing and told else None


def _other_level(asked: str, told: str) -> bool:
    wanted = set(_LEVEL.findall(asked))
    levels = set(_LEVELS_TOLD.findall(told))
    return bool(wanted and levels and not wanted & levels)


def _projects_not_firms(asked: str, told: str) -> bool:
    """Whether one of the two counts firms, and the other projects."""
    return any(
        bool(_FIRMS.search(one))
        and "项目" not in one
        and "项目" in other
        and not _FIRMS.search(other)
        for one, other in ((asked, told), (told, asked))
    )


def _only_new_cars(asked: str, told: str) -> bool:
    """Whether cars are asked for, and those with other engines alone are told."""
    others = re.sub("新能源汽车", "", told)
    return "汽车" in re.sub("新能源汽车", "", asked) and "汽车" in told and "汽车" not in others


def _new_not_all(asked: str, told: str) -> bool:
    """Whether all there is is asked for (总数, 现有) and only what is new is told."""
    return bool(_ALL.search(asked) and _NEW.search(told) and not IN_ALL.search(told))


def _other_trade(asked: str, told: str) -> bool:
    """Whether exports are asked for and only imports and exports together are told, or the like."""
    wanted, found = set(_TRADE.findall(asked)), set(_TRADE.findall(told))
    return bool(wanted and found and not wanted & found)


def _another_of_a_row(asked: str, told: str) -> bool:
    """Whether one of a row is asked for (第二套) and only others of it are told (首套)."""
    wanted, found = _of_rows(asked), _of_rows(told)
    return any(of in found and not numbers & found[of] for of, numbers in wanted.items())


def _of_rows(text: str) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for match in _WHICH.finditer(text):
        number = (match["number"] or "1").translate(_DIGITS)
        rows.setdefault(match["of"], set()).add(number)
    return rows


def _other(asked: set[str], told: set[str], text: str) -> bool:
    """Whether the clause tells of some of a row, but of none that is asked for."""
    return bool(asked and told and not asked & told and not any(kind in text for kind in asked))
