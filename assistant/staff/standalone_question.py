"""A question of a letter made to stand alone: with the topic, time and place told only before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.parts import take_apart
from assistant.staff.departments import topics_of
from assistant.staff.inquiry_sentences import names_topic
from assistant.staff.inquiry_words import TIME_LEAD
from index.figures.aliases import load_aliases
from index.figures.places import GENERIC, find_places

# Words that do not say what a question is about.
_LIGHT = re.compile(
    r"到底|具体|分别|实际|真正|承诺|目标|安排|打算|计划|will|be|renovated"
    r"|[改建做搞开办修增减招引通完成实现新要会到有去来多少大一共总各的了呢过还不又涨降花钱能也]"
)
_OF_ITS_OWN = re.compile(r"(?:预期|主要|发展)目标|重点工作")
ANY_TIME = re.compile(TIME_LEAD.pattern.removeprefix("^"))
ONLY_TIME = re.compile(rf"{TIME_LEAD.pattern}(?:的)?(?:呢|又?怎么样|又?是多少)?")
_AHEAD = re.compile(r"目标|计划|打算|准备|预期|将|力争")
_GENERIC = re.compile(
    "|".join(("咱们区", "咱们这[里儿边]?", "我们这[里儿边]", *GENERIC["district"]))
)


@dataclass(frozen=True, slots=True)
class InquiryQuestion:
    """A question of a letter: `asked` in the writer's words, `text` as it is put to the assistant,
    standing alone as far as the letter tells, `turns` the questions before it where it does not."""

    asked: str
    text: str
    turns: tuple[str, ...] = ()


def standing_alone(
    clause: str, told: str, *, place: str, earlier: Sequence[InquiryQuestion]
) -> InquiryQuestion:
    """The question with its topic and place, where the letter tells them only before it."""
    asked = _completed(clause, told, earlier)
    followed = asked == clause and not _has_topic(clause)
    text = _time_before(asked, earlier, completed=asked != clause) + asked
    return InquiryQuestion(
        asked=f"{shown(asked)}？",
        text=f"{shown(_with_place(text, place))}？",
        turns=tuple(question.text for question in earlier) if followed else (),
    )


def _completed(clause: str, told: str, earlier: Sequence[InquiryQuestion]) -> str:
    """`clause` with the topic told last, or as the question before with another time (去年呢)."""
    time = TIME_LEAD.match(clause)
    if time and ONLY_TIME.fullmatch(clause) and earlier:
        before = earlier[-1].asked.rstrip("？")
        timed = ANY_TIME.sub("", before, count=1)
        return f"{time.group()}{timed}".replace("了", "")
    topics = () if _has_topic(clause) else topics_of(told)
    if not topics:
        return clause
    cut = time.end() if time else 0
    return f"{clause[:cut]}{topics[-1].name}{clause[cut:]}"


def _time_before(asked: str, earlier: Sequence[InquiryQuestion], *, completed: bool) -> str:
    """The time of the question before, for one that names no time of its own, and an indicator or
    only what was `completed` from before.

    2025年生产总值是多少? 财政收入完成多少? asks twice about one year; what asks for a target does not.
    """
    if not earlier or not (completed or any(True for _ in load_aliases().mentions(asked))):
        return ""
    if ANY_TIME.search(asked) or _AHEAD.search(asked):
        return ""
    time = ANY_TIME.search(earlier[-1].text)
    return time.group() if time else ""


def _has_topic(asked: str) -> bool:
    """Whether the question names what it is about: 去年改了几个 does not."""
    topic = re.sub(r"[A-Za-z\s\d]", "", take_apart(asked, ()).topic)
    return bool(names_topic(asked) or _OF_ITS_OWN.search(asked) or _LIGHT.sub("", topic))


def _with_place(asked: str, place: str) -> str:
    if not place:
        return asked
    named = _GENERIC.sub(place, asked)
    return named if any(True for _ in find_places(named, [place])) else place + named


def shown(text: str) -> str:
    """Folded text as it is printed: Chinese punctuation where Chinese stands before it."""
    wide = str.maketrans(
        {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
    )
    text = re.sub(r"([?!])[?!]+", r"\1", text)
    return re.sub(
        r"(?<=[\u3400-\u9fff〕”》\"])[,;:?!)]|[(](?=[\u3400-\u9fff])",
        lambda m: m.group().translate(wide),
        text,
    ).strip()
