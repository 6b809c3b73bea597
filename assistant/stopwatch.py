"""Where the time of an answer goes, by stage."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Milliseconds by stage, added up where a stage is gone through more than once."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            self._spent[stage] = self._spent.get(stage, 0.0) + elapsed

    def steps(self, stage: str, items: Iterator[T]) -> Iterator[T]:
        """The items, the time spent on waiting for each counted to `stage`."""
        while True:
            with self.timed(stage):
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item

    def spent_ms(self) -> Mapping[str, float]:
        return {stage: round(spent, 3) for stage, spent in self._spent.items()}
