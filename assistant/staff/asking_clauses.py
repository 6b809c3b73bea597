"""A sentence of a letter cut into clauses: those that ask, with their topic, and those left over.

A question of a letter is seldom a sentence of its own. Its topic stands some clauses before it
(老旧小区改造这块,今年改几个), what leads up to it is no part of it (听说…), nor what follows it (我一直没
查到). All text is folded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.staff.departments import names_topic
from assistant.staff.inquiry_words import pattern
from assistant.staff.standalone_question import TIME_LEAD
from index.figures.lexicon import one_of

ASKING, _LEAD_IN = pattern("asking"), pattern("lead_in")
SELF, FIRST_PERSON = pattern("self"), pattern("first_person")
_REQUEST, _REQUEST_BEHIND = pattern("request"), pattern("request_behind")
_REMNANT, _TRAILING, _REMARK = pattern("remnant"), pattern("trailing"), pattern("remark")
_LIST_HEAD, _CONTINUES = pattern("list_head"), pattern("continues")
_TRUE_OR_NOT, _WHICH_IS_TRUE = pattern("true_or_not"), pattern("which_is_true")
_HEARSAY = pattern("hearsay")
_AIM, _PLEASE_TELL = re.compile(one_of("asking.aim")), re.compile(one_of("light.please_tell"))
_CJK = r"\u3400-\u9fff"
_LONGEST_TOPIC = 18  # characters of a clause that names a topic


@dataclass(frozen=True, slots=True)
class Clauses:
    """The questions of a sentence, each with the clauses before it that are no part of it, and the
    runs of clauses side by side that are part of no question."""

    asking: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, ...], ...]


def take_clauses(sentence: str) -> Clauses:
    asking: list[tuple[str, str]] = []
    rest: list[tuple[str, ...]] = []
    earlier: list[str] = []
    pending: list[str] = []
    requested = False
    clauses = _clauses(sentence)
    for position, clause in enumerate(clauses):
        requested = _REQUEST.search(clause) is not None or (requested and _goes_on(clause))
        whole = _without_remark(clause) + (
            "?" if position == len(clauses) - 1 and sentence.endswith("?") else ""
        )
        if not (ASKING.search(whole) or (requested and _remainder(clause))):
            pending.append(clause)
            continue
        before = _topic_before(pending, _remainder(clause))
        left = pending[: len(pending) - before.clauses]
        earlier += left
        rest.append(tuple(left))
        question = _question(before.topic, clause)
        if question and not _LIST_HEAD.search(question):
            asking.append((question, ",".join(earlier)))
        pending = []
    rest.append(tuple(pending))
    return Clauses(tuple(asking), tuple(run for run in rest if run))


def _question(topic: Sequence[str], clause: str) -> str:
    """The topic and what is asked of it; which of several numbers is right asks for the number."""
    asked = _remainder(clause)
    if not _WHICH_IS_TRUE.fullmatch(asked):
        cut = topic and not _TRUE_OR_NOT.match(asked)
        return cleaned(",".join([*topic, asked if cut else clause]))
    return f"{cleaned(topic[-1])}是多少" if topic else ""


def heads_list(sentence: str) -> bool:
    """Whether a sentence announces a list of what is asked: 想咨询以下问题."""
    last = [clause.rstrip(":,。") for clause in _clauses(sentence)[-2:]]
    return any(_LIST_HEAD.search(each) for clause in last for each in (clause, _remainder(clause)))


def _goes_on(clause: str) -> bool:
    """Whether a clause goes on with the list that a request began: …, 以及2026年的目标."""
    return _CONTINUES.match(clause) is not None and (
        names_topic(clause) or bool(_AIM.search(clause))
    )


def _clauses(sentence: str) -> list[str]:
    """Cut at commas; a comma inside an English sentence joins more than it parts."""
    body = sentence.rstrip("。!?;. ")
    if not re.search(rf"[{_CJK}]", body):
        return [body]
    return [
        clause for clause in re.split(r"[,?](?!\d{3}(?!\d))|(?<=[^\d]):", body) if clause.strip()
    ]


@dataclass(frozen=True, slots=True)
class _Before:
    """The topic of a question from the clauses before it, and how many of them it takes."""

    topic: tuple[str, ...] = ()
    clauses: int = 0


def _topic_before(pending: Sequence[str], asking: str) -> _Before:
    """The clauses right before the asking one that name its topic or time."""
    if _TRUE_OR_NOT.match(asking):
        return _Before(tuple(pending[-1:]), len(pending[-1:]))
    topic: list[str] = []
    taken = 0
    for clause in reversed(pending):
        bare = _remainder(clause)
        time = TIME_LEAD.match(bare)
        only_time = time is not None and time.end() == len(bare)
        if _HEARSAY.match(bare) and not topic:
            taken += 1
            continue
        if not only_time and not _is_topic(bare):
            break
        topic.insert(0, _without_remark(clause))
        taken += 1
        if not only_time:
            break
    return _Before(tuple(topic), taken) if topic else _Before()


def _is_topic(clause: str) -> bool:
    if len(clause) > _LONGEST_TOPIC or SELF.search(clause) or FIRST_PERSON.search(clause):
        return False
    return names_topic(clause)


def without_lead_in(clause: str) -> str:
    before = None
    while before != clause:
        before, clause = clause, _LEAD_IN.sub("", clause)
    return clause


def cleaned(clause: str) -> str:
    """A question without what leads up to it and thanks after it: 另外我想问一下,… → …"""
    clause = _PLEASE_TELL.sub("", _remainder(clause))
    clause = _TRAILING.sub("", clause.strip(" ,、:;。.!?~"))
    return clause.strip(" ,、:;。.!?~“”\"'")


def _remainder(clause: str) -> str:
    """`clause` without its lead-in, without the words that request an answer, and without the
    writer's remark on them."""
    before = None
    while before != clause:
        before = clause
        clause = _REQUEST_BEHIND.sub("", _without_remark(_LEAD_IN.sub("", clause)))
        request = _REQUEST.match(clause) or _REQUEST.search(clause)
        if request and not names_topic(clause[: request.start()]):
            clause = clause[request.end() :]
        clause = _REMNANT.sub("", clause.lstrip(" ,:"))
    return clause


def _without_remark(clause: str) -> str:
    """`clause` without what the writer says of it at its end, where that does not ask itself."""
    remark = _REMARK.search(clause)
    if remark is None or ASKING.search(remark.group()):
        return clause
    return clause[: remark.start()]
