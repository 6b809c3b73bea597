"""What a real model wrote, kept to be written again where there is no model: its streams as they came.

A recording is made by `evals.measures.recorder` and replayed by the scripted server
(`evals.measures.endpoint`): behind the socket everything is the product's own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import VerifiedAnswer
from assistant.check.markers import sentences_from
from assistant.llm import generative
from assistant.llm.language_model import ThoughtAloud, without_thinking
from assistant.settings import Settings
from assistant.wiring import assistant_over, open_searcher
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
_OK = 200


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
    calls: tuple[Written, ...] = Field(min_length=1)


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
