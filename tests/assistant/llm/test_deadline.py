"""An asynchronous source in a thread: its items, its faults, and its end at the deadline."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator

import pytest

from assistant.llm.deadline import pulled


class Source:
    """Gives its items, then waits for ever; `closed` is set when it is."""

    def __init__(self, *items: str, fault: Exception | None = None, ends: bool = False) -> None:
        self.items, self.fault, self.ends = items, fault, ends
        self.closed = threading.Event()

    async def run(self) -> AsyncGenerator[str]:
        try:
            for item in self.items:
                yield item
            if self.fault:
                raise self.fault
            if not self.ends:
                await asyncio.Event().wait()
        finally:
            self.closed.set()


def soon() -> float:
    return time.monotonic() + 0.1


def test_the_items_come_in_order() -> None:
    source = Source("甲", "乙", "丙", ends=True)
    items = [item for item in pulled(source.run(), time.monotonic() + 30) if item is not None]
    assert items == ["甲", "乙", "丙"]
    assert source.closed.wait(5)


def test_what_the_source_raises_comes_behind_its_items() -> None:
    items = []
    with pytest.raises(KeyError, match="x"):
        for item in pulled(Source("甲", fault=KeyError("x")).run(), time.monotonic() + 30):
            items.append(item)
    assert items == ["甲"]


def test_one_that_never_ends_is_cancelled_at_the_deadline() -> None:
    source = Source("甲")
    items = []
    with pytest.raises(TimeoutError):
        for item in pulled(source.run(), soon()):
            items.append(item)
    assert items[0] == "甲" and set(items[1:]) <= {None}
    assert source.closed.wait(5)


def test_a_reader_who_waits_hears_that_nothing_has_come_and_ends_it_by_leaving() -> None:
    source = Source()
    items = pulled(source.run(), time.monotonic() + 30)
    assert next(items) is None
    assert not source.closed.is_set()
    items.close()
    assert source.closed.wait(5)


def test_one_that_does_not_heed_its_cancelling_holds_no_reader() -> None:
    released = threading.Event()

    async def stubborn() -> AsyncGenerator[str]:
        await asyncio.to_thread(released.wait, 20)
        yield "late"

    try:
        with pytest.raises(TimeoutError):
            list(pulled(stubborn(), soon()))
    finally:
        released.set()
