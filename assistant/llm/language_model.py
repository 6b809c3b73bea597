"""The seam of language models: messages in, the text of the answer out, piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

UNDERSTANDING_SHARE = 0.25
"""Of the time of a question: what a model may take to understand it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


class StreamsText(Protocol):
    """A language model; `assistant.llm.chat_model.OpenAICompatibleModel` is one."""

    @property
    def name(self) -> str: ...

    @property
    def timeout(self) -> float:
        """Seconds that a call takes at most."""
        ...

    def stream(self, messages: Sequence[Message], within: float | None = None) -> Generator[str]:
        """The pieces of its answer as they come, "" now and then while none does.

        The whole call takes at most `within` seconds, where that is less than the model's own
        limit. Closing the generator ends it. Raises ModelError, before the first piece or after
        any.
        """
        ...


class FillsForm(Protocol):
    """A language model that answers with a JSON object."""

    @property
    def timeout(self) -> float: ...

    def fill(
        self, messages: Sequence[Message], form: Mapping[str, object], within: float
    ) -> Generator[str]:
        """As `StreamsText.stream`, its answer bound to the JSON schema `form` where the endpoint
        knows schemas; elsewhere it may be any text."""
        ...


_THINKING, _THOUGHT = "<think>", "</think>"


def without_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces without the reasoning between <think> and </think>; "" for each piece as well, so
    that a reader who left is noticed while the model reasons."""
    held = ""
    thinking = False
    for piece in pieces:
        held += piece
        yield ""
        while True:
            sign = _THOUGHT if thinking else _THINKING
            before, found, after = held.partition(sign)
            if not found:
                break
            if not thinking and before:
                yield before
            held, thinking = after, not thinking
        kept = _could_begin(held, sign)
        if not thinking and len(held) > kept:
            yield held[: len(held) - kept]
        held = held[len(held) - kept :]
    if held and not thinking:
        yield held


def _could_begin(text: str, sign: str) -> int:
    """How many characters at the end of `text` may be the beginning of `sign`."""
    return next((n for n in range(len(sign) - 1, 0, -1) if text.endswith(sign[:n])), 0)
