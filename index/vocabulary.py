"""A Unigram vocabulary from its `tokenizer.json`; the only file that knows tokenizers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

_NEVER_SEEN = -25.0  # a natural log-probability below that of any piece


class Vocabulary:
    """Cuts text into pieces, by number or by span, and tells how probable a piece is."""

    def __init__(self, file: Path) -> None:
        content = file.read_text(encoding="utf-8")
        self._tokenizer = Tokenizer.from_str(content)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._log_probabilities: dict[str, float] = dict(json.loads(content)["model"]["vocab"])

    def numbers(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each text."""
        batch = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in batch]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the pieces of `text` stand in it."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def log_probability(self, piece: str) -> float:
        """The natural log of how often the piece is met among words."""
        return self._log_probabilities.get(piece, _NEVER_SEEN)
