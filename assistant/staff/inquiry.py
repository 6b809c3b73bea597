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
from assistant.staff.departments import names_topic, topics_of
from assistant.staff.inquiry_words import pattern
from assistant.staff.standalone_question import (
    ONLY_TIME,
    TIME_LEAD,
    InquiryQuestion,
    shown,
    standalone,
)
from index.errors import ReportUnreadable
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
    r"|第[一二三四五六七八九十](?:[,、]|个问题))\s*\S)"
)
_LIST_SIGN = re.compile(r"^\s*(?:[-*•·●]\s+|>+\s*)+")
_LEAST_CHARACTERS = 4  # of a question
_LONGEST_ITEM = 30  # characters of a list line that names what is asked for
_LONGEST_TOPIC = 18  # characters of a clause that names a topic

_NOISE_LINE, _SUBJECT_LINE = pattern("noise_line"), pattern("subject_line")
_SALUTATION, _GREETING, _COURTESY = pattern("salutation"), pattern("greeting"), pattern("courtesy")
_SIGNATURE, _WRITER, _ADDRESSEE = pattern("signature"), pattern("writer"), pattern("addressee")
_INSTRUCTION = pattern("instruction")
_ASKING, _REQUEST, _COUNT_ASKED = pattern("asking"), pattern("request"), pattern("count_asked")
_LEAD_IN, _REMNANT, _TRAILING = pattern("lead_in"), pattern("remnant"), pattern("trailing")
_LIST_HEAD, _CONTINUES = pattern("list_head"), pattern("continues")
_TRUE_OR_NOT, _RHETORICAL = pattern("true_or_not"), pattern("rhetorical")
_COMPLAINT, _OF_THE_OFFICE = pattern("complaint"), pattern("of_the_office")
_SELF, _FIRST_PERSON, _PLACE_OF_WRITER = map(pattern, ("self", "first_person", "place_of_writer"))

MatterKind = Literal["complaint", "personal"]


@dataclass(frozen=True, slots=True)
class Matter:
    """A concern that no report answers: for the responsible department."""

    text: str
    kind: MatterKind


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A letter as read; `text` is masked, `masked` the kinds of personal data found in it.

    `writer` is how the reply may address the writer (王先生), "" where the letter does not say.
    `instructions` are attempts at prompt injection, which are not followed.
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
    sentences = list(_sentences_of(folded))
    place = _place(sentences)
    questions: dict[str, InquiryQuestion] = {}
    matters: dict[str, Matter] = {}
    instructions: list[str] = []
    context, listing = "", False
    for sentence in sentences:
        if _INSTRUCTION.search(sentence):
            instructions.append(shown(sentence))
            continue
        if _is_formal(sentence):
            continue
        asked, brought = _of_sentence(sentence)
        if listing and not asked and not brought and _is_item(sentence):
            asked = [(_cleaned(sentence), "")]
        listing = (listing and bool(asked)) or _LIST_HEAD.search(
            sentence.rstrip(":,。")
        ) is not None
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
        questions=tuple(questions.values()),
        matters=tuple(matters.values()),
        instructions=tuple(instructions),
    )


def _is_formal(sentence: str) -> bool:
    bare = sentence.strip(" ,。!:;~")
    if _SALUTATION.search(bare):
        return True
    asks = _ASKING.search(sentence) is not None
    return not asks and bool(_COURTESY.search(bare) or _SIGNATURE.search(bare))


def _is_item(sentence: str) -> bool:
    """Whether a line of a list of what is asked for names it: 今年老旧小区改造数量."""
    return (
        len(sentence) <= _LONGEST_ITEM
        and names_topic(sentence)
        and not _FIRST_PERSON.search(sentence)
    )


def _of_sentence(sentence: str) -> tuple[list[tuple[str, str]], list[Matter]]:
    """The questions of a sentence, each with the words before it, and its matters."""
    questions: list[tuple[str, str]] = []
    matters: list[Matter] = []
    for clause, before in _asking_clauses(sentence):
        if _RHETORICAL.search(clause):
            continue
        if _SELF.search(clause) or _OF_THE_OFFICE.search(clause):
            kind: MatterKind = "complaint" if _COMPLAINT.search(clause) else "personal"
            matters.append(Matter(shown(clause), kind))
        elif _is_enough(clause):
            questions.append((clause, before))
    if not questions and not matters and _COMPLAINT.search(sentence):
        text = _complained_of(sentence)
        matters += [Matter(text, "complaint")] if len(text) > _LEAST_CHARACTERS else []
    return questions, matters


def _is_enough(clause: str) -> bool:
    """怎么办 asks nothing by itself; 改几个 and 今年呢 do, after what was said before."""
    counts = _COUNT_ASKED.search(clause) is not None and len(clause) > _LEAST_CHARACTERS - 2
    return len(clause) >= _LEAST_CHARACTERS or counts or ONLY_TIME.fullmatch(clause) is not None


def _complained_of(sentence: str) -> str:
    """The clauses of a sentence that complain, or name what is complained of."""
    clauses = re.split(r"[,。!?;:]+", sentence)
    text = ",".join(c for c in clauses if _COMPLAINT.search(c) or topics_of(c))
    return shown(_LEAD_IN.sub("", text))


def _place(sentences: Sequence[str]) -> str:
    """The place of the letter: of the office addressed, else where the writer lives, else the one
    place it names; "" where it names several."""
    addressed = [
        s for s in sentences if _ADDRESSEE.match(s) or _SALUTATION.search(s.strip(" ,。!:"))
    ]
    home = [s for s in sentences if _PLACE_OF_WRITER.search(s)]
    for those in (addressed, home, sentences):
        names = {mention.name for s in those for mention in find_places(s)} - BY_LEVEL
        if len(names) == 1:
            return names.pop()
        if names:
            return ""
    return ""


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


def _asking_clauses(sentence: str) -> Iterator[tuple[str, str]]:
    """Each clause of `sentence` that asks, as a question, and the words before it.

    The topic or the time set before the clause (老旧小区改造这块,今年改几个?) is part of it.
    """
    earlier: list[str] = []
    pending: list[str] = []
    requested = False
    clauses = _clauses(sentence)
    for position, clause in enumerate(clauses):
        requested = _REQUEST.search(clause) is not None or (requested and _goes_on(clause))
        whole = clause + ("?" if position == len(clauses) - 1 and sentence.endswith("?") else "")
        if not (_ASKING.search(whole) or (requested and _remainder(clause))):
            pending = [clause] if requested else [*pending, clause]
            continue
        before = pending[-1:] if _TRUE_OR_NOT.match(_remainder(clause)) else _topic_before(pending)
        earlier += pending[: len(pending) - len(before)]
        question = _cleaned(",".join([*before, clause]))
        if question and not _LIST_HEAD.search(question):
            yield question, ",".join(earlier)
        pending = []


def _goes_on(clause: str) -> bool:
    """Whether a clause goes on with the list that a request began: …, 以及2026年的目标."""
    return _CONTINUES.match(clause) is not None and (names_topic(clause) or "目标" in clause)


def _clauses(sentence: str) -> list[str]:
    """Cut at commas; a comma inside an English sentence joins more than it parts."""
    body = sentence.rstrip("。!?;. ")
    if not re.search(rf"[{_CJK}]", body):
        return [body]
    return [
        clause for clause in re.split(r"[,?](?!\d{3}(?!\d))|(?<=[^\d]):", body) if clause.strip()
    ]


def _topic_before(pending: list[str]) -> list[str]:
    """The clauses right before the asking one that name its topic or time."""
    kept: list[str] = []
    for clause in reversed(pending):
        bare = _remainder(clause)
        time = TIME_LEAD.match(bare)
        if not (time and time.end() == len(bare)) and not _is_topic(bare):
            break
        kept.insert(0, clause)
        if not time:
            break
    return kept


def _is_topic(clause: str) -> bool:
    if len(clause) > _LONGEST_TOPIC or _SELF.search(clause) or _FIRST_PERSON.search(clause):
        return False
    return names_topic(clause)


def _cleaned(clause: str) -> str:
    """A question without what leads up to it and thanks after it: 另外我想问一下,… → …"""
    clause = re.sub(r"请问(?:一?下)?", "", _remainder(clause))
    clause = _TRAILING.sub("", clause.strip(" ,、:;。.!?~"))
    return clause.strip(" ,、:;。.!?~“”\"'")


def _remainder(clause: str) -> str:
    """`clause` without its lead-in and without the words that request an answer."""
    before = None
    while before != clause:
        before = clause
        clause = _LEAD_IN.sub("", clause)
        request = _REQUEST.match(clause) or _REQUEST.search(clause)
        if request and not names_topic(clause[: request.start()]):
            clause = clause[request.end() :]
        clause = _REMNANT.sub("", clause.lstrip(" ,:"))
    return clause


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
