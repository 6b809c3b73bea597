"""A member of the public's letter, read by rule: its questions, and what else it brings forward.

Personal data is masked before anything else. What is no question on the reports (a complaint, one's
own affairs, words meant for the program) is kept apart, so that nobody answers it from the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.privacy import masked
from assistant.question_parts import take_apart
from assistant.staff.departments import topics_of
from assistant.staff.inquiry_sentences import asking_clauses, names_topic, sentences_of
from assistant.staff.inquiry_words import (
    ADDRESSEE,
    ASKING,
    COMPLAINT,
    COURTESY,
    INSTRUCTION,
    LEAD_IN,
    PLACE_OF_WRITER,
    RHETORICAL,
    SALUTATION,
    SELF,
    SIGNATURE,
    TIME_LEAD,
    WRITER,
)
from assistant.staff.printable import printable
from index.aliases import load_aliases
from index.normalise import fold
from index.places import GENERIC, find_places

MatterKind = Literal["complaint", "personal"]
_LEAST_CHARACTERS = 4  # of a question
_LIGHT = re.compile(
    r"[改建做搞开办修增减招引通完成实现新要会到有去来多少大一共总计划目标安排打算具体分别各的了呢过]|will|be|renovated"
)
_ANY_TIME = re.compile(TIME_LEAD.pattern.removeprefix("^"))
_ONLY_TIME = re.compile(rf"{TIME_LEAD.pattern}(?:的)?(?:呢|又?怎么样|又?是多少)?")
_BY_LEVEL = {name for names in GENERIC.values() for name in names}
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


@dataclass(frozen=True, slots=True)
class Matter:
    """What the letter brings forward that no report answers: for the responsible department."""

    text: str
    kind: MatterKind


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A letter as read; `text` is masked, `masked` the kinds of personal data found in it.

    `writer` is how the reply may address the writer (王先生), "" where the letter does not tell.
    `instructions` are words meant for the program that reads the letter; nobody follows them.
    """

    text: str
    masked: tuple[str, ...] = ()
    writer: str = ""
    questions: tuple[InquiryQuestion, ...] = ()
    matters: tuple[Matter, ...] = ()
    instructions: tuple[str, ...] = ()


def read_inquiry(text: str) -> Inquiry:
    """The letter `text` as its parts; of a text without a question, `questions` is empty."""
    safe = masked(printable(text))
    folded = fold(safe.text)
    sentences = list(sentences_of(folded))
    place = _place(sentences)
    questions: dict[str, InquiryQuestion] = {}
    matters: dict[str, Matter] = {}
    instructions: list[str] = []
    told = ""
    for sentence in sentences:
        if INSTRUCTION.search(sentence):
            instructions.append(shown(sentence))
            continue
        if _is_formal(sentence):
            continue
        asked, brought = _of_sentence(sentence)
        for clause, before in asked:
            question = _standing_alone(clause, told + before, place, tuple(questions.values()))
            questions.setdefault(question.text, question)
            told += before + "," + question.asked
        matters.update((matter.text, matter) for matter in brought)
        told += sentence
    return Inquiry(
        text=safe.text,
        masked=safe.kinds,
        writer=_writer(folded),
        questions=tuple(questions.values()),
        matters=tuple(matters.values()),
        instructions=tuple(instructions),
    )


def _is_formal(sentence: str) -> bool:
    bare = sentence.strip(" ,。!:;~")
    if SALUTATION.search(bare):
        return True
    asks = ASKING.search(sentence) is not None
    return not asks and bool(COURTESY.search(bare) or SIGNATURE.search(bare))


def _of_sentence(sentence: str) -> tuple[list[tuple[str, str]], list[Matter]]:
    """The questions of a sentence with what was told before each, and its matters."""
    questions: list[tuple[str, str]] = []
    matters: list[Matter] = []
    for clause, before in asking_clauses(sentence):
        if RHETORICAL.search(clause):
            continue
        if SELF.search(clause):
            kind: MatterKind = "complaint" if COMPLAINT.search(clause) else "personal"
            matters.append(Matter(shown(clause), kind))
        elif len(clause) >= _LEAST_CHARACTERS or _ONLY_TIME.fullmatch(clause):
            questions.append((clause, before))
    if not questions and not matters and COMPLAINT.search(sentence):
        matters.append(Matter(_complained_of(sentence), "complaint"))
    return questions, matters


def _complained_of(sentence: str) -> str:
    """The clauses of a sentence that complain, or name what is complained of."""
    clauses = re.split(r"[,。!?;:]+", sentence)
    told = ",".join(c for c in clauses if COMPLAINT.search(c) or topics_of(c))
    return shown(LEAD_IN.sub("", told))


def _standing_alone(
    asked: str, told: str, place: str, earlier: Sequence[InquiryQuestion]
) -> InquiryQuestion:
    """The question with its topic and place, where the letter tells them only before it."""
    turns: tuple[str, ...] = ()
    if _ONLY_TIME.fullmatch(asked) and earlier:
        asked = _ANY_TIME.sub(TIME_LEAD.match(asked).group(), earlier[-1].asked, count=1)  # type: ignore[union-attr]
        asked = asked.rstrip("？").replace("了", "")
    elif not _has_topic(asked):
        topics = topics_of(told)
        time = TIME_LEAD.match(asked)
        cut = time.end() if time else 0
        if topics:
            asked = f"{asked[:cut]}{topics[-1].name}{asked[cut:]}"
        else:
            turns = tuple(question.text for question in earlier)
    text = _with_place(_time_before(asked, earlier) + asked, place)
    return InquiryQuestion(f"{shown(asked)}？", f"{shown(text)}？", turns)


def _time_before(asked: str, earlier: Sequence[InquiryQuestion]) -> str:
    """The time of the question before, for one that names an indicator and no time of its own.

    2025年生产总值是多少? 财政收入完成多少? asks twice about one year; what asks for a target does not.
    """
    indicators = any(True for _ in load_aliases().mentions(asked))
    if not earlier or not indicators or _ANY_TIME.search(asked) or _AHEAD.search(asked):
        return ""
    time = _ANY_TIME.search(earlier[-1].text)
    return time.group() if time else ""


def _has_topic(asked: str) -> bool:
    """Whether the question names what it is about: 去年改了几个 does not."""
    topic = re.sub(r"[A-Za-z\s\d]", "", take_apart(asked, ()).topic)
    return names_topic(asked) or _LIGHT.sub("", topic) != ""


def _with_place(asked: str, place: str) -> str:
    if not place:
        return asked
    named = _GENERIC.sub(place, asked)
    return named if any(True for _ in find_places(named, [place])) else place + named


def _place(sentences: Sequence[str]) -> str:
    """The place the letter is about: that of the office addressed, where the writer lives, or the
    one place it names; "" where it tells of several."""
    addressed = [s for s in sentences if ADDRESSEE.match(s) or SALUTATION.search(s.strip(" ,。!:"))]
    home = [s for s in sentences if PLACE_OF_WRITER.search(s)]
    for told in (addressed, home, sentences):
        names = {mention.name for s in told for mention in find_places(s)} - _BY_LEVEL
        if len(names) == 1:
            return names.pop()
        if names:
            return ""
    return ""


def _writer(folded: str) -> str:
    names = [match["name"] for match in WRITER.finditer(folded)]
    return names[-1] if names else ""


def shown(text: str) -> str:
    """Folded text as it is printed: Chinese punctuation where Chinese stands before it."""
    wide = str.maketrans(
        {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
    )
    text = re.sub(r"([?!])[?!]+", r"\1", text)
    return re.sub(
        r"(?<=[\u3400-\u9fff〕”》])[,;:?!)]|[(](?=[\u3400-\u9fff])",
        lambda m: m.group().translate(wide),
        text,
    ).strip()
