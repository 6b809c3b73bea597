"""Chinese text as words, each with its rarity: the segmenter that ships with the encoder."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.figures.normalise import fold

_RARE = 12.0  # natural log of about 1 in 160,000 words: rarer than that makes no difference
UNKNOWN = 0
"""The number of what is no piece of the vocabulary."""
# The vocabulary of the encoder that ships; the encoder itself is not loaded for it.
_TOKENIZER = Path(__file__).parents[1] / "encoder" / "tokenizer.json"


class Vocabulary:
    """Cuts text into pieces, by number or by span, and knows how rare a piece is."""

    def __init__(self, file: Path) -> None:
        content = file.read_text(encoding="utf-8")
        self._tokenizer = Tokenizer.from_str(content)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        pieces: list[tuple[str, float]] = json.loads(content)["model"]["vocab"]
        self._rarities = {piece: min(-log, _RARE) / _RARE for piece, log in pieces}

    def numbers(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each text."""
        batch = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in batch]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the pieces of `text` stand in it."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces, by their numbers."""
        return tuple(self._rarities)

    def rarity(self, piece: str) -> float:
        """0 for the commonest word, 1 for one met once in 160,000 words, more rarely, or never."""
        return self._rarities.get(piece, 1.0)

    def rarities(self) -> NDArray[np.float32]:
        """The rarity of each piece, by its number."""
        return np.array(list(self._rarities.values()), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its rarity: 0 for the most common, 1 for a rare one."""

    text: str
    weight: float


class Segmenter:
    """Cuts text into the words of a Unigram vocabulary.

    After: Kudo 2018, "Subword Regularization" (the Unigram model); a word's rarity is its
    negative log-probability there.
    """

    def __init__(self, tokenizer_file: Path = _TOKENIZER) -> None:
        self._vocabulary = Vocabulary(tokenizer_file)

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The words that it knows, the commonest first."""
        return self._vocabulary.pieces

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of `text`, folded; marks and spaces are left out."""
        folded = fold(text).lower()
        written = (folded[start:end] for start, end in self._vocabulary.spans(folded))
        return tuple(
            Word(word, self._vocabulary.rarity(word)) for word in written if re.search(r"\w", word)
        )

    def rarity(self, word: str) -> float:
        """0 for the most common word, 1 for a rare or an unknown one."""
        return self._vocabulary.rarity(word)

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Where the words of a folded text stand in it."""
        return self._vocabulary.spans(folded.lower())


@cache
def shipped_segmenter() -> Segmenter:
    """The segmenter of the encoder that ships; loaded once."""
    return Segmenter()
