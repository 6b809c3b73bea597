"""Binds each quantity of a sentence to indicator, attribute, period, kind and place, by rule.

Headings decide first (they come as the context), then verbs, then words of time. A clause inherits
the indicator of the clause before it: 全年生产总值完成189.3亿元，同比增长5.5%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from index.figures.affixes import EACH, MILESTONE
from index.figures.bound_attribute import PART_OF, attribute_of, extent_of
from index.figures.bound_base import (
    NEXT_OF_EACH,
    Base,
    bases_in,
    compared_with,
    figures_in_row,
    leads_on,
    with_units,
    without_bases,
)
from index.figures.bound_indicator import (
    MEASURES,
    OF_RATIO,
    RATES,
    Stated,
    indicator_of,
    names_nothing,
    subject_of,
)
from index.figures.bound_part import part_said
from index.figures.bound_place import is_inside, place_of
from index.figures.bound_time import time_of
from index.figures.dates import without_parts
from index.figures.figure import Attribute, Binding, Context, Period
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold, simplified
from index.figures.period_rules import standing
from index.figures.quantities import Quantity, parse_quantities

# What was planned is no level and no change of the indicator: 完成调整预算的99.6%.
_COMPLETION = re.compile(
    r"(?:已?超?额?(?:完成|达到?|为|占|是)了?)(?P<plan>[^,，、;；:：\d]{0,6}?(?:预算|计划|任务|目标)(?:调整数|数|任务|目标|指标|收入|支出|安排)?)(?P<of>的)?\s*\**$"
)
_THRESHOLD_OF = re.compile(
    r"^(?:以上|级)?的?(?:以上)?[^\s,，、。；;\d]{0,8}?"
    rf"{one_of('name.has_a_size')}"
)
_SIZE_OF_PART = re.compile(
    r"(?P<size>(?:超过?)?\d[\d.]*[十百千万亿]*(?:美元|元|亩|吨|千瓦)(?:以上|及以上)?)的?(?:有|共|达)?$"
)
_COUNTED_NEXT = re.compile(r"\s*的?(?:项目|企业)?(?:有|共|达)?\d+(?:个|家|户|项|所|处|座|条|只|支)")
_NAME_OF = re.compile(rf"^(?:/[a-z年日]+)?[^\s,，、。；;\d]{{0,14}}?{one_of('name.named_by_size')}")
_STOCK_PHRASE_UNITS = frozenset(words("name.stock_phrase_unit"))
_OF_EACH = re.compile(one_of("name.of_each"))

_CLAUSE_MARK = re.compile(r"[，,；;。：:！？!?\n（(]")
_COMPARES_ONLY = re.compile(r"[与和同较比][^，,；;。：:]{2,10}(?:相比|比较|比)[，,]$")
_NEXT_PLACE = re.compile(r"\s*\**、")
_SMALL = 12  # 四个, 十项: Chinese numerals up to here count stock phrases, not things


def bind(sentence: str, context: Context) -> list[Binding]:
    """The figures of `sentence`, in order, without quantities that are part of a name or only a limit.

    The rules are written in Simplified script: a sentence in the other is read as if it were.
    """
    plain = simplified(sentence)
    if plain != sentence:
        return [_as_written(binding, sentence) for binding in bind(plain, context)]
    quantities = [q for q in parse_quantities(sentence) if q.unit != "year"]
    if not quantities:
        return []
    quantities = with_units(quantities, sentence)
    figures = [q for q in quantities if _is_figure(q, sentence)]
    bases = bases_in(sentence, figures)
    reading = _Reading(
        sentence, without_bases(sentence, bases), context, Stated(subject=subject_of(sentence))
    )
    base_at = {start: base for base in bases for start in (*base.values, *base.results)}
    for position, quantity in enumerate(figures):
        reading.read(figures[position:], base_at.get(quantity.start))
    return reading.bindings


def _as_written(binding: Binding, sentence: str) -> Binding:
    quantity = binding.quantity
    raw = sentence[quantity.start : quantity.end]
    return replace(binding, quantity=replace(quantity, raw=raw))


@dataclass(slots=True)
class _Reading:
    """A sentence being read from figure to figure: `plain` is it without the values that others
    started from, `read_to` where the last figure and what was used for it end."""

    sentence: str
    plain: str
    context: Context
    state: Stated
    bindings: list[Binding] = field(default_factory=list)
    read_to: int = 0

    def read(self, figures: Sequence[Quantity], base: Base | None) -> None:
        """Binds the first of `figures`; `base` is what it started from, or what started from it."""
        quantity = figures[0]
        is_value = base is not None and quantity.start in base.values
        clause = _clause_start(self.sentence, quantity.start)
        start = max(self.read_to, clause)
        left = without_parts(self.sentence[start : quantity.start])
        right = self.sentence[quantity.end : figures[1].start if figures[1:] else None]
        self.state.enter(self.sentence[self.read_to : clause])
        before = self.bindings[-1] if self.bindings else None
        indicator, name, used = self._indicator(figures, start, left, right, base)
        text = self.sentence[: base.start] if base and is_value else self.plain
        time = time_of(text, min(clause, len(text)), _within(quantity, text), self.context)
        attribute, direction = attribute_of(left, quantity, name, before)
        started = self._started(quantity, base)
        if started is not None and started.quantity.unit == quantity.unit and attribute == "share":
            attribute = started.attribute
        extent, singled_out = extent_of(left, right, quantity, (indicator, name), before)
        part = part_said(self.sentence[self.read_to : quantity.start], indicator, before)
        held = standing(time.period, attribute, self.context)
        binding = Binding(
            quantity=quantity,
            indicator=indicator,
            name=name,
            attribute=attribute,
            period=base.period(time.period) if base and is_value else held,
            kind="actual" if is_value else time.kind,
            place=self._place(clause, left, quantity),
            direction=direction,
            role="from" if is_value else "value",
            extent="part" if part else extent,
            singled_out=part or singled_out,
            yearly=time.yearly,
            against=self._against(attribute, left, start, quantity, time.period),
        )
        if attribute == "rank" and _OF_EACH.search(left):
            self.bindings += _of_each_before(binding, self.bindings)
        self.bindings.append(binding)
        self.read_to = quantity.end + used

    def _indicator(
        self, figures: Sequence[Quantity], start: int, left: str, right: str, base: Base | None
    ) -> tuple[str, str | None, int]:
        """The indicator as written and as it is called, and how far `right` was used for it."""
        quantity = figures[0]
        row = figures_in_row(_of_one_kind(figures), self.sentence, NEXT_OF_EACH)
        started = self._started(quantity, base)
        if started is not None:
            return started.indicator, started.name, 0
        if base and quantity.start in base.values:
            if quantity.start == base.values[0]:
                left = without_parts(self.sentence[start : max(start, base.start)])
                left += "分别" if EACH.search(base.named) else ""
            if names_nothing(left):  # 水泥：从286万吨增加到600万吨
                left = _CLAUSE_MARK.sub("，", self.sentence[self.read_to : start]).rstrip("，")
                left = left.rpartition("，")[2]
            right = self._behind(base, figures) if names_nothing(left) else ""
            indicator, name, _ = indicator_of(left, right, quantity, self.state, row=row)
            return indicator, name, 0
        size = _SIZE_OF_PART.search(fold(left)) if PART_OF.search(left) or "、" in left else None
        if size and self.state.indicator:  # 其中10亿元以上12个: of the projects before
            return size["size"] + _head_of(self.state.indicator), None, 0
        completion = _COMPLETION.search(fold(left)) if quantity.unit in RATES else None
        if completion and (completion["of"] or "预算" in completion["plan"]):
            whole = fold(left)[: completion.start()]
            if not names_nothing(whole):
                indicator_of(whole, "", quantity, self.state, row=row)
            return self.state.indicator + completion["plan"], None, 0
        return indicator_of(left, right, quantity, self.state, row=row)

    def _place(self, clause: int, left: str, quantity: Quantity) -> str | None:
        """The place of a figure: its own in a row (涪城区第59位、江油市第89位), else its clause's."""
        if self.state.places:
            return place_of(self.state.places[0], self.context)
        joined = _NEXT_PLACE.match(left)
        own = place_of(left[joined.end() :], self.context) if joined else None
        if is_inside(own, self.context):
            return own
        return place_of(self.sentence[clause : quantity.start], self.context)

    def _against(
        self, attribute: Attribute, left: str, start: int, quantity: Quantity, period: Period | None
    ) -> Period | None:
        """What a change is compared with: by its clause, by one before that says only that (与2019年
        相比，), or as the figure before it in a row."""
        if attribute != "change":
            return None
        if self.bindings and NEXT_OF_EACH.fullmatch(left) and "同比" not in left:
            return self.bindings[-1].against
        before = self.plain[:start]
        led = _COMPARES_ONLY.search(before)
        return compared_with(self.plain[led.start() if led else start : quantity.start], period)

    def _started(self, quantity: Quantity, base: Base | None) -> Binding | None:
        """The value that the quantity started from."""
        if base is None or quantity.start not in base.results:
            return None
        start = base.values[base.results.index(quantity.start)]
        return next(b for b in self.bindings if b.quantity.start == start)

    def _behind(self, base: Base, figures: Sequence[Quantity]) -> str:
        """What stands behind the last value that others started from led to: 从4家增至16家科改企业."""
        if self.state.indicator or not base.results:
            return ""
        last = next(q for q in figures if q.start == base.results[-1])
        after = [q.start for q in figures if q.start > last.start]
        return self.sentence[last.end : after[0] if after else len(self.sentence)]


def _of_one_kind(figures: Sequence[Quantity]) -> Sequence[Quantity]:
    """The figures up to the first that is a rate where they are amounts, or the reverse: 6.3亿元、增长
    14.8% are two of one thing."""
    rate = _is_rate(figures[0])
    return list(takewhile(lambda figure: _is_rate(figure) == rate, figures))


def _is_rate(quantity: Quantity) -> bool:
    return quantity.unit in OF_RATIO


def _head_of(indicator: str) -> str:
    """What things of every size are called: 项目 of 亿元以上项目."""
    return re.sub(r"^.*(?:以上|元)的?(?=.)", "", indicator)


def _within(quantity: Quantity, text: str) -> Quantity:
    """The quantity; where `text` ends before it, an empty one at the end of `text`."""
    if quantity.start < len(text):
        return quantity
    return replace(quantity, start=len(text), end=len(text))


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
    if quantity.unit == "个" and MILESTONE.match(after):
        return False  # 连跨4个千亿台阶
    if quantity.unit in ("年", "个月") or (
        quantity.unit == "" and not _bare_is_one(quantity, after)
    ):
        return False
    of_time = quantity.unit in ("小时", "分钟", "岁", "天")
    if of_time and re.match(r"[\u4e00-\u9fff]", after) and not leads_on(after):
        return False  # 24小时服务, 65岁老人
    if re.search(r"(?:每|前)$", before) and quantity.unit in ("人", "名", "%", "‱"):
        return False  # 每1000人, 全球前1%
    chinese = not re.search(r"\d", fold(quantity.raw))
    if chinese and quantity.value <= _SMALL and quantity.unit in _STOCK_PHRASE_UNITS:
        return False
    if chinese and quantity.qualifier is None and re.match("[万亿千百](?!分之)", quantity.raw):
        return False  # 万人, 百家: by the order of size only
    if quantity.unit in MEASURES:
        if quantity.qualifier in ("ge", "gt") and _COUNTED_NEXT.match(after):
            return False  # 其中10亿元以上12个
        if quantity.qualifier in ("ge", "gt") or quantity.unit != "元":
            if _THRESHOLD_OF.match(after) and not re.search(r"(?:完成|达到?|增至)$", before):
                return False
        elif _THRESHOLD_OF.match(after) and re.match("(?:以上|级|的|企业|产业)", after):
            return False
        if quantity.unit not in ("元", "亩", "吨", "天") and _NAME_OF.match(after):
            return False
    return True


def _bare_is_one(quantity: Quantity, after: str) -> bool:
    return (
        not quantity.raw.endswith("级")
        and (quantity.value >= 100 or quantity.qualifier is not None or "." in quantity.raw)
        and (not re.match(r"[\u4e00-\u9fffA-Za-z]", after) or leads_on(after))
    )
