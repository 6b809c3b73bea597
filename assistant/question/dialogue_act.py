"""What kind of utterance it is, before it is resolved: a greeting, a complaint, or a question.

An utterance is small talk, an insult, or about the assistant only where every clause of it is made
of such words alone; whatever else it says makes a question of it (你好，去年GDP多少). The acts are
those of dialogue annotation (ISO 24617-2: social obligations, feedback), as far as they need an
answer of their own here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from assistant.answer import Status
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold

Act = Literal[
    "insult", "about_assistant", "complaint", "farewell", "thanks", "greeting", "feedback"
]

_CLAUSE = re.compile(r"[^,，。.!！?？;；:：、~～…\s]+")
_ASKS = re.compile(rf"[?？]|{one_of('asking.in_a_sentence', 'asking.whether')}")
_COMPLAINS = re.compile(one_of("dialogue.complains"))
_COMPLAINED_OF = re.compile(one_of("dialogue.complained_of"))
_OWN_AFFAIR = re.compile(one_of("dialogue.own_affair"))
_ASKS_OPINION = re.compile(one_of("dialogue.asks_opinion"))
_VIEW = re.compile(one_of("dialogue.view"))
_ASKS_CONTENT = re.compile(one_of("dialogue.asks_content"))
_JUDGES = re.compile(rf"{one_of('dialogue.judges')}[呢啊呀]?$")
_ON_MERIT = re.compile(
    rf"{one_of('dialogue.performs')}{one_of('dialogue.judged')}|{one_of('dialogue.of_merit')}"
)

_STATUS: dict[Act, Status] = {
    "insult": "guardrail_insult",
    "about_assistant": "guardrail_about_assistant",
    "complaint": "guardrail_complaint",
}
_PREFACE: dict[Act, str] = {
    "greeting": "您好！",
    "thanks": "不客气。",
    "farewell": "再见，欢迎随时再来。",
}

_AROUND, _BETWEEN = ("around",), ("around", "assistant")
_BESIDE = (*_BETWEEN, "farewell", "thanks", "greeting", "feedback")
# What a clause of each act is made of; the act that needs an answer most comes first.
_CLAUSES: dict[Act, tuple[tuple[str | tuple[str, ...], ...], ...]] = {
    "insult": (
        (_BETWEEN, "insult", _BETWEEN),
        (_BETWEEN, "assistant", _AROUND, "insult_of", _AROUND),
        (_AROUND, "insult_of", _AROUND, "assistant", _AROUND),
    ),
    "about_assistant": (
        (_BETWEEN, "assistant", _AROUND, "asked_of_assistant", _AROUND),
        (_BETWEEN, "own_matter", _AROUND, "asked_of_own_matter", _AROUND),
        (_BETWEEN, "own_coverage", _BETWEEN),
    ),
    "farewell": ((_BESIDE, "farewell", _BESIDE),),
    "thanks": ((_BESIDE, "thanks", _BESIDE),),
    "greeting": ((_BESIDE, "greeting", _BESIDE),),
    "feedback": ((_BESIDE, "feedback", _BESIDE),),
}


def dialogue_act(text: str) -> Act | None:
    """The act of an utterance that asks nothing of the reports, None of one that may.

    Of several in one utterance (你好，你是谁) the one that needs an answer most.
    """
    folded = fold(text).lower()
    clauses = [clause.group() for clause in _CLAUSE.finditer(folded)]
    acts = {act for one in clauses if (act := _act_of(one)) or not _addresses(one)}
    if acts and None not in acts:
        return next(act for act in _CLAUSES if act in acts)
    return "complaint" if _complains(folded) else None


def asks_opinion(text: str) -> bool:
    """Whether `text` asks for a judgement (干得好不好), not for what a report states.

    你觉得去年GDP是多少 asks for a figure all the same.
    """
    folded = fold(text).rstrip("?。! ")
    if _ON_MERIT.search(folded):
        return True
    if _VIEW.search(folded):
        return _ASKS_CONTENT.search(_VIEW.sub("", folded)) is None
    return _ASKS_OPINION.search(folded) is not None and _JUDGES.search(folded) is not None


def _complains(folded: str) -> bool:
    """Whether it complains and asks nothing; whoever names an indicator asks for it."""
    if _ASKS.search(folded) or any(load_aliases().mentions(folded)):
        return False
    tells = _COMPLAINED_OF.search(folded) and _OWN_AFFAIR.search(folded)
    return bool(tells or _COMPLAINS.search(folded))


def _addresses(clause: str) -> bool:
    """Whether the clause only calls on somebody: 小助手."""
    return _is_made_of(clause, (("around", "assistant"),))


def small_talk(text: str) -> Refusal | None:
    """The reply to an utterance that asks nothing of the reports, None of one that may."""
    act = dialogue_act(text)
    if act is None:
        return None
    return Refusal(_STATUS.get(act, "guardrail_small_talk"), preface=_PREFACE.get(act, ""))


def _act_of(clause: str) -> Act | None:
    found = (a for a, made in _CLAUSES.items() if any(_is_made_of(clause, one) for one in made))
    return next(found, None)


def _is_made_of(clause: str, parts: tuple[str | tuple[str, ...], ...]) -> bool:
    """Whether `clause` is a row of words, of one concept each in the order of `parts`; of several
    concepts (a tuple) any number, or none.

    Every place that can be reached is looked at once: no utterance is slow.
    """
    seen: set[tuple[int, int]] = set()
    to_see = [(0, 0)]
    while to_see:
        state = start, at = to_see.pop()
        if state in seen:
            continue
        seen.add(state)
        if at == len(parts):
            if start == len(clause):
                return True
            continue
        part = parts[at]
        repeats = isinstance(part, tuple)
        if repeats:
            to_see.append((start, at + 1))
        ends = _ends(clause, start, part if isinstance(part, tuple) else (part,))
        to_see += [(end, at if repeats else at + 1) for end in ends]
    return False


def _ends(clause: str, start: int, concepts: tuple[str, ...]) -> Iterator[int]:
    """Where the words of the concepts end that begin at `start`."""
    known, longest = _words_of(concepts)
    for end in range(start + 1, min(len(clause), start + longest) + 1):
        if clause[start:end] in known:
            yield end


@cache
def _words_of(concepts: tuple[str, ...]) -> tuple[frozenset[str], int]:
    """The words in lower case, and the length of the longest."""
    known = frozenset(word.lower() for name in concepts for word in words(f"dialogue.{name}"))
    return known, max(map(len, known))
