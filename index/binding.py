"""Binds each quantity of a sentence to indicator, attribute, period, kind and place, by rule.

Headings decide first (they come as the context), then verbs, then words of time. A clause inherits
the indicator of the clause before it: 全年生产总值完成189.3亿元，同比增长5.5%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index import binding_words as words
from index.aliases import load_aliases
from index.figures import Attribute, Binding, Context, FigureKind, Period
from index.normalise import fold
from index.numerals import number
from index.places import find_places, own_name
from index.quantities import Quantity, parse_quantities

_CLAUSE_MARK = re.compile(r"[，,；;。：:！？!?\n（(]")
_NEXT_IN_ROW = re.compile(r"\s*\**(?:[、和与及,，]|以及)\s*\**")
_MEASURES = frozenset({
    "元", "美元", "港元", "欧元", "日元", "亩", "公顷", "平方公里", "平方米", "立方米", "公里",
    "米", "毫米", "厘米", "千瓦", "千瓦时", "兆瓦", "吉瓦", "千伏", "吨", "斤", "千克", "毫克",
    "微克", "千升", "升", "小时", "分钟", "秒", "天", "岁", "年", "个月", "度", "℃", "担",
    "标准箱", "方", "平方千米",
})  # fmt: skip
_RATES = frozenset({"%", "‰"})
_SMALL = 12  # 四个, 十项: Chinese numerals up to here count stock phrases, not things
_LONGEST_INDICATOR = 28
_LONGEST_PLACE = 9


@dataclass(slots=True)
class _Reading:
    """What the sentence has told so far: what the next quantity inherits."""

    indicator: str = ""
    subject: str = ""
    listed: tuple[str, ...] = ()
    told: list[str] = field(default_factory=list)


def bind(sentence: str, context: Context) -> list[Binding]:
    """The figures of `sentence`, in order; quantities that only name or bound things are none."""
    state = _Reading(subject=_subject_of(sentence))
    bindings: list[Binding] = []
    told_to = 0
    quantities = [q for q in parse_quantities(sentence) if q.unit != "year"]
    for position, quantity in enumerate(quantities):
        if not _is_figure(quantity, sentence):
            continue
        clause = _clause_start(sentence, quantity.start)
        left = sentence[max(told_to, clause) : quantity.start]
        right = sentence[quantity.end : _next_figure(quantities[position + 1 :], sentence)]
        row = _row(quantities[position:], sentence)
        indicator, name, used = _indicator(left, right, quantity, state, row=row)
        period, kind = _time_of(sentence, clause, quantity, context)
        attribute, falls = _attribute(left, quantity, name, bindings[-1] if bindings else None)
        binding = Binding(
            quantity=quantity,
            indicator=indicator,
            name=name,
            attribute=attribute,
            period=period,
            kind=kind,
            place=_place(sentence[clause : quantity.start], context),
            falls=falls,
        )
        if attribute == "rank" and words.OF_EACH.search(left):
            bindings += _of_each_before(binding, bindings)
        bindings.append(binding)
        told_to = quantity.end + used
    return bindings


def _of_each_before(rank: Binding, bindings: Sequence[Binding]) -> list[Binding]:
    """均居全市第二位: the rank again for each other indicator since the rank before it."""
    others: dict[str, Binding] = {}
    for binding in reversed(bindings):
        if binding.attribute == "rank":
            break
        if binding.indicator != rank.indicator:
            others.setdefault(
                binding.indicator, replace(rank, indicator=binding.indicator, name=binding.name)
            )
    return list(reversed(others.values()))


def _next_figure(quantities: Sequence[Quantity], sentence: str) -> int:
    """Where the next figure begins: 21个亿元以上重大项目 is all of one."""
    starts = (q.start for q in quantities if _is_figure(q, sentence))
    return next(starts, len(sentence))


def _clause_start(sentence: str, position: int) -> int:
    start = 0
    for mark in _CLAUSE_MARK.finditer(sentence, 0, position):
        if mark.group() in "（(" and re.search("[)）]", sentence[mark.end() : position]):
            continue  # closed again: 示范工厂（车间）29家
        between_digits = mark.group() in ",," and re.match(r"\d{3}", sentence[mark.end() :])
        if not (between_digits and mark.start() and sentence[mark.start() - 1].isdigit()):
            start = mark.end()
    return start


def _is_figure(quantity: Quantity, sentence: str) -> bool:
    """Not a threshold (亿元以上项目), a name (110千伏变电站), a duration or a stock phrase (四个专班)."""
    after = sentence[quantity.end : quantity.end + 30]
    before = sentence[: quantity.start]
    if quantity.unit in ("年", "个月") or (
        quantity.unit == "" and not _bare_is_one(quantity, after)
    ):
        return False
    if quantity.unit in ("小时", "分钟", "岁", "天") and re.match(r"[\u4e00-\u9fff]", after):
        return False  # 24小时服务, 65岁老人
    if re.search(r"(?:每|前)$", before) and quantity.unit in ("人", "名", "%"):
        return False  # 每1000人, 全球前1%
    chinese = not re.search(r"\d", fold(quantity.raw))
    if chinese and quantity.value <= _SMALL and quantity.unit in words.STOCK_PHRASE_UNITS:
        return False
    if chinese and quantity.qualifier is None and re.match("[万亿千百]", quantity.raw):
        return False  # 万人, 百家: by the order of size only
    if quantity.unit in _MEASURES:
        if quantity.qualifier in ("ge", "gt") or quantity.unit != "元":
            if words.THRESHOLD_OF.match(after) and not re.search(r"(?:完成|达到?|增至)$", before):
                return False
        elif words.THRESHOLD_OF.match(after) and re.match("(?:以上|级|的|企业|产业)", after):
            return False
        if quantity.unit not in ("元", "亩", "吨", "天") and words.NAME_OF.match(after):
            return False
    return True


def _bare_is_one(quantity: Quantity, after: str) -> bool:
    return (
        not quantity.raw.endswith("级")
        and (quantity.value >= 100 or quantity.qualifier is not None or "." in quantity.raw)
        and not re.match(r"[\u4e00-\u9fffA-Za-z]", after)
    )


# ---- indicator


def _indicator(
    left: str, right: str, quantity: Quantity, state: _Reading, *, row: int
) -> tuple[str, str | None, int]:
    """The indicator as written, as the alias file calls it, and how far `right` was used for it.

    `row` figures stand in a row from this one on: 分别 gives each its own of the indicators before.
    """
    if state.listed and (not left.strip("* ") or _NEXT_IN_ROW.fullmatch(left)):
        state.indicator, *rest = state.listed
        state.listed = tuple(rest)
        return state.indicator, _name_of(state.indicator), 0
    state.listed = ()
    each = words.EACH.search(left)
    items = _items(left[: each.start()]) if each else ()
    if each and not items and not _stripped(left[: each.start()]):
        items = tuple(dict.fromkeys(state.told))[-row:]
    if len(items) > 1:
        state.indicator, *rest = items
        state.listed = tuple(rest)
        return state.indicator, _name_of(state.indicator), 0
    written, used = _written(left, right, quantity)
    if written:
        state.indicator = _owned(written, state)
        state.told.append(state.indicator)
    beside = _name_of(left) if written and not used else None
    return state.indicator, beside or _name_of(state.indicator), used


def _row(quantities: Sequence[Quantity], sentence: str) -> int:
    """How many figures stand in a row from the first on: 25%、17%和3%."""
    length = 1
    for one, other in pairwise(quantities):
        if not _NEXT_IN_ROW.fullmatch(sentence[one.end : other.start]):
            break
        length += 1
    return length


def _owned(written: str, state: _Reading) -> str:
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
    counted = quantity.unit not in (*_MEASURES, *_RATES, "百分点", "倍", "位", "")
    if counted or not told:
        noun = _noun_after(right)
        if noun:
            return noun, right.index(noun) + len(noun)
    return told, 0


def _noun_after(right: str) -> str:
    found = words.FROM_THE_RIGHT.match(right.replace("*", " "))
    if not found:
        return ""
    noun = found["noun"]
    end = words.RIGHT_ENDS.search(noun)
    noun = noun[: end.start()] if end else noun
    return noun if len(noun) > 1 else ""


def _stripped(left: str) -> str:
    """`left` without the words of time, place and doing around the noun phrase."""
    text = words.ASIDE.sub("", fold(left).replace("*", ""))
    text = words.COMPARED.sub("", text.strip())
    for _ in range(2):
        text = words.LEADING.sub("", text)
        text = text[_place_at_start(text) :]
    text = words.LEADING_VERBS.sub("", words.LEADING.sub("", text))
    text = words.TRAILING.sub("", text)
    if not words.LEADING_VERBS.sub("", text + "  ").strip():
        return ""
    text = re.sub(r"(?<=.{2})(?:完成|实现|达到|达)(?=.{2})", "", text)
    return text[-_LONGEST_INDICATOR:] if len(text) > 1 else ""


def _place_at_start(text: str) -> int:
    found = next(find_places(text[:12]), None)
    if found and found.start == 0 and _is_place(found.name, text[found.end :]):
        return found.end
    return 0


def _items(left: str) -> tuple[str, ...]:
    """The things that 分别 tells apart: 全体、城镇、农村居民人均可支配收入 shares its end."""
    parts = [part for part in words.LIST_MARK.split(left) if part.strip()]
    if len(parts) < 2:
        return ()
    lead = _stripped(parts[0]) or parts[0]
    rest = [words.TRAILING.sub("", part.strip()) for part in parts[1:]]
    head = words.SHARED_HEAD.search(rest[-1])
    if head is None:
        return (lead, *rest)
    return tuple(
        item if item.endswith(head.group()) else item + head.group() for item in (lead, *rest)
    )


def _subject_of(sentence: str) -> str:
    """The noun that a sentence opens with, where its first clause tells no figure."""
    first = re.split(r"[，,：:。；;]", sentence, maxsplit=1)[0]
    if parse_quantities(first):
        return ""
    subject = re.match(
        r"(?P<noun>[^\s，,]{2,12}?)(?=加速|持续|不断|稳步|加快|快速|平稳|蓬勃|强势|提速|全面|深入|稳中|高质量|发展|增势|势头|运行|规模|有力|更加|明显|显著)",
        words.LEADING.sub("", fold(first)),
    )
    return subject["noun"] if subject else ""


def _name_of(text: str) -> str | None:
    """What the alias file calls the indicator that `text` names, and nothing but it.

    海洋生产总值 and 综合保税区进出口额 are other indicators.
    """
    bare = words.LEADING.sub("", fold(text).replace("*", ""))
    bare = words.LEADING.sub("", bare[_place_at_start(bare) :])
    for told in (bare, words.LEADING_VERBS.sub("", bare)):
        mention = next(load_aliases().mentions(told), None)
        if mention is None or mention.start > 0:
            continue
        rest = words.TRAILING.sub("", words.COMPARED.sub("", told[mention.end :]))
        if rest == "" or words.CHANGE_NAMES.fullmatch(rest):
            return mention.indicator.name
    return None


# ---- attribute


def _is_rate(name: str) -> bool:
    """Whether an indicator is a percentage itself; price growth is one that is a change too."""
    return name != "居民消费价格涨幅" and any(
        i.rate for i in load_aliases().indicators if i.name == name
    )


def _attribute(
    left: str, quantity: Quantity, name: str | None, before: Binding | None
) -> tuple[Attribute, bool]:
    """Which attribute of the indicator is told, and whether it is a change downwards."""
    text = fold(left)
    change = None if words.TO_A_LEVEL.search(text) else words.CHANGE_BEFORE.search(text)
    falls = bool(change and change["fall"]) or quantity.value < 0
    if quantity.unit == "位" and re.search(r"第|首位|前", quantity.raw):
        return "rank", False
    goes_on = before is not None and re.fullmatch(r"\s*(?:[、和与及,]|以及)?\s*\**", text)
    if goes_on and before is not None and before.quantity.unit == quantity.unit:
        return before.attribute, before.falls
    if quantity.unit == "百分点":
        return "change", falls
    if change and not words.NEW_ONES.search(text[-3:]):
        return "change", falls
    if quantity.unit in _RATES and (quantity.value < 0 or text.rstrip("* ").endswith("同比")):
        return "change", falls
    if quantity.unit in _RATES:
        # A percentage of an indicator that is none itself is its growth: 生产总值力争8%.
        grows = name is not None and not _is_rate(name) and not words.PROPORTION.search(text)
        is_change = grows or bool(words.CHANGE_NAMES.search(text[-8:]))
        return ("change", falls) if is_change else ("share", False)
    if quantity.unit == "倍":
        return "change", falls
    return (
        ("level", False) if quantity.unit in _MEASURES or quantity.unit == "" else ("count", False)
    )


# ---- time, kind and place


def _time_of(
    sentence: str, clause: int, quantity: Quantity, context: Context
) -> tuple[Period | None, FigureKind]:
    """The years the figure tells of, and whether they were reached, are aimed at, or summed up."""
    before = fold(sentence[: quantity.start])
    here = fold(sentence[clause : quantity.start])
    kind = context.kind or _kind_by_words(before, fold(sentence))
    if words.STRIVES.search(here):
        kind = "target"  # whatever the heading above says
    period = context.period or _usual_period(kind, context.year)
    named, aimed = _named_period(before, context)
    if named is not None:
        period = named
        if context.year is not None:
            kind = _kind_of_year(named, kind, context.year, aimed=aimed)
    summed = _summed_period(before, context)
    if kind != "target" and named is None and (summed or words.SUMMED.search(here)):
        return summed or period, "cumulative"
    return period, kind


def _kind_by_words(before: str, sentence: str) -> FigureKind:
    if words.AIMS.search(before):
        return "target"
    if words.DONE.search(before):
        return "actual"
    return "target" if words.AIMS.search(sentence) else "actual"


def _usual_period(kind: FigureKind, year: int | None) -> Period | None:
    if year is None:
        return None
    return Period(year, year) if kind == "target" else Period(year - 1, year - 1)


def _kind_of_year(named: Period, kind: FigureKind, year: int, *, aimed: bool) -> FigureKind:
    if named.last > year or (aimed and named.last >= year):
        return "target"
    if named.last < year:
        return "cumulative" if kind == "cumulative" else "actual"
    return kind


def _named_period(before: str, context: Context) -> tuple[Period | None, bool]:
    """The years that the words before a figure name, and whether as the end of an aim (到2027年)."""
    latest, period, aimed = -1, None, False
    for match in words.NAMED_YEARS.finditer(before):
        latest, period = match.end(), Period(int(match["first"]), int(match["last"]))
    for match in words.NAMED_YEAR.finditer(before):
        if match["base"] or match["after"] in ("相比", "以来", "同期") or match.end() <= latest:
            continue
        year = int(match["year"])
        latest, period, aimed = match.end(), Period(year, year), bool(match["to"])
    if context.year is not None:
        for match in words.RELATIVE_YEAR.finditer(before):
            if not match["base"] and match.end() > latest:
                year = context.year + words.OFFSETS[match["word"]]
                latest, period, aimed = match.end(), Period(year, year), False
    return period, aimed


def _summed_period(before: str, context: Context) -> Period | None:
    """The span that a total is taken over: 五年来, “十四五”期间."""
    plan = words.FIVE_YEARS.search(before)
    if plan:
        digits = words.PLAN.search(plan.group())
        if digits:
            first = 2001 + 5 * int(number(digits["number"]))
            return Period(first, first + 4)
    summed = words.YEARS_SUMMED.search(before)
    if summed and context.year is not None:
        written = summed["number"] or summed["past"] or summed["near"]
        years = int(number(written))
        if 1 < years <= 10:
            return Period(context.year - years, context.year - 1)
    return None


def _is_place(name: str, rest: str) -> bool:
    """Whether a name at the head of a clause is where it plays, and no part of another word."""
    if words.LEADING_VERBS.match(name):
        return False
    generic = name[0] in "全我中"
    if generic and re.match(
        r"排名|首|第|唯一|前|领先|率先|平均|同|百|文明|重点|最|统一|一流|范围|推广|[高低快]于|人大|政协|的|研学",
        rest,
    ):
        return False
    return words.NO_DISTRICT.match(name) is None


def places_opening(clause: str) -> list[str]:
    """The places that a clause opens with as what it is about, the wider first: 南充市蓬安县."""
    text = words.LEADING_TIME.sub("", fold(clause))
    named: list[str] = []
    while text:
        # Cut short before each look, so that what follows a name does not stand for it.
        opening = next(
            (
                found
                for length in range(min(len(text), _LONGEST_PLACE), 1, -1)
                for found in find_places(text[:length])
                if (found.start, found.end) == (0, length) and _ends_there(text, length)
            ),
            None,
        )
        if opening is None or not _is_place(opening.name, text[opening.end :]):
            break
        named.append(opening.name)
        text = text[opening.end :]
    return named


def _ends_there(text: str, end: int) -> bool:
    """Whether a name is not the short form of a longer one: 永州 in 永州市."""
    return text[end : end + 1] not in tuple("市省区县州盟旗") or text[end - 1] in "市省区县州盟旗"


def _place(clause: str, context: Context) -> str | None:
    """The place that the clause is about: the report's, or another that it opens with."""
    names = places_opening(clause)
    if not names or context.place is None:
        return context.place
    name = names[-1]
    own = own_name(context.place)
    generic = {"全市", "我市", "全区", "我区", "全县", "我县", "全省", "我省", "全州", "我州"}
    if name in context.place or own in name:
        return context.place
    if name in generic and name[-1] == own[-1]:
        return context.place
    if name in ("全区", "我区", "全省", "我省") and own.endswith(("自治区", "省")):
        return context.place
    if name in ("我国", "中国", "全国"):
        return "全国"
    return name
