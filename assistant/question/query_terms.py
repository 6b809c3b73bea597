"""What a question is about, as weighted terms; and how much of them a text covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Question
from assistant.question.parts import strip_question
from index.figures.aliases import load_aliases
from index.figures.lexicon import words
from index.figures.normalise import fold
from index.figures.quantities import parse_quantities
from index.figures.segmenter import Segmenter, Word

_EMPTY = frozenset(words("light.empty"))
_BIGRAM_SHARE = 0.7
_ONE_CHARACTER = 0.4  # of its weight: one character is rarely what a question is about
_INDICATOR = 2.0  # as much as two rare words


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing that a question asks about: the words for it, and how much weight it has."""

    asked: str
    written: tuple[str, ...]
    weight: float
    required: bool = False

    def share_in(self, text: str) -> float:
        """How far `text` (folded, lower-case) is on it: 1 in full, 0 not at all."""
        if any(word in text for word in self.written):
            return 1.0
        if len(self.asked) < 3 or not re.fullmatch(r"[\u4e00-\u9fff]+", self.asked):
            return 0.0
        pairs = [self.asked[i : i + 2] for i in range(len(self.asked) - 1)]
        return _BIGRAM_SHARE * sum(pair in text for pair in pairs) / len(pairs)


def query_terms(question: Question, segmenter: Segmenter, names: Sequence[str]) -> list[QueryTerm]:
    """The terms of `question`, in the order of its text; `names` are the places covered."""
    text = _without_figures(strip_question(question.text, names))
    aliases = load_aliases()
    found: list[tuple[int, QueryTerm]] = []
    covered = [False] * len(text)
    for mention in aliases.mentions(text):
        written = tuple(fold(name).lower() for name in mention.indicator.names)
        asked = text[mention.start : mention.end]
        found.append((mention.start, QueryTerm(asked, written, _INDICATOR, required=True)))
        covered[mention.start : mention.end] = [True] * len(asked)
    for start, end, group in aliases.synonyms(text):
        if not any(covered[start:end]):
            asked = text[start:end]
            found.append((start, QueryTerm(asked, group, _weight(segmenter.words(asked)))))
            covered[start:end] = [True] * len(asked)
    rest = "".join(
        " " if taken else character for character, taken in zip(text, covered, strict=True)
    )
    for word in segmenter.words(rest):
        if word.text not in _EMPTY and not (found and word.text.isascii() and word.text.isalpha()):
            weight = word.weight * (_ONE_CHARACTER if len(word.text) == 1 else 1.0)
            found.append((rest.lower().find(word.text), QueryTerm(word.text, (word.text,), weight)))
    return [term for _, term in sorted(found, key=lambda item: item[0])]


def _without_figures(text: str) -> str:
    """A figure in a question is a premise (是不是达到了250亿元), not what the question is about."""
    for quantity in reversed(parse_quantities(text)):
        if quantity.unit:
            text = f"{text[: quantity.start]} {text[quantity.end :]}"
    return text


def coverage(terms: Sequence[QueryTerm], text: str, context: str = "") -> float:
    """The weighted share of the terms that `text` is on, those that only `context` (its headings) is
    on counting half; 0 without terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    covered = sum(
        term.weight * max(term.share_in(text), 0.5 * term.share_in(context)) for term in terms
    )
    return covered / total


def _weight(words: Sequence[Word]) -> float:
    return max((word.weight for word in words), default=0.5)


def comparable(text: str) -> str:
    """`text` as terms are compared with it: folded, lower-case, in one line, no stars, no 、."""
    return re.sub(r"\s+|\*\*|、", "", fold(text)).lower()


def unasked(terms: Sequence[QueryTerm], text: str, segmenter: Segmenter) -> float:
    """The share, by weight, of the words of `text` that no term asks for; 0 without words."""
    asked = {word for term in terms for word in term.written}
    new = total = 0.0
    for word in segmenter.words(text):
        if len(word.text) < 2 or word.text in _EMPTY or word.text[0].isdigit():
            continue
        total += word.weight
        if not any(word.text in known or known in word.text for known in asked):
            new += word.weight
    return new / total if total else 0.0


def news_in(terms: Sequence[QueryTerm], text: str) -> int:
    """How many characters `text` (comparable) has beyond the words that the terms ask for."""
    asked = sorted({w for term in terms for w in term.written}, key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, asked)), "", text) if asked else text
    return len(re.findall(r"\w", rest))
