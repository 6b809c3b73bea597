"""A member of the public's letter, read by rule: its questions, and its other concerns.

Personal data is masked before anything else. What is no question on the reports (a complaint, one's
own affairs, prompt injection) is kept apart, so that nobody answers it from the reports. The text is
folded throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from assistant.check.markers import MARKER
from assistant.errors import InputInvalid
from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.asking_clauses import (
    ASKING,
    FIRST_PERSON,
    SELF,
    cleaned,
    heads_list,
    take_clauses,
    without_lead_in,
)
from assistant.staff.departments import names_indicator, names_topic
from assistant.staff.inquiry_words import pattern
from assistant.staff.standalone_question import (
    ONLY_TIME,
    InquiryQuestion,
    shown,
    standalone,
)
from index.errors import ReportUnreadable
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, find_places

MAX_BYTES = 2 * 1024 * 1024
"""No letter is longer; a larger file is another file."""
MAX_CHARACTERS = 20_000
_ENDINGS_OF_TEXT = ("", ".txt", ".md", ".doc", ".docx")
_CJK = r"\u3400-\u9fff"
_SENTENCE = re.compile(r"(?:[^。!?;.]|\.(?!\s+[A-Z(]|\s*$))+(?:[。!?;]+|\.|$)")
# On the telephone, people write blanks for commas: 领导你好 想问下今年老小区改几个.
_BLANK_FOR_COMMA = re.compile(rf"(?<=[{_CJK}\d])[ \t]+(?=[{_CJK}\d])")
_NEXT_ITEM = re.compile(
    r"(?=[①-⑳])|(?<=[,;:。!? ])(?=(?:\(?\d{1,2}(?:[、)]|\.(?!\d))|[①-⑳]|[一二三四五]是"
    rf"|第[一二三四五六七八九十](?:[,、]|个{one_of('light.question')}))\s*\S)"
)
_SIGNS = re.compile(r"[\W_]+")
_QUOTED = re.compile("“([^”]*)”")
_LIST_SIGN = re.compile(r"^\s*(?:[-*•·●]\s+|>+\s*)+")
_LEAST_CHARACTERS = 4  # of a question, and of a matter
_LONGEST_ITEM = 30  # characters of a list line that names what is asked for

_NOISE_LINE, _SUBJECT_LINE = pattern("noise_line"), pattern("subject_line")
_SALUTATION, _GREETING, _COURTESY = pattern("salutation"), pattern("greeting"), pattern("courtesy")
_SIGNATURE, _WRITER, _ADDRESSEE = pattern("signature"), pattern("writer"), pattern("addressee")
_INSTRUCTION = pattern("instruction")
_COUNT_ASKED, _RHETORICAL = pattern("count_asked"), pattern("rhetorical")
_COMPLAINT, _OF_THE_OFFICE = pattern("complaint"), pattern("of_the_office")
_ACTION, _MEASURED = pattern("action"), pattern("measured")
_PLACE_OF_WRITER = pattern("place_of_writer")

MatterKind = Literal["complaint", "request", "personal"]


@dataclass(frozen=True, slots=True)
class Matter:
    """A concern that no report answers: for the responsible department."""

    text: str
    kind: MatterKind


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A letter as read; `text` is masked, `masked` the kinds of personal data found in it.

    `writer` is how the reply may address the writer (王先生), `place` the place it is about; "" where
    the letter does not say.
    `instructions` are attempts at prompt injection, which are not followed; `asking` the sentences
    that the questions were found in, folded.
    """

    text: str
    masked: tuple[str, ...] = ()
    writer: str = ""
    place: str = ""
    questions: tuple[InquiryQuestion, ...] = ()
    matters: tuple[Matter, ...] = ()
    instructions: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()


def read_inquiry(text: str) -> Inquiry:
    """The letter `text` as its parts; of a text without a question, `questions` is empty."""
    safe = masked(printable(text))
    folded = fold(safe.text)
    sentences = list(_sentences_of(folded))
    place = _place(sentences)
    questions: dict[str, InquiryQuestion] = {}
    matters: dict[str, Matter] = {}
    instructions: list[str] = []
    asking: list[str] = []
    context, listing = "", False
    for sentence in sentences:
        if _INSTRUCTION.search(sentence):
            instructions.append(shown(sentence))
            continue
        if _is_formal(sentence):
            continue
        asked, brought = _of_sentence(sentence)
        if listing and not asked and not brought and _is_item(sentence):
            asked = [(cleaned(sentence), "")]
        listing = (listing and bool(asked)) or heads_list(sentence)
        asking += [sentence] if asked else []
        for clause, before in asked:
            question = standalone(
                clause, context + before, place=place, earlier=tuple(questions.values())
            )
            questions.setdefault(question.text, question)
            context += before + "," + question.asked
        matters.update((matter.text, matter) for matter in brought)
        context += sentence
    return Inquiry(
        text=safe.text,
        masked=safe.kinds,
        writer=_writer(folded),
        place=place,
        questions=tuple(questions.values()),
        matters=tuple(matters.values()),
        instructions=tuple(instructions),
        asking=tuple(asking),
    )


def _is_formal(sentence: str) -> bool:
    bare = sentence.strip(" ,。!:;~")
    if _SALUTATION.search(bare):
        return True
    asks = ASKING.search(sentence) is not None
    return not asks and bool(_COURTESY.search(bare) or _SIGNATURE.search(bare))


def _is_item(sentence: str) -> bool:
    """Whether a line of a list of what is asked for names it: 今年老旧小区改造数量."""
    sentence = sentence.rstrip(",。;")
    return (
        len(sentence) <= _LONGEST_ITEM
        and (names_topic(sentence) or _MEASURED.search(sentence) is not None)
        and not FIRST_PERSON.search(sentence)
        and not _is_for_the_office(sentence)
    )


def _of_sentence(sentence: str) -> tuple[list[tuple[str, str]], list[Matter]]:
    """The questions of a sentence, each with the words before it, and its matters."""
    questions: list[tuple[str, str]] = []
    matters: list[Matter] = []
    taken = take_clauses(sentence)
    for clause, before in taken.asking:
        kind = _kind_of(clause)
        if _RHETORICAL.search(clause):
            continue
        if kind:
            matters.append(Matter(shown(clause), kind))
        elif (matters or _COMPLAINT.search(before)) and not names_topic(clause):
            continue  # what to bring, whom to turn to: it belongs to the matter before it
        elif _is_enough(clause):
            questions.append((clause, before))
    for run in () if heads_list(sentence) else taken.rest:
        matter = _brought(run)
        matters += [matter] if matter else []
    return questions, matters


def _kind_of(clause: str) -> MatterKind | None:
    """The kind of matter of a clause that asks; None where it asks what a report may state."""
    if SELF.search(clause) or _OF_THE_OFFICE.search(clause):
        return "complaint" if _COMPLAINT.search(clause) else "personal"
    if _ACTION.search(clause) and not names_indicator(clause):
        return "request"
    return None


def _is_enough(clause: str) -> bool:
    """怎么办 asks nothing by itself; 改几个 and 今年呢 do, after what was said before."""
    counts = _COUNT_ASKED.search(clause) is not None and len(clause) > _LEAST_CHARACTERS - 2
    return len(clause) >= _LEAST_CHARACTERS or counts or ONLY_TIME.fullmatch(clause) is not None


def _is_for_the_office(clause: str) -> bool:
    """Whether a clause complains, or asks the office to act."""
    return _COMPLAINT.search(clause) is not None or _ACTION.search(clause) is not None


def _brought(run: Sequence[str]) -> Matter | None:
    """What clauses side by side, none of which asks, bring up where one of them complains or asks
    for action: as it stands in the letter."""
    bare = [without_lead_in(clause) for clause in run]
    text = shown(",".join([bare[0], *run[1:]]))
    if len(text) <= _LEAST_CHARACTERS or not any(map(_is_for_the_office, bare)):
        return None
    complains = any(map(_COMPLAINT.search, bare))
    return Matter(text, "complaint" if complains else "request")


def _place(sentences: Sequence[str]) -> str:
    """The place of the letter: of the office addressed, else where the writer lives, else the one
    place it names; "" where it names several."""
    addressed = [
        s for s in sentences if _ADDRESSEE.match(s) or _SALUTATION.search(s.strip(" ,。!:"))
    ]
    home = [s for s in sentences if _PLACE_OF_WRITER.search(s)]
    for those in (addressed, home, sentences):
        names = {mention.name for s in those for mention in find_places(s)} - BY_LEVEL
        names = {name for name in names if not any(_lies_in(n, name) for n in names)}
        if len(names) == 1:
            return names.pop()
        if names:
            return ""
    return ""


def _lies_in(name: str, other: str) -> bool:
    """Whether `name` is a part of the place `other`, or a longer name of it."""
    return name != other and any(each.startswith(other) for each in (name, *parents_of(name)))


def _writer(folded: str) -> str:
    names = [match["name"] for match in _WRITER.finditer(folded)]
    return names[-1] if names else ""


def _sentences_of(folded: str) -> Iterator[str]:
    """The sentences of a letter without what forwarding put around them."""
    for line in folded.splitlines():
        line = _SUBJECT_LINE.sub("", _LIST_SIGN.sub("", MARKER.sub("", line))).strip()
        if not line or _NOISE_LINE.match(line):
            continue
        line = _BLANK_FOR_COMMA.sub(",", line)
        greeting = _GREETING.match(line)
        if greeting and 0 < greeting.end() < len(line):
            yield greeting.group()
            line = line[greeting.end() :]
        for item in _NEXT_ITEM.split(line):
            yield from (
                match.group().strip() for match in _SENTENCE.finditer(item) if match.group().strip()
            )


def is_verbatim(words: str, letter: str) -> bool:
    """Whether `words` stand in `letter` as they are, whatever the punctuation and blanks."""
    return _SIGNS.sub("", fold(words)) in _SIGNS.sub("", fold(letter))


def misquoted_in(text: str, source: str) -> list[str]:
    """The words that `text` has in quotation marks and `source` does not have."""
    return [quoted for quoted in _QUOTED.findall(text) if not is_verbatim(quoted, source)]


def inquiry_text(raw: bytes, name: str) -> str:
    """The text of the file `raw` called `name`. Raises InputInvalid, naming the file and why."""
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise InputInvalid(f"来信文件 {name!r} 超过 {limit} MB 的上限，不像是一封信。")
    try:
        text = _read(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    except ReportUnreadable as error:
        raise InputInvalid(f"来信{error}") from error
    if not text.strip():
        raise InputInvalid(f"来信文件 {name!r} 是空的。")
    if len(text) > MAX_CHARACTERS:
        raise InputInvalid(
            f"来信文件 {name!r} 有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限，请分成几份。"
        )
    return text


def _read(raw: bytes, name: str) -> str:
    # Imported here: a letter in plain text does not need the reader of Word files.
    from index.reading.encodings import decoded
    from index.reading.files import kind_of

    kind = kind_of(raw, name)
    if kind == "word":
        from index.reading.word import word_text

        return word_text(raw, name).text
    if kind != "text" or PurePath(name).suffix.lower() not in _ENDINGS_OF_TEXT:
        raise InputInvalid(f"来信文件 {name!r} 的格式不支持，请用 TXT、MD 或 DOCX 文件。")
    return decoded(raw, name)
