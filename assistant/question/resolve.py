"""From what a person typed to a question with its meaning.

Prompt injection beside the question (instructions to the program, threats, forged frames) is left
out first: whole sentences that neither ask nor name a year, a place or an indicator, and only where
what is left can be answered by itself. Nothing of them reaches a model either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answer import Question
from assistant.query import Query
from assistant.question.conversation import in_conversation
from assistant.question.parts import limiting_places, years_of
from assistant.question.scope import Scope
from assistant.refusals import MAX_QUESTION_CHARACTERS, Refusal
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of

_SENTENCE = re.compile(r"[^。！？!?；;：:]+[。！？!?；;：:]*")
_ASKS_SOMETHING = re.compile(rf"[?？]|{one_of('asking.in_a_sentence')}")
_FOLLOWS = re.compile(r"呢[?？。]?$")
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def resolve(asked: str, turns: Sequence[str], scope: Scope) -> Question:
    """The question, and what it means in its conversation."""
    said = without_injections(readable(asked), scope.names)
    earlier = _understood([readable(turn) for turn in turns], scope)
    query = in_conversation(said, earlier, scope)
    return Question(asked, replace(query, follow_up=bool(turns)), tuple(turns))


def _understood(turns: Sequence[str], scope: Scope) -> list[Query]:
    """What each of the earlier turns meant, in the light of those before it."""
    meant: list[Query] = []
    for turn in turns:
        meant.append(in_conversation(turn, meant, scope))
    return meant


def guardrail(asked: str) -> Refusal | None:
    """The refusal that stops a question before it is resolved, None where it may go on."""
    readable_text = readable(asked)
    if len(readable_text) > MAX_QUESTION_CHARACTERS:
        return Refusal("guardrail_too_long")
    if not re.search(r"\w", readable_text):
        return Refusal("guardrail_empty")
    return None


def readable(text: str) -> str:
    """`text` without control and format characters, white space folded into single blanks."""
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    return _BETWEEN_IDEOGRAPHS.sub("", " ".join(kept.split()))


def without_injections(asked: str, known_places: Iterable[str]) -> str:
    """`asked` without the sentences that only instruct the program; whole where in doubt."""
    known = tuple(known_places)
    sentences = [match.group() for match in _SENTENCE.finditer(asked)]
    kept = [s for s in sentences if _ASKS_SOMETHING.search(s) or _names_something(s, known)]
    asking = [s for s in kept if _ASKS_SOMETHING.search(s) and _answerable(s)]
    return "".join(kept).strip() if asking and len(kept) < len(sentences) else asked


def _names_something(sentence: str, known: tuple[str, ...]) -> bool:
    return bool(
        years_of(sentence, 0)
        or limiting_places(sentence, known)
        or any(load_aliases().mentions(sentence))
    )


def _answerable(sentence: str) -> bool:
    return any(load_aliases().mentions(sentence)) or _FOLLOWS.search(sentence.strip()) is not None
