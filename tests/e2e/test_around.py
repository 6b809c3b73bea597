"""What stands around an answer, in a real browser: its link, copies, print, history, feedback, stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.records.answers import AnswerRecords
from assistant.records.database import Database
from evals.measures.endpoint import serving as serving_model
from tests.e2e.axe import violations
from tests.e2e.server import Server
from tests.e2e.test_lost_server import Hanging
from tests.e2e.test_page import FOLLOW_UP, QUESTION
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

_WHOLE = 30_000  # ms for a page to open, or for an answer with what stands around it
_TOLD = "说法和报告不一样，请打13812345678"


@pytest.fixture(scope="module")
def server(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    opened = Server(seed_index, tmp_path_factory.mktemp("served"))
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser: what it keeps is its own."""
    opened = browser.new_context(
        locale="zh-CN", reduced_motion="reduce", viewport={"width": 1280, "height": 860}
    )
    yield opened
    opened.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("您的问题")).to_be_editable(timeout=_WHOLE)
    return page


def ask(page: Page, question: str) -> None:
    """By keyboard; returns when the answer is whole and what stands around it is there."""
    before = page.locator(".around").count()
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".around")).to_have_count(before + 1, timeout=_WHOLE)
    expect(box).to_be_editable(timeout=_WHOLE)


def pressed(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def test_a_citizens_walk(browser: Browser, context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    link = page.locator(".permalink").first.get_attribute("href")
    assert link and re.fullmatch(r"/a/[A-Za-z0-9_-]{22}", link)

    elsewhere = browser.new_context(locale="zh-CN")
    other = elsewhere.new_page()
    errors: list[str] = []
    other.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    other.goto(server.address + link)
    expect(other.locator(".answer")).to_contain_text("189.3亿元")
    expect(other.locator("mark").first).to_be_hidden()
    other.locator("a.marker").first.click()
    expect(other.locator("mark").first).to_be_visible()
    assert errors == []
    elsewhere.close()

    page.reload()
    expect(page.locator(".around")).to_have_count(2, timeout=_WHOLE)
    expect(page.locator(".answer").last).to_contain_text("5.5%左右")
    ask(page, "那固定资产投资呢？")
    expect(page.locator(".around")).to_have_count(3)

    for kept in (page, context.new_page()):
        kept.goto(server.address + "/a/" + link.rpartition("/")[2]) if kept is not page else None
        printed = pypdfium2.PdfDocument(kept.pdf())
        text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
        assert "189.3" in text and "经济运行稳中有进" in text, "the passage in full"
        assert "复制链接" not in text


def test_the_history_of_a_browser_is_its_own(
    browser: Browser, context: BrowserContext, server: Server
) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    pressed(page, "新对话")
    expect(page.locator(".answer")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("您的问题")).to_be_editable(timeout=_WHOLE)
    ask(page, "财政收入目标是多少")
    expect(page.locator(".answer")).to_have_count(1)

    pressed(page, "历史对话")
    entries = page.locator(".history li")
    expect(entries).to_have_count(2)
    page.get_by_role("button", name=f"改名：{QUESTION}").click()
    page.get_by_label("对话的名称").fill("我的<b>对话")
    page.keyboard.press("Enter")
    page.locator(".history .open", has_text="我的<b>对话").click()
    expect(page.locator(".answer")).to_have_count(1, timeout=_WHOLE)
    expect(page.locator(".answer")).to_contain_text("189.3亿元")

    pressed(page, "历史对话")
    page.get_by_role("button", name="删除：财政收入目标是多少").click()
    expect(entries).to_have_count(1)
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".answer")).to_contain_text("189.3亿元", timeout=_WHOLE)
    pressed(page, "历史对话")
    pressed(page, "删除全部记录")
    expect(entries).to_have_text("还没有对话。")
    page.keyboard.press("Escape")
    expect(page.locator(".answer")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('conversations')") == "[]"

    stranger = browser.new_context(locale="zh-CN")
    theirs = opened(stranger, server.address)
    pressed(theirs, "历史对话")
    expect(theirs.locator(".history li")).to_have_text("还没有对话。")
    stranger.close()


def test_two_tabs_have_two_conversations_and_one_history(
    context: BrowserContext, server: Server
) -> None:
    first, second = (opened(context, server.address) for _ in range(2))
    ask(first, QUESTION)
    ask(second, "财政收入目标是多少")
    expect(first.locator(".answer")).to_have_count(1)
    pressed(first, "历史对话")
    expect(first.locator(".history li")).to_have_count(2)
    first.keyboard.press("Escape")
    first.goto(server.address + "/reports")
    first.go_back()
    expect(first.locator(".answer")).to_contain_text("189.3亿元", timeout=_WHOLE)
    expect(first.locator(".answer")).to_have_count(1)


def test_feedback_is_stored_masked(context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    pressed(page, "有用")
    expect(page.get_by_role("status").filter(has_text="谢谢")).to_be_visible()
    pressed(page, "没用")
    page.get_by_label("答的不是我问的").check()
    page.get_by_label("想说的话（可不填）").fill(_TOLD)
    pressed(page, "提交")
    expect(page.locator("dialog")).to_have_count(0)
    records = AnswerRecords(Database(f"sqlite:///{server.folder / 'records.sqlite'}"), days=180)
    second, first = records.feedback()[:2]
    assert first.useful and not second.useful and second.reason == "not_asked"
    assert "〔手机号〕" in second.text and "138" not in second.text


def test_copies_have_the_sources(context: BrowserContext, server: Server) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(context, server.address)
    ask(page, QUESTION)

    def copied(name: str) -> str:
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        text = str(page.evaluate("navigator.clipboard.readText()"))
        expect(page.get_by_role("button", name="已复制")).to_have_count(0, timeout=5000)
        return text

    assert re.fullmatch(rf"{server.address}/a/[A-Za-z0-9_-]{{22}}", copied("复制链接"))
    assert "来源：" in (text := copied("复制全文")) and "189.3亿元" in text
    assert "**来源**" in (markdown := copied("Markdown")) and "> " in markdown


def test_a_question_that_comes_with_the_address_is_asked_once(
    context: BrowserContext, server: Server
) -> None:
    page = opened(context, f"{server.address}/?q={QUESTION}")
    expect(page.locator(".around")).to_have_count(1, timeout=_WHOLE)
    assert page.url == f"{server.address}/"
    page.reload()
    expect(page.locator(".around")).to_have_count(1, timeout=_WHOLE)
    page.wait_for_timeout(1000)
    expect(page.locator(".asked")).to_have_count(1)


def test_by_keyboard_alone(context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".around")).to_have_count(1, timeout=_WHOLE)
    box = page.get_by_label("您的问题")
    expect(box).to_be_focused(timeout=_WHOLE)
    expect(page.locator("#announcer")).to_contain_text("189.3亿元")
    assert "[1]" not in page.locator("#announcer").inner_text()
    assert page.locator("#chat [role=log]").get_attribute("aria-live") == "off"
    page.get_by_role("button", name="改了再问").focus()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value(QUESTION)
    page.get_by_role("button", name="历史对话").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="历史对话")).to_be_focused()


def test_a_suggestion_is_answered(context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    suggested = page.locator(".suggested button.ask")
    expect(suggested.first).to_be_visible(timeout=_WHOLE)
    question = suggested.first.inner_text()
    suggested.first.click()
    expect(page.locator(".around")).to_have_count(2, timeout=_WHOLE)
    expect(page.locator(".asked").last).to_have_text(question)
    expect(page.locator(".answer").last).to_have_class(re.compile("answered"))
    expect(page.locator(".suggested:visible")).to_have_count(1)
    expect(page.get_by_label("您的问题")).to_be_focused(timeout=_WHOLE)


def test_a_conversation_is_there_after_the_server_was_killed(
    context: BrowserContext, seed_index: Path, tmp_path: Path
) -> None:
    own = Server(seed_index, tmp_path)
    own.start()
    page = opened(context, own.address)
    ask(page, QUESTION)
    own.kill()
    page.get_by_label("您的问题").fill(FOLLOW_UP)
    page.get_by_label("您的问题").press("Enter")
    expect(page.get_by_test_id("toast-body")).to_contain_text("连接断了", timeout=20_000)
    own.start()
    expect(page.locator("#reopened")).to_contain_text("页面已重新打开", timeout=_WHOLE)
    expect(page.locator(".answer")).to_contain_text("189.3亿元", timeout=_WHOLE)
    expect(page.get_by_label("您的问题")).to_have_value(FOLLOW_UP)
    page.get_by_label("您的问题").press("Enter")
    expect(page.locator(".answer").last).to_contain_text("5.5%左右", timeout=_WHOLE)
    own.stop()


def test_an_answer_is_stopped(context: BrowserContext, seed_index: Path, tmp_path: Path) -> None:
    script = Hanging()
    with serving_model(script) as endpoint:
        settings = {"ASSISTANT_LLM_MODEL": "scripted", "ASSISTANT_LLM_BASE_URL": endpoint.url}
        own = Server(seed_index, tmp_path, **settings)
        own.start()
        page = opened(context, own.address)
        box = page.get_by_label("您的问题")
        box.fill("北关区怎么治理空气污染？")
        box.press("Enter")
        page.get_by_role("button", name="停止").click(timeout=_WHOLE)
        expect(box).to_be_editable(timeout=5000)
        expect(box).to_have_value("北关区怎么治理空气污染？")
        expect(page.locator("#chat")).to_contain_text("已停止")
        script.go_on.set()
        ask(page, QUESTION)
        own.stop()


_WATCH = """count => {
  window.shownAfter = null;
  let pressedAt = 0;
  addEventListener("keydown", () => { pressedAt = performance.now(); }, {once: true, capture: true});
  new MutationObserver((_, watching) => {
    if (document.querySelectorAll(".answer").length <= count) return;
    window.shownAfter = performance.now() - pressedAt;
    watching.disconnect();
  }).observe(document.getElementById("chat"), {childList: true, subtree: true});
}"""


def test_the_first_of_an_answer_is_there_in_300_ms(context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    taken = []
    for number in range(7):
        page.evaluate(_WATCH, page.locator(".answer").count())
        ask(page, f"{2025 + number % 2}年北关区的GDP是多少?")
        taken.append(float(page.evaluate("window.shownAfter")))
    assert sorted(taken)[len(taken) // 2] < 300, taken


def test_axe_finds_nothing_around_an_answer(context: BrowserContext, server: Server) -> None:
    page = opened(context, server.address)
    ask(page, QUESTION)
    assert violations(page) == []
    pressed(page, "历史对话")
    assert violations(page) == []
    page.keyboard.press("Escape")
    pressed(page, "没用")
    assert violations(page) == []
    page.keyboard.press("Escape")
    link = page.locator(".permalink").first.get_attribute("href")
    page.goto(f"{server.address}{link}")
    assert violations(page) == []
