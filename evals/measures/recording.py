"""What a real model wrote, kept to be written again where there is no model: its streams as they came.

A recording is made through the product, by a proxy on loopback in front of the endpoint, and replayed
by the scripted server (`evals.measures.endpoint`): behind the socket everything is the product's own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import VerifiedAnswer
from assistant.check.markers import sentences_from
from assistant.llm import generative
from assistant.llm.call_limits import event_of
from assistant.llm.language_model import ThoughtAloud, without_thinking
from assistant.settings import Settings
from assistant.wiring import assistant_over, open_assistant, open_searcher
from evals.errors import RecordingInvalid
from evals.measures.endpoint import (
    Delta,
    Drop,
    Event,
    Finish,
    Messages,
    Refuse,
    Script,
    Step,
    serving,
)

RECORDINGS = Path(__file__).parent.parent / "recordings"
_PREFIX, _DONE = b"data:", b"[DONE]"
_OK, _BAD_GATEWAY = 200, 502


class Came(BaseModel):
    """An event of a stream: seconds after the call, and what of it is the model's: the fields of a
    piece, the reason of the end, or the whole of another event."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: float
    delta: dict[str, object] | None = None
    finish: str | None = None
    other: dict[str, object] | None = None


class Written(BaseModel):
    """One call: the SHA-256 of its messages, the events of its answer and its HTTP status; `cut`: it
    came to no end, or the product did not wait for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt_sha256: str
    events: tuple[Came, ...]
    status: int = _OK
    cut: bool = False

    @property
    def refused(self) -> bool:
        """Whether the endpoint answered with an error."""
        return self.status != _OK


class Recording(BaseModel):
    """A question with what the model wrote on it: first, and where it was asked again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    model: str
    calls: tuple[Written, ...]


class Stopped(NamedTuple):
    """A sentence of a model that the check stopped, and why."""

    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A recording, what the reader gets in the end, and what the check stopped. `whole`: the product
    asked no more than was recorded; one that judges otherwise than then may ask once more."""

    recording: Recording
    answer: VerifiedAnswer
    stopped: tuple[Stopped, ...]
    whole: bool


def load_recordings(path: Path) -> list[Recording]:
    """The recordings of a file, in order. Raises RecordingInvalid."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise RecordingInvalid(f"无法读取录制文件 {str(path)!r}：{error}。") from error
    recordings = []
    for number, line in enumerate(lines, start=1):
        try:
            recordings.append(Recording.model_validate_json(line))
        except ValidationError as error:
            why = error.errors()[0]["msg"]
            raise RecordingInvalid(f"{path.name} 第 {number} 行不是录下的回答：{why}。") from error
    if not recordings:
        raise RecordingInvalid(f"录制文件 {str(path)!r} 中没有回答。")
    return recordings


def as_line(recording: Recording) -> str:
    """A recording as a line of its file."""
    return recording.model_dump_json(exclude_defaults=True)


def replaying(recording: Recording) -> Script:
    """A script that writes what was recorded, in the order of the calls and without its pauses."""
    calls = iter(recording.calls)

    def script(messages: Messages) -> list[Step]:
        written = next(calls, None)
        if written is None:
            return [Finish("stop")]
        if written.refused:
            return [Refuse(written.status)]
        return [*map(_step, written.events), *([Drop()] if written.cut else ())]

    return script


def _step(came: Came) -> Step:
    if came.delta is not None:
        return Delta(came.delta)
    return Event(came.other) if came.other is not None else Finish(came.finish)


def written_in(recording: Recording) -> list[list[str]]:
    """The sentences of each call, without what the model only thought."""
    return [
        [one for one in sentences_from(iter([_answered(call)])) if one] for call in recording.calls
    ]


def _answered(call: Written) -> str:
    text = "".join(str((came.delta or {}).get("content") or "") for came in call.events)
    try:
        return "".join(without_thinking(iter([text])))
    except ThoughtAloud:
        return "".join(without_thinking(iter([text]), begun=True))


def judged(settings: Settings, recorded: Iterable[Recording]) -> Iterator[Judged]:
    """Each recording with what the product makes of it where the model writes all, figures too.

    Each is written by a model of its own: what one failed at does not rest the next.
    """
    searcher = open_searcher(settings)
    for one in recorded:
        with serving(replaying(one)) as endpoint:
            behind = {"llm_model": one.model, "llm_base_url": endpoint.url}
            assistant = assistant_over(
                searcher, settings.model_copy(update=behind), figures_by_code=False
            )
            with warnings_of(generative.__name__) as warned:
                answer = assistant.ask(one.question)
        stopped = (args_of(record) for record in warned if record.msg == generative.STOPPED)
        whole = len(endpoint.calls) <= len(one.calls)
        yield Judged(one, answer, tuple(Stopped(*args) for args in stopped), whole)


@contextmanager
def warnings_of(module: str) -> Iterator[list[logging.LogRecord]]:
    """What a module of the product logs meanwhile, and nobody else reads."""
    warned: list[logging.LogRecord] = []

    def keep(record: logging.LogRecord) -> bool:
        warned.append(record)
        return False

    logger = logging.getLogger(module)
    logger.addFilter(keep)
    try:
        yield warned
    finally:
        logger.removeFilter(keep)


def args_of(record: logging.LogRecord) -> tuple[str, ...]:
    """What stands in the message of a log record."""
    return tuple(map(str, record.args)) if isinstance(record.args, tuple) else ()


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
