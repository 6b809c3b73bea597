"""Connections that are bounded in time and number: who opens them and sends nothing, or by drops, is
let go, the longest waiting first, before anyone else is kept out.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_HEAD_WITHIN = 15.0  # seconds for the head of a request, from its connection or its first byte
_BODY_WITHIN = 180.0  # seconds for its body: a table of 20 MB over a slow line
_WANTED_HANDLES = 65_536
_MOST = 2_000  # connections at a time, where the system allows so many handles
_FEWEST = 64


def raise_handle_limit() -> None:
    """Lets the process open as many files and connections as the system allows without more rights."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_HANDLES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_HANDLES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """Half of the handles the process may have: the other half is for the index and its files."""
    try:
        import resource
    except ImportError:
        return _MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(_FEWEST, min(_MOST, soft // 2))


class LimitedConnection(H11Protocol):
    """uvicorn's connection with an end to how long a request may take to come, and to their number."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._overdue: asyncio.TimerHandle | None = None
        self._awaits: Any = None
        self._since = self.loop.time()
        if len(self.connections) > most_connections():
            self._make_room()
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def is_waited_for(self) -> bool:
        """Whether it is the client's turn: to send a head, or the rest of a body."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def let_go(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()

    def _watch(self) -> None:
        """Sets the time for what the client now has to send; drops of it gain it no more time."""
        awaits = self.conn.their_state
        if awaits is self._awaits and self._overdue:
            return
        self._stop_watching()
        self._awaits = awaits
        if self.is_waited_for():
            self._since = self.loop.time()
            within = _HEAD_WITHIN if awaits is h11.IDLE else _BODY_WITHIN
            self._overdue = self.loop.call_later(within, self.let_go)

    def _stop_watching(self) -> None:
        if self._overdue:
            self._overdue.cancel()
            self._overdue = None

    def _make_room(self) -> None:
        connections = cast("set[LimitedConnection]", self.connections)
        waited_for = [each for each in connections if each.is_waited_for()]
        min(waited_for, key=lambda each: each._since, default=self).let_go()
