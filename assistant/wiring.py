"""Settings to a working assistant: the one place that decides what stands behind each seam."""

from __future__ import annotations

from assistant.assistant import Assistant
from assistant.extractive import ExtractiveComposer
from assistant.settings import Settings
from index.encoding import SHIPPED_MODEL, Encoder, SentenceTransformerEncoder
from index.places import names_of
from index.search import Searcher
from index.words import shipped_segmenter


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises EncoderUnusable."""
    return SentenceTransformerEncoder(settings.embedding_model or SHIPPED_MODEL)


def open_searcher(settings: Settings) -> Searcher:
    """Raises IndexMissing, IndexDamaged, IndexMismatch, EncoderUnusable."""
    # Looked at before the encoder, which takes seconds to load.
    Searcher.check(settings.index)
    return Searcher(settings.index, open_encoder(settings))


def open_assistant(settings: Settings) -> Assistant:
    """An assistant over the index that the settings name. Raises as open_searcher does."""
    searcher = open_searcher(settings)
    names = {
        name: None
        for report in searcher.covered()
        if report.place
        for name in names_of(report.place, report.level)
    }
    composer = ExtractiveComposer(searcher.encoder, shipped_segmenter(), tuple(names))
    return Assistant(searcher, composer)
