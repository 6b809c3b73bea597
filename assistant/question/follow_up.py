"""A follow-up completed by rule into a question that stands alone.

Place, year, topic and aspect carry over from the question before until the new one changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.question.follow_up_across import gone_across
from assistant.question.parts import (
    MARKED_FOLLOW_UP,
    PLAN,
    QuestionParts,
    growth_target_named,
    take_apart,
)
from index.figures.aliases import load_aliases

_LIGHT = re.compile(
    r"比|跟|和|与|高|低|多|少|快|慢|全[市省国]|市里|平均|水平|增速|实际|完成|一共|总共|合计|具体|大概|还要|还有|还|继续|准备|要|今后|接下来|的|了"
)
_TOO_LITTLE_TO_STAND_ALONE = 3  # characters of topic: 开的, 主持, 措施


class Condenses(Protocol):
    """Makes a question that stands alone of one that leans on the earlier `turns`, oldest first."""

    def __call__(self, question: str, turns: Sequence[str], known_places: Iterable[str]) -> str: ...


def standalone(question: str, turns: Sequence[str], known_places: Iterable[str]) -> str:
    """`question` completed from the earlier questions `turns` (oldest first), or as it is."""
    known = tuple(known_places)
    if not turns:
        return question
    earlier = standalone(turns[-1], turns[:-1], known)
    across = gone_across(question, earlier, turns, known, complete=standalone)
    if across:
        return across
    before = take_apart(earlier, known)
    if not _names_indicator(before):
        question = growth_target_named(question)
    new = take_apart(question, known)
    marked = MARKED_FOLLOW_UP.search(question.strip()) is not None
    if not marked and _has_topic(new):
        goes_on = _names_indicator(new) and _names_indicator(before) and not new.period
        return before.period + question if goes_on else question
    return _written(_completed(new, before))


def _has_topic(parts: QuestionParts) -> bool:
    return _names_indicator(parts) or len(_LIGHT.sub("", parts.topic)) > _TOO_LITTLE_TO_STAND_ALONE


def _names_indicator(parts: QuestionParts) -> bool:
    return any(load_aliases().mentions(parts.topic))


def _completed(new: QuestionParts, before: QuestionParts) -> QuestionParts:
    asking = new.asking if new.asking not in ("", "呢", "么", "嘛") else ""
    merged = replace(new, place=new.place or before.place, period=new.period or before.period)
    if new.topic and (_has_topic(new) or not asking):
        # 那社零呢: another topic, asked as before.
        return replace(
            merged,
            aspect=new.aspect or (before.aspect if not asking else ""),
            asking=asking or before.asking,
        )
    topic = before.topic if new.topic in before.topic else before.topic + new.topic
    aspect = "" if _of_another_year(new, before) else before.aspect
    return replace(merged, topic=topic, aspect=new.aspect or aspect, asking=asking or before.asking)


def _of_another_year(new: QuestionParts, before: QuestionParts) -> bool:
    """Whether a plan was asked for, and now another year: 今年打算改几个, 去年呢."""
    other = new.period not in ("", before.period)
    return other and PLAN.fullmatch(before.aspect) is not None


def _written(parts: QuestionParts) -> str:
    asks_itself = "第几" in parts.aspect or "老几" in parts.aspect
    asking = "" if asks_itself else parts.asking.lstrip("了") or "是多少"
    return f"{parts.period}{parts.place}{parts.topic}{parts.aspect}{asking}？"
