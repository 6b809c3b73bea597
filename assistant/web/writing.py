"""How an answer is written: the reader's place in the queue, then a thread that asks the assistant.

The event loop takes from the thread what there is to show.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from typing import Protocol

from assistant.answer import Evidence, VerifiedAnswer
from assistant.trouble import log_error
from assistant.web.around import Around
from assistant.web.render import render_answer, render_evidence
from assistant.web.templates import fill
from index.errors import IndexUnreachable, ReportIndexError

_FAULT = "抱歉，系统出了问题，没能回答。请稍后再问一次。"
_NO_INDEX = "抱歉，收录的报告正在更新，暂时不能回答。请过一会儿再问一次。"
_NO_SERVER = "抱歉，存放报告的服务器没有应答，暂时不能回答。请过一会儿再问一次。"
_LOOK_EVERY = 1.0  # seconds between two looks at the place in the queue
_BETWEEN = 0.025  # seconds: a browser redraws at most some 40 times a second
_QUIET = 10.0  # seconds without anything new after which the reader's connection is tried


class Asks(Protocol):
    """Yields what it found for a question, then its answer as it grows; the last one is complete."""

    def stream(
        self, asked: str, turns: Sequence[str] = ()
    ) -> Generator[Evidence | VerifiedAnswer]: ...


class _Stopped:
    """The reader wants no more of the answer."""


class Unanswered(Exception):
    """The assistant failed: the message is for the reader, the reason is in the log."""


class WaitingRoom:
    """The queue of all readers: `at_once` are let in, `most` wait; used in one event loop."""

    def __init__(self, at_once: int, most: int) -> None:
        self._free = at_once
        self._most = most
        self._queue: deque[Place] = deque()

    def enter(self) -> Place | None:
        """A place, with its turn at once or in the queue; None where the queue is full."""
        if not self._free and len(self._queue) >= self._most:
            return None
        place = Place(self)
        if self._free:
            self._free -= 1
            place.called.set()
        else:
            self._queue.append(place)
        return place

    def has_spare_place(self) -> bool:
        return self._free > 0

    def ahead_of(self, place: Place) -> int:
        """How many wait before `place`."""
        return self._queue.index(place)

    def leave(self, place: Place) -> None:
        if not place.called.is_set():
            self._queue.remove(place)
        elif self._queue:
            self._queue.popleft().called.set()
        else:
            self._free += 1


class Place:
    """A place in the room; it must be left, whether its turn came or not."""

    def __init__(self, room: WaitingRoom) -> None:
        self.called = asyncio.Event()
        self._room = room
        self._left = False

    async def turn(self) -> AsyncIterator[int]:
        """How many are before it, about once a second; ends when its turn comes."""
        while not self.called.is_set():
            yield self._room.ahead_of(self)
            try:
                await asyncio.wait_for(self.called.wait(), _LOOK_EVERY)
            except TimeoutError:
                continue

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._room.leave(self)


class Writing:
    """One answer being written, on a thread of its own; `done` is called in the loop when it ends.

    `written` is what there is of it where it is stopped, "" as long as there is nothing.
    """

    def __init__(
        self,
        assistant: Asks,
        asked: str,
        turns: Sequence[str],
        *,
        anchor: str,
        around: Around,
        done: Callable[[], None],
    ) -> None:
        self._assistant, self._asked, self._turns = assistant, asked, turns
        self._anchor, self._around, self._done = anchor, around, done
        self.written = ""
        self._loop = asyncio.get_running_loop()
        self._shown: asyncio.Queue[str | Unanswered | _Stopped | None] = asyncio.Queue()
        self._left = threading.Event()
        self._due = 0.0

    async def bubbles(self) -> AsyncGenerator[str]:
        """The answer's HTML each time there is more of it, and "" now and then while there is not.

        Closing it stops the thread at its next step. Raises Unanswered.
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
                if shown is None or isinstance(shown, _Stopped):
                    return
                yield shown
        finally:
            self._left.set()

    def stop(self) -> None:
        """Ends the answer with what there is of it."""
        self._left.set()
        self._shown.put_nowait(_Stopped())

    def _write(self) -> None:
        ending: Unanswered | None = None
        try:
            for bubble in self._bubbles():
                self._show(bubble)
        except Exception as error:  # noqa: BLE001
            # Whatever fails, this reader gets a sentence and the other readers are not affected.
            log_error("没能回答一个问题", error)
            ending = Unanswered(_sentence(error))
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
        if isinstance(latest, VerifiedAnswer):
            yield from self._around.steps(latest, self._anchor)

    def _rendered(self, snapshot: Evidence | VerifiedAnswer) -> str:
        if isinstance(snapshot, Evidence):
            return render_evidence(snapshot)
        answer = render_answer(snapshot, self._anchor)
        left = answer
        if snapshot.pending:  # it would say that a model still writes
            left = render_answer(replace(snapshot, pending=False), self._anchor)
        self.written = left + fill("stopped")
        return answer

    def _show(self, bubble: str) -> None:
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = time.monotonic() + _BETWEEN
        self._loop.call_soon_threadsafe(self._shown.put_nowait, bubble)


def _sentence(error: Exception) -> str:
    """What the reader is shown of an error."""
    if isinstance(error, IndexUnreachable):
        return _NO_SERVER
    return _NO_INDEX if isinstance(error, ReportIndexError) else _FAULT
