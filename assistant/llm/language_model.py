"""The seam of language models: messages in, the text of the answer out, piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


FormKind = Literal["json_schema", "json_object", "text"]
FORM_KINDS: tuple[FormKind, ...] = ("json_schema", "json_object", "text")
"""How an answer in JSON is asked for, from what binds it most to what every endpoint knows."""


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


# As DeepSeek and Qwen write it, others, ByteDance Seed, and Kimi.
_OPENING = ("<think>", "<thinking>", "<seed:think>", "◁think▷")
_CLOSING = ("</think>", "</thinking>", "</seed:think>", "◁/think▷")
_SIGNS = _OPENING + _CLOSING
_LONGEST = max(map(len, _SIGNS))


class ThoughtAloud(Exception):
    """What was passed on was reasoning: its end came, and its beginning was in no piece."""


def without_thinking(pieces: Iterator[str], *, begun: bool = False) -> Iterator[str]:
    """The pieces without the reasoning between <think> and </think>; "" for each piece as well, so
    that a reader who left is noticed while the model reasons.

    `begun`: they begin amid reasoning, as where a server has <think> in its template; where it never
    ends there is none. Raises ThoughtAloud where reasoning ends that had not begun.
    """
    held = ""
    thinking = begun
    for piece in pieces:
        held += piece
        yield ""
        while found := _first(held, _CLOSING if thinking else _SIGNS):
            start, end = found
            if not thinking:
                if held[start:end] in _CLOSING:
                    raise ThoughtAloud
                if start:
                    yield held[:start]
            held, thinking, begun = held[end:], not thinking, False
        if not thinking and (ready := len(held) - _could_begin(held)):
            yield held[:ready]
            held = held[ready:]
    if held and (begun or not thinking):
        yield held


def _first(text: str, signs: Sequence[str]) -> tuple[int, int] | None:
    """The span of the first of `signs` in `text`."""
    spans = ((text.find(sign), len(sign)) for sign in signs)
    return min(((start, start + length) for start, length in spans if start >= 0), default=None)


def _could_begin(text: str) -> int:
    """How many characters at the end of `text` may be the beginning of a sign."""
    ends = (text[start:] for start in range(max(0, len(text) - _LONGEST + 1), len(text)))
    return next((len(end) for end in ends if any(s.startswith(end) for s in _SIGNS)), 0)
