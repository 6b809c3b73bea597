"""A question that leaves something out, completed from the one before it: place, time, topic, and
how it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.question.overview import is_of_the_whole
from assistant.question.parts import (
    ASPECT,
    MARKED_FOLLOW_UP,
    PLAN,
    QuestionParts,
    growth_target_named,
    sharing_head,
    take_apart,
)
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.segmenter import shipped_segmenter


def _longer(*concepts: str) -> str:
    """A pattern of the words of more than one character: one may be part of a noun, 高 of 高企."""
    longer = {word for concept in concepts for word in words(concept) if len(word) > 1}
    return "|".join(map(re.escape, sorted(longer, key=len, reverse=True)))


_EMPTY = frozenset(words("light.empty"))
_LIGHT = re.compile(_longer("light.empty", "follow_up.light", "asking.in_the_end"))
_LIGHT_OF_FOLLOW_UP = re.compile(one_of("follow_up.light"))
_CHANGES = re.compile(f"(?:{_longer('direction.rise', 'direction.fall')})[到至]?")
_ENOUGH = 3  # characters of topic that are no topic by themselves: 开的, 主持, 措施
_OF_A_NOUN = re.compile(f"[是为有达]|{one_of('comparison.reached')}")
# What is counted is no topic: 一共多少公里.
_COUNTED = re.compile(f"({one_of('asking.how_much')}){one_of('asking.counted', 'asking.unit')}")
_WHAT_IT_IS = re.compile(f"[是有为]{one_of('asking.asks')}")
_MARKS_TOPIC = re.compile(one_of("follow_up.marks_topic"))
_LISTED = re.compile(one_of("asking.listed"))
_ASKS_RANK = re.compile(one_of("asking.which_rank"))
_ASKS_NOTHING = ("", "呢", "么", "嘛")
_CHANGE_WORDS = words("asking.change")
_THINGS_BY_THEMSELVES = words("asking.measure_by_itself")
OPENS = re.compile(rf"^{one_of('follow_up.goes_on')}[,，]?(?![曲坡些个种])")
_LEAD = 14  # characters in which a question names its own time and place
# A part of what was asked (其中制造业), or what was asked as a part (占GDP比重).
_LEANS = re.compile(rf"^{one_of('follow_up.opens')}?[,，]?{one_of('follow_up.leans')}")
# What was done, behind what is counted.
_DONE = re.compile(r"[\u4e00-\u9fff]了(?=[多几])")
_ACTED = re.compile(f"(?:{one_of('verb.before_name', 'extent.new', 'follow_up.acts')})+$")
_EXTENT_AT_END = re.compile(f"(?:{one_of('extent.new', 'extent.in_all')})$")
_VERB_BEHIND = 2  # characters of topic at the least, before a verb that is none of it


def completed(text: str, before: str, names: Sequence[str], *, at_once: bool = False) -> str:
    """`text` with what it leaves open as it was in `before`; as it is where it leaves nothing open.

    Of things asked `at_once`, in one line, place and time go on even where the next has a topic of
    its own. `names` are what the covered places are called.
    """
    earlier = _by_itself(take_apart(before, names))
    if not _names_indicator(earlier):
        text = growth_target_named(text)
    if not at_once and stands_alone(text, names):
        return text
    new = take_apart(text, names)
    if new.asking in _ASKS_NOTHING:
        return _written(_filled(_of_the_same_kind(new, earlier), earlier))
    if not _LEANS.search(fold(text)) and _names_topic(text, names):
        earlier = replace(earlier, topic="", aspect="")
    return _led(OPENS.sub("", fold(text).strip()), new, _without_verb(earlier, before))


def _by_itself(parts: QuestionParts) -> QuestionParts:
    """The parts with a measure that is a thing by itself as the topic, and what is asked of it as the
    aspect: 税收 and 增长 of 税收增长多少."""
    swapped = parts.aspect in _THINGS_BY_THEMSELVES and ASPECT.fullmatch(parts.topic)
    return replace(parts, topic=parts.aspect, aspect=parts.topic) if swapped else parts


def _led(text: str, new: QuestionParts, before: QuestionParts) -> str:
    """`text`, which asks by itself, behind the time, place and topic that it leaves out."""
    before = _in_time_of(new, before)
    lead = before.period + before.months + ("" if new.place else before.place)
    own = [text.find(part) + len(part) for part in (new.place, new.period) if part in text[:_LEAD]]
    cut = max([0, *(end for end in own if end <= _LEAD)])
    if not before.topic:
        return f"{lead}{text}"
    goes_on = (not new.aspect and not new.topic) or _aims_at_change(new, before)
    aspect = before.aspect if goes_on else ""
    return f"{text[:cut]}{lead}{before.topic}{aspect}{text[cut:]}"


def _without_verb(parts: QuestionParts, text: str) -> QuestionParts:
    """The parts of `text` without the verb behind the topic: 粮食打了多少 asks about 粮食."""
    topic = _EXTENT_AT_END.sub("", parts.topic) or parts.topic  # 装机新增多少，累计多少
    parts = replace(parts, topic=topic)
    behind = len(topic) > _VERB_BEHIND and f"{topic[-1]}{parts.asking}" in fold(text)
    return replace(parts, topic=topic[:-1]) if behind and parts.asking.startswith("了") else parts


def _aims_at_change(new: QuestionParts, before: QuestionParts) -> bool:
    """Whether the aim is asked for of what was asked as a change: 增长多少，今年的目标呢."""
    return bool(PLAN.search(new.aspect)) and before.aspect in _CHANGE_WORDS


def _of_the_same_kind(new: QuestionParts, before: QuestionParts) -> QuestionParts:
    """`new` with its topic in full where it names only what differs: 农村的呢, after 城镇居民人均可支配收入."""
    if not new.topic or _names_indicator(new):
        return new
    return replace(new, topic=sharing_head(new.topic, before.topic) or new.topic)


def stands_alone(text: str, names: Sequence[str]) -> bool:
    """Whether a question has a topic of its own, or asks for a summary, and does not point back."""
    asked = text.strip()
    marked = MARKED_FOLLOW_UP.search(asked) or _LEANS.search(fold(asked))
    return not marked and (_names_topic(text, names) or is_of_the_whole(text, names))


def _names_topic(text: str, names: Sequence[str]) -> bool:
    uncounted = _COUNTED.sub(r"\1", fold(text))
    return _has_topic(take_apart(uncounted, names), uncounted)


def _has_topic(parts: QuestionParts, text: str = "") -> bool:
    """Whether a topic is named: an indicator, some words, or a noun of which something is asked
    (税收下降了吗, 新增了哪些学校); a verb alone (谁主持的) goes on with what was."""
    if _names_indicator(parts) or parts.aspect in _THINGS_BY_THEMSELVES:
        return True
    if _MARKS_TOPIC.search(parts.topic) or (PLAN.search(parts.aspect) and _LISTED.search(text)):
        return True
    topic = content_of(_CHANGES.sub(" ", ASPECT.sub(" ", parts.topic)))
    if len(topic) > _ENOUGH:
        return True
    if _DONE.match(parts.asking) and len(topic) > 1:
        return True  # 大会开了几天: what was done is in the asking words
    acted = _ACTED.sub("", parts.topic)
    if acted != parts.topic and len(content_of(acted)) > 1:
        return True  # 高企多了几家
    is_asked = bool(parts.aspect) or _OF_A_NOUN.match(parts.asking) is not None
    is_asked = is_asked or _WHAT_IT_IS.search(text) is not None
    if is_asked and len(_LIGHT_OF_FOLLOW_UP.sub("", parts.topic)) > _ENOUGH:
        return True
    _, _, behind = fold(text).partition(parts.asking or "\0")
    noun = content_of(behind)
    if noun and topic == noun and len(parts.topic) > len(noun):
        return True  # 修了哪些路: what was done, and to what
    return len(topic) > 1 and (is_asked or bool(noun))


def content_of(topic: str) -> str:
    """The words of a topic that say what it is about."""
    cut = shipped_segmenter().words(_LIGHT.sub(" ", topic))
    return "".join(word.text for word in cut if word.text not in _EMPTY)


def _names_indicator(parts: QuestionParts) -> bool:
    return any(load_aliases().mentions(parts.topic))


def _filled(new: QuestionParts, before: QuestionParts) -> QuestionParts:
    """`new` with the parts that it leaves out as they were in `before`."""
    if not content_of(ASPECT.sub(" ", new.topic)):
        new = replace(new, topic="")  # 2023年实际完成的呢
    asking = "" if new.asking in _ASKS_NOTHING else new.asking
    time = _in_time_of(new, before)
    merged = replace(
        new,
        place=new.place or before.place,
        period=new.period or time.period,
        months=new.months or time.months,
    )
    if new.topic and (_has_topic(new) or not asking):
        # 那社零呢: another topic, asked as before.
        return replace(
            merged,
            aspect=new.aspect or (before.aspect if not asking else ""),
            asking=asking or before.asking,
        )
    topic = before.topic if new.topic in before.topic else before.topic + new.topic
    aspect = "" if _of_another_year(new, before) else before.aspect
    if _aims_at_change(new, before):
        new = replace(new, aspect=before.aspect + new.aspect)
    return replace(merged, topic=topic, aspect=new.aspect or aspect, asking=asking or before.asking)


def _in_time_of(new: QuestionParts, before: QuestionParts) -> QuestionParts:
    """The parts before with no more of their time than `new` leaves out: 上半年呢 is of the same year,
    去年呢 of the same part of it; what is aimed at is of the whole."""
    return replace(
        before,
        period="" if new.period else before.period,
        months="" if new.months or PLAN.search(new.aspect) else before.months,
    )


def _of_another_year(new: QuestionParts, before: QuestionParts) -> bool:
    """Whether a plan was asked for, and now another year: 今年打算改几个, 去年呢."""
    other = new.period not in ("", before.period)
    return other and PLAN.fullmatch(before.aspect) is not None


def _written(parts: QuestionParts) -> str:
    asking = "" if _ASKS_RANK.search(parts.aspect) else parts.asking.lstrip("了") or "是多少"
    return f"{parts.period}{parts.months}{parts.place}{parts.topic}{parts.aspect}{asking}？"
