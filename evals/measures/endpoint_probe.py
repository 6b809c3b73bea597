"""What is asked of an endpoint for its page: the sample of questions, over the report that ships, and
which ways of asking for JSON it supports."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import ModelError
from assistant.llm import understanding
from assistant.llm.language_model import FORM_KINDS, FormKind, Message
from assistant.question.scope import Scope
from assistant.settings import Settings
from assistant.wiring import (
    UNDERSTANDING_PROMPT,
    open_encoder,
    open_model,
    open_searcher,
    open_understanding,
)
from evals.measures.recording import RECORDINGS, load_recordings, warnings_of
from evals.measures.understanding_by_model import Named, NamingQuestion, measure
from index.build.builder import build_index
from prompts import load_prompt

SHIPPED = RECORDINGS / "qwen2.5-coder-0.5b.jsonl"
_SEEDS = Path(__file__).parents[2] / "seeds"
_ASKED, _NAMES = "建筑业去年交了多少税？", ("建筑业税收", "建筑业产值")


def sample(limit: int) -> list[str]:
    """At most `limit` of the questions that the shipped recording is of, spread over them."""
    questions = list(dict.fromkeys(one.question for one in load_recordings(SHIPPED)))
    count = min(limit, len(questions))
    return [questions[number * len(questions) // count] for number in range(count)]


@contextmanager
def over_the_seed(settings: Settings) -> Iterator[Settings]:
    """The settings, over an index of the reports that ship and without what an office set for its own
    reports: so the pages of two endpoints can be compared."""
    ours = ("chroma_url", "embedding_model", "embedding_query_instruction", "reranker_model")
    with TemporaryDirectory(prefix="evals-") as folder:
        index = Path(folder)
        update = {**dict.fromkeys((*ours, "home_place"), ""), "index": index}
        settings = settings.model_copy(update=update)
        build_index([_SEEDS], index, open_encoder(settings))
        yield settings


@dataclass(frozen=True, slots=True)
class FormProbe:
    """What came of asking for an answer in JSON in one way: the reply, or the `error`."""

    kind: FormKind
    reply: str
    error: str
    seconds: float

    @property
    def as_asked(self) -> bool:
        """Whether the reply is what the form asks for."""
        return understanding.name_in(self.reply) in (*_NAMES, understanding.NONE)


@dataclass(frozen=True, slots=True)
class Probed:
    """An endpoint asked for JSON in each way; where the model is to understand questions, what it named
    and what was wrong with its replies."""

    forms: tuple[FormProbe, ...]
    named: tuple[Named, ...] | None = None
    faults: tuple[str, ...] = ()


def probe(settings: Settings, questions: Sequence[str]) -> Probed:
    """Raises ModelError where the endpoint does not answer at all."""
    # Text first: without it there is no endpoint, and the others say no more.
    forms = {kind: _probe_form(settings, kind) for kind in reversed(FORM_KINDS)}
    in_order = tuple(forms[kind] for kind in FORM_KINDS)
    if not settings.llm_understands:
        return Probed(in_order)
    searcher = open_searcher(settings)
    asked = [NamingQuestion(id=question, question=question, name="") for question in questions]
    with warnings_of(understanding.__name__) as warned:
        model = open_understanding(settings, searcher)
        named = measure(asked, model, Scope(tuple(searcher.covered())))
    put = tuple(one for one in named if one.seconds is not None)
    return Probed(in_order, put, tuple(record.getMessage() for record in warned))


def _probe_form(settings: Settings, kind: FormKind) -> FormProbe:
    names = (*_NAMES, understanding.NONE)
    filled = load_prompt(UNDERSTANDING_PROMPT).fill(question=_ASKED, names="、".join(names))
    messages = [Message("system", filled.system), Message("user", filled.user)]
    form, limit = understanding.form_of(_NAMES), settings.llm_timeout
    begun, reply, failed = time.monotonic(), "", ""
    try:
        with closing(open_model(settings).fill_as(kind, messages, form, limit)) as pieces:
            for piece in pieces:
                reply += piece
    except ModelError as error:
        if kind == "text":
            raise
        failed = str(error)
    return FormProbe(kind, reply, failed, time.monotonic() - begun)
