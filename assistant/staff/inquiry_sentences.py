"""A letter cut into sentences, and a sentence into the clauses that ask; folded text throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.markers import MARKER
from assistant.staff.departments import topics_of
from assistant.staff.inquiry_words import (
    ASKING,
    GREETING,
    LEAD_IN,
    LIST_HEAD,
    NOISE_LINE,
    REQUEST,
    SELF,
    SUBJECT_LINE,
    TIME_LEAD,
    TRAILING,
    TRUE_OR_NOT,
)
from index.figures.aliases import load_aliases

_CJK = r"\u3400-\u9fff"
_SENTENCE = re.compile(r"(?:[^。!?;.]|\.(?!\s+[A-Z(]|\s*$))+(?:[。!?;]+|\.|$)")
# People on the telephone write blanks for commas: 领导你好 想问下今年老小区改几个.
_BLANK_FOR_COMMA = re.compile(rf"(?<=[{_CJK}\d])[ \t]+(?=[{_CJK}\d])")
_NEXT_ITEM = re.compile(
    r"(?=[①-⑳])|(?<=[,;:。!? ])(?=(?:\(?\d{1,2}(?:[、)]|\.(?!\d))|[①-⑳]|[一二三四五]是"
    r"|第[一二三四五六七八九十](?:[,、]|个问题))\s*\S)"
)
_LIST_MARK = re.compile(r"^\s*(?:[-*•·●]\s+|>+\s*)+")
_MOST_CHARACTERS_OF_TOPIC = 18


def sentences_of(folded: str) -> Iterator[str]:
    """The sentences of a letter without what forwarding put around them."""
    for line in folded.splitlines():
        line = SUBJECT_LINE.sub("", _LIST_MARK.sub("", MARKER.sub("", line))).strip()
        if not line or NOISE_LINE.match(line):
            continue
        line = _BLANK_FOR_COMMA.sub(",", line)
        greeting = GREETING.match(line)
        if greeting and 0 < greeting.end() < len(line):
            yield greeting.group()
            line = line[greeting.end() :]
        for item in _NEXT_ITEM.split(line):
            yield from (
                match.group().strip() for match in _SENTENCE.finditer(item) if match.group().strip()
            )


def asking_clauses(sentence: str) -> Iterator[tuple[str, str]]:
    """Each clause of `sentence` that asks, as a question, and what was told before it.

    The topic or the time set before the clause (老旧小区改造这块,今年改几个?) is part of it.
    """
    told: list[str] = []
    pending: list[str] = []
    requested = False
    clauses = _clauses(sentence)
    for position, clause in enumerate(clauses):
        requested = REQUEST.search(clause) is not None or (requested and _goes_on(clause))
        whole = clause + ("?" if position == len(clauses) - 1 and sentence.endswith("?") else "")
        if not (ASKING.search(whole) or (requested and _remainder(clause))):
            pending = [clause] if requested else [*pending, clause]
            continue
        before = pending[-1:] if TRUE_OR_NOT.match(_remainder(clause)) else _topic_before(pending)
        told += pending[: len(pending) - len(before)]
        question = cleaned(",".join([*before, clause]))
        if question and not LIST_HEAD.search(question):
            yield question, ",".join(told)
        pending = []


def _goes_on(clause: str) -> bool:
    """Whether a clause goes on with the list that a request began: …, 以及2026年的目标."""
    return re.match(r"以及|还有|[和与及并]", clause) is not None and (
        names_topic(clause) or "目标" in clause
    )


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
    if (
        len(clause) > _MOST_CHARACTERS_OF_TOPIC
        or SELF.search(clause)
        or re.search(r"我|俺|咱", clause)
    ):
        return False
    return names_topic(clause)


def names_topic(text: str) -> bool:
    """Whether `text` names something that reports tell of."""
    return bool(topics_of(text)) or any(True for _ in load_aliases().mentions(text))


def cleaned(clause: str) -> str:
    """A question without what leads up to it and thanks after it: 另外我想问一下,… → …"""
    clause = re.sub(r"请问(?:一?下)?", "", _remainder(clause))
    clause = TRAILING.sub("", clause.strip(" ,、:;。.!?~"))
    return clause.strip(" ,、:;。.!?~“”\"'")


def _remainder(clause: str) -> str:
    """`clause` without its lead-in and without the words that request an answer."""
    before = None
    while before != clause:
        before = clause
        clause = LEAD_IN.sub("", clause)
        request = REQUEST.match(clause) or REQUEST.search(clause)
        if request and not names_topic(clause[: request.start()]):
            clause = clause[request.end() :]
        clause = re.sub(
            r"^(?:[的了些]|是(?!不是|否)|以及|一下|关于|有关|对于|俺?咱?(?=今年|去年|明年))+(?=\S)",
            "",
            clause.lstrip(" ,:"),
        )
    return clause
