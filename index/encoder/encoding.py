"""Text to vectors: the Encoder protocol, and any model of sentence-transformers behind it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder.pretrained import load_pretrained
from index.errors import EncoderUnusable

SHIPPED_MODEL = Path(__file__).parent

Role = Literal["query", "passage"]
Vectors = NDArray[np.float32]

_PASSAGE_PROMPTS = ("document", "passage", "corpus")  # the names that models give to it
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z\d]")
_SHOWN = 40  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class Instructions:
    """What stands before a query and before a passage when they are encoded; "" is nothing."""

    query: str = ""
    passage: str = ""


# As their model cards say; bge-m3, gte and text2vec need nothing, Qwen3-Embedding says it itself.
_KNOWN = (
    (
        re.compile(r"bge-(?:small|base|large)-zh(?:-v1\.5)?"),
        Instructions(query="为这个句子生成表示以用于检索相关文章："),
    ),
    (
        re.compile(r"bge-(?:small|base|large)-en(?:-v1\.5)?"),
        Instructions(query="Represent this sentence for searching relevant passages: "),
    ),
    (
        re.compile(r"(?:multilingual-)?e5-(?:small|base|large)(?:-v2)?"),
        Instructions(query="query: ", passage="passage: "),
    ),
)


def known_instructions(model: str) -> Instructions:
    """Those of the model, by the last part of its name; none where it is not known."""
    name = model.rpartition("/")[2].lower()
    return next((known for pattern, known in _KNOWN if pattern.fullmatch(name)), Instructions())


class Encoder(Protocol):
    """Encodes texts; `identity` names the model so that an index refuses another one's vectors."""

    @property
    def identity(self) -> str: ...

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), one for each text in order.

        A text that the model can say nothing of gets zeros.
        """
        ...


class SentenceTransformerEncoder:
    """A sentence-transformers model, from a local folder or by its name on the hub.

    `query_instruction` stands before each query; where it is "", the model's own prompt, or the one
    that is known of it. Passages are encoded without it, so that it is no part of the identity: an
    index holds under any. What stands before passages is part of it.
    Raises EncoderUnusable with the model's name where it cannot be loaded.
    """

    def __init__(self, model: str | Path, query_instruction: str = "") -> None:
        loaded = load_pretrained("SentenceTransformer", model)
        self._model = loaded.model
        own: dict[str, str] = self._model.prompts
        known = known_instructions(loaded.name)
        own_passage = next((own[name] for name in _PASSAGE_PROMPTS if own.get(name)), "")
        self._prompts: dict[Role, str] = {
            "query": query_instruction or own.get("query") or known.query,
            "passage": own_passage or known.passage,
        }
        self.identity = fingerprint(loaded.folder) if loaded.folder else f"hub:{loaded.name}"
        if known.passage and not own_passage:
            self.identity += f":{known.passage}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        encoded = encode(
            list(texts),
            prompt=self._prompts[role],
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        vectors = np.asarray(encoded, dtype=np.float32)
        vectors[~np.isfinite(vectors).all(axis=-1)] = 0.0
        return vectors


def check_placed(texts: Sequence[str], vectors: Vectors) -> None:
    """Raises EncoderUnusable for a text with words that has no place among the vectors.

    One of marks alone may have none: the shipped encoder gives it zeros.
    """
    for text, vector in zip(texts, vectors, strict=True):
        placed = np.isfinite(vector).all() and vector.any()
        if not placed and _WORD.search(text):
            shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "……"
            raise EncoderUnusable(
                f"编码模型算不出这段文字的向量（全为零，或不是数）：{shown!r}。"
                "索引未作改动；请换一个编码模型。"
            )


def fingerprint(folder: Path) -> str:
    """Name and content of a model folder: its files' names, and the bytes of all but the weights.

    Weights are distinguished by size and a sample, so that a large model does not slow the start.
    """
    hasher = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".json", ".safetensors", ".txt", ".bin"}:
            hasher.update(f"{path.relative_to(folder).as_posix()}:{path.stat().st_size}".encode())
            with path.open("rb") as file:
                hasher.update(file.read(1 << 20))
    return f"local:{folder.name}:{hasher.hexdigest()[:16]}"
