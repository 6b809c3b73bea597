"""A real server on loopback under attack: it goes on answering, fetches nothing, copies nothing, stops when told."""

from __future__ import annotations

import http.server
import json
import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.assistant.web.pages import JOIN, READ, chat_shown, messages_in
from tests.assistant.web.test_guard import HOSTILE, MALFORMED, component, said_with, sent
from tests.attack_size import repeats
from tests.e2e.server import Server

GDP = "2025年北关区的GDP是多少?"


@pytest.fixture(scope="module")
def server(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    opened = Server(seed_index, tmp_path_factory.mktemp("served"), ASSISTANT_STAFF_PAGE="1")
    opened.start()
    yield opened
    opened.stop()  # in time: what was sent to it does not keep it


def post(server: Server, body: bytes, path: str = JOIN) -> int:
    request = Request(server.address + path, body, {"content-type": "application/json"})
    try:
        with urlopen(request, timeout=20) as reply:
            return int(reply.status)
    except HTTPError as refused:
        with refused:
            return refused.code


def ask(server: Server, session: str, question: str = GDP, timeout: float = 60) -> str:
    """The last bubble of the answer."""
    body = sent(data=[question], session_hash=session)
    assert post(server, json.dumps(body).encode()) == 200
    with urlopen(f"{server.address}{READ}?session_hash={session}", timeout=timeout) as reply:
        return chat_shown(messages_in(reply.read().decode()))[-1]


def seconds(server: Server) -> float:
    """How long /health takes."""
    began = time.monotonic()
    with urlopen(f"{server.address}/health", timeout=20) as reply:
        assert reply.status == 200
    return time.monotonic() - began


def resident(server: Server) -> int:
    """MiB that the server has in memory."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """An address that nobody should fetch, and what was fetched."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{opened.server_port}/canary", hits
        opened.shutdown()


def test_hostile_events_stop_nothing_copy_nothing_and_fetch_nothing(server: Server) -> None:
    with canary() as (address, hits):
        file = {"path": address, "url": address, "meta": {"_type": "gradio.FileData"}}
        fetching = [
            sent(data=["x", None, said_with(file)]),
            sent(data=[file]),
            sent(data=["x", None, component("image", value=address)]),
            sent(data=["x", None, [{"role": "user", "content": {"path": address}}]]),
        ]
        bodies = [json.dumps(body).encode() for body in (*HOSTILE.values(), *fetching)]
        for body in (*bodies, *MALFORMED.values()):
            assert post(server, body) == 400
            seconds(server)  # it answers, or this raises
    assert hits == []
    copied = [path for path in Path(server.folder, "page").rglob("*") if path.is_file()]
    assert copied == []
    assert "189.3亿元" in ask(server, "after")
    assert "Traceback" not in server.log()


def test_a_question_of_ten_megabytes_is_not_taken(server: Server) -> None:
    body = json.dumps(sent(data=["住在" * 5_000_000]), ensure_ascii=False).encode()
    assert len(body) > 10_000_000
    try:
        code = post(server, body)
    except OSError:  # it closed the connection while we were still sending
        code = 413
    assert code == 413
    assert "189.3亿元" in ask(server, "large")


def test_strange_questions_are_answered_and_leave_no_traceback(server: Server) -> None:
    for number, question in enumerate(
        ["\ud83d", "GDP\x00", "长" * 20_000, "<img src=x>", "\u202e"]
    ):
        assert "class=" in ask(server, f"strange{number}", question)
    assert "Traceback" not in server.log()


def test_another_host_does_not_get_the_staff_page(server: Server) -> None:
    request = Request(f"{server.address}/staff", headers={"host": "evil.example"})
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=10)
    with refused.value as reply:
        assert reply.code == 421
    with urlopen(f"{server.address}/staff", timeout=10) as reply:
        assert reply.status == 200


def _half_open(server: Server, sends: bytes, count: int, opened: ExitStack) -> None:
    port = int(server.address.rpartition(":")[2])
    for _ in range(count):
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            return  # it takes no more: the others are what is looked at
        opened.enter_context(connection)
        connection.sendall(sends)


@pytest.fixture
def small_server(seed_index: Path, tmp_path: Path) -> Iterator[Server]:
    """One that may open no more than 512 files and connections."""
    opened = Server(seed_index, tmp_path)
    opened.start()
    resource.prlimit(opened.pid, resource.RLIMIT_NOFILE, (512, 512))
    yield opened
    opened.stop()


HEAD = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "
BODY = (
    f"POST {JOIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    "Content-Length: 1000\r\n\r\n{"
).encode()


@pytest.mark.faults
@pytest.mark.parametrize(
    "sends", [b"", HEAD, BODY, BODY[:1]], ids=["nothing", "head", "body", "byte"]
)
def test_half_open_connections_keep_nobody_out(small_server: Server, sends: bytes) -> None:
    """1,100 of them, where it may have 512 handles."""
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (2_048, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    with ExitStack() as opened:
        _half_open(small_server, sends, 1_100, opened)
        for number in range(5):
            assert seconds(small_server) < 5
            assert "189.3亿元" in ask(small_server, f"beside{number}")
        time.sleep(20)
        handles = len(list(Path(f"/proc/{small_server.pid}/fd").iterdir()))
        assert handles < 100, "what sends nothing is let go"


@pytest.mark.faults
def test_a_request_by_drops_is_let_go(server: Server) -> None:
    port = int(server.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(HEAD)
        began = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - began < 60:
                connection.sendall(b"a")
                time.sleep(0.5)
        assert time.monotonic() - began < 30


@pytest.mark.faults
def test_four_huge_questions_hold_nobody(server: Server) -> None:
    """3.4 million characters each: 33 s for everybody before."""
    body = json.dumps(sent(data=["住在" * 1_700_000])).encode()
    with ThreadPoolExecutor(4) as pool:
        posted = [pool.submit(post, server, body) for _ in range(4)]
        assert all(seconds(server) < 5 for _ in range(20))
        assert "189.3亿元" in ask(server, "meanwhile")
        assert all(each.exception() or each.result() == 413 for each in posted)


@pytest.mark.faults
def test_fifty_readers_are_answered(server: Server) -> None:
    def reader(number: int) -> list[float]:
        spent = []
        for turn in range(6):
            began = time.monotonic()
            assert "189.3亿元" in ask(server, f"reader{number}-{turn}")
            spent.append(time.monotonic() - began)
        return spent

    with ThreadPoolExecutor(50) as pool:
        spent = sorted(each for times in pool.map(reader, range(50)) for each in times)
    print(f"p50 {spent[150]:.2f} s, p99 {spent[297]:.2f} s")  # shown with -s
    assert len(spent) == 300 and spent[297] < 60


@pytest.mark.faults
def test_memory_is_flat_over_ten_thousand_answers(server: Server) -> None:
    """Some 25 answers a session, as readers do; 50 to 65 KB an answer before: 500 MB."""

    def reader(name: str, count: int) -> None:
        for number in range(count):
            assert "189.3亿元" in ask(server, f"{name}-{number // 25}")

    def answers(name: str, count: int) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(reader, [f"{name}{each}" for each in range(4)], [count // 4] * 4))

    answers("first", 1_000)
    before = resident(server)
    more = repeats(10_000)
    answers("then", more)
    after = resident(server)
    print(f"{before} MiB after 1,000 answers, {after} MiB after {more:,} more")
    assert after - before < 60
    assert len(list(Path(f"/proc/{server.pid}/fd").iterdir())) < 60


@pytest.mark.faults
def test_sessions_that_are_begun_and_left_are_not_kept(server: Server) -> None:
    before = resident(server)
    for number in range(repeats(20_000)):
        assert post(server, json.dumps(sent(session_hash=f"left{number}")).encode()) == 200
    assert resident(server) - before < 40
    assert seconds(server) < 5


def test_it_stops_when_it_is_told_though_it_was_attacked(seed_index: Path, tmp_path: Path) -> None:
    opened = Server(seed_index, tmp_path)
    opened.start()
    hostile = json.dumps(HOSTILE["an endless file in the history"]).encode()
    with ExitStack() as half_open:
        _half_open(opened, HEAD, 20, half_open)
        assert post(opened, hostile) == 400
        opened.stop()  # raises where it does not
    assert not Path(f"/proc/{opened.pid}").exists()
