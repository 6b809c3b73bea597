"""A circuit breaker: what has failed several times in a row is left alone for a while, then tried once.

After M. Nygard, Release It! (2007).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Closed until `failures` calls in a row have failed; then open, but for one call each `rest`
    seconds, until one succeeds. Safe in threads."""

    def __init__(
        self, failures: int, rest: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures = failures
        self._rest = rest
        self._clock = clock
        self._in_a_row = 0
        self._next_probe = 0.0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be made now; where it is open and its rest is over, this one is it."""
        with self._lock:
            if self._in_a_row < self._failures:
                return True
            if self._clock() < self._next_probe:
                return False
            self._next_probe = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> bool:
        """Count a failure; whether it opened the breaker."""
        with self._lock:
            self._in_a_row += 1
            self._next_probe = self._clock() + self._rest
            return self._in_a_row == self._failures
