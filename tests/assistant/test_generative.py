"""The model behind a real server that speaks the OpenAI protocol on loopback: well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant

QUESTION = "2025年北关区的GDP是多少?"


@dataclass
class Endpoint:
    """What the server answers next, and what it was asked."""

    url: str = ""
    reply: str = ""
    status: int = 200
    delay: float = 0.0
    broken: bool = False
    prompts: list[str] = field(default_factory=list)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    plan = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            plan.prompts.append(asked["messages"][-1]["content"])
            time.sleep(plan.delay)
            message = {"role": "assistant", "content": plan.reply}
            body = json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": asked["model"],
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                }
            ).encode()
            if plan.broken:
                body = body[: len(body) // 2]
            self.send_response(plan.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the client may have stopped waiting
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    plan.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield plan
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def assistant(seed_index: Path, endpoint: Endpoint) -> Assistant:
    return open_assistant(
        Settings(
            index=seed_index, llm_model="test-model", llm_base_url=endpoint.url, llm_timeout=1.0
        )
    )


def test_a_good_answer_is_taken_with_model_prompt_and_quote(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    assistant.ask(QUESTION)
    blocks = endpoint.prompts[0].split("段落：\n")[1].split("\n\n")
    number = 1 + next(n for n, block in enumerate(blocks) if "189.3亿元" in block)
    assert blocks[number - 1].startswith(f"[{number}] （安阳市北关区")
    endpoint.reply = f"2025年，北关区生产总值为189.3亿元，同比增长5.5%。[{number}]"
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode, answer.model) == ("answered", "llm", "test-model")
    assert answer.text == endpoint.reply
    assert answer.prompt_id is not None and answer.prompt_id.startswith("answer.v1-")
    assert "189.3亿元" in answer.citations[0].quote


@pytest.mark.parametrize(
    "reply",
    [
        "2025年生产总值为198.3亿元。[1]",
        "2025年生产总值为189.3亿元。",
        "2025年生产总值为189.3亿元。[99]",
        "GDP was 200 billion yuan, I believe.",
        "   ",
    ],
)
def test_what_is_invented_or_uncited_is_replaced_by_the_extract(
    assistant: Assistant, endpoint: Endpoint, reply: str
) -> None:
    endpoint.reply = reply
    answer = assistant.ask(QUESTION)
    assert answer.mode == "extractive"
    assert "189.3亿元" in answer.text and "198.3" not in answer.text


@pytest.mark.parametrize("status", [401, 429, 500])
def test_an_endpoint_that_refuses_leaves_the_extract(
    assistant: Assistant, endpoint: Endpoint, status: int
) -> None:
    endpoint.status = status
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode) == ("answered", "extractive")


def test_an_endpoint_that_hangs_leaves_the_extract_in_bounded_time(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.delay = 4.0
    started = time.monotonic()
    assert assistant.ask(QUESTION).mode == "extractive"
    assert time.monotonic() - started < 8


def test_half_a_json_leaves_the_extract(assistant: Assistant, endpoint: Endpoint) -> None:
    endpoint.reply, endpoint.broken = "好。[1]", True
    assert assistant.ask(QUESTION).mode == "extractive"


def test_a_model_may_decline(assistant: Assistant, endpoint: Endpoint) -> None:
    endpoint.reply = "未提及"
    assert assistant.ask(QUESTION).status == "unanswerable_not_in_reports"


def test_the_rules_on_place_and_period_stand_before_the_model(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.reply = "文峰区生产总值为189.3亿元。[1]"
    assert assistant.ask("文峰区的GDP是多少?").status == "unanswerable_place"
    assert assistant.ask("2024年的GDP是多少?").status == "unanswerable_period"
    assert endpoint.prompts == []
