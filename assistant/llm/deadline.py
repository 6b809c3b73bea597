"""An asynchronous source read from a thread under one deadline: nothing that it awaits outlasts it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
_BEAT = 0.25  # seconds after which a caller learns that nothing has come
_LATE = 0.5  # seconds for the source to end by itself at its deadline
_STARTING = threading.Lock()


class _Ended:
    """Stands behind the last item."""


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
