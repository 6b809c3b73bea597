"""The messages between the page in the browser and the server, in the form of gradio's client (sse_v3).

In: an event, its session and, where one is typed, a question; anything else is refused. Out: what
the chat and the controls show, complete at first and then only what has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import InputInvalid
from assistant.question.characters import whole_characters

MOST_CHARACTERS = 20_000  # of a question; the page's box takes no more
MOST_BYTES = 128 * 1024  # of a request: so many characters, escaped
_SESSION = r"^[A-Za-z0-9_-]{1,64}$"
_NOT_TAKEN = "请求的格式不对，没有处理。请刷新页面后再试。"

Update = dict[str, Any]
UNCHANGED: Update = {"__type__": "update"}


def _whole(text: object) -> object:
    return whole_characters(text) if isinstance(text, str) else text


Typed = Annotated[str, BeforeValidator(_whole), Field(max_length=MOST_CHARACTERS)]


class Sent(BaseModel):
    """An event as the page sends it; its only data is a typed question."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    data: Annotated[list[Typed], Field(max_length=1)]
    fn_index: Annotated[int, Field(ge=0, le=10_000)]
    session_hash: Annotated[str, Field(pattern=_SESSION)]
    trigger_id: int | None = None
    event_data: None = None


class Session(BaseModel):
    """The session whose events are read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    session_hash: Annotated[str, Field(pattern=_SESSION)]


def read_sent(body: bytes) -> Sent:
    """Raises InputInvalid, which repeats nothing of what was sent."""
    try:
        return Sent.model_validate(json.loads(body))
    except (ValidationError, ValueError, RecursionError):
        raise InputInvalid(_NOT_TAKEN) from None


def read_session(query: Iterable[tuple[str, str]]) -> str:
    """The session that a query names, and nothing else. Raises InputInvalid."""
    given = list(query)
    try:
        session = Session.model_validate(dict(given))
    except ValidationError:
        raise InputInvalid(_NOT_TAKEN) from None
    if len(given) > 1:
        raise InputInvalid(_NOT_TAKEN)
    return session.session_hash


def messages_of(bubbles: Sequence[str]) -> list[dict[str, Any]]:
    """Bubbles of HTML, the reader's first, in turn, as the value of the chat."""
    return [
        {
            "role": "assistant" if number % 2 else "user",
            "metadata": None,
            "content": [{"text": bubble, "type": "text"}],
            "options": None,
        }
        for number, bubble in enumerate(bubbles)
    ]


class Reply:
    """The messages that answer one event; `controls` is how many follow the chat in what it shows."""

    def __init__(self, event_id: str, controls: int) -> None:
        self._event = event_id
        self._controls = controls
        self._last = 0
        self._sent = 0

    def starts(self) -> bytes:
        return self._message("process_starts", eta=None)

    def shows(self, bubbles: Sequence[str], controls: Sequence[Update]) -> bytes:
        """All bubbles, and what the controls become; once, before any `says`."""
        self._last = len(bubbles) - 1
        return self._generating([messages_of(bubbles), *controls])

    def says(self, bubble: str) -> bytes:
        """Another text for the last bubble; the controls stay as they are."""
        text = ["replace", [self._last, "content", 0, "text"], bubble]
        # The first change of the controls is taken back, or it would be applied again each time.
        still = [["replace", [], UNCHANGED]] if self._sent == 1 else []
        return self._generating([[text], *[still] * self._controls])

    def ends(self, controls: Sequence[Update], bubbles: Sequence[str] | None = None) -> bytes:
        """What the controls become, and all bubbles where these change."""
        chat = UNCHANGED if bubbles is None else messages_of(bubbles)
        output = {"data": [chat, *controls], "is_generating": False}
        return self._message("process_completed", output=output, success=True)

    def _generating(self, data: list[Any]) -> bytes:
        self._sent += 1
        output = {"data": data, "is_generating": True}
        return self._message("process_generating", output=output, success=True)

    def _message(self, kind: str, **content: object) -> bytes:
        return _line({"msg": kind, "event_id": self._event, **content})


def _line(message: dict[str, object]) -> bytes:
    return f"data: {json.dumps(message, ensure_ascii=False)}\n\n".encode()


HEARTBEAT = _line({"msg": "heartbeat"})
CLOSED = _line({"msg": "close_stream"})
UNKNOWN = _line(
    {
        "msg": "unexpected_error",
        "message": "服务已重新启动，请刷新页面。",
        "session_not_found": True,
        "success": False,
    }
)
"""The server was restarted and does not know the session. The page then reloads itself."""
