"""Work that takes longer than a page may wait: of each kind one at a time, each in its own folder.

A job survives a reload of the page and a restart of the server. Its id cannot be guessed. It is
removed, with all its files, after a day.
"""

from __future__ import annotations

import json
import logging
import queue
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from assistant.staff.table_files import replace_file
from assistant.trouble import log_error
from index.errors import ReportIndexError

KEPT_SECONDS = 24 * 3600
MAX_JOBS = 50  # kept at a time, done or not
MAX_WAITING = 8
_SWEEP_EVERY = 600.0  # seconds
_ID = re.compile(r"[A-Za-z0-9_-]{32}")
_FILE = "job.json"
_UNEXPECTED = "系统出了问题，没有做完。请稍后点“接着做”再试。"
_FULL = "现在排队的任务太多，请过一会儿再交来。"
_LOG = logging.getLogger(__name__)

State = Literal["held", "waiting", "running", "done", "partly", "failed", "cancelled"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One job: `done` of `total` steps; `message` is its result in words. "held": a person has yet to
    start it; "partly": some rows failed."""

    id: str
    kind: str
    name: str
    created: float
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a work in words, and whether all of it was done."""

    message: str
    whole: bool = True


Work = Callable[[Path, Progress], Outcome]
"""Does a job in its folder; started again after a stop, it continues where it was."""


class JobsFull(AssistantError):
    """Too many jobs are kept or waiting."""


class _Stopped(Exception):
    """The server stops, and the job continues when it starts again; or a person cancelled the job."""


class Jobs:
    """The jobs under `folder`; each kind has its work in `works` and its own worker: a letter does not
    wait for hours of a table. `close` stops the workers."""

    def __init__(self, folder: Path, works: Mapping[str, Work]) -> None:
        self._folder = folder
        self._works = works
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, queue.Queue[str | None]] = {kind: queue.Queue() for kind in works}
        self._stopping = threading.Event()
        self._take_up()
        self._workers = [
            threading.Thread(target=self._run, args=(kind,), name=f"staff-{kind}", daemon=True)
            for kind in works
        ]
        for worker in self._workers:
            worker.start()

    def add(self, kind: str, name: str, files: Mapping[str, bytes], *, held: bool = False) -> Job:
        """Adds a job with its files; one that is `held` waits for `start`.

        Raises JobsFull, ResultUnwritable.
        """
        self._sweep()
        state: State = "held" if held else "waiting"
        job = Job(secrets.token_urlsafe(24), kind, name, time.time(), state)
        with self._lock:
            self._check_room()
            if len(self._jobs) >= MAX_JOBS:
                raise JobsFull(_FULL)
            self._jobs[job.id] = job
        try:
            folder = self._folder / job.id
            folder.mkdir(parents=True, mode=0o700)
            for file, content in files.items():
                replace_file(folder / file, content)
            self._save(job)
        except (OSError, AssistantError):
            self._remove(job.id)
            raise
        if not held:
            self._waiting[kind].put(job.id)
        return job

    def start(self, job_id: str, files: Mapping[str, bytes]) -> Job | None:
        """Starts a held job, with `files` put to its own; any other stays as it is.

        Raises JobsFull, ResultUnwritable.
        """
        with self._lock:  # of two who start it, one says with what
            job = self._jobs.get(job_id)
            if job and job.state == "held":
                self._check_room()
                for file, content in files.items():
                    replace_file(self._folder / job_id / file, content)
                self._set(job, "waiting")
                self._waiting[job.kind].put(job_id)
        return self.job(job_id)

    def job(self, job_id: str) -> Job | None:
        with self._lock:
            job = self._jobs.get(job_id)
        return job if job and not _is_old(job) else None

    def file(self, job_id: str, name: str) -> Path | None:
        """The file `name` of a finished job; None where there is none."""
        job = self.job(job_id)
        path = self._folder / job_id / name if job and not job.is_open else None
        return path if path and path.is_file() else None

    def again(self, job_id: str) -> Job | None:
        """Continues a job that failed, was cancelled or done in part; any other stays as it is."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job and job.state in ("partly", "failed", "cancelled"):
                self._set(job, "waiting")
                self._waiting[job.kind].put(job_id)
        return self.job(job_id)

    def cancel(self, job_id: str) -> Job | None:
        """Stops an open job after its present step; removes a held one with its files."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job and job.is_open:
                self._set(job, "cancelled")
        if job and job.state == "held":
            self._remove(job_id)
        return self.job(job_id)

    def close(self) -> None:
        """Stops after the present step; the rest waits for the next start."""
        self._stopping.set()
        for waiting in self._waiting.values():
            waiting.put(None)
        for worker in self._workers:
            worker.join(timeout=5)

    def _take_up(self) -> None:
        """Takes over the jobs of an earlier run: unfinished ones wait again, old ones are removed."""
        for file in sorted(self._folder.glob(f"*/{_FILE}")):
            try:
                job = Job(**json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError):
                _LOG.warning("任务文件无法读取：%s", file)
                continue
            if job.kind in self._works:
                self._jobs[job.id] = job
        for job in sorted(self._jobs.values(), key=lambda each: each.created):
            if job.is_open:
                self._jobs[job.id] = replace(job, state="waiting")
                self._waiting[job.kind].put(job.id)
        self._sweep()

    def _run(self, kind: str) -> None:
        while not self._stopping.is_set():
            try:
                job_id = self._waiting[kind].get(timeout=_SWEEP_EVERY)
            except queue.Empty:
                self._sweep()
                continue
            with self._lock:
                job = self._jobs.get(job_id or "")
                if not job or _is_old(job) or job.state != "waiting":
                    continue
                job = self._set(job, "running")
            self._do(job)

    def _do(self, job: Job) -> None:
        def progress(done: int, total: int) -> None:
            with self._lock:
                now = self._jobs.get(job.id)
                if self._stopping.is_set() or not now or now.state != "running":
                    raise _Stopped
                self._jobs[job.id] = replace(now, done=done, total=total)

        try:
            outcome = self._works[job.kind](self._folder / job.id, progress)
            state: State = "done" if outcome.whole else "partly"
            message = outcome.message
        except _Stopped:
            return
        except (AssistantError, ReportIndexError) as error:
            state, message = "failed", str(error)
        except Exception as error:  # noqa: BLE001
            # Whatever fails in one job, the worker goes on with the others; the log has the reason.
            log_error("任务没有做成", error)
            state, message = "failed", _UNEXPECTED
        with self._lock:
            now = self._jobs.get(job.id)
            if now and now.state == "running":  # else it was cancelled at its last step
                self._set(now, state, message)

    def _check_room(self) -> None:
        if sum(job.is_open for job in self._jobs.values()) >= MAX_WAITING:
            raise JobsFull(_FULL)

    def _set(self, job: Job, state: State, message: str = "") -> Job:
        """`job` in that state, kept; called with the lock, so that no state is lost."""
        job = self._jobs[job.id] = replace(job, state=state, message=message)
        try:
            self._save(job)
        except AssistantError:  # the disk is full: the state is correct until the server stops
            _LOG.warning("任务状态没有存下：%s", job.id)
        return job

    def _save(self, job: Job) -> None:
        content = json.dumps(asdict(job), ensure_ascii=False)
        replace_file(self._folder / job.id / _FILE, content.encode())

    def _sweep(self) -> None:
        with self._lock:
            old = [job.id for job in self._jobs.values() if _is_old(job) and job.state != "running"]
        for job_id in old:
            self._remove(job_id)
        for path in self._folder.glob("*"):
            is_stray = _ID.fullmatch(path.name) and path.name not in self._jobs
            with suppress(OSError):  # another sweep may have removed it
                if is_stray and path.stat().st_mtime < time.time() - KEPT_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)

    def _remove(self, job_id: str) -> None:
        with self._lock:
            self._jobs.pop(job_id, None)
        shutil.rmtree(self._folder / job_id, ignore_errors=True)


def _is_old(job: Job) -> bool:
    return job.created < time.time() - KEPT_SECONDS
