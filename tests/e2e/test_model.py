"""The page with a slow model behind it: evidence at once, sentences as they come, a model that dies,
a reader who leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals.measures.endpoint import Drop, Endpoint, Messages, Say, Step, Wait, says
from evals.measures.endpoint import serving as serving_model
from tests.assistant.llm.test_generative import number_of
from tests.e2e.server import serving
from tests.e2e.test_page import Visit
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

QUESTION = "北关区今年怎么治理空气污染？"  # a figure would be answered by code
FIRST = "北关区2026年计划强化秋冬季大气污染防治[{n}]。"
SECOND = "完善环境动态监测机制，用好无人机巡飞监测手段[{n}]。"
PHRASE = "大气污染防治"


class Slow:
    """Writes two sentences, the second once it is let go on; then `ends` as told."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.ends: list[Step] = []

    def __call__(self, messages: Messages) -> Iterator[Step]:
        n = number_of(messages, PHRASE)
        yield Wait(1.0)
        yield from says(FIRST.format(n=n))
        self.go_on.wait(20)
        if not self.ends:
            yield from says(SECOND.format(n=n))
        yield from self.ends


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving_model(Slow()) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(
    seed_index: Path, endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    settings = {"ASSISTANT_LLM_MODEL": "scripted", "ASSISTANT_LLM_BASE_URL": endpoint.url}
    with serving(seed_index, tmp_path_factory.mktemp("served"), **settings) as url:
        yield url


@pytest.fixture
def slow(endpoint: Endpoint) -> Slow:
    endpoint.script = script = Slow()
    return script


def _begin(visit: Visit) -> None:
    visit.box.fill(QUESTION)
    visit.page.get_by_role("button", name="提问").click()


def test_evidence_comes_first_then_each_sentence(
    browser: Browser, address: str, slow: Slow
) -> None:
    visit = Visit(browser, address, width=390, height=844)
    _begin(visit)
    answer = visit.page.locator(".answer")
    said = answer.locator(".said")
    expect(answer).to_contain_text("查到的原文", timeout=10_000)
    expect(answer).to_contain_text("正在根据原文撰写并核对")
    visit.picture("390-model-1-evidence")
    expect(said).to_have_count(1)
    expect(said).to_contain_text(PHRASE)
    visit.picture("390-model-2-first-sentence")
    slow.go_on.set()
    expect(said).to_have_count(2)
    expect(answer).to_contain_text("由大模型 scripted 根据报告原文撰写")
    expect(visit.box).to_be_editable(timeout=10_000)
    visit.picture("390-model-3-whole")
    assert visit.errors == []
    visit.page.close()


def test_a_model_that_dies_half_way_leaves_a_usable_page(
    browser: Browser, address: str, slow: Slow
) -> None:
    slow.ends = [Say("完善环境"), Drop()]
    visit = Visit(browser, address, width=1280, height=860)
    _begin(visit)
    answer = visit.page.locator(".answer").first
    said = answer.locator(".said")
    expect(answer).to_contain_text("大模型 scripted 仍在撰写", timeout=10_000)
    slow.go_on.set()
    expect(answer).to_contain_text(
        "大模型 scripted 暂时无法使用或中途断开，改用原文摘录", timeout=20_000
    )
    expect(said).to_contain_text("提升扬尘、烟花爆竹燃放等领域精细化管理水平")
    expect(visit.box).to_be_editable(timeout=10_000)
    visit.picture("1280-model-4-died")
    slow.ends = []
    expect(visit.ask(QUESTION)).to_contain_text("由大模型 scripted")
    visit.page.close()


def test_a_reader_who_leaves_ends_the_models_call(
    browser: Browser, address: str, slow: Slow, endpoint: Endpoint
) -> None:
    slow.ends = [step for _ in range(1500) for step in (Wait(0.01), Say("，"))]
    slow.go_on.set()
    visit = Visit(browser, address, width=1280, height=860)
    before = len(endpoint.calls)
    _begin(visit)
    expect(visit.page.locator(".answer .said")).to_contain_text(PHRASE, timeout=10_000)
    visit.page.close()
    assert endpoint.calls[before].ended.wait(10)
    assert endpoint.calls[before].left
