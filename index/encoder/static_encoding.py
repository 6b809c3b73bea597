"""Static word vectors read without torch: the shipped encoder, in a second instead of five.

A text's vector is the mean of its words' vectors. The folder is in sentence-transformers' own
format, and its vectors are the same either way; a test holds that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from index.encoder.encoding import SHIPPED_MODEL, Role, Vectors, fingerprint
from index.errors import EncoderUnusable
from index.figures.segmenter import Vocabulary

_WEIGHTS = "embedding.weight"


class WordVectors:
    """The words of a StaticEmbedding folder, and `table`, their vectors: (words, dimensions).

    Raises EncoderUnusable with the folder's name where it is no such folder.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL) -> None:
        try:
            self.vocabulary = Vocabulary(folder / "tokenizer.json")
            self.table = load_file(folder / "model.safetensors")[_WEIGHTS].astype(np.float32)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise EncoderUnusable(f"无法加载编码模型 {str(folder)!r}：{error}") from error
        self.identity = fingerprint(folder)


@cache
def shipped_words() -> WordVectors:
    """Those of the encoder that ships; loaded once."""
    return WordVectors()


class StaticEncoder:
    """Encodes texts by word vectors, by default those that ship."""

    def __init__(self, words: WordVectors | None = None) -> None:
        self._words = words or shipped_words()
        self.identity = self._words.identity

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        pieces = self._words.vocabulary.numbers(texts)
        vectors = np.zeros((len(texts), self._words.table.shape[1]), dtype=np.float32)
        for row, numbers in enumerate(pieces):
            if numbers:
                vectors[row] = self._words.table[numbers].mean(axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors
