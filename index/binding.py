"""Binds each quantity of a sentence to indicator, attribute, period, kind and place, by rule.

Headings decide first (they come as the context), then verbs, then words of time. A clause inherits
the indicator of the clause before it: 全年生产总值完成189.3亿元，同比增长5.5%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import binding_words as words
from index.aliases import load_aliases
from index.bound_indicator import (
    MEASURES,
    RATES,
    Told,
    figures_in_row,
    indicator_of,
    opened_by,
    subject_of,
)
from index.bound_place import place_of
from index.bound_time import time_of
from index.figures import Attribute, Binding, Context
from index.normalise import fold
from index.quantities import Quantity, parse_quantities
from index.year_parts import without_parts

_CLAUSE_MARK = re.compile(r"[，,；;。：:！？!?\n（(]")
_SMALL = 12  # 四个, 十项: Chinese numerals up to here count stock phrases, not things


def bind(sentence: str, context: Context) -> list[Binding]:
    """The figures of `sentence`, in order; quantities that only name or bound things are none."""
    quantities = [q for q in parse_quantities(sentence) if q.unit != "year"]
    if not quantities:
        return []
    state = Told(subject=subject_of(sentence))
    bindings: list[Binding] = []
    told_to = 0
    for position, quantity in enumerate(quantities):
        if not _is_figure(quantity, sentence):
            continue
        clause = _clause_start(sentence, quantity.start)
        left = without_parts(sentence[max(told_to, clause) : quantity.start])
        right = sentence[quantity.end : _next_figure(quantities[position + 1 :], sentence)]
        row = figures_in_row(quantities[position:], sentence)
        state.opened = opened_by(sentence[told_to:clause])
        indicator, name, used = indicator_of(left, right, quantity, state, row=row)
        time = time_of(sentence, clause, quantity, context)
        attribute, falls = _attribute(left, quantity, name, bindings[-1] if bindings else None)
        binding = Binding(
            quantity=quantity,
            indicator=indicator,
            name=name,
            attribute=attribute,
            period=time.period,
            kind=time.kind,
            place=place_of(sentence[clause : quantity.start], context),
            falls=falls,
            new=_of_new_ones(left, quantity, bindings[-1] if bindings else None),
            yearly=time.yearly,
        )
        if attribute == "rank" and words.OF_EACH.search(left):
            bindings += _of_each_before(binding, bindings)
        bindings.append(binding)
        told_to = quantity.end + used
    return bindings


def _of_new_ones(left: str, quantity: Quantity, before: Binding | None) -> bool:
    """Whether the figure counts what is new (新增高新技术企业1615家), not all there is."""
    text = fold(left)
    if words.IN_ALL.search(text[-6:]):
        return False
    goes_on = before is not None and re.match(r"\s*[、和与及]", text)
    return bool(words.OF_NEW_ONES.search(text) or (goes_on and before and before.new))


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
    if quantity.unit == "个" and words.MILESTONE.match(after):
        return False  # 连跨4个千亿台阶
    if quantity.unit in ("年", "个月") or (
        quantity.unit == "" and not _bare_is_one(quantity, after)
    ):
        return False
    if quantity.unit in ("小时", "分钟", "岁", "天") and re.match(r"[\u4e00-\u9fff]", after):
        return False  # 24小时服务, 65岁老人
    if re.search(r"(?:每|前)$", before) and quantity.unit in ("人", "名", "%", "‱"):
        return False  # 每1000人, 全球前1%
    chinese = not re.search(r"\d", fold(quantity.raw))
    if chinese and quantity.value <= _SMALL and quantity.unit in words.STOCK_PHRASE_UNITS:
        return False
    if chinese and quantity.qualifier is None and re.match("[万亿千百](?!分之)", quantity.raw):
        return False  # 万人, 百家: by the order of size only
    if quantity.unit in MEASURES:
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
    if quantity.unit in RATES and (quantity.value < 0 or text.rstrip("* ").endswith("同比")):
        return "change", falls
    if quantity.unit in RATES:
        # A percentage of an indicator that is none itself is its growth: 生产总值力争8%.
        grows = name is not None and not _is_rate(name) and not words.PROPORTION.search(text)
        is_change = grows or bool(words.CHANGE_NAMES.search(text[-8:]))
        return ("change", falls) if is_change else ("share", False)
    if quantity.unit == "倍":
        return "change", falls
    return (
        ("level", False) if quantity.unit in MEASURES or quantity.unit == "" else ("count", False)
    )
