"""How well a text's words answer a query's, word by word: finer than one vector for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.normalise import fold
from index.static_encoding import WordVectors, shipped_words
from index.vocabulary import UNKNOWN

_ALIKE = 0.3  # cosine of two words; below it the likest of a hundred words is so by chance
_RARITY = 3.0  # power of a word's rarity that is its weight: what is rare tells what is asked


class WordMatcher:
    """Likeness of texts to a query: each word of the query looks for the likest word of a text.

    The words' likenesses are averaged, each weighted by how rare the query's word is. After:
    Khattab, Zaharia 2020 (ColBERT), the sum of maximal similarities, here over static vectors.
    """

    def __init__(self, words: WordVectors) -> None:
        self._vocabulary = words.vocabulary
        lengths = np.linalg.norm(words.table, axis=1, keepdims=True)
        self._directions = words.table / np.maximum(lengths, np.finfo(np.float32).tiny)
        self._weights = self._vocabulary.rarities() ** _RARITY
        self._weights[UNKNOWN] = 0.0  # no two unknown words are alike

    def likeness(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """From 0, no word alike, to 1, every word of the query is in the text; shape (len(texts),)."""
        asked = np.array(self._vocabulary.numbers([fold(query)])[0], dtype=np.intp)
        told = [
            sorted(set(numbers)) for numbers in self._vocabulary.numbers([fold(t) for t in texts])
        ]
        likeness = np.zeros(len(texts), dtype=np.float32)
        weights = self._weights[asked]
        if not weights.sum():
            return likeness
        # Each word that any text has is compared once.
        vocabulary, place = np.unique(
            np.array([number for numbers in told for number in numbers], dtype=np.intp),
            return_inverse=True,
        )
        alike = self._directions[asked] @ self._directions[vocabulary].T
        alike[alike < _ALIKE] = 0.0
        start = 0
        for row, numbers in enumerate(told):
            end = start + len(numbers)
            if numbers:
                best = alike[:, place[start:end]].max(axis=1)
                likeness[row] = (best @ weights) / weights.sum()
            start = end
        return np.clip(likeness, 0.0, 1.0)


@cache
def shipped_matcher() -> WordMatcher:
    """A matcher by the words of the encoder that ships, whatever encoder the index has."""
    return WordMatcher(shipped_words())
