"""The page when its server goes away and comes back: it says so in Chinese, and takes up again."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals.measures.endpoint import Messages, Step, Wait, says
from evals.measures.endpoint import serving as serving_model
from tests.assistant.llm.test_generative import number_of
from tests.e2e.server import Server
from tests.e2e.test_model import FIRST, PHRASE, QUESTION
from tests.e2e.test_page import Visit
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

REFUSED = "请求的格式不对，没有处理。请刷新页面后再试。"
_ENGLISH = re.compile(r"(?i)connection|error|lost|busy|queue|attempting")


class Hanging:
    """A model that writes its answer only when it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, messages: Messages) -> Iterator[Step]:
        yield Wait(0.1)
        self.go_on.wait(30)
        yield from says(FIRST.format(n=number_of(messages, PHRASE)))


@pytest.fixture
def script() -> Hanging:
    return Hanging()


@pytest.fixture
def server(seed_index: Path, script: Hanging, tmp_path: Path) -> Iterator[Server]:
    with serving_model(script) as endpoint:
        settings = {"ASSISTANT_LLM_MODEL": "scripted", "ASSISTANT_LLM_BASE_URL": endpoint.url}
        opened = Server(seed_index, tmp_path, **settings)
        opened.start()
        yield opened
        script.go_on.set()
        opened.stop()


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_page_whose_server_restarts_in_the_middle_of_an_answer_takes_up_again(
    browser: Browser, server: Server, script: Hanging, how: str
) -> None:
    visit = Visit(browser, server.address, width=390, height=844)
    visit.box.fill(QUESTION)
    visit.page.get_by_role("button", name="提问").click()
    expect(visit.page.locator(".answer")).to_contain_text("撰写", timeout=10_000)
    expect(visit.box).not_to_be_editable()

    getattr(server, how)()
    said = visit.page.get_by_test_id("toast-body")
    expect(said).to_contain_text("与服务器的连接断了，正在重新连接", timeout=20_000)
    assert not _ENGLISH.search(visit.page.inner_text("body"))
    visit.picture(f"390-lost-{how}")

    script.go_on.set()
    server.start()
    expect(visit.page.locator("#reopened")).to_contain_text("页面已重新打开", timeout=30_000)
    expect(visit.box).to_be_editable()
    expect(visit.box).to_have_value(QUESTION)
    visit.picture(f"390-reopened-{how}")
    visit.page.get_by_role("button", name="提问").click()
    expect(visit.page.locator(".answer")).to_contain_text(PHRASE, timeout=30_000)
    visit.page.reload()
    expect(visit.box).to_be_editable(timeout=30_000)
    expect(visit.page.locator("#reopened")).to_have_count(0)
    visit.page.close()


def test_a_question_asked_while_there_is_no_server_is_not_lost(
    browser: Browser, server: Server, script: Hanging
) -> None:
    script.go_on.set()
    visit = Visit(browser, server.address, width=390, height=844)
    server.kill()
    visit.box.fill(QUESTION)
    visit.box.press("Enter")
    expect(visit.page.get_by_test_id("toast-body")).to_contain_text("连接断了", timeout=20_000)
    assert not _ENGLISH.search(visit.page.inner_text("body"))
    server.start()
    expect(visit.box).to_have_value(QUESTION, timeout=30_000)
    visit.page.close()


def test_a_refused_request_is_told_in_chinese(
    browser: Browser, server: Server, script: Hanging
) -> None:
    script.go_on.set()
    visit = Visit(browser, server.address, width=390, height=844)
    visit.page.route(
        "**/queue/join*", lambda route: route.fulfill(status=400, json={"detail": REFUSED})
    )
    visit.box.fill(QUESTION)
    visit.box.press("Enter")
    said = visit.page.get_by_test_id("toast-body")
    expect(said).to_be_visible(timeout=10_000)
    expect(said).to_contain_text(REFUSED)
    assert not _ENGLISH.search(said.inner_text())
    visit.page.close()
