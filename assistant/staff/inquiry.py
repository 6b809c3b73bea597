"""A member of the public's letter, read by rule: its questions, and what else it brings forward.

Personal data is masked before anything else. What is no question on the reports (a complaint, one's
own affairs, words meant for the program) is kept apart, so that nobody answers it from the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.departments import topics_of
from assistant.staff.inquiry_sentences import asking_clauses, cleaned, names_topic, sentences_of
from assistant.staff.inquiry_words import (
    ADDRESSEE,
    ASKING,
    COMPLAINT,
    COURTESY,
    INSTRUCTION,
    LEAD_IN,
    LIST_HEAD,
    OF_THE_OFFICE,
    PLACE_OF_WRITER,
    RHETORICAL,
    SALUTATION,
    SELF,
    SIGNATURE,
    WRITER,
)
from assistant.staff.standalone_question import ONLY_TIME, InquiryQuestion, shown, standing_alone
from index.figures.normalise import fold
from index.figures.places import GENERIC, find_places

MatterKind = Literal["complaint", "personal"]
_LEAST_CHARACTERS = 4  # of a question
_BY_LEVEL = {name for names in GENERIC.values() for name in names}
_LONGEST_ITEM = 30  # characters of a line that names what is asked for


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
    told, listing = "", False
    for sentence in sentences:
        if INSTRUCTION.search(sentence):
            instructions.append(shown(sentence))
            continue
        if _is_formal(sentence):
            continue
        asked, brought = _of_sentence(sentence)
        if listing and not asked and not brought and _is_item(sentence):
            asked = [(cleaned(sentence), "")]
        listing = (listing and bool(asked)) or LIST_HEAD.search(sentence.rstrip(":,。")) is not None
        for clause, before in asked:
            question = standing_alone(
                clause, told + before, place=place, earlier=tuple(questions.values())
            )
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


def _is_item(sentence: str) -> bool:
    """Whether a line of a list of what is asked for names it: 今年老旧小区改造数量."""
    return (
        len(sentence) <= _LONGEST_ITEM
        and names_topic(sentence)
        and not re.search("[我俺咱]", sentence)
    )


def _of_sentence(sentence: str) -> tuple[list[tuple[str, str]], list[Matter]]:
    """The questions of a sentence with what was told before each, and its matters."""
    questions: list[tuple[str, str]] = []
    matters: list[Matter] = []
    for clause, before in asking_clauses(sentence):
        if RHETORICAL.search(clause):
            continue
        if SELF.search(clause) or OF_THE_OFFICE.search(clause):
            kind: MatterKind = "complaint" if COMPLAINT.search(clause) else "personal"
            matters.append(Matter(shown(clause), kind))
        elif _is_enough(clause):
            questions.append((clause, before))
    if not questions and not matters and COMPLAINT.search(sentence):
        told = _complained_of(sentence)
        matters += [Matter(told, "complaint")] if len(told) > _LEAST_CHARACTERS else []
    return questions, matters


def _is_enough(clause: str) -> bool:
    """怎么办 asks nothing by itself; 改几个 and 今年呢 do, after what was told before."""
    counts = re.search(r"几|多少", clause) is not None and len(clause) > _LEAST_CHARACTERS - 2
    return len(clause) >= _LEAST_CHARACTERS or counts or ONLY_TIME.fullmatch(clause) is not None


def _complained_of(sentence: str) -> str:
    """The clauses of a sentence that complain, or name what is complained of."""
    clauses = re.split(r"[,。!?;:]+", sentence)
    told = ",".join(c for c in clauses if COMPLAINT.search(c) or topics_of(c))
    return shown(LEAD_IN.sub("", told))


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
