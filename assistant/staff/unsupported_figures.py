"""The figures of a letter that nothing supports: this check keeps a wrong figure from being sent.

Text that is no verified sentence, title of a cited report or fixed wording may repeat a figure of
the verified sentences beside it, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.check.markers import MARKER
from assistant.refusals import HOTLINE
from index.figures.normalise import fold
from index.figures.quantities import scan
from index.figures.years import ARABIC

_DIGITS = re.compile(r"\d[\d.,]*")
_QUOTES = re.compile('[“”"‘’「」『』]')
_YEAR = re.compile(ARABIC)
Figures = frozenset[tuple[str, ...]]


def figures_in(text: str) -> Figures:
    """The quantities of `text`, and its other runs of digits, in a form to compare."""
    # Digits in quotation marks count as a slogan (“168”工作机制), but here they quote a question.
    text = _QUOTES.sub(" ", text)
    found = scan(text)
    quantities = {
        (str(q.value), q.unit, str(q.qualifier or ""), str(q.upper or "")) for q in found.quantities
    }
    taken = [(q.start, q.end) for q in found.quantities]
    others = {
        _written(fold(match.group()).rstrip(".,"))
        for match in _DIGITS.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    }
    return frozenset(quantities | others)


def _written(digits: str) -> tuple[str, ...]:
    """Digits that are no quantity, as they are; "in 2025" names the year 2025年."""
    return (digits, "year", "", "") if _YEAR.fullmatch(digits) else (digits,)


def holds_figure(text: str, apart_from: str = "") -> bool:
    """Whether `text` has a figure that `apart_from` has not."""
    return bool(figures_in(text) - figures_in(apart_from))


def unsupported(
    paragraph: str, verified: Iterable[str] = (), *, titles: Iterable[str] = ()
) -> Figures:
    """The figures of `paragraph` that no verified sentence and no title of a cited report has."""
    sentences = [MARKER.sub("", sentence) for sentence in verified]
    rest = MARKER.sub("", paragraph)
    for backed in sorted((*sentences, *titles, HOTLINE), key=len, reverse=True):
        rest = rest.replace(backed, "\n") if backed else rest
    return figures_in(rest) - figures_in("\n".join(sentences))
