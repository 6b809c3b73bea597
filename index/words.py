"""Chinese text as words, each with its rarity: the segmenter that ships with the encoder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from index.encoding import SHIPPED_MODEL
from index.normalise import fold

_RARE = 12.0  # natural log of about 1 in 160,000 words: rarer than that tells nothing more


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

    def __init__(self, tokenizer_file: Path = SHIPPED_MODEL / "tokenizer.json") -> None:
        content = tokenizer_file.read_text(encoding="utf-8")
        self._tokenizer = Tokenizer.from_str(content)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._log_probability: dict[str, float] = dict(json.loads(content)["model"]["vocab"])

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of `text`, folded; marks and spaces are left out."""
        return tuple(self._cut(fold(text).lower()))

    def _cut(self, text: str) -> Iterator[Word]:
        for piece in self._tokenizer.encode(text, add_special_tokens=False).offsets:
            written = text[slice(*piece)]
            if re.search(r"\w", written):
                yield Word(written, self._rarity(written))

    def _rarity(self, word: str) -> float:
        return min(-self._log_probability.get(word, -_RARE), _RARE) / _RARE


@cache
def shipped_segmenter() -> Segmenter:
    """The segmenter of the encoder that ships; loaded once."""
    return Segmenter()
