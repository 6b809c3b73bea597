"""An operator that a question names without its operands: 谁更高, 加起来呢, 比2023年高多少."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import Operation
from assistant.question.parts import limiting_places, without_time
from index.figures.lexicon import one_of

_OF_THEM = f"(?:个?{one_of('follow_up.place', 'follow_up.thing')}|个)(?:之间|里面?|当?中)?"
_SO_MANY = rf"(?:这|那)?(?P<count>[两二几三四]){_OF_THEM}"
THEM = re.compile(rf"{_SO_MANY}|{one_of('follow_up.them')}")
_SUMMED = re.compile(one_of("comparison.summed"))
_LOWEST = re.compile(rf"最?更?{one_of('comparison.lower')}(?!多)")
_COMPARES = re.compile(
    one_of("comparison.higher", "comparison.gap", "comparison.compared", "comparison.exceeds")
)
# What a report compares with itself: the year before, the whole of which a place is a part.
_BEYOND = re.compile(rf"全[市省国区县]|[比较][上前]一?年|{one_of('comparison.above')}")
_HOW_MUCH = re.compile("(?<!多)多少|几")
# What an operator says beside its operands.
_WORDS = re.compile(
    "|".join(
        (
            THEM.pattern.replace("?P<count>", ""),
            r"(?:谁|哪)一?(?:个|里|边|座|家|省|市)?(?:城市|地方)?|百分点|百分之|多大|最|更",
            one_of("comparison.aim_or_outcome", "comparison.summed", "comparison.gap"),
            one_of("comparison.attribute"),
            one_of("comparison.exceeds", "comparison.some", "asking.asks"),
            one_of("comparison.higher", "comparison.compared", "comparison.equal"),
            one_of("asking.unit", "asking.adverb", "asking.whether", "comparison.measured_in"),
            one_of("comparison.joins", "follow_up.points_back", "follow_up.opens"),
            r"[有是会要出了的呢吗?？。,，!！\s]",
        )
    )
)


def operation_alone(asked: str, names: Sequence[str]) -> Operation | None:
    """The operator that `asked` names beside no more than a place or a time; None where it names
    none, or has a topic."""
    rest = without_time(asked)
    for place in limiting_places(rest, names):
        rest = rest.replace(place, "", 1)
    summed = _SUMMED.search(rest) is not None
    if _BEYOND.search(asked) or not (summed or _COMPARES.search(_HOW_MUCH.sub("", rest))):
        return None
    return None if _WORDS.sub("", rest) else "sum" if summed else "compare"


def asks_lowest(asked: str) -> bool:
    """Whether the lowest is asked for: 哪个更低."""
    return _LOWEST.search(_HOW_MUCH.sub("", asked)) is not None
