"""Settings to a working assistant: the one place that chooses what implements each protocol."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.answer import Evidence, VerifiedAnswer
from assistant.answering.alternatives import Alternatives
from assistant.answering.answerer import Answerer
from assistant.answering.candidates import Models
from assistant.answering.extractive import ExtractiveComposer
from assistant.answering.ledger import FromOtherReports
from assistant.answering.next_questions import NextQuestions
from assistant.assistant import Assistant
from assistant.llm.context import CountsTokens
from assistant.llm.generative import ModelWriter
from assistant.llm.understanding import ModelUnderstanding
from assistant.question.scope import Scope
from assistant.settings import Settings
from index.encoder.encoding import Encoder, SentenceTransformerEncoder, Vectors
from index.encoder.static_encoding import StaticEncoder
from index.errors import ReportIndexError
from index.figures.segmenter import shipped_segmenter
from index.search.reranking import CrossEncoderReranker, Reranker
from index.search.searcher import Searcher
from index.store.generations import current_generation
from index.store.library import Covered, Library, library_of
from index.store.manifest import check_files, read_manifest
from prompts import load_prompt

if TYPE_CHECKING:
    # Imported where they are used: they take a while, and most commands need neither.
    from assistant.llm.chat_model import OpenAICompatibleModel
    from assistant.records.answers import AnswerRecords
    from assistant.records.database import Database

ANSWER_PROMPT = "answer.v3"
REPLY_PROMPT = "reply.v2"
REPAIR_PROMPT = "repair.v2"
UNDERSTANDING_PROMPT = "understand.v1"


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name. Raises EncoderUnusable."""
    if settings.embedding_model:
        return SentenceTransformerEncoder(
            settings.embedding_model, settings.embedding_query_instruction
        )
    return StaticEncoder()


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, None where they name none. Raises RerankerUnusable."""
    return CrossEncoderReranker(settings.reranker_model) if settings.reranker_model else None


def open_searcher(settings: Settings) -> Searcher:
    """Raises IndexMissing, IndexDamaged, IndexMismatch, IndexUnreachable, EncoderUnusable,
    RerankerUnusable."""
    # Looked at before the encoder, which takes seconds to load.
    Searcher.check(settings.index)
    return _searcher(settings, open_encoder(settings), open_reranker(settings))


def _searcher(settings: Settings, encoder: Encoder, reranker: Reranker | None) -> Searcher:
    return Searcher(settings.index, encoder, reranker, chroma_url=settings.chroma_url)


def open_records(settings: Settings) -> AnswerRecords:
    """The recorded answers; their database is opened at the first use. Raises SettingsInvalid."""
    from assistant.records.answers import AnswerRecords

    return AnswerRecords(open_database(settings), days=settings.records_days)


@cache
def open_database(settings: Settings) -> Database:
    """The database of the records: one in a process. Raises SettingsInvalid."""
    from assistant.records.database import Database

    beside = f"sqlite:///{settings.data.resolve() / 'records.sqlite'}"
    return Database(settings.database_url or beside)


def open_library(settings: Settings) -> Library:
    """The reports and the ledger alone, without the encoder. Raises IndexMissing, IndexDamaged."""
    generation = current_generation(settings.index)
    check_files(generation, read_manifest(generation))
    return library_of(generation)


def open_assistant(settings: Settings, *, figures_by_code: bool = True) -> Assistant:
    """An assistant over the index that the settings name, for readers of answers. With a model,
    `figures_by_code`: it writes only what has no figure.

    Raises as open_searcher does, and SettingsInvalid for a token table that cannot be read or a home
    place that no report covers.
    """
    return assistant_over(open_searcher(settings), settings, figures_by_code=figures_by_code)


def open_drafting_assistant(settings: Settings) -> Assistant:
    """One that writes as an office replies to letters: a model, where there is one, writes all of it.
    Raises as open_assistant does."""
    searcher = open_searcher(settings)
    return assistant_over(searcher, settings, REPLY_PROMPT, figures_by_code=False)


def assistant_over(
    searcher: Searcher,
    settings: Settings,
    prompt: str = ANSWER_PROMPT,
    *,
    figures_by_code: bool = True,
) -> Assistant:
    """An assistant over an index that is already open. Raises as open_assistant does."""
    scope = Scope(tuple(searcher.covered())).at_home(settings.home_place)
    models = Models(searcher.encoder, shipped_segmenter())
    writer = _open_writer(settings, prompt, models) if settings.llm_model else None
    answerer = Answerer(searcher, ExtractiveComposer(models, searcher), writer, figures_by_code)
    understands = (
        open_understanding(settings, searcher)
        if settings.llm_model and settings.llm_understands and figures_by_code
        else None
    )
    elsewhere = FromOtherReports(searcher)
    return Assistant(searcher, answerer, scope.home, understands=understands, elsewhere=elsewhere)


def _open_writer(settings: Settings, prompt: str, models: Models) -> ModelWriter:
    return ModelWriter(
        open_model(settings),
        answering=load_prompt(prompt),
        repairing=load_prompt(REPAIR_PROMPT),
        models=models,
        context=settings.llm_context,
        reading=settings.llm_reading,
        count_tokens=_open_counter(settings),
    )


def open_understanding(settings: Settings, searcher: Searcher) -> ModelUnderstanding:
    """What the model that the settings name takes a question to mean, over an open index."""
    prompt = load_prompt(UNDERSTANDING_PROMPT)
    return ModelUnderstanding(open_model(settings), prompt, searcher, searcher.encoder)


@cache
def open_model(settings: Settings) -> OpenAICompatibleModel:
    """The model that the settings name: one in a process, so that its bound on calls at a time
    holds for all of them."""
    # Imported here: it takes over a second, and most offices have no model.
    from assistant.llm.chat_model import OpenAICompatibleModel

    return OpenAICompatibleModel(
        settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key,
        timeout=settings.llm_timeout,
        concurrency=settings.llm_concurrency,
    )


def _open_counter(settings: Settings) -> CountsTokens:
    from assistant.llm.token_count import TokenCounter

    return TokenCounter(settings.llm_token_table)


class _Opened:
    """An assistant over one state of the index, and how many answers use it."""

    def __init__(self, searcher: Searcher, assistant: Assistant, nexts: NextQuestions) -> None:
        self.searcher = searcher
        self.assistant = assistant
        self.alternatives = Alternatives(searcher, assistant.scope)
        self.next_questions = nexts
        self.users = 0
        self._closed = False

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.searcher.close()


class CurrentAssistant:
    """An assistant that a long-lived server holds: it follows the index to each new generation, and
    closes the one before when the last answer from it is done.

    Raises as open_assistant does, when made and when an index that was replaced cannot be opened.
    """

    def __init__(self, settings: Settings, prompt: str = ANSWER_PROMPT) -> None:
        self._settings = settings
        self._prompt = prompt
        self._lock = threading.Lock()
        self._opened = self._over(open_searcher(settings))

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        with self._used() as opened:
            return opened.assistant.ask(asked, turns)

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Generator[Evidence | VerifiedAnswer]:
        """As the assistant does; the last answer has its slots, with what else could be asked."""
        last = None
        with self._used() as opened, closing(opened.assistant.stream(asked, turns)) as snapshots:
            for last in snapshots:
                yield last
            if isinstance(last, VerifiedAnswer):
                slots = opened.alternatives.slots(last.question.query)
                if slots:
                    yield replace(last, slots=slots)

    def next_questions(self, answer: VerifiedAnswer) -> Sequence[str]:
        """What could be asked next, as far as the index as it now is answers it."""
        with self._used() as opened:
            return opened.next_questions.after(answer)

    def covered(self) -> list[Covered]:
        """The reports of the index as it now is."""
        with self._used() as opened:
            return opened.searcher.covered()

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The reports and the ledger of the index as it now is, open until the block ends."""
        with self._used() as opened:
            yield opened.searcher.library

    def encode(self, questions: Sequence[str]) -> Vectors:
        """The vectors of questions, by the encoder of the index."""
        with self._used() as opened:
            return opened.searcher.encoder.encode(questions, "query")

    def ready(self) -> str | None:
        """The id of the index that answers, None while none can."""
        try:
            with self._used() as opened:
                return opened.searcher.index_id
        except ReportIndexError:
            return None

    def close(self) -> None:
        """Lets go of the index; nothing may be asked any more."""
        with self._lock:
            self._opened.close()

    @contextmanager
    def _used(self) -> Iterator[_Opened]:
        """What is open over the index as it now is; an answer under way keeps the one it has."""
        with self._lock:
            opened = self._current()
            opened.users += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.users -= 1
                self._close_unused(opened)

    def _current(self) -> _Opened:
        before = self._opened
        if not before.searcher.is_current():
            searcher = before.searcher
            self._opened = self._over(
                _searcher(self._settings, searcher.encoder, searcher.reranker)
            )
            self._close_unused(before)
        return self._opened

    def _close_unused(self, opened: _Opened) -> None:
        if opened is not self._opened and not opened.users:
            opened.close()

    def _over(self, searcher: Searcher) -> _Opened:
        by_code = self._prompt != REPLY_PROMPT
        assistant = assistant_over(searcher, self._settings, self._prompt, figures_by_code=by_code)
        by_extract = self._settings.model_copy(update={"llm_model": ""})
        nexts = NextQuestions(assistant_over(searcher, by_extract))
        return _Opened(searcher, assistant, nexts)
