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
    server = Server(index, folder, **settings)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


class Server:
    """A server that can be stopped, killed and started again at its address."""

    def __init__(self, index: Path, folder: Path, **settings: str) -> None:
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._command = ["-m", "assistant", "serve", "--index", str(index), "--port", str(port)]
        self.folder = folder
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Returns once it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "ASSISTANT_DATA": str(self.folder), **self._settings},
            )
        until = time.monotonic() + _START
        while not _healthy(self.address):
            assert self._process.poll() is None, f"the server stopped: {self.log()}"
            assert time.monotonic() < until, f"no answer within {_START} s: {self.log()}"
            time.sleep(0.3)

    def stop(self) -> None:
        assert self._process
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait(timeout=20)


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
