"""How many reports were searched and how many tell of a thing: counted by code, and checked anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Tally
from index.figures.normalise import fold

_COUNT = re.compile(r"(?<![\d.])(\d+)份")


def counts_in(sentence: str) -> list[str]:
    """The numbers of reports that a sentence tells, as written: 31份."""
    return [match.group() for match in _COUNT.finditer(sentence)]


def without_counts(sentence: str, tally: Tally) -> str:
    """`sentence` with its numbers of reports masked, and the words looked for, one character for
    one: both are borne out by the tally."""
    for term in tally.terms:
        sentence = sentence.replace(f"“{term}”", "\0" * (len(term) + 2))
    return _COUNT.sub(lambda match: "\0" * len(match.group()), sentence)


def miscounted(sentence: str, tally: Tally) -> list[str]:
    """The numbers of reports in `sentence` that the tally does not bear out."""
    return [count for count in counts_in(sentence) if int(count[:-1]) not in tally.counts]


def cites_what_it_counts(tally: Tally, cited: Sequence[str], quotes: Iterable[str]) -> bool:
    """Whether the reports `cited` are among those told, and each quote has a term looked for.

    What a mention is counted by is quoted whole: every report that is told is cited.
    """
    if not set(cited) <= set(tally.told) <= set(tally.searched):
        return False
    if not tally.terms:
        return True
    said = [comparable(quote) for quote in quotes]
    terms = [comparable(term) for term in tally.terms]
    return set(cited) == set(tally.told) and all(any(t in text for t in terms) for text in said)


def comparable(text: str) -> str:
    """`text` as terms are looked for in it: folded, without blanks, stars and quotation marks."""
    return re.sub(r"[\s*“”\"「」]+", "", fold(text)).lower()
