"""How well a text's words answer a query's, word by word: finer than one vector for each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.encoder.static_encoding import WordVectors, shipped_words
from index.figures.normalise import fold
from index.figures.segmenter import UNKNOWN

_ALIKE = 0.3  # cosine of two words; below it the most similar of a hundred words is so by chance
_RARITY = 3.0  # power of a word's rarity that is its weight: what is rare shows what is asked
_MOST_ASKED = 256  # words of a query: a letter may be pasted into it
_REMEMBERED = 4096  # texts whose words are kept: cutting them takes longer than comparing them


class WordMatcher:
    """Likeness of texts to a query: each word of the query looks for the most similar word of a text.

    The words' likenesses are averaged, each weighted by how rare the query's word is. After:
    Khattab, Zaharia 2020 (ColBERT), the sum of maximal similarities, here over static vectors.
    """

    def __init__(self, words: WordVectors) -> None:
        self._vocabulary = words.vocabulary
        self._known: dict[str, NDArray[np.intp]] = {}
        self._lock = threading.Lock()
        lengths = np.linalg.norm(words.table, axis=1, keepdims=True)
        self._directions = words.table / np.maximum(lengths, np.finfo(np.float32).tiny)
        self._weights = self._vocabulary.rarities() ** _RARITY
        self._weights[UNKNOWN] = 0.0  # no two unknown words are alike

    def likeness(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """From 0, no word alike, to 1, every word of the query is in the text; shape (len(texts),)."""
        asked, weights = self._asked(query)
        held = self._words_of(texts)
        flat = np.concatenate(held) if held else np.empty(0, dtype=np.intp)
        likeness = np.zeros(len(texts), dtype=np.float32)
        if not weights.sum() or not len(flat):
            return likeness
        # Each word that any text has is compared once.
        present = np.zeros(len(self._directions), dtype=bool)
        present[flat] = True
        alike = self._directions[asked] @ self._directions[present].T
        alike[alike < _ALIKE] = 0.0
        of_word = (np.cumsum(present) - 1)[flat]
        lengths = np.array([len(numbers) for numbers in held])
        filled = lengths > 0
        starts = (np.cumsum(lengths) - lengths)[filled]
        best = np.maximum.reduceat(alike[:, of_word], starts, axis=1)
        likeness[filled] = weights @ best / weights.sum()
        return np.clip(likeness, 0.0, 1.0)

    def _asked(self, query: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """The numbers of the words of `query` that weigh most, each once, and what they weigh."""
        numbers = np.array(self._vocabulary.numbers([fold(query)])[0], dtype=np.intp)
        asked, times = np.unique(numbers, return_counts=True)
        weights = self._weights[asked] * times.astype(np.float32)
        heaviest = np.argsort(-weights, kind="stable")[:_MOST_ASKED]
        return asked[heaviest], weights[heaviest]

    def _words_of(self, texts: Sequence[str]) -> list[NDArray[np.intp]]:
        """The numbers of the words of each of `texts`, each once."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        cut = self._vocabulary.numbers([fold(text) for text in new])  # on all cores
        for text, numbers in zip(new, cut, strict=True):
            found = np.unique(np.array(numbers, dtype=np.intp))
            known[text] = found[found != UNKNOWN]
        with self._lock:
            self._known |= known
            for text in list(self._known)[:-_REMEMBERED]:
                del self._known[text]
        return [known[text] for text in texts]


@cache
def shipped_matcher() -> WordMatcher:
    """A matcher by the words of the encoder that ships, whatever encoder the index has."""
    return WordMatcher(shipped_words())
