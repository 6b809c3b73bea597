"""A question without prompt injection: instructions to the program, threats, forged frames.

Only whole sentences are left out that neither ask nor name a year, a place or an indicator, and
only where what is left can be answered by itself. Nothing of them reaches a model either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.question.parts import limiting_places, years_of
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of

_SENTENCE = re.compile(r"[^。！？!?；;：:]+[。！？!?；;：:]*")
_ASKS = re.compile(rf"[?？]|{one_of('asking.in_a_sentence')}")
_FOLLOWS = re.compile(r"呢[?？。]?$")


def without_injections(asked: str, known_places: Iterable[str]) -> str:
    """`asked` without the sentences that only instruct the program; whole where in doubt."""
    known = tuple(known_places)
    sentences = [match.group() for match in _SENTENCE.finditer(asked)]
    kept = [s for s in sentences if _ASKS.search(s) or _names_something(s, known)]
    asking = [s for s in kept if _ASKS.search(s) and _answerable(s)]
    return "".join(kept).strip() if asking and len(kept) < len(sentences) else asked


def _names_something(sentence: str, known: tuple[str, ...]) -> bool:
    return bool(
        years_of(sentence, 0)
        or limiting_places(sentence, known)
        or any(load_aliases().mentions(sentence))
    )


def _answerable(sentence: str) -> bool:
    return any(load_aliases().mentions(sentence)) or _FOLLOWS.search(sentence.strip()) is not None
