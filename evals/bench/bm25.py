"""LangChain's BM25Retriever as a user of Chinese sets it up, with jieba for words: a yardstick."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence

import jieba

with warnings.catch_warnings():
    # langchain-community says on import that it is no longer developed; its retriever is still used.
    warnings.simplefilter("ignore", DeprecationWarning)
    from langchain_community.retrievers import BM25Retriever

jieba.setLogLevel(logging.WARNING)


class JiebaBM25:
    """BM25 over `texts`, whose ids are `ids`."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        self._retriever = BM25Retriever.from_texts(
            list(texts), ids=list(ids), preprocess_func=jieba.lcut
        )

    def search(self, query: str, k: int) -> list[str]:
        self._retriever.k = k
        return [str(document.id) for document in self._retriever.invoke(query)]
