"""The seam of language models: messages in, the text of the answer out, piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


class StreamsText(Protocol):
    """A language model; `assistant.chat_model.OpenAICompatibleModel` is one."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message]) -> Generator[str]:
        """The pieces of its answer as they come; closing the generator ends the call.

        Raises ModelFault, before the first piece or after any.
        """
        ...


_THINKING, _THOUGHT = "<think>", "</think>"


def without_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces without what a reasoning model writes to itself between <think> and </think>."""
    held = ""
    thinking = False
    for piece in pieces:
        held += piece
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
