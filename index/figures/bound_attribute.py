"""What a quantity is of its indicator: the attribute, the direction of a change, and the extent (all
of it, a part, or what is new)."""

from __future__ import annotations

import re

from index.figures.affixes import TRAILING
from index.figures.aliases import load_aliases
from index.figures.bound_indicator import CHANGE_NAMES, MEASURES, OF_RATIO, RATES
from index.figures.figure import Attribute, Binding, Direction, Extent
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import Quantity

_RISE = one_of("direction.rise")
_FALL = one_of("direction.fall")
_CHANGE_BEFORE = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|约|近|超|超过|不低于|不少于|幅度|预期|目标|(?:分别|均|保持|为|达到?|在|力争|预计|控制在|稳定在)+|\s|\*)*$"
)
_RANK_MOVES = re.compile(
    rf"(?:{one_of('direction.rank_up')}|(?P<down>{one_of('direction.rank_down')}))(?:了|约|近|分别|\s|\*)*$"
)
# A rank without 第: 居全国百强市37位, 进至全国百强县57位.
_RANKED = re.compile(
    rf"(?:{one_of('name.ranking')}|进入|{one_of('direction.rank_up', 'direction.rank_down')}[至到])"
    r"[^,，、;；]{0,16}$"
)
_TO_A_LEVEL = re.compile(rf"{one_of('verb.to_a_level')}(?:至|到)\s*\**$")
_NEW_ONES = re.compile(one_of("extent.added"))
_OF_NEW_ONES = re.compile(one_of("extent.new"))
IN_ALL = re.compile(one_of("extent.in_all"))
PART_OF = re.compile(one_of("extent.part_of"))
_NARROWS = re.compile(
    r"(?<!增幅)(?<!涨幅)(?<!增速)收窄[^\d,，、]{0,6}$"
    r"|(?:降幅|跌幅|下降幅度)[^,，、;；]{0,14}(?:缩小|回落|减小|收缩)[^\d,，、]{0,4}$"
)
_WIDENS = re.compile(r"(?:降幅|跌幅|下降幅度)[^,，、;；]{0,14}(?:扩大|加深)[^\d,，、]{0,4}$")
# Some of what there is did it: 5个乡镇新获评文明乡镇. 全部 and 均 are of all.
_DONE_BY_SOME = re.compile(
    r"[\s的]*(?P<noun>[^\s,，、。；;:：()（）\d“”]{1,12}?)(?P<did>(?:新|成功|已|首次|分别|连续|被)*"
    rf"{one_of('verb.distinguished')})"
)
_PLAN = one_of("kind.plan")
_PROPORTION = re.compile(
    rf"{one_of('name.share')}|(?:目标|{_PLAN})数?的|达到?.{{0,4}}的$"
    rf"|(?:为|相当于)[^,，。]{{0,8}}(?:年|期|数|目标|{_PLAN})的$"
)
_MARK = re.compile(r"[，,；;。：:]")
_JOIN = re.compile(r"\s*(?:[、和与及]|以及)")
_NOT_COUNTED = frozenset({*MEASURES, *OF_RATIO, "位", ""})
_LONGEST_SAID = 16


def attribute_of(
    left: str, quantity: Quantity, name: str | None, before: Binding | None
) -> tuple[Attribute, Direction]:
    """The attribute of the indicator called `name` that the words `left` of a quantity give it, and the
    direction of a change; in a row they are those of the figure `before`."""
    text = fold(left)
    if quantity.unit == "位" and re.search(r"第|首位|前", quantity.raw):
        return "rank", "none"
    moved = _RANK_MOVES.search(text) if quantity.unit == "位" else None
    if moved:
        return "change", "fall" if moved["down"] else "rise"
    if quantity.unit == "位" and _RANKED.search(text):
        return "rank", "none"
    goes_on = before is not None and re.fullmatch(r"\s*(?:[、和与及,]|以及)?\s*\**", text)
    if goes_on and before is not None and before.quantity.unit == quantity.unit:
        return before.attribute, before.direction
    change = None if _TO_A_LEVEL.search(text) else _CHANGE_BEFORE.search(text)
    direction = _direction(text, change, quantity)
    if quantity.unit == "百分点":
        return "change", direction
    if change and not _NEW_ONES.search(text[-3:]):
        return "change", direction
    if quantity.unit in RATES and (quantity.value < 0 or text.rstrip("* ").endswith("同比")):
        return "change", direction
    of_amount = before is not None and before.quantity.unit not in RATES
    if quantity.unit in RATES and of_amount and text.strip("* ") == "的":
        return "share", "none"  # 完成预算数31220万元的101.7%
    if quantity.unit in RATES:
        # A percentage of an indicator that is none itself is its growth: 生产总值力争8%.
        grows = name is not None and not _is_rate(name) and not _PROPORTION.search(text)
        is_change = grows or bool(CHANGE_NAMES.search(text[-8:]))
        return ("change", direction) if is_change else ("share", "none")
    if quantity.unit == "倍":
        return "change", direction
    return (
        ("level", "none") if quantity.unit in MEASURES or quantity.unit == "" else ("count", "none")
    )


def _direction(text: str, change: re.Match[str] | None, quantity: Quantity) -> Direction:
    if _NARROWS.search(text):
        return "narrowing"
    if quantity.value < 0 or _WIDENS.search(text):
        return "fall"
    if change is None:
        return "none"
    return "fall" if change["fall"] else "rise"


def _is_rate(name: str) -> bool:
    """Whether an indicator is a percentage itself; price growth is one that is a change too."""
    return name != "居民消费价格涨幅" and any(
        i.rate for i in load_aliases().indicators if i.name == name
    )


def extent_of(
    left: str, right: str, quantity: Quantity, named: tuple[str, str | None], before: Binding | None
) -> tuple[Extent, str]:
    """The extent of a quantity between the words `left` and `right`, after the figure `before`, and
    of a part what singles it out; `named` is its indicator as written and as it is called.

    What is stated after 其中 under a known name (其中工业投资增长5%) is all of that.
    """
    indicator, name = named
    text = fold(left)
    among = PART_OF.split(text)[1:]
    if among and name is None:
        own = bool(indicator) and indicator[:2] in among[-1]
        return "part", indicator if own else _said_of(among[-1], right, quantity)
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
    said = TRAILING.sub("", text.strip(" 、,，:：和与及"))
    if said or quantity.unit in _NOT_COUNTED:
        return said[-_LONGEST_SAID:]
    return _MARK.split(fold(right))[0][:_LONGEST_SAID]


def _done_by_some(right: str, quantity: Quantity) -> str:
    """What the things that are counted did (5个乡镇新获评文明乡镇), "" where nothing is said."""
    if quantity.unit in _NOT_COUNTED:
        return ""
    clause = _MARK.split(fold(right).replace("*", ""))[0]
    done = _DONE_BY_SOME.match(clause)
    return "" if done is None else clause[done.start("did") :][:_LONGEST_SAID]


def _of_new_ones(text: str, *, goes_on: bool) -> bool:
    """Whether what is counted is new (新增高新技术企业1615家), not all there is."""
    if IN_ALL.search(text[-6:]):
        return False
    return bool(_OF_NEW_ONES.search(text)) or goes_on
