"""The web application: health, what it lets in and out, and a chat over the real protocol."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount

from assistant.answer import VerifiedAnswer
from tests.assistant.web.pages import EXAMPLE, Chat, chat_shown, client_of
from tests.assistant.web.samples import FixedAssistant, answered, citation, refused


class FailingAssistant:
    def stream(self, asked: str, turns: Sequence[str] = ()) -> Iterator[VerifiedAnswer]:
        yield answered()
        raise RuntimeError("the model went away")


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path) as opened:
        yield opened


def test_health_names_the_index_when_it_can_answer(client: TestClient) -> None:
    reply = client.get("/health")
    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "index_id": "index-1"})


def test_a_probe_may_add_a_query(client: TestClient) -> None:
    assert client.get("/health?t=1764355200").json()["status"] == "ok"


def test_nothing_of_gradio_runs(client: TestClient) -> None:
    """It draws the page; its queue, which would look for events a thousand times a second, rests."""
    (mounted,) = (route for route in client.app.routes if isinstance(route, Mount))  # type: ignore[attr-defined]
    blocks = mounted.app.get_blocks()  # type: ignore[attr-defined]
    assert not blocks._queue.active_jobs and not blocks.is_running
    assert chat_shown(Chat(client, "s1").ask("问题"))[1]


def test_health_is_503_when_it_cannot(tmp_path: Path) -> None:
    reply = client_of(FixedAssistant(), tmp_path, index_id=None).get("/health")
    assert reply.status_code == 503


def test_the_page_holds_examples_and_what_is_covered(client: TestClient) -> None:
    shown = json.dumps(client.get("/config").json(), ensure_ascii=False)
    assert f'value=\\"{EXAMPLE}\\"' in shown
    assert "收录 1 篇报告，北关区" in shown


def test_the_page_names_no_other_host(client: TestClient) -> None:
    page = client.get("/")
    assert 'lang="zh-CN"' in page.text
    markup = re.sub(r"<script>.*?</script>", "", page.text, flags=re.DOTALL)
    assert not re.findall(r"https?://[^\"'\s]+", markup)
    named = set(re.findall(r"https?://[^\"'\s)]+", client.get("/theme.css").text))
    assert named <= {"http://www.w3.org/2000/svg"}, "a namespace is never fetched"


def test_a_policy_keeps_the_page_to_its_own_host(client: TestClient) -> None:
    for path in ("/", "/health", "/no-such-page"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "connect-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "http:" not in policy
        assert "https:" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.com",
        "/gradio_api/runs",
        "/gradio_api/mcp/",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/login",
    ],
)
def test_what_the_page_does_not_need_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_parameters_of_gradio_lead_back_to_the_page(client: TestClient) -> None:
    reply = client.get("/?view=api", follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (307, "/")


def test_nothing_is_counted_and_files_go_to_the_folder_given(
    client: TestClient, tmp_path: Path
) -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["GRADIO_TEMP_DIR"] == str(tmp_path)
    assert client.get("/config").json()["analytics_enabled"] is False


def test_an_answer_comes_sentence_by_sentence(tmp_path: Path) -> None:
    whole = answered("甲句。[1]", "乙句。[2]", citations=[citation(), citation(marker=2)])
    with client_of(FixedAssistant(whole), tmp_path) as client:
        messages = Chat(client, "s1").ask("问题")
    texts = [json.dumps(message, ensure_ascii=False) for message in messages]
    first = next(number for number, text in enumerate(texts) if "甲句" in text)
    assert "正在查阅报告" in "".join(texts[:first])
    assert "乙句" not in texts[first]
    assert any("乙句" in text for text in texts[first + 1 :])
    assert messages[-1]["msg"] == "process_completed"
    assert messages[-1]["success"]


def test_the_controls_rest_while_an_answer_is_written(client: TestClient) -> None:
    messages = Chat(client, "s1").ask("问题")
    states = [
        update["interactive"]
        for message in messages
        for update in message.get("output", {}).get("data", [])[1:]
        if isinstance(update, dict) and "interactive" in update
    ]
    controls = 3  # box, send and clear
    assert states[:controls] == [False] * controls
    assert states[-controls:] == [True] * controls


def test_a_follow_up_brings_the_questions_before_it(tmp_path: Path) -> None:
    assistant = FixedAssistant()
    with client_of(assistant, tmp_path) as client:
        chat = Chat(client, "s1")
        for question in ("2025年的GDP?", "  ", "那2026年呢?"):
            chat.ask(question)
        Chat(client, "s2").ask("别人的问题")
    assert assistant.asked == [
        ("2025年的GDP?", ()),
        ("  ", ("2025年的GDP?",)),
        ("那2026年呢?", ("2025年的GDP?",)),
        ("别人的问题", ()),
    ]


def test_an_empty_question_gets_what_the_assistant_says(tmp_path: Path) -> None:
    with client_of(FixedAssistant(refused()), tmp_path) as client:
        messages = Chat(client, "s1").ask("")
    assert "没有文峰区的内容" in json.dumps(messages, ensure_ascii=False)
    assert messages[-1]["success"]


def test_a_fault_does_not_show_its_insides(tmp_path: Path) -> None:
    with client_of(FailingAssistant(), tmp_path) as client:
        messages = Chat(client, "s1").ask("问题")
        assert client.get("/health").status_code == 200
    shown = json.dumps(messages, ensure_ascii=False)
    assert "系统出了问题，没能回答" in shown and "the model went away" not in shown
    assert messages[-1]["msg"] == "process_completed"
    updates = messages[-1]["output"]["data"][1:]
    assert [update.get("interactive") for update in updates] == [True, True, None, True]
