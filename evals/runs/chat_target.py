"""Another system as a target of the evals: any chat model is asked the same cases.

Its reply becomes an answer object without citations and figures; what status it has is decided by
`evals.scoring.declines`, for a chat endpoint tells none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing

from assistant.errors import ModelError
from assistant.llm.language_model import Message, StreamsText
from evals.scoring.answer_object import ENDPOINT
from evals.scoring.declines import declines


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

        Never raises ModelError: the words of the fault are the text, its status `error_fault`.
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
        except ModelError as fault:
            begun, text, status = start, str(fault), "error_fault"
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
