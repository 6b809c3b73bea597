"""Runs the application: the port, and connections bounded in time and number.

A client that sends nothing, or sends it in drops, is disconnected; where there are too many, the one
that has been waited for longest goes first, and nobody else is kept out.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any, cast

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.errors import AssistantError

with suppress(ImportError):  # Windows has no such module, and no such limits
    import resource

_GRACE = 2  # seconds a stop waits for answers that are being written
_HEAD_BYTES = 16 * 1024  # of a request's head
_HEAD_WITHIN = 15.0  # seconds for the head of a request, from its connection or its first byte
_BODY_WITHIN = 180.0  # seconds for its body: a table of 20 MB over a slow line
_WANTED_HANDLES = 65_536
_MOST = 2_000  # connections at a time, where the system allows so many handles
_FEWEST = 64


class PortInUse(AssistantError):
    """Another program listens on the port."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that holds the port. Raises PortInUse where another program has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"无法在 {host!r} 上使用端口 {port}（{error.strerror}）。"
            f"请换一个端口，例如 --port {port + 1}。"
        ) from error
    return listener


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serves until the process is stopped. Raises PortInUse before it starts."""
    config = uvicorn.Config(
        app,
        http=LimitedConnection,
        ws="none",
        h11_max_incomplete_event_size=_HEAD_BYTES,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )
    _raise_handle_limit()
    with listen(host, port) as listener:
        uvicorn.Server(config).run(sockets=[listener])


def _raise_handle_limit() -> None:
    """Lets the process open as many files and connections as it may without more rights."""
    with suppress(NameError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _WANTED_HANDLES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_HANDLES)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _most_connections() -> int:
    """Half of the handles the process may have: the other half is for the index and its files."""
    with suppress(NameError):
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            return max(_FEWEST, min(_MOST, soft // 2))
    return _MOST


class LimitedConnection(H11Protocol):
    """uvicorn's connection, with limits on how long a request may take to arrive and on their number."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._overdue: asyncio.TimerHandle | None = None
        self._awaits: Any = None
        self._since = self.loop.time()
        if len(self.connections) > _most_connections():
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

    def disconnect(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()

    def _watch(self) -> None:
        """Starts the timer for what the client has to send now; a part of it does not restart it."""
        awaits = self.conn.their_state
        if awaits is self._awaits and self._overdue:
            return
        self._stop_watching()
        self._awaits = awaits
        if self.is_waited_for():
            self._since = self.loop.time()
            within = _HEAD_WITHIN if awaits is h11.IDLE else _BODY_WITHIN
            self._overdue = self.loop.call_later(within, self.disconnect)

    def _stop_watching(self) -> None:
        if self._overdue:
            self._overdue.cancel()
            self._overdue = None

    def _make_room(self) -> None:
        connections = cast("set[LimitedConnection]", self.connections)
        waited_for = [each for each in connections if each.is_waited_for()]
        min(waited_for, key=lambda each: each._since, default=self).disconnect()
