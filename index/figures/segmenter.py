"""Chinese text as words, each with its rarity: the segmenter that ships with the encoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.figures.normalise import fold
from index.figures.vocabulary import Vocabulary

# The vocabulary of the encoder that ships; the encoder itself is not loaded for it.
_TOKENIZER = Path(__file__).parents[1] / "encoder" / "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and how much it tells: 0 for the commonest, 1 for a rare one."""

    text: str
    weight: float


class Segmenter:
    """Cuts text into the words of a Unigram vocabulary.

    After: Kudo 2018, "Subword Regularization" (the Unigram model); a word's rarity is its
    negative log-probability there.
    """

    def __init__(self, tokenizer_file: Path = _TOKENIZER) -> None:
        self._vocabulary = Vocabulary(tokenizer_file)

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of `text`, folded; marks and spaces are left out."""
        folded = fold(text).lower()
        written = (folded[start:end] for start, end in self._vocabulary.spans(folded))
        return tuple(
            Word(word, self._vocabulary.rarity(word)) for word in written if re.search(r"\w", word)
        )


@cache
def shipped_segmenter() -> Segmenter:
    """The segmenter of the encoder that ships; loaded once."""
    return Segmenter()
