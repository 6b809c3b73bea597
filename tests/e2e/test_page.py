"""The page in a real browser: ask, open a source, ask on, meet a refusal; on desktop and phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from tests.e2e.axe import violations
from tests.e2e.server import serving

pytestmark = pytest.mark.e2e

QUESTION = "2025年北关区的GDP是多少?"
FOLLOW_UP = "那2026年的目标呢?"
ELSEWHERE = "文峰区的GDP是多少?"

_CHROMIUM = os.environ.get("E2E_CHROMIUM", "/usr/bin/chromium")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def address(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real server answers from the seeds; it is stopped afterwards."""
    with serving(seed_index, tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield started
        started.close()


class Visit:
    """One reader's visit: an open page, the hosts it asked, and what it complained of."""

    def __init__(self, browser: Browser, address: str, *, width: int, height: int) -> None:
        self.page: Page = browser.new_page(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            reduced_motion="reduce",
        )
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.goto(address)
        self.box = self.page.get_by_label("您的问题")
        expect(self.box).to_be_editable(timeout=30_000)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":  # what the policy forbids is reported here too
            self.errors.append(message.text)

    def ask(self, question: str) -> Locator:
        """The answer to `question`, once it is whole."""
        before = self.page.locator(".answer").count()
        self.box.fill(question)
        self.page.get_by_role("button", name="提问").click()
        answer = self.page.locator(".answer").nth(before)
        expect(answer).to_be_visible(timeout=30_000)
        expect(self.box).to_be_editable(timeout=30_000)
        return answer

    def picture(self, name: str) -> None:
        """A screenshot, where E2E_SCREENSHOTS names a folder for them."""
        folder = os.environ.get("E2E_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844), (360, 700)])
def test_a_visit(browser: Browser, address: str, width: int, height: int) -> None:
    visit = Visit(browser, address, width=width, height=height)
    visit.picture(f"{width}-1-start")

    answer = visit.ask(QUESTION)
    expect(answer).to_contain_text("189.3亿元")
    expect(answer).to_contain_text("5.5%")
    visit.picture(f"{width}-2-answer")

    card = answer.locator("details.source").first
    quote = card.locator("mark").first
    expect(quote).to_be_hidden()
    answer.get_by_role("link", name="[1]").first.click()
    expect(quote).to_be_in_viewport()
    expect(quote).to_contain_text("189.3亿元")
    visit.picture(f"{width}-3-source")

    target = visit.ask(FOLLOW_UP)
    expect(target).to_contain_text("5.5%左右")
    expect(target).to_contain_text(re.compile("理解为.*2026年"))
    expect(target).to_be_in_viewport()
    visit.picture(f"{width}-4-follow-up")

    refusal = visit.ask(ELSEWHERE)
    expect(refusal).to_contain_text("不作回答")
    expect(refusal.get_by_role("button", name="北关区")).to_be_visible()
    expect(refusal).to_contain_text("12345")
    expect(refusal.locator(".said")).not_to_contain_text("189.3")
    visit.picture(f"{width}-5-refusal")

    assert visit.overflow() <= 0
    assert visit.hosts == {urlsplit(address).netloc}
    assert visit.errors == []
    visit.page.close()


def test_the_page_says_what_it_covers(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=360, height=700)
    expect(visit.page.get_by_role("heading", name="政府工作报告问答")).to_be_visible()
    expect(visit.page.locator(".welcome")).to_contain_text("北关区，2025—2026年")
    privacy = visit.page.get_by_text("到期自动删除")
    expect(privacy).to_be_hidden()
    visit.page.get_by_text("关于本页").click()
    expect(privacy).to_be_visible()
    assert visit.overflow() <= 0
    visit.picture("360-6-about")
    visit.page.close()


def test_an_example_asks_itself_and_a_new_conversation_forgets_it(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, width=1280, height=860)
    visit.page.locator(".examples button").first.click()
    expect(visit.page.locator(".answer")).to_have_count(1, timeout=30_000)
    expect(visit.box).to_be_editable()
    visit.page.get_by_role("button", name="新对话").click()
    expect(visit.page.locator(".answer")).to_have_count(0)
    follow_up = visit.ask(FOLLOW_UP)
    expect(follow_up).not_to_contain_text("GDP")
    visit.page.close()


def test_a_source_opens_by_keyboard(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=1280, height=860)
    answer = visit.ask(QUESTION)
    marker = answer.get_by_role("link", name="[1]").first
    marker.focus()
    visit.page.keyboard.press("Enter")
    expect(answer.locator("details.source mark").first).to_be_in_viewport()
    visit.page.close()


def test_an_empty_and_a_hostile_question_do_no_harm(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=390, height=844)
    expect(visit.ask("   ")).to_contain_text("还没有输入问题")
    visit.ask("<img src=x onerror=\"document.title='stolen'\"> $$x$$ **GDP**")
    asked = visit.page.locator(".asked").last
    expect(asked).to_contain_text("<img src=x")
    expect(asked).to_contain_text("**GDP**")
    assert visit.page.title() == "政府工作报告问答"
    visit.page.close()


def _brightness(colour: str) -> float:
    """0 to 255."""
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


def test_the_page_is_dark_at_night(browser: Browser, address: str) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(address)
        expect(page.get_by_label("您的问题")).to_be_editable(timeout=30_000)
        colours.append(
            page.evaluate(
                "['body', '#chat', '#question textarea'].map((part) =>"
                " getComputedStyle(document.querySelector(part)).backgroundColor)"
            )
        )
        page.close()
    assert min(map(_brightness, colours[0])) > 200 > 80 > max(map(_brightness, colours[1]))


def test_what_was_understood_can_be_changed_and_asks_again(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=390, height=844)
    answer = visit.ask("2026年北关区GDP增速是多少？")
    answer.locator("details.slot", has_text="指标").locator("summary").click()
    answer.get_by_role("button", name="社会消费品零售总额", exact=True).click()
    again = visit.page.locator(".answer").nth(1)
    expect(again.locator(".figure")).to_contain_text("5.7%", timeout=30_000)
    assert visit.overflow() <= 0
    visit.page.close()


def test_a_comparison_is_a_table_whose_marks_lead_to_the_source_and_back(
    browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, width=820, height=1000)
    answer = visit.ask("北关区2025年规上工业增加值增速和2026年目标哪个高？")
    table = answer.locator("table.beside")
    expect(table).to_contain_text("15.2%−7.5%=7.7个百分点")
    table.get_by_role("link", name="[2]").click()
    card = answer.locator("details.source").nth(1)
    expect(card.locator("mark").first).to_be_in_viewport()
    card.locator("a.back").click()
    expect(answer.locator(".said").first).to_be_focused()
    visit.picture("820-7-table")
    assert violations(visit.page) == []
    visit.page.close()


def test_personal_data_is_hidden_and_the_reader_is_told(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=390, height=844)
    visit.ask("我的手机号是13800138000，北关区2025年GDP是多少？")
    asked = visit.page.locator(".asked").first
    expect(asked).to_contain_text("手机号已隐去")
    expect(asked).not_to_contain_text("13800138000")
    visit.page.close()
