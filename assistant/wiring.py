"""Settings to a working assistant: the one place that decides what stands behind each seam."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.candidates import Models
from assistant.extractive import ExtractiveComposer
from assistant.generative import GenerativeComposer
from assistant.scope import Scope
from assistant.settings import Settings
from assistant.worked_out import LedgerComposer
from index.build import LIBRARY_FILE
from index.encoding import Encoder, SentenceTransformerEncoder
from index.errors import IndexFault
from index.generations import current_generation
from index.library import Library
from index.search import Searcher
from index.static_encoding import StaticEncoder
from index.words import shipped_segmenter
from prompts import load_prompt

ANSWER_PROMPT = "answer.v1"


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises EncoderUnusable."""
    if settings.embedding_model:
        return SentenceTransformerEncoder(settings.embedding_model)
    return StaticEncoder()


def open_searcher(settings: Settings) -> Searcher:
    """Raises IndexMissing, IndexDamaged, IndexMismatch, EncoderUnusable."""
    # Looked at before the encoder, which takes seconds to load.
    Searcher.check(settings.index)
    return Searcher(settings.index, open_encoder(settings))


def open_library(settings: Settings) -> Library:
    """The reports and the ledger alone, without the encoder. Raises IndexMissing, IndexDamaged."""
    Searcher.check(settings.index)
    return Library(current_generation(settings.index) / LIBRARY_FILE)


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the index that the settings name. Raises as open_searcher does."""
    return _assistant_over(open_searcher(settings), settings)


def _assistant_over(searcher: Searcher, settings: Settings) -> Assistant:
    names = Scope(tuple(searcher.covered())).names
    home = settings.home_place or None
    extractive = ExtractiveComposer(Models(searcher.encoder, shipped_segmenter()), names)
    if not settings.llm_model:
        return Assistant(searcher, LedgerComposer(searcher, extractive, names), home)
    # Imported here: it takes over a second, and most offices have no model.
    from assistant.chat_model import OpenAICompatibleModel

    model = OpenAICompatibleModel(
        settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key,
        timeout=settings.llm_timeout,
    )
    generative = GenerativeComposer(model, load_prompt(ANSWER_PROMPT), extractive)
    return Assistant(searcher, LedgerComposer(searcher, generative, names), home)


class CurrentAssistant:
    """An assistant that a long-lived server holds: it follows the index to each new generation.

    Raises as open_assistant does, when made and when an index that was replaced cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._searcher = open_searcher(settings)
        self._assistant = _assistant_over(self._searcher, self._settings)

    def current(self) -> Assistant:
        """The assistant over the index as it now is; an answer under way keeps the one it has."""
        with self._lock:
            if not self._searcher.is_current():
                self._searcher = Searcher(self._settings.index, self._searcher.encoder)
                self._assistant = _assistant_over(self._searcher, self._settings)
            return self._assistant

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        return self.current().ask(asked, turns)

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Iterator[VerifiedAnswer]:
        return self.current().stream(asked, turns)

    def ready(self) -> str | None:
        """The id of the index that answers, None while none can."""
        try:
            return self.current().searcher.index_id
        except IndexFault:
            return None
