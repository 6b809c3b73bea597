"""What bounds a call to an endpoint: the size of its responses, one deadline, a circuit breaker."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from typing import TypeVar

import httpx2

MOST_BYTES = 16 * 2**20  # of a body; a long answer with its reasoning has some 5 MB of events
MOST_OF_A_LINE = 2**20
_OK = 200
_SHOWS = 64  # bytes, by which a body shows whether it is an object or events
_DONE = re.compile(rb"[\r\n]data: ?\[DONE\]")
_DONE_BYTES = 16


class BodyRefused(Exception):
    """The body is no answer of a chat model; the message is a Chinese sentence without its stop.
    `reported`: it is an error that the endpoint itself reports, in its words."""

    def __init__(self, message: str, reported: str = "") -> None:
        super().__init__(message)
        self.reported = reported


class BoundedBody(httpx2.AsyncByteStream):
    """The bytes of `response`, which end after its event [DONE].

    A completion that comes whole, as from an endpoint that does not stream, becomes one event.
    Raises BodyRefused where the body is compressed (it may be any size once it is read), where it
    is larger than MOST_BYTES, or a line larger than MOST_OF_A_LINE, and where it is the error that
    gateways send with a status of success. `done`: [DONE] has come.
    """

    def __init__(self, response: httpx2.Response) -> None:
        if not isinstance(response.stream, httpx2.AsyncByteStream):
            raise TypeError("the body of an asynchronous response is needed")
        self._inner = response.stream
        self._encoding = response.headers.get("content-encoding", "identity")
        self._expected = response.status_code == _OK
        self.done = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.done:
            return  # the client drains a finished body, to use the connection again
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
        event = event_of(body)
        if event is None:
            if reported := _reported_in(body):
                raise BodyRefused(f"接口没有作答，报告了错误（{reported}）", reported)
            return body
        self.done = True
        return b"data: " + event + b"\n\ndata: [DONE]\n\n"

    async def aclose(self) -> None:
        await self._inner.aclose()


def _may_be_an_object(body: bytearray) -> bool:
    first = bytes(body[:_SHOWS]).lstrip()[:1]
    return first == b"{" or (not first and len(body) < _SHOWS)


def event_of(body: bytes) -> bytes | None:
    """A whole completion as the one event of a stream; None where it is none."""
    try:
        completion = json.loads(body)
        for choice in completion["choices"]:
            choice["delta"] = choice.pop("message")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return json.dumps(completion | {"object": "chat.completion.chunk"}).encode()


# Where gateways put the words of an error, and its code: OpenAI, Ollama, vLLM, DashScope, Baidu, others.
_WORDS_OF_ERROR = ("message", "error_msg", "errorMessage", "msg", "detail", "code", "error_code")
_MOST_WORDS = 200  # characters


def _reported_in(body: bytes) -> str:
    """What an object says went wrong, "" where it says nothing of that."""
    try:
        reported = json.loads(body)
    except ValueError:
        return ""
    error = reported.get("error") if isinstance(reported, dict) else None
    of = error if isinstance(error, dict) else reported
    if isinstance(error, str):
        return error[:_MOST_WORDS]
    said = (of.get(key) for key in _WORDS_OF_ERROR) if isinstance(of, dict) else ()
    return "，".join(" ".join(str(one).split()) for one in said if one)[:_MOST_WORDS]


T = TypeVar("T")
_BEAT = 0.25  # seconds after which a caller gets None, where nothing has come
_LATE = 0.5  # seconds for the source to end by itself at its deadline
_STARTING = threading.Lock()


class _Ended:
    """Comes after the last item."""


def pulled(source: AsyncGenerator[T], deadline: float) -> Generator[T | None]:
    """The items of `source` as they come; None whenever none has come for a quarter of a second.

    The source is cancelled at `deadline` (of time.monotonic), or when this generator is closed.
    Raises TimeoutError at the deadline, and whatever the source raises.
    """
    items: SimpleQueue[T | _Ended] = SimpleQueue()

    async def feed() -> None:
        async with asyncio.timeout_at(deadline), aclosing(source):
            async for item in source:
                items.put(item)

    feeding = asyncio.run_coroutine_threadsafe(feed(), _loop())
    feeding.add_done_callback(lambda _: items.put(_Ended()))
    try:
        while True:
            try:
                item = items.get(timeout=max(0.0, min(_BEAT, deadline + _LATE - time.monotonic())))
            except Empty:
                if time.monotonic() >= deadline + _LATE:
                    raise TimeoutError from None
                yield None
                continue
            if isinstance(item, _Ended):
                feeding.result()
                return
            yield item
    finally:
        feeding.cancel()


def _loop() -> asyncio.AbstractEventLoop:
    with _STARTING:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    """The one event loop of the process for such sources, in a thread that ends with the process."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="event-loop", daemon=True).start()
    return loop


class CircuitBreaker:
    """Closed until `failures` calls in a row have failed; then open, but for one call each `rest`
    seconds, until one succeeds. Safe in threads. After M. Nygard, Release It! (2007)."""

    def __init__(
        self, failures: int, rest: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures = failures
        self._rest = rest
        self._clock = clock
        self._in_a_row = 0
        self._next_probe = 0.0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be made now; where it is open and its rest is over, this one is it."""
        with self._lock:
            if self._in_a_row < self._failures:
                return True
            if self._clock() < self._next_probe:
                return False
            self._next_probe = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> bool:
        """Count a failure; whether it opened the breaker."""
        with self._lock:
            self._in_a_row += 1
            self._next_probe = self._clock() + self._rest
            return self._in_a_row == self._failures
