"""Records what the model that is set writes: through the product, by a proxy on loopback in front of
the endpoint."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from assistant.llm.call_limits import event_of
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.recording import Came, Recording, Written

_OK, _BAD_GATEWAY = 200, 502
_PREFIX, _DONE = b"data:", b"[DONE]"


def record(settings: Settings, questions: Sequence[str]) -> Iterator[Recording]:
    """Asks each question through the product, figures too, and records what the model writes."""
    with _proxy_before(settings) as (url, calls):
        assistant = open_assistant(
            settings.model_copy(update={"llm_base_url": url}), figures_by_code=False
        )
        for question in questions:
            calls.clear()
            assistant.ask(question)
            if calls:
                written = tuple(call.written() for call in calls)
                yield Recording(question=question, model=settings.llm_model, calls=written)


@dataclass(slots=True)
class _Passing:
    """A call on its way through the proxy."""

    prompt_sha256: str
    events: list[Came] = field(default_factory=list)
    status: int = _OK
    cut: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    def written(self) -> Written:
        """What came of it, when it is over: also where the product no longer waits for it."""
        self.ended.wait()
        return Written(
            prompt_sha256=self.prompt_sha256,
            events=tuple(self.events),
            status=self.status,
            cut=self.cut,
        )


@contextmanager
def _proxy_before(settings: Settings) -> Iterator[tuple[str, list[_Passing]]]:
    """The address of a server that passes calls on to the endpoint, and the calls that came to it."""
    calls: list[_Passing] = []

    class Handler(_Handler):
        upstream, silence, passing = settings.llm_base_url.rstrip("/"), settings.llm_timeout, calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", calls
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    upstream: str
    silence: float  # seconds, after which an endpoint that sends nothing is not waited for
    passing: list[_Passing]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        call = _Passing(_sha256(body))
        self.passing.append(call)
        # The settings know no other scheme than http and https.
        request = Request(  # noqa: S310
            self.upstream + self.path.removeprefix("/v1"),
            body,
            {name: self.headers[name] or "" for name in ("Content-Type", "Authorization")},
        )
        try:
            self._pass(call, request)
        except (OSError, HTTPException, ValueError):  # either side broke off, or sent no event
            call.cut = True
            self.close_connection = True
        finally:
            call.ended.set()

    def _pass(self, call: _Passing, request: Request) -> None:
        begun = time.monotonic()
        try:
            answer = _answer_to(request, self.silence)
        except URLError:
            call.status = _BAD_GATEWAY
            self.send_error(_BAD_GATEWAY)
            return
        with answer:
            call.status = answer.status or _BAD_GATEWAY
            self.send_response(call.status)
            self.send_header("Content-Type", answer.headers["Content-Type"] or "")
            self.end_headers()
            done, body = False, b""
            for line in answer:
                self.wfile.write(line)
                self.wfile.flush()
                done = done or line.strip().endswith(_DONE)
                call.events += events_in(line, round(time.monotonic() - begun, 2))
                body += b"" if call.events else line
        if not call.events and (event := event_of(body)):  # it came whole
            call.events += events_in(_PREFIX + event, round(time.monotonic() - begun, 2))
            done = True
        call.cut = not (call.status != _OK or done or any(came.finish for came in call.events))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _answer_to(request: Request, silence: float) -> HTTPResponse | HTTPError:
    """The answer, a refusal too. Raises URLError where there is no endpoint."""
    try:
        answer: HTTPResponse = urlopen(request, timeout=silence)  # noqa: S310
    except HTTPError as refused:
        return refused
    return answer


def _sha256(body: bytes) -> str:
    messages = json.dumps(json.loads(body)["messages"], ensure_ascii=False)
    return hashlib.sha256(messages.encode()).hexdigest()


def events_in(line: bytes, at: float) -> Iterator[Came]:
    """What of the model's a line of a stream has."""
    sent = line.strip().removeprefix(_PREFIX).strip()
    if not line.startswith(_PREFIX) or sent == _DONE:
        return
    event = json.loads(sent)
    if not event.get("choices"):
        yield Came(at=at, other=event)
        return
    if event.get("usage"):  # of some endpoints in the last piece
        yield Came(at=at, other={"choices": [], "usage": event["usage"]})
    choice = event["choices"][0]
    if choice.get("delta"):
        yield Came(at=at, delta=choice["delta"])
    if choice.get("finish_reason"):
        yield Came(at=at, finish=choice["finish_reason"])
