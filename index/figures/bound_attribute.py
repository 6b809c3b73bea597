"""Which attribute of its indicator a quantity tells, and which way a change goes."""

from __future__ import annotations

import re

from index.figures import binding_words as words
from index.figures.aliases import load_aliases
from index.figures.bound_indicator import MEASURES, RATES
from index.figures.figure import Attribute, Binding, Direction
from index.figures.normalise import fold
from index.figures.quantities import Quantity


def attribute_of(
    left: str, quantity: Quantity, name: str | None, before: Binding | None
) -> tuple[Attribute, Direction]:
    """The attribute that the words `left` of a quantity tell of the indicator called `name`, and
    the direction of a change; in a row it is that of the figure `before`."""
    text = fold(left)
    if quantity.unit == "位" and re.search(r"第|首位|前", quantity.raw):
        return "rank", "none"
    goes_on = before is not None and re.fullmatch(r"\s*(?:[、和与及,]|以及)?\s*\**", text)
    if goes_on and before is not None and before.quantity.unit == quantity.unit:
        return before.attribute, before.direction
    change = None if words.TO_A_LEVEL.search(text) else words.CHANGE_BEFORE.search(text)
    direction = _direction(text, change, quantity)
    if quantity.unit == "百分点":
        return "change", direction
    if change and not words.NEW_ONES.search(text[-3:]):
        return "change", direction
    if quantity.unit in RATES and (quantity.value < 0 or text.rstrip("* ").endswith("同比")):
        return "change", direction
    of_amount = before is not None and before.quantity.unit not in RATES
    if quantity.unit in RATES and of_amount and text.strip("* ") == "的":
        return "share", "none"  # 完成预算数31220万元的101.7%
    if quantity.unit in RATES:
        # A percentage of an indicator that is none itself is its growth: 生产总值力争8%.
        grows = name is not None and not _is_rate(name) and not words.PROPORTION.search(text)
        is_change = grows or bool(words.CHANGE_NAMES.search(text[-8:]))
        return ("change", direction) if is_change else ("share", "none")
    if quantity.unit == "倍":
        return "change", direction
    return (
        ("level", "none") if quantity.unit in MEASURES or quantity.unit == "" else ("count", "none")
    )


def _direction(text: str, change: re.Match[str] | None, quantity: Quantity) -> Direction:
    if words.NARROWS.search(text):
        return "narrowing"
    if quantity.value < 0 or words.WIDENS.search(text):
        return "fall"
    if change is None:
        return "none"
    return "fall" if change["fall"] else "rise"


def _is_rate(name: str) -> bool:
    """Whether an indicator is a percentage itself; price growth is one that is a change too."""
    return name != "居民消费价格涨幅" and any(
        i.rate for i in load_aliases().indicators if i.name == name
    )
