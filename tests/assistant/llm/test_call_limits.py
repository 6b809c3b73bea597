"""An asynchronous source in a thread: its items, its errors, and its end at the deadline. A breaker:
what fails in a row is left alone for a while, then tried once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator

import pytest

from assistant.llm.call_limits import CircuitBreaker, pulled


class Source:
    """Gives its items, then waits for ever; `closed` is set when it is."""

    def __init__(self, *items: str, error: Exception | None = None, ends: bool = False) -> None:
        self.items, self.error, self.ends = items, error, ends
        self.closed = threading.Event()

    async def run(self) -> AsyncGenerator[str]:
        try:
            for item in self.items:
                yield item
            if self.error:
                raise self.error
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
        for item in pulled(Source("甲", error=KeyError("x")).run(), time.monotonic() + 30):
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


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(3, 30.0, clock)
    assert [breaker.failed() for _ in range(3)] == [False, False, True]
    return breaker


def test_it_opens_after_failures_in_a_row() -> None:
    breaker = CircuitBreaker(3, 30.0, Clock())
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    breaker.succeeded()
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    assert breaker.failed()
    assert not breaker.admits()


def test_after_its_rest_one_call_is_let_through_and_the_next_not() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 29.0
    assert not breaker.admits()
    clock.now = 30.0
    assert breaker.admits()
    assert not breaker.admits()


def test_a_probe_that_fails_begins_a_new_rest_and_is_not_said_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    assert breaker.admits()
    assert not breaker.failed()
    clock.now = 59.0
    assert not breaker.admits()
    clock.now = 60.0
    assert breaker.admits()


def test_a_probe_that_succeeds_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 31.0
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits() and breaker.admits()
    assert not breaker.failed()


def test_a_probe_that_never_says_how_it_went_is_followed_by_another() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30.0
    assert breaker.admits()
    clock.now = 60.0
    assert breaker.admits()
