"""A real HTTP server on loopback that speaks the OpenAI protocol and answers by a script.

It stands in for a model where tests and measurements need one that answers well, invents, stalls
or breaks off on purpose: everything between the socket and the reader is the real thing.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Say:
    """A piece of the answer's text, as one event of the stream."""

    text: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece with these fields in place of a text."""

    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Event:
    """An event that is no piece, with these fields."""

    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing, for so many seconds, or until `until` is set if that comes first."""

    seconds: float
    until: threading.Event = field(default_factory=threading.Event)

    def over(self) -> None:
        """Return when the wait is over."""
        self.until.wait(self.seconds)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are, in place of an event."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Refuse:
    """An answer with that HTTP status in place of a stream."""

    status: int
    retry_after: float | None = None
    body: bytes = b'{"error": {"message": "scripted", "type": "scripted"}}'


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection closed, in the middle of whatever was sent."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of the stream, for that reason; `None` leaves the reason out."""

    reason: str | None = "stop"


Step = Say | Delta | Event | Wait | Raw | Refuse | Drop | Finish
Messages = list[dict[str, str]]
Script = Callable[[Messages], Iterable[Step]]
"""The messages of a call to what it is answered; a Finish is added where the steps have no end."""


def says(text: str, *, piece: int = 4, pause: float = 0.0) -> list[Step]:
    """`text` in pieces of so many characters, with so many seconds before each."""
    steps: list[Step] = []
    for start in range(0, len(text), piece):
        steps += [Wait(pause)] if pause else []
        steps.append(Say(text[start : start + piece]))
    return steps


# What endpoints send beside the answer, each as it was seen of one of them.
ROLE_ALONE = Delta({"role": "assistant", "content": None})
KEEP_ALIVE = Raw(b": keep-alive\n\n")  # DeepSeek; OpenRouter has other words
USAGE = Event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 9}})
FILTER_RESULTS = Event({"choices": [], "prompt_filter_results": [{"prompt_index": 0}]})  # Azure
_CALLED = {"name": "search", "arguments": "{}"}
TOOL_CALL = Delta(
    {"tool_calls": [{"index": 0, "id": "1", "type": "function", "function": _CALLED}]}
)


def thinks(text: str, field: str = "reasoning_content") -> Delta:
    """Reasoning beside the answer: of DeepSeek, DashScope and older vLLM; `reasoning` of others."""
    return Delta({field: text})


def in_parts(*texts: str) -> Delta:
    """Texts as a list of parts."""
    return Delta({"content": [{"type": "text", "text": text} for text in texts]})


def by_bytes(text: str) -> list[Step]:
    """`text` as one event that comes byte by byte, each character cut."""
    return [Raw(bytes([byte])) for byte in _event("m", {"content": text}, None)]


@dataclass(slots=True)
class Call:
    """One call as the server saw it: times by the monotonic clock; `form` is the type of response
    that was asked for, `left`: the client went away."""

    messages: Messages
    model: str
    begun: float
    form: str = "text"
    sent: list[tuple[str, float]] = field(default_factory=list)
    left: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def prompt(self) -> str:
        return self.messages[-1]["content"]


@dataclass(slots=True)
class Endpoint:
    """The server's address, its script, which may be changed at any time, and the calls so far;
    `refuses` are the types of response that it does not know."""

    url: str
    script: Script
    refuses: frozenset[str] = frozenset()
    calls: list[Call] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[Endpoint]:
    """An endpoint that answers by `script` until the block ends."""
    endpoint = Endpoint("", script)

    class Handler(_Handler):
        plan = endpoint

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    plan: Endpoint
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client that hangs up between two calls
            super().handle()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        form = asked.get("response_format", {"type": "text"})["type"]
        call = Call(asked["messages"], asked["model"], time.monotonic(), form)
        self.plan.calls.append(call)
        if form in self.plan.refuses:
            self._refuse(Refuse(400))
            call.ended.set()
            return
        # A client that went away shows as a broken pipe at the next piece.
        try:
            self._play(call, iter(self.plan.script(call.messages)))
        except OSError:
            call.left = True
            self.close_connection = True
        finally:
            call.ended.set()

    def _play(self, call: Call, steps: Iterator[Step]) -> None:
        first = next(steps, Finish())
        while isinstance(first, Wait):
            first.over()
            first = next(steps, Finish())
        if isinstance(first, Refuse):
            self._refuse(first)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for step in _with_end(first, steps):
            if not self._send(call, step):
                return
        self._chunk(b"")

    def _send(self, call: Call, step: Step) -> bool:
        """Send one step; whether the stream goes on."""
        if isinstance(step, Say):
            self._chunk(_event(call.model, {"role": "assistant", "content": step.text}, None))
            call.sent.append((step.text, time.monotonic()))
        elif isinstance(step, Delta):
            self._chunk(_event(call.model, step.fields, None))
        elif isinstance(step, Event):
            self._chunk(_line(step.fields))
        elif isinstance(step, Wait):
            step.over()
        elif isinstance(step, Raw):
            self._chunk(step.content)
        elif isinstance(step, Finish):
            self._chunk(_event(call.model, {}, step.reason))
            self._chunk(b"data: [DONE]\n\n")
        else:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return False
        return True

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def _refuse(self, refusal: Refuse) -> None:
        self.send_response(refusal.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(refusal.body)))
        if refusal.retry_after is not None:
            self.send_header("Retry-After", str(refusal.retry_after))
        self.end_headers()
        self.wfile.write(refusal.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what it was asked is in `calls`."""


def _event(model: str, delta: Mapping[str, object], reason: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return _line({"model": model, "choices": [choice]})


def _line(fields: Mapping[str, object]) -> bytes:
    event = {"id": "scripted", "object": "chat.completion.chunk", "created": 1, **fields}
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def _with_end(first: Step, rest: Iterator[Step]) -> Iterator[Step]:
    last = first
    yield first
    for last in rest:
        yield last
    if not isinstance(last, Finish | Drop):
        yield Finish()
