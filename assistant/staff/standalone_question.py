"""Query rewriting for letters: a question gets the topic, time and place that stand only before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.parts import take_apart
from assistant.staff.departments import names_topic, topics_of
from assistant.staff.inquiry_words import pattern
from index.figures.aliases import load_aliases
from index.figures.gazetteer.lookup import gazetteer_place
from index.figures.places import GENERIC, find_places

TIME_LEAD, ONLY_TIME = pattern("time_lead"), pattern("only_time")
_ANY_TIME, _AHEAD, _LIGHT = pattern("time"), pattern("ahead"), pattern("light")
_TOPIC_OF_ITS_OWN = pattern("topic_of_its_own")
_HEADLESS = re.compile("^(?P<of>[^的]{1,10})的(?=又|呢)")
_OWN_PLACE = pattern("own_place").pattern


@dataclass(frozen=True, slots=True)
class InquiryQuestion:
    """A question of a letter: `asked` in the writer's words; `text` as the assistant is asked,
    complete as far as the letter allows; `turns` the questions before it where it is not complete."""

    asked: str
    text: str
    turns: tuple[str, ...] = ()


def standalone(
    clause: str, context: str, *, place: str, earlier: Sequence[InquiryQuestion]
) -> InquiryQuestion:
    """The question with its topic, time and place from `context`, the letter's text before it."""
    asked = _completed(clause, context, earlier)
    followed = asked == clause and not _has_topic(clause)
    text = _time_before(asked, earlier, completed=asked != clause) + asked
    return InquiryQuestion(
        asked=f"{shown(asked)}？",
        text=f"{shown(_with_place(text, place))}？",
        turns=tuple(question.text for question in earlier) if followed else (),
    )


def _completed(clause: str, context: str, earlier: Sequence[InquiryQuestion]) -> str:
    """`clause` with the last topic of `context`, or the question before with another time (去年呢)."""
    headless = _HEADLESS.match(clause)
    if headless and earlier:
        return _with_head(headless, clause, earlier[-1].asked.rstrip("？"))
    time = TIME_LEAD.match(clause)
    if time and ONLY_TIME.fullmatch(clause) and earlier:
        before = earlier[-1].asked.rstrip("？")
        timed = _ANY_TIME.sub("", before, count=1)
        return f"{time.group()}{timed}".replace("了", "")
    topics = () if _has_topic(clause) else topics_of(context)
    if not topics:
        return clause
    cut = time.end() if time else 0
    return f"{clause[:cut]}{topics[-1].name}{clause[cut:]}"


def _with_head(headless: re.Match[str], clause: str, before: str) -> str:
    """`clause` with the noun that it leaves out, from the question before.

    城镇居民的人均收入是多少, 农村的又是多少 → 农村的人均收入是多少
    """
    _, of, asked = before.partition("的")
    return f"{headless['of']}{of}{asked}" if of else clause


def _time_before(asked: str, earlier: Sequence[InquiryQuestion], *, completed: bool) -> str:
    """The time of the question before, for one without a time that names an indicator or was
    `completed`.

    2025年生产总值是多少? 财政收入完成多少? asks twice about one year; what asks for a target does not.
    """
    if not earlier or not (completed or any(True for _ in load_aliases().mentions(asked))):
        return ""
    if _ANY_TIME.search(asked) or _AHEAD.search(asked):
        return ""
    time = _ANY_TIME.search(earlier[-1].text)
    return time.group() if time else ""


def _has_topic(asked: str) -> bool:
    """Whether the question names what it is about: 去年改了几个 does not."""
    topic = re.sub(r"[A-Za-z\s\d]", "", take_apart(asked, ()).topic)
    return bool(names_topic(asked) or _TOPIC_OF_ITS_OWN.search(asked) or _LIGHT.sub("", topic))


def _with_place(asked: str, place: str) -> str:
    if not place:
        return asked
    listed = gazetteer_place(place)
    generic = "|".join((_OWN_PLACE, *GENERIC[listed.level if listed else "district"]))
    named = re.sub(generic, place, asked)
    return named if any(True for _ in find_places(named, [place])) else place + named


def shown(text: str) -> str:
    """Folded text as it is printed: with Chinese punctuation after Chinese characters."""
    wide = str.maketrans(
        {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
    )
    text = re.sub(r"([?!])[?!]+", r"\1", text)
    return re.sub(
        r"(?<=[\u3400-\u9fff〕”》\"])[,;:?!)]|[(](?=[\u3400-\u9fff])",
        lambda m: m.group().translate(wide),
        text,
    ).strip()
