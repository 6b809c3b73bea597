"""A real server over an index, in a process of its own; stopped by its process id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_START = 90  # seconds a server may take until it answers


@contextmanager
def serving(index: Path, folder: Path, **settings: str) -> Iterator[str]:
    """Its address, once it answers; `settings` are environment variables, its files in `folder`."""
    port = _free_port()
    command = ["-m", "assistant", "serve", "--index", str(index), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, *command],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "ASSISTANT_DATA": str(folder), **settings},
        )
    try:
        until = time.monotonic() + _START
        while not _healthy(f"http://127.0.0.1:{port}"):
            said = (folder / "log").read_text(encoding="utf-8")
            assert server.poll() is None, f"the server stopped: {said}"
            assert time.monotonic() < until, f"no answer within {_START} s: {said}"
            time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(address: str) -> bool:
    try:
        with urlopen(f"{address}/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False
