"""What is asked: our own assistant over an index, or any chat endpoint; with what names it."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from assistant.errors import ModelError
from assistant.json_objects import answer_object
from assistant.llm.language_model import Message, StreamsText
from assistant.settings import Settings, is_web_address
from assistant.wiring import assistant_over, open_model, open_searcher
from evals.errors import EvalsError
from evals.metamorphic.rebuilt import rebuilt
from evals.metamorphic.taken_out import Reopen
from evals.runs.fingerprint import code_digest, corpus_digest, prompt_digests
from evals.scoring.answer_object import ENDPOINT
from evals.scoring.asking import Ask
from evals.scoring.declines import declines
from index.search.searcher import Searcher


class ChatTarget:
    """A chat model that is asked cases as a person would ask them; `name` is what reports show.

    `instructions`, where there are any, stand before each chat as its system message.
    """

    def __init__(self, model: StreamsText, name: str, instructions: str = "") -> None:
        self.name = name
        self._model = model
        self._instructions = instructions

    def ask(self, question: str, turns: Sequence[str] = ()) -> dict[str, object]:
        """The answer object to `question`, asked after `turns`, each of which is asked for real.

        Never raises ModelError: the words of the error are the text, its status `error_fault`.
        """
        start = time.perf_counter()
        chat = [Message("system", self._instructions)] if self._instructions else []
        try:
            for turn in turns:
                chat.append(Message("user", turn))
                chat.append(Message("assistant", self._reply(chat)))
            begun = time.perf_counter()
            text = self._reply([*chat, Message("user", question)])
            status = _status(text, " ".join((*turns, question)))
        except ModelError as error:
            begun, text, status = start, str(error), "error_fault"
        end = time.perf_counter()
        timings = {"ask": (end - start) * 1000, "model": (end - begun) * 1000}
        return self._answer_object(question, text, status, timings)

    def _reply(self, chat: Sequence[Message]) -> str:
        with closing(self._model.stream(chat)) as pieces:
            return "".join(pieces).strip()

    def _answer_object(
        self, question: str, text: str, status: str, timings: dict[str, float]
    ) -> dict[str, object]:
        return {
            "question": question,
            "resolved": {"text": question, "places": [], "periods": [], "indicators": []},
            "status": status,
            "text": text,
            "citations": [],
            "figures": [],
            "mode": ENDPOINT,
            "model": self._model.name,
            "prompt_id": None,
            "index_id": None,
            "timings_ms": {name: round(ms, 3) for name, ms in timings.items()},
        }


def _status(text: str, asked: str) -> str:
    if not text:
        return "error_fault"
    return "unanswerable_not_in_reports" if declines(text, asked) else "answered"


Identity = Mapping[str, object]
_ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that answers. `identity` is all that decides its answers; no key is in it.

    `searcher` is its index, None of a system that shows none; `reopen` gives the same system over
    one report with another text, where it can.
    """

    ask: Ask
    identity: Identity
    searcher: Searcher | None
    reopen: Reopen | None = None

    @property
    def digest(self) -> str:
        return json.dumps(self.identity, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where another's system answers: an OpenAI-compatible address and a model's name there.

    `key_variable` names the environment variable that holds the key, "" where none is needed.
    """

    url: str
    model: str
    instructions: str = ""
    key_variable: str = ""

    @classmethod
    def of_identity(cls, identity: object, key_variable: str) -> Endpoint | None:
        """The endpoint that a stored run asked, None where it asked our own assistant."""
        if not isinstance(identity, dict) or identity.get("kind") != _ENDPOINT:
            return None
        url, model, instructions = (
            str(identity.get(k, "")) for k in ("base_url", "model", "instructions")
        )
        return cls(url, model, instructions, key_variable)


def open_target(settings: Settings, endpoint: Endpoint | None) -> Target:
    """Another's system where one is given, else our own."""
    return open_product(settings) if endpoint is None else open_endpoint(endpoint, settings)


def open_product(settings: Settings) -> Target:
    """The assistant as the settings make it. Raises as `open_assistant` does."""
    searcher = open_searcher(settings)
    assistant = assistant_over(searcher, settings)
    identity = {
        "kind": "assistant",
        "model": settings.llm_model or None,
        "base_url": _without_password(settings.llm_base_url) or None,
        "context": settings.llm_context if settings.llm_model else None,
        "understands": settings.llm_understands if settings.llm_model else None,
        "home_place": settings.home_place,
        "query_instruction": settings.embedding_query_instruction,
        "reranker": searcher.reranker.identity if searcher.reranker else None,
        "index_id": searcher.index_id,
        "corpus_sha256": corpus_digest(searcher.library.files.digests()),
        "prompts_sha256": prompt_digests(),
        "code_sha256": code_digest(),
        "python": platform.python_version(),
    }
    return Target(
        lambda asked, turns: answer_object(assistant.ask(asked, turns)),
        identity,
        searcher,
        partial(rebuilt, encoder=searcher.encoder, settings=settings),
    )


def open_endpoint(endpoint: Endpoint, settings: Settings) -> Target:
    """Another's chat endpoint; time limit and calls at a time are those of the settings.

    Raises EvalsError for an address that is none, and for a key that is not there.
    """
    if not is_web_address(endpoint.url):
        raise EvalsError(f"{endpoint.url!r} 不是网址，应写成 http://主机:端口/v1 的样子。")
    key = os.environ.get(endpoint.key_variable, "") if endpoint.key_variable else ""
    if endpoint.key_variable and not key:
        raise EvalsError(f"环境变量 {endpoint.key_variable!r} 为空，应放接口的密钥。")
    model = open_model(
        settings.model_copy(
            update={
                "llm_base_url": endpoint.url,
                "llm_model": endpoint.model,
                "llm_api_key": SecretStr(key),
            }
        )
    )
    identity = {
        "kind": _ENDPOINT,
        "model": endpoint.model,
        "base_url": _without_password(endpoint.url),
        "instructions": endpoint.instructions,
    }
    target = ChatTarget(model, endpoint.model, endpoint.instructions)
    return Target(target.ask, identity, None)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
