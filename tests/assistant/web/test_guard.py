"""What the server takes from a client: a session and a question. All else is refused, and does nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route
from starlette.websockets import WebSocketDisconnect

from tests.assistant.web.pages import JOIN, READ, Chat, chat_shown, client_of
from tests.assistant.web.samples import FixedAssistant

JSON = {"content-type": "application/json"}
ZERO = {"path": "/dev/zero", "meta": {"_type": "gradio.FileData"}}
PASSWORDS = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
METADATA = {"url": "http://100.100.100.200/latest/meta-data", "meta": {"_type": "gradio.FileData"}}


def said_with(file: object) -> list[dict[str, object]]:
    return [{"role": "user", "content": [{"type": "file", "file": file}]}]


def component(name: str, **arguments: object) -> list[dict[str, object]]:
    made = {"component": name, "constructor_args": arguments, "value": None}
    return [{"role": "assistant", "content": [{"type": "component", **made}]}]


def sent(**changes: object) -> dict[str, Any]:
    """What the page sends for a question, with `changes`; a value of `...` leaves the key out."""
    whole = {"data": ["GDP是多少"], "fn_index": 0, "session_hash": "abc", "trigger_id": 7} | changes
    return {key: value for key, value in whole.items() if value is not ...}


HOSTILE: dict[str, Any] = {
    "an endless file in the history": sent(data=["x", None, said_with(ZERO)]),
    "a file of the system in the history": sent(data=["x", None, said_with(PASSWORDS)]),
    "an address to fetch in the history": sent(data=["x", None, said_with(METADATA)]),
    "a file for a question": sent(data=[ZERO]),
    "an address for a question": sent(data=[METADATA]),
    "a file inside a list": sent(data=[[PASSWORDS]]),
    "a file inside a dictionary": sent(data=[{"text": "x", "files": [PASSWORDS]}]),
    "a component with a file": sent(data=["x", component("button", icon="/etc/shadow")]),
    "a component for a question": sent(data=component("image", value="/etc/hostname")),
    "an update of a component": sent(data=[{"__type__": "update", "value": "/etc/passwd"}]),
    "a history of its own": sent(data=["x", ["earlier question"], []]),
    "a state of its own": sent(data=["x", ["earlier question"]]),
    "a null for a question": sent(data=[None]),
    "a number for a question": sent(data=[7]),
    "a truth for a question": sent(data=[True]),
    "no question": sent(data=[]),
    "two questions": sent(data=["a", "b"]),
    "data that are no list": sent(data="GDP是多少"),
    "data that are an object": sent(data={"0": "GDP是多少"}),
    "no data": sent(data=...),
    "a hundred thousand data": sent(data=["x"] * 20_000),
    "a question that is too long": sent(data=["长" * 20_001]),
    "an event that is not there": sent(fn_index=999),
    "an event before the first": sent(fn_index=-1),
    "a huge event": sent(fn_index=10**30),
    "an event by name": sent(fn_index="0"),
    "a fraction of an event": sent(fn_index=0.0),
    "a truth for an event": sent(fn_index=True),
    "no event": sent(fn_index=...),
    "a session that climbs": sent(session_hash="../../etc"),
    "a session with a line break": sent(session_hash="abc\n"),
    "a session of signs": sent(session_hash="abc;DROP"),
    "an empty session": sent(session_hash=""),
    "a long session": sent(session_hash="a" * 65),
    "a session that is a number": sent(session_hash=12),
    "a session that is a list": sent(session_hash=["abc"]),
    "no session": sent(session_hash=...),
    "data of an event": sent(event_data={"path": "/etc/passwd"}),
    "an event's id": sent(event_id="abc"),
    "a batch": sent(batched=True),
    "a simple form": sent(simple_format=True),
    "a token": sent(oauth_token="t"),
    "a request": sent(request={"url": "http://127.0.0.1/"}),
    "a trigger by name": sent(trigger_id="7"),
    "an unknown key": sent(surprise=1),
    "a list": [sent()],
    "a text": "GDP是多少",
    "a null": None,
}
MALFORMED = {
    "no bytes": b"",
    "half an object": json.dumps(sent()).encode()[:-5],
    "no JSON": b"\x00\xff\xfe",
    "not UTF-8": b'{"data":["\xd6\xd0"],"fn_index":0,"session_hash":"abc"}',
    "a question nested deep": b'{"data":' + b'[{"a":' * 9_000 + b"1" + b"}]" * 9_000 + b"}",
    "brackets without end": b"[" * 60_000,
    "a number without end": b'{"data":["x"],"fn_index":' + b"9" * 60_000 + b',"session_hash":"a"}',
    "a form": b"data=x&fn_index=0&session_hash=abc",
}


@pytest.fixture
def assistant() -> FixedAssistant:
    return FixedAssistant()


@pytest.fixture
def client(
    assistant: FixedAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(assistant, tmp_path / "page") as opened:
        yield opened


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_event_is_refused_in_a_sentence_and_does_nothing(
    client: TestClient, assistant: FixedAssistant, tmp_path: Path, name: str
) -> None:
    reply = client.post(JOIN, content=json.dumps(HOSTILE[name]), headers=JSON)
    assert (reply.status_code, list(reply.json())) == (400, ["detail"])
    assert "请刷新页面" in reply.json()["detail"] and not re.search("[a-z]{3}", reply.text[10:])
    assert "unexpected_error" in client.get(READ, params={"session_hash": "abc"}).text
    assert assistant.asked == [] and not list((tmp_path / "page").rglob("*"))


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_event_is_refused(
    client: TestClient, assistant: FixedAssistant, name: str
) -> None:
    reply = client.post(JOIN, content=MALFORMED[name], headers=JSON)
    assert (reply.status_code, list(reply.json())) == (400, ["detail"])
    assert assistant.asked == []


def test_an_event_of_the_page_is_taken(client: TestClient, assistant: FixedAssistant) -> None:
    """The near miss of all above: the same, and nothing in it that is not of the page."""
    assert client.post(JOIN, json=sent(event_data=None)).status_code == 200
    shown = chat_shown(Chat(client, "abc").read())
    assert assistant.asked == [("GDP是多少", ())] and "189.3亿元" in shown[1]


def test_each_event_takes_what_it_sends_and_nothing_else(
    client: TestClient, assistant: FixedAssistant
) -> None:
    chat = Chat(client, "s1")
    for number in (chat.clear, chat.stop):
        assert chat.join(number, ["my own"]).status_code == 400
        assert chat.join(number, []).status_code == 200
    for number in (chat.submit, chat.send, chat.reopen):
        assert chat.join(number, []).status_code == 400
    others = set(range(50)) - set(chat.numbers)
    assert {chat.join(number, ["x"]).status_code for number in others} == {400}
    assert {chat.join(number, []).status_code for number in others} == {400}


def test_what_was_sent_is_not_repeated_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    for hostile in HOSTILE.values():
        client.post(JOIN, content=json.dumps(hostile), headers=JSON)
    for malformed in MALFORMED.values():
        client.post(JOIN, content=malformed, headers=JSON)
    assert caplog.get_records("call") == []


@pytest.mark.parametrize("half", ["\ud83d", "GDP\udc00是多少", "\ud83d\ud83d", "\udfff\ud800"])
def test_half_a_character_is_no_fault(
    client: TestClient, assistant: FixedAssistant, half: str
) -> None:
    messages = Chat(client, "s1").ask(half)
    assert messages[-1]["msg"] == "process_completed" and "189.3亿元" in chat_shown(messages)[1]
    (asked, _), *_ = assistant.asked
    assert asked.encode() and "\N{REPLACEMENT CHARACTER}" in asked


@pytest.mark.parametrize(
    "question", ["GDP\x00是多少", "\x1b[2J", "😀增长多少", "\u202eGDP", "a" * 20_000]
)
def test_a_strange_question_is_answered(client: TestClient, question: str) -> None:
    shown = chat_shown(Chat(client, "s1").ask(question))
    assert "189.3亿元" in shown[1]


def test_a_long_body_is_refused_before_it_is_read(
    client: TestClient, assistant: FixedAssistant
) -> None:
    reply = client.post(JOIN, json=sent(data=["住在" * 5_000_000]))
    assert reply.status_code == 413 and "太长" in reply.json()["detail"]
    assert assistant.asked == []


def test_a_long_body_without_a_length_is_refused_too(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(300):
            yield b"x" * 1024

    reply = client.post(JOIN, content=pieces(), headers=JSON)
    assert reply.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_only_json_is_taken(client: TestClient, kind: str) -> None:
    """What another site's form could send for a reader is not."""
    reply = client.post(JOIN, content=json.dumps(sent()), headers={"content-type": kind})
    assert reply.status_code == 415


@pytest.mark.parametrize(
    "query",
    [
        *("", "?session_hash=", "?session_hash=../x", "?session_hash=a&session_hash=b", "?x=a"),
        *("?session_hash=a&x=1", f"?session_hash={'a' * 65}", "?session_hash=a%00"),
    ],
)
def test_only_a_session_can_be_read(client: TestClient, query: str) -> None:
    assert client.get(f"{READ}{query}").status_code == 404


def _routes(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every method and path that the application has, gradio's among them, filled in."""
    todo = [("", route) for route in client.app.routes]  # type: ignore[attr-defined]
    while todo:
        above, route = todo.pop()
        if isinstance(route, Mount):
            todo += [(above + route.path.rstrip("/"), each) for each in route.routes]
        elif hasattr(route, "original_router"):
            todo += [(above, each) for each in route.original_router.routes]
        elif isinstance(route, Route):
            path = re.sub(r"\{[^}]*\}", "x", above + route.path)
            yield from ((method, path) for method in sorted(route.methods or ()))


def test_of_all_routes_only_these_are_reached(client: TestClient) -> None:
    """A new version of gradio may bring new ones: they are closed until someone decides on them."""
    routes = sorted(set(_routes(client)))
    assert len(routes) > 60, "gradio's own are among them"
    reached = {
        (method, path)
        for method, path in routes
        if client.request(method, path, follow_redirects=False).status_code != 404
    }
    assert reached == {
        *(("GET", path) for path in ("/", "/health", "/config", "/theme.css", "/manifest.json")),
        *(("GET", path) for path in ("/gradio_api/app_id", "/favicon.ico", "/robots.txt")),
        *(("GET", path) for path in ("/reports", "/figures", "/places")),
        ("HEAD", "/"),
        ("POST", JOIN),  # and what it may read is below
    }
    assert ("GET", READ) in routes and client.get(f"{READ}?session_hash=a").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "HEAD"])
@pytest.mark.parametrize("path", ["/health", "/config", READ, "/gradio_api/app_id", "/assets/x.js"])
def test_no_other_method_is_taken(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets//etc/passwd"),
        *("/static/..%2f..%2fetc/passwd", "/assets/.%2e/x", "/static/%5c..%5cx", "/assets/%00"),
        *("/svelte/x.js", "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd"),
        "/config?deep_link=abc",
    ],
)
def test_no_file_but_the_page_is_reached(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_that_draw_the_page_are_reached(client: TestClient) -> None:
    page = client.get("/").text
    files = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
    assert len(files) >= 2
    assert {client.get(f"/{file}").status_code for file in files} == {200}


def test_a_socket_is_refused(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/"):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_another_name_is_refused_where_names_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path, hosts=["wen.example.cn"]) as client:
        reply = client.get("/health", headers={"host": host})
        assert reply.status_code == 421 and "ASSISTANT_HOSTS" in reply.text
        for known in ("wen.example.cn", "WEN.example.cn:8080", "localhost:7860", "127.0.0.1:7860"):
            assert client.get("/health", headers={"host": known}).status_code == 200
        assert client.get("/health", headers={"host": "[::1]:7860"}).status_code == 200
