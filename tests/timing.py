"""Waiting and measuring in tests: conditions that come true, and times that a noisy machine can bear."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence

GOES = 3


def wait_for(condition: Callable[[], bool], seconds: float = 180) -> None:
    """Return once `condition` is true. Raises TimeoutError after `seconds`: a bound on a hang,
    far above what any machine needs."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"still false after {seconds} s")
        time.sleep(0.02)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of a few goes: a cold cache or a neighbour slows the others."""
    return min(_spent(work, time.process_time) for _ in range(GOES))


def start_ups(arguments: Sequence[str]) -> float:
    """How many times as long as Python alone takes to start `python ARGUMENTS` takes."""
    return _seconds_of(arguments) / _seconds_of(["-c", "pass"])


def _seconds_of(arguments: Sequence[str]) -> float:
    def run() -> None:
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)

    return min(_spent(run, time.perf_counter) for _ in range(GOES))


def _spent(work: Callable[[], object], clock: Callable[[], float]) -> float:
    started = clock()
    work()
    return clock() - started
