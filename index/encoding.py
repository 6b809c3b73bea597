"""Text to vectors: the Encoder protocol, and sentence-transformers behind it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnusable

SHIPPED_MODEL = Path(__file__).parent / "encoder"

Role = Literal["query", "passage"]
Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Encodes texts; `identity` names the model so that an index refuses another one's vectors."""

    @property
    def identity(self) -> str: ...

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions), one for each text in order."""
        ...


class SentenceTransformerEncoder:
    """A sentence-transformers model, from a local folder or by its name on the hub.

    A local folder is loaded without asking any network. Raises EncoderUnusable with the model's
    name where it cannot be loaded.
    """

    def __init__(self, model: str | Path) -> None:
        local = Path(model).is_dir()
        if local:
            # Set before the import: the hub's client reads it once, when it is imported.
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        # Imported here, not above: it takes seconds, and a refusal of an index needs no encoder.
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(
                str(model), device="cpu", local_files_only=local, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError) as error:
            raise EncoderUnusable(f"无法加载编码模型 {str(model)!r}：{error}") from error
        self.identity = fingerprint(Path(model)) if local else f"hub:{model}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        vectors = encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def fingerprint(folder: Path) -> str:
    """Name and content of a model folder: its files' names, and the bytes of all but the weights.

    Weights are told apart by size and a sample, so that a large model does not slow the start.
    """
    hasher = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".json", ".safetensors", ".txt", ".bin"}:
            hasher.update(f"{path.relative_to(folder).as_posix()}:{path.stat().st_size}".encode())
            with path.open("rb") as file:
                hasher.update(file.read(1 << 20))
    return f"local:{folder.name}:{hasher.hexdigest()[:16]}"
