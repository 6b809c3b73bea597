"""The port that the server takes."""

from __future__ import annotations

import socket

import pytest

from assistant.web.server import PortInUse, listen


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=str(port)):
            listen("127.0.0.1", port)


def test_a_free_port_is_held() -> None:
    with listen("127.0.0.1", 0) as held, pytest.raises(PortInUse):
        listen("127.0.0.1", held.getsockname()[1])
