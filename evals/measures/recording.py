"""What a real model wrote, kept to be written again where there is no model: its streams as they came.

A recording is made through the product, by a proxy on loopback in front of the endpoint, and replayed
by the scripted server (`evals.measures.endpoint`): behind the socket everything is the product's own.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.check.markers import sentences_from
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import (
    Delta,
    Endpoint,
    Event,
    Finish,
    Messages,
    Script,
    Step,
    serving,
)

RECORDINGS = Path(__file__).parent.parent / "recordings"
_PREFIX = b"data:"
_BAD_GATEWAY = 502


class Came(BaseModel):
    """An event of a stream: seconds after the call, and what of it is the model's: the fields of a
    piece, the reason of the end, or the whole of another event."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: float
    delta: dict[str, object] | None = None
    finish: str | None = None
    other: dict[str, object] | None = None


class Written(BaseModel):
    """One call: the SHA-256 of its messages, and the events of its answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt_sha256: str
    events: tuple[Came, ...]


class Recording(BaseModel):
    """A question with what the model wrote on it: first, and where it was asked again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    model: str
    calls: tuple[Written, ...]


def load_recordings(path: Path) -> list[Recording]:
    """The recordings of a file, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Recording.model_validate_json(line) for line in lines]


def as_line(recording: Recording) -> str:
    """A recording as a line of its file."""
    return recording.model_dump_json(exclude_none=True)


def replaying(recording: Recording) -> Script:
    """A script that writes what was recorded, in the order of the calls and without its pauses."""
    calls = iter(recording.calls)

    def script(messages: Messages) -> list[Step]:
        written = next(calls, None)
        return [_step(came) for came in written.events] if written else [Finish("stop")]

    return script


def _step(came: Came) -> Step:
    if came.delta is not None:
        return Delta(came.delta)
    return Event(came.other) if came.other is not None else Finish(came.finish)


def written_in(recording: Recording) -> list[list[str]]:
    """The sentences of each call."""
    texts = (
        "".join(str((came.delta or {}).get("content") or "") for came in call.events)
        for call in recording.calls
    )
    return [[one for one in sentences_from(iter([text])) if one] for text in texts]


def table(settings: Settings, recorded: Sequence[Recording]) -> str:
    """What was written and what the product shows of it, as Markdown."""
    lines = ["| Question | Written | Shown | The reader gets |", "|---|---:|---:|---|"]
    with serving(lambda messages: []) as endpoint:
        assistant = open_assistant(
            settings.model_copy(update={"llm_base_url": endpoint.url}), figures_by_code=False
        )
        for one in recorded:
            answer = shown_of(assistant, endpoint, one)
            written = sum(map(len, written_in(one)))
            shown = len(answer.sentences) if answer.mode == "llm" else 0
            lines.append(f"| {one.question} | {written} | {shown} | {answer.text} |")
    return "\n".join(lines)


def shown_of(assistant: Assistant, endpoint: Endpoint, recording: Recording) -> VerifiedAnswer:
    """What the product shows in the end where the model of `endpoint` writes what was recorded."""
    endpoint.script = replaying(recording)
    return assistant.ask(recording.question)


def record(settings: Settings, questions: Sequence[str]) -> Iterator[Recording]:
    """Asks each question through the product, figures too, and records what the model writes."""
    with _proxy_before(settings.llm_base_url) as (url, calls):
        assistant = open_assistant(
            settings.model_copy(update={"llm_base_url": url}), figures_by_code=False
        )
        for question in questions:
            calls.clear()
            assistant.ask(question)
            if calls:
                yield Recording(question=question, model=settings.llm_model, calls=tuple(calls))


@contextmanager
def _proxy_before(base: str) -> Iterator[tuple[str, list[Written]]]:
    """The address of a server that passes calls on to `base`, and the calls that came through it."""
    calls: list[Written] = []

    class Handler(_Handler):
        upstream, written = base.rstrip("/"), calls

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
    written: list[Written]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        begun = time.monotonic()
        # The settings know no other scheme than http and https.
        request = Request(  # noqa: S310
            self.upstream + self.path.removeprefix("/v1"),
            body,
            {name: self.headers[name] or "" for name in ("Content-Type", "Authorization")},
        )
        events: list[Came] = []
        with _answer_to(request) as answer:
            self.send_response(answer.status or _BAD_GATEWAY)
            self.send_header("Content-Type", answer.headers["Content-Type"] or "")
            self.end_headers()
            for line in answer:
                self.wfile.write(line)
                self.wfile.flush()
                events += events_in(line, round(time.monotonic() - begun, 2))
        self.written.append(Written(prompt_sha256=_sha256(body), events=tuple(events)))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _answer_to(request: Request) -> HTTPResponse | HTTPError:
    """The answer, a refusal too."""
    try:
        answer: HTTPResponse = urlopen(request)  # noqa: S310
    except HTTPError as refused:
        return refused
    return answer


def _sha256(body: bytes) -> str:
    messages = json.dumps(json.loads(body)["messages"], ensure_ascii=False)
    return hashlib.sha256(messages.encode()).hexdigest()


def events_in(line: bytes, at: float) -> Iterator[Came]:
    """What of the model's a line of a stream has."""
    sent = line.strip().removeprefix(_PREFIX).strip()
    if not line.startswith(_PREFIX) or sent == b"[DONE]":
        return
    event = json.loads(sent)
    if not event.get("choices"):
        yield Came(at=at, other=event)
        return
    choice = event["choices"][0]
    if choice.get("delta"):
        yield Came(at=at, delta=choice["delta"])
    if choice.get("finish_reason"):
        yield Came(at=at, finish=choice["finish_reason"])
