"""A follow-up rewritten by rule into a question that can be answered by itself.

Place, year, topic and aspect carry over from the question before until the new one changes them.
A follow-up may also go on over several places: another place beside the last, both of them, or all
of a level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.question.parts import (
    MARKED_FOLLOW_UP,
    PLAN,
    QuestionParts,
    growth_target_named,
    limiting_places,
    take_apart,
)
from assistant.question.several_places import GROUP, ComparedPlaces, compared_places, survey_in
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.years import RECENT, WRITTEN

_LIGHT = re.compile(one_of("follow_up.light"))
_TOO_LITTLE = 3  # characters of topic that are no topic by themselves: 开的, 主持, 措施
_HIGH = "[高低快慢多少大小强]"
_COMPARES = re.compile(
    rf"(?:谁|哪(?:个|里|边|座|家)?)(?:更|比较|最)?{_HIGH}|(?:更|最){_HIGH}|{one_of('follow_up.compares')}"
)
_BOTH = re.compile(
    rf"(?:这|那)?[两二几三]个?(?:{one_of('follow_up.place')}|(?=里|当中))(?:之间|里面?|当?中)?|{one_of('follow_up.them')}"
)
_BESIDE = re.compile(rf"^(?:那么?)?[和与跟同比较].{{2,12}}?{one_of('follow_up.compared')}")
_BESIDE_YEAR = re.compile(
    rf"^(?:那么?)?[比较和与跟同](?:{WRITTEN}年|{RECENT}|去年|上年|前年)(?:相比|比)?(?=.*(?:多少|几|吗|呢|如何|怎么样))"
)
_OTHERS = re.compile(
    rf"^(?:那么?)?{one_of('follow_up.the_rest')}的?(?P<group>{GROUP})的?(?:呢|情况)?(?:怎么样|如何|是多少|多少)?$"
)
_GROUP_ONLY = re.compile(rf"^(?:那么?)?(?:哪些|哪几个|各)?(?P<group>{GROUP})的?(?:呢|有哪些)?$")
_TERM_ONLY = re.compile(r"^(?:那么?)?(?P<term>.{2,20}?)(?:呢|有吗)$")
_ASKING = re.compile(
    rf"(?:分别|各)?(?:是|为|有|达|完成|达到)?了?{one_of('follow_up.asks')}[^。?]*$|(?:谁|哪个).*$|呢$"
)
_HOW_FAR = re.compile(one_of("follow_up.how_far"))
_NO_TOPIC = re.compile(rf"[高低快慢多少大小强更最谁哪个比较差距相]|相比|对比|{_BOTH.pattern}")


class Rewrites(Protocol):
    """Rewrites a question that leans on the earlier `turns` (oldest first) to need none of them."""

    def __call__(self, question: str, turns: Sequence[str], known_places: Iterable[str]) -> str: ...


def rewrite(question: str, turns: Sequence[str], known_places: Iterable[str]) -> str:
    """`question` with what it leaves out taken from `turns` (oldest first), or as it is."""
    known = tuple(known_places)
    if not turns:
        return question
    earlier = rewrite(turns[-1], turns[:-1], known)
    across = _across_places(question, earlier, turns, known)
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
    return _written(_filled(new, before))


def _has_topic(parts: QuestionParts) -> bool:
    return _names_indicator(parts) or len(_LIGHT.sub("", parts.topic)) > _TOO_LITTLE


def _names_indicator(parts: QuestionParts) -> bool:
    return any(load_aliases().mentions(parts.topic))


def _filled(new: QuestionParts, before: QuestionParts) -> QuestionParts:
    """`new` with the parts that it leaves out as they were in `before`."""
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


def _across_places(
    question: str, earlier: str, turns: Sequence[str], names: Sequence[str]
) -> str | None:
    """`question` rewritten from `earlier`, the rewritten one before it, and the `turns` before that,
    where it goes on over several places; None where it does not."""
    asked = fold(question).strip().rstrip("?。!")
    before = fold(earlier).rstrip("?。!")
    places = limiting_places(asked, names)
    of_survey = _of_survey(asked, before) if not places else None
    beside = compared_places(before, names)
    if of_survey:
        return of_survey
    if beside and len(places) == 1 and not _topic(asked, names) and not _BESIDE.search(asked):
        return f"{places[0]}{beside.texts[0].removeprefix(beside.places[0])}？"
    if beside and not places:
        return _of_the_same_places(asked, beside, names)
    if _BESIDE_YEAR.search(asked):
        return f"{_ASKING.sub('', before)}{asked}？"
    own = limiting_places(before, names)
    if len(places) == 1 and len(own) == 1 and _BESIDE.search(asked) and not _topic(asked, names):
        how = "相差多少" if _HOW_FAR.search(asked) else "谁更高"
        return f"{own[0]}和{places[0]}{_without_place(before, own)}{how}？"
    if not places and _BOTH.search(asked):
        return _of_both(asked, before, turns, names)
    others = _OTHERS.search(asked)
    if others and own and not places:
        return f"各{others['group']}{_without_place(before, own)}是多少？"
    return None


def _of_survey(asked: str, before: str) -> str | None:
    """Another level, or another thing to look for, in the survey before."""
    survey = survey_in(before)
    if survey is None:
        return None
    group = _GROUP_ONLY.search(asked)
    if group:
        return re.sub(GROUP, group["group"], before, count=1) + "？"
    term = _TERM_ONLY.search(asked)
    if term and survey.asks == "mention" and len(survey.terms) == 1:
        return before.replace(survey.terms[0], term["term"]) + "？"
    return None


def _of_the_same_places(asked: str, beside: ComparedPlaces, names: Sequence[str]) -> str:
    """The places of the comparison before, asked about something else or compared."""
    joined = "、".join(beside.places)
    first = beside.places[0]
    if _COMPARES.search(asked) and not _topic(asked, names):
        return f"{joined}{_ASKING.sub('', beside.texts[0].removeprefix(first))}{asked}？"
    one = rewrite(_BOTH.sub("", asked), [beside.texts[0]], names).rstrip("?？")
    each = _ASKING.sub("", one.replace(first, "", 1))
    return f"{joined}{each}{'谁更高' if beside.compares else '分别是多少'}？"


def _of_both(asked: str, before: str, turns: Sequence[str], names: Sequence[str]) -> str | None:
    """The last places that were asked about one by one, compared."""
    said = [place for turn in turns for place in limiting_places(turn, names)]
    count = 3 if "三" in asked else 2
    last = list(dict.fromkeys(reversed(said)))[:count][::-1]
    if len(last) < count:
        return None
    rest = _without_place(before, limiting_places(before, names))
    joined = "和".join(last) if count == 2 else "、".join(last)
    return f"{joined}{rest}{_BOTH.sub('', asked)}？"


def _without_place(before: str, places: Sequence[str]) -> str:
    """The question before without its places and without what it asks by."""
    for place in places:
        before = before.replace(place, "", 1)
    return _ASKING.sub("", before).lstrip("的")


def _topic(asked: str, names: Sequence[str]) -> bool:
    """Whether a follow-up names a thing of its own."""
    return len(_NO_TOPIC.sub("", take_apart(asked, names).topic)) > 1
