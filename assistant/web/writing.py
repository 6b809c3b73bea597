"""An answer while it is written: a thread asks the assistant, the event loop takes what there is to show."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from typing import Protocol

from assistant.answer import Evidence, VerifiedAnswer
from assistant.web.error_log import log_error
from assistant.web.render import render_answer, render_evidence
from index.errors import ReportIndexError

_BETWEEN = 0.025  # seconds: a browser redraws at most some 40 times a second
_QUIET = 10.0  # seconds without anything new after which the reader's connection is tried


class Asks(Protocol):
    """Tells what it found for a question, then its answer as it grows; the last is whole."""

    def stream(
        self, asked: str, turns: Sequence[str] = ()
    ) -> Generator[Evidence | VerifiedAnswer]: ...


_FAULT = "抱歉，系统出了问题，没能回答。请稍后再问一次。"
_NO_INDEX = "抱歉，收录的报告正在更新，暂时不能回答。请过一会儿再问一次。"


class Unanswered(Exception):
    """The assistant failed; its text is what a reader is told, why is in the log."""


class Writing:
    """One answer being written, on a thread of its own; `done` is called in the loop when it ends."""

    def __init__(
        self,
        assistant: Asks,
        asked: str,
        turns: Sequence[str],
        *,
        anchor: str,
        done: Callable[[], None],
    ) -> None:
        self._assistant, self._asked, self._turns = assistant, asked, turns
        self._anchor, self._done = anchor, done
        self._loop = asyncio.get_running_loop()
        self._shown: asyncio.Queue[str | Unanswered | None] = asyncio.Queue()
        self._left = threading.Event()
        self._due = 0.0

    async def bubbles(self) -> AsyncGenerator[str]:
        """The answer's HTML each time there is more of it, and "" now and then while there is not.

        Closing it stops the writing at the next step. Raises Unanswered.
        """
        threading.Thread(target=self._write, name="answer", daemon=True).start()
        try:
            while True:
                try:
                    shown = await asyncio.wait_for(self._shown.get(), _QUIET)
                except TimeoutError:
                    shown = ""
                if isinstance(shown, Unanswered):
                    raise shown
                if shown is None:
                    return
                yield shown
        finally:
            self._left.set()

    def _write(self) -> None:
        ending: Unanswered | None = None
        try:
            for bubble in self._bubbles():
                self._tell(bubble)
        except Exception as fault:  # noqa: BLE001
            # Whatever it is, this reader gets a sentence and the others go on.
            log_error("没能回答一个问题", fault)
            ending = Unanswered(_NO_INDEX if isinstance(fault, ReportIndexError) else _FAULT)
        with suppress(RuntimeError):  # the loop is closed: the server stops
            self._loop.call_soon_threadsafe(self._shown.put_nowait, ending)
            self._loop.call_soon_threadsafe(self._done)

    def _bubbles(self) -> Iterator[str]:
        latest = None
        with closing(self._assistant.stream(self._asked, self._turns)) as snapshots:
            for snapshot in snapshots:
                if self._left.is_set():
                    return
                if snapshot is not latest:
                    latest = snapshot
                    yield self._rendered(snapshot)

    def _rendered(self, snapshot: Evidence | VerifiedAnswer) -> str:
        if isinstance(snapshot, Evidence):
            return render_evidence(snapshot)
        return render_answer(snapshot, self._anchor)

    def _tell(self, bubble: str) -> None:
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = time.monotonic() + _BETWEEN
        self._loop.call_soon_threadsafe(self._shown.put_nowait, bubble)
