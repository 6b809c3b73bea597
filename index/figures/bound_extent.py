"""Whether a figure is all of what its indicator names, a part that is singled out, or what is new."""

from __future__ import annotations

import re

from index.figures import binding_words as words
from index.figures.bound_indicator import MEASURES, RATES
from index.figures.figure import Binding, Extent
from index.figures.normalise import fold
from index.figures.quantities import Quantity

_MARK = re.compile(r"[，,；;。：:]")
_JOIN = re.compile(r"\s*(?:[、和与及]|以及)")
_NOT_COUNTED = frozenset({*MEASURES, *RATES, "百分点", "倍", "位", ""})
_LONGEST_SAID = 16


def extent_of(
    left: str, right: str, quantity: Quantity, named: tuple[str, str | None], before: Binding | None
) -> tuple[Extent, str]:
    """The extent of a quantity between the words `left` and `right`, after the figure `before`, and
    of a part what singles it out; `named` is its indicator as written and as it is called.

    What is told after 其中 under a known name (其中工业投资增长5%) is all of that.
    """
    indicator, name = named
    text = fold(left)
    among = text.rpartition("其中")
    if among[1] and name is None:
        own = bool(indicator) and indicator[:2] in among[2]
        return "part", indicator if own else _said_of(among[2], right, quantity)
    joined = before is not None and _JOIN.match(text) and not _MARK.search(text)
    if joined and before is not None and before.extent == "part" and name is None:
        own = indicator != before.indicator
        return "part", indicator if own else _said_of(text, right, quantity) or before.singled_out
    done = _done_by_some(right, quantity)
    if done:
        return "part", done
    new = _of_new_ones(text, goes_on=bool(joined and before and before.new))
    return ("new" if new else "whole"), ""


def _said_of(text: str, right: str, quantity: Quantity) -> str:
    """The words that single a part out: those before it, else the noun that it counts."""
    said = words.TRAILING.sub("", text.strip(" 、,，:：和与及"))
    if said or quantity.unit in _NOT_COUNTED:
        return said[-_LONGEST_SAID:]
    return _MARK.split(fold(right))[0][:_LONGEST_SAID]


def _done_by_some(right: str, quantity: Quantity) -> str:
    """What the things that are counted did (5个乡镇新获评文明乡镇), "" where nothing is said."""
    if quantity.unit in _NOT_COUNTED:
        return ""
    clause = _MARK.split(fold(right).replace("*", ""))[0]
    done = words.DONE_BY_SOME.match(clause)
    return "" if done is None else clause[done.start("did") :][:_LONGEST_SAID]


def _of_new_ones(text: str, *, goes_on: bool) -> bool:
    """Whether what is counted is new (新增高新技术企业1615家), not all there is."""
    if words.IN_ALL.search(text[-6:]):
        return False
    return bool(words.OF_NEW_ONES.search(text)) or goes_on
