"""The body of an endpoint's response: bounded in memory, and events whether or not it streams."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import httpx2

MOST_BYTES = 16 * 2**20  # of a body; a long answer with its reasoning has some 5 MB of events
MOST_OF_A_LINE = 2**20
_OK = 200
_SHOWS = 64  # bytes, by which a body shows whether it is an object or events
_DONE = re.compile(rb"[\r\n]data: ?\[DONE\]")
_DONE_BYTES = 16


class BodyRefused(Exception):
    """The body is no answer of a chat model; the message is a Chinese sentence without its stop."""


class BoundedBody(httpx2.AsyncByteStream):
    """The bytes of `response`, which ends behind its event [DONE].

    A completion that comes whole, as from an endpoint that does not stream, becomes one event.
    Raises BodyRefused where the body is compressed (it may be any size once it is read), where it
    is larger than MOST_BYTES, or a line larger than MOST_OF_A_LINE. `done`: [DONE] has come.
    """

    def __init__(self, response: httpx2.Response) -> None:
        if not isinstance(response.stream, httpx2.AsyncByteStream):
            raise TypeError("the body of an asynchronous response is wanted")
        self._inner = response.stream
        self._encoding = response.headers.get("content-encoding", "identity")
        self._expected = response.status_code == _OK
        self.done = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.done:
            return  # the client drains a body that has ended, to use the connection again
        if self._encoding.strip().lower() not in ("identity", ""):
            raise BodyRefused(f"回复经过压缩（{self._encoding[:20]}），请在接口一侧关闭压缩")
        held = bytearray()
        holding = self._expected
        async for chunk in self._bounded():
            held += chunk
            holding = holding and _may_be_an_object(held)
            if not holding:
                yield bytes(held)
                held.clear()
            if self.done:
                break
        if held:
            yield self._as_event(bytes(held)) if holding else bytes(held)

    async def _bounded(self) -> AsyncIterator[bytes]:
        length = of_line = 0
        before = b"\n"
        async for chunk in self._inner:
            length += len(chunk)
            _, newline, tail = chunk.rpartition(b"\n")
            of_line = len(tail) if newline else of_line + len(chunk)
            if length > MOST_BYTES or of_line > MOST_OF_A_LINE:
                raise BodyRefused("回复长得不像答案，没有读完")
            self.done = _DONE.search(before + chunk) is not None
            before = (before + chunk)[-_DONE_BYTES:]
            yield chunk

    def _as_event(self, body: bytes) -> bytes:
        event = _event_of(body)
        if event is None:
            return body
        self.done = True
        return b"data: " + event + b"\n\ndata: [DONE]\n\n"

    async def aclose(self) -> None:
        await self._inner.aclose()


def _may_be_an_object(body: bytearray) -> bool:
    first = bytes(body[:_SHOWS]).lstrip()[:1]
    return first == b"{" or (not first and len(body) < _SHOWS)


def _event_of(body: bytes) -> bytes | None:
    """A whole completion as the one event of a stream; None where it is none."""
    try:
        completion = json.loads(body)
        for choice in completion["choices"]:
            choice["delta"] = choice.pop("message")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return json.dumps(completion | {"object": "chat.completion.chunk"}).encode()
