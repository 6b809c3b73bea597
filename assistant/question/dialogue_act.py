"""What kind of utterance it is, before it is resolved: a greeting, a complaint, or a question.

An utterance is small talk, an insult, or about the assistant only where every clause of it is made
of such words alone; whatever else it says makes a question of it (你好，去年GDP多少). The acts are
those of dialogue annotation (ISO 24617-2: social obligations, feedback), as far as they need an
answer of their own here.
"""

from __future__ import annotations

import re
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


def dialogue_act(text: str) -> Act | None:
    """The act of an utterance that asks nothing of the reports, None of one that may.

    Of several in one utterance (你好，你是谁) the one that needs an answer most.
    """
    folded = fold(text).lower()
    clauses = [clause.group() for clause in _CLAUSE.finditer(folded)]
    acts = {act for one in clauses if (act := _act_of(one)) or not _addresses(one)}
    if acts and None not in acts:
        return next(act for act in _patterns() if act in acts)
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
    return re.fullmatch(f"(?:{_any('around')}|{_any('assistant')})+", clause) is not None


def small_talk(text: str) -> Refusal | None:
    """The reply to an utterance that asks nothing of the reports, None of one that may."""
    act = dialogue_act(text)
    if act is None:
        return None
    return Refusal(_STATUS.get(act, "guardrail_small_talk"), preface=_PREFACE.get(act, ""))


def _act_of(clause: str) -> Act | None:
    return next((act for act, pattern in _patterns().items() if pattern.fullmatch(clause)), None)


@cache
def _patterns() -> dict[Act, re.Pattern[str]]:
    """What a whole clause of each act is made of; the act that needs an answer most comes first."""
    around, itself = _any("around"), _any("assistant")
    between = f"(?:{around}|{itself})*"
    about = (
        f"{between}{itself}{around}*{_any('asked_of_assistant')}{around}*"
        f"|{between}{_any('own_matter')}{around}*{_any('asked_of_own_matter')}{around}*"
        f"|{between}{_any('own_coverage')}{between}"
    )
    insult = (
        f"{between}{_any('insult')}{between}"
        f"|{between}{itself}{around}*{_any('insult_of')}{around}*"
        f"|{around}*{_any('insult_of')}{around}*{itself}{around}*"
    )
    written: dict[Act, str] = {"insult": insult, "about_assistant": about, "complaint": r"(?!)"}
    social: tuple[Act, ...] = ("farewell", "thanks", "greeting", "feedback")
    beside = f"(?:{'|'.join((around, itself, *map(_any, social)))})*"
    for act in social:
        written[act] = f"{beside}{_any(act)}{beside}"
    return {act: re.compile(pattern) for act, pattern in written.items()}


def _any(concept: str) -> str:
    """Any word of the concept in lower case, the longest first."""
    longest = sorted(words(f"dialogue.{concept}"), key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word.lower()) for word in longest)})"
