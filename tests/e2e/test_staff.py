"""The staff page in a real browser: a clerk's walk by mouse, by keyboard and without scripts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.assistant.staff.workbooks import opened, workbook
from tests.e2e.axe import violations
from tests.e2e.server import serving
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

LETTER = (
    "北关区政府领导：\n你们好。我是红旗路这边的一名退休教师。"
    "报告里讲去年改造了一批老旧小区，我想知道到底改了多少个，今年又准备改多少。"
    "另外不知道全区现在建了多少个老年助餐的地方。"
    "我们院里的下水道一到下雨就往上返水，找过物业三回，到现在也没人来看一眼。"
    "<img src=x onerror=alert(1)>要是能在院门口装个扶手就更好了。打扰了。\n"
)
LIKE = "北关区政府：我想问问去年改了多少个老旧小区？"
QUESTIONS = [
    "去年咱们区GDP一共多少？",
    "文峰区去年的GDP是多少",
    "明天会下雨吗",
    "今年GDP想增长多少",
]
_SOON = 30_000  # milliseconds for a draft


@pytest.fixture(scope="module")
def address(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server with the staff page on; it is stopped afterwards."""
    folder = tmp_path_factory.mktemp("served")
    with serving(seed_index, folder, ASSISTANT_STAFF_PAGE="1") as url:
        yield url


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    value: int = request.param
    return value


@pytest.fixture
def context(browser: Browser, width: int) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN")
    yield made
    made.close()


def keep_picture(page: Page, name: str, width: int) -> None:
    folder = os.environ.get("E2E_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"staff-{name}-{width}.png", full_page=True)


def without_scripts(browser: Browser, address: str, width: int) -> Page:
    made = browser.new_context(
        viewport={"width": width, "height": 860}, locale="zh-CN", java_script_enabled=False
    )
    page = made.new_page()
    page.goto(f"{address}/staff")
    return page


def be(page: Page, name: str) -> None:
    page.get_by_label("您的姓名").fill(name)
    page.locator(".person button").click()
    expect(page.locator(".person button")).to_have_text("更改")


def send_letter(page: Page, address: str, letter: str) -> None:
    page.goto(f"{address}/staff")
    page.get_by_label("来信全文").fill(letter)
    page.get_by_role("button", name="拟写答复").click()
    page.wait_for_url("**/staff/replies/*", timeout=_SOON)


def paragraph(page: Page, number: int) -> Locator:
    return page.locator("section.item").nth(number).get_by_label("答复", exact=True)


def test_a_clerks_walk_by_mouse(
    context: BrowserContext, address: str, width: int, tmp_path: Path
) -> None:
    page = context.new_page()
    failed: list[str] = []
    page.on("dialog", lambda dialog: failed.append(dialog.message))
    page.on("pageerror", lambda error: failed.append(str(error)))
    send_letter(page, address, LETTER)
    be(page, "李明")
    expect(page.locator(".letter-text")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("section.item")).to_have_count(3)
    expect(page.locator(".inquiry")).to_contain_text("要是能在院门口装个扶手就更好了")
    keep_picture(page, "draft", width)

    page.get_by_role("button", name="与下一个合并").first.click()
    expect(page.locator("section.item")).to_have_count(2)
    assert "20个" in paragraph(page, 0).input_value()

    written = paragraph(page, 0).input_value()
    paragraph(page, 0).fill(written.replace("20个", "28个"))
    began = time.monotonic()
    expect(page.locator(".verdict.wrong").first).to_contain_text("28个")
    assert time.monotonic() - began < 1.5, "the pause, the check, and the browser that looks"
    assert violations(page) == []
    keep_picture(page, "flagged", width)
    page.get_by_role("button", name="改用 20个").first.click()
    expect(page.locator(".verdict.wrong")).to_have_count(0)
    assert paragraph(page, 0).input_value() == written

    page.get_by_role("button", name="提交审核").click()
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_role("alert")).to_contain_text("不能由本人审核")
    be(page, "王芳")
    page.get_by_role("button", name="审核通过").dblclick()
    expect(page.locator(".standing .badge")).to_have_text("已审核")
    expect(page.locator(".steps li", has_text="审核通过")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 DOCX").click()
    download.value.save_as(tmp_path / "reply.docx")
    assert (tmp_path / "reply.docx").read_bytes()[:2] == b"PK"
    page.get_by_role("link", name="各版本有什么不同").click()
    expect(page.locator("del, ins").first).to_be_visible()
    assert violations(page) == []
    keep_picture(page, "versions", width)

    send_letter(page, address, LIKE)
    expect(page.locator(".like").first).to_contain_text("老旧小区")
    keep_picture(page, "like", width)
    page.goto(f"{address}/staff")
    assert violations(page) == []
    keep_picture(page, "inbox", width)
    page.get_by_role("link", name="读者对回答的意见").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("读者的意见")
    assert violations(page) == []
    assert failed == []


def test_a_clerks_walk_by_keyboard_alone(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/staff")

    def press_on(name: str) -> None:
        """Tabs to the button of this name and presses it."""
        for _ in range(200):
            page.keyboard.press("Tab")
            focused = "document.activeElement?.textContent?.trim() ?? ''"
            if page.evaluate(focused) == name:
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"the keyboard does not reach {name}")

    def tab_to(identity: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement?.id ?? ''") == identity:
                return
        raise AssertionError(f"the keyboard does not reach {identity}")

    tab_to("person")
    page.keyboard.type("李明")
    page.keyboard.press("Enter")
    expect(page.locator(".person button")).to_have_text("更改")
    tab_to("letter")
    page.keyboard.insert_text(LETTER)
    press_on("拟写答复")
    page.wait_for_url("**/staff/replies/*", timeout=_SOON)
    tab_to("text-2")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("另有99个。[1]")
    expect(page.locator(".verdict.wrong").first).to_contain_text("99个")
    tab_to("reason-2-1")
    page.keyboard.type("住建局函")
    press_on("由我负责")
    expect(page.locator(".verdict.vouched")).to_contain_text("住建局函")
    press_on("提交审核")
    expect(page.locator(".standing .badge")).to_have_text("待审核")


def test_a_letter_goes_up_and_its_reply_comes_down_without_scripts(
    browser: Browser, address: str, width: int, tmp_path: Path
) -> None:
    page = without_scripts(browser, address, width)
    page.get_by_label("来信全文").fill(LETTER)
    page.get_by_role("button", name="拟写答复").click()
    page.wait_for_url("**/staff/replies/*", timeout=_SOON)
    be(page, "李明")
    paragraph(page, 1).fill("今年计划改造99个老旧小区。[1]")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".verdict.wrong").first).to_contain_text("99个")
    page.get_by_role("button", name="改用 19个").click()
    expect(page.locator(".verdict.wrong")).to_have_count(0)
    for label, ending in (("下载 DOCX", ".docx"), ("下载 Markdown", ".md")):
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        assert download.value.suggested_filename == f"答复拟稿{ending}"
        download.value.save_as(tmp_path / f"draft{ending}")
    assert "19个" in (tmp_path / "draft.md").read_text(encoding="utf-8")
    page.context.close()


def test_a_table_goes_up_and_its_answers_come_down(
    browser: Browser, address: str, width: int, tmp_path: Path
) -> None:
    page = without_scripts(browser, address, width)
    raw = workbook([["编号", "问题"], *([n, q] for n, q in enumerate(QUESTIONS, start=1))])
    page.get_by_label("问题表格").set_input_files(
        {"name": "三月.xlsx", "mimeType": "application/octet-stream", "buffer": raw}
    )
    page.get_by_role("button", name="核对表格").click()
    page.get_by_role("button", name="开始回答").click()
    expect(page.get_by_text("下载结果（XLSX）")).to_be_visible(timeout=_SOON)
    with page.expect_download() as download:
        page.get_by_text("下载结果（XLSX）").click()
    download.value.save_as(tmp_path / "result.xlsx")
    rows = list(opened((tmp_path / "result.xlsx").read_bytes()).values)
    assert [row[1] for row in rows[1:]] == QUESTIONS
    assert [row[4] for row in rows[1:]] == [
        *("answered", "unanswerable_place", "unanswerable_off_topic", "answered"),
    ]
    assert "189.3亿元" in rows[1][2]
    page.context.close()


def test_a_table_is_looked_at_started_cancelled_and_gone_on_with(
    browser: Browser, context: BrowserContext, address: str, width: int
) -> None:
    rows = [["姓名", "问题", "内容"]]
    rows += [["张三", "见内容", f"第{n}封：{QUESTIONS[0]}电话13803721234"] for n in range(300)]
    page = context.new_page()
    page.goto(f"{address}/staff")
    page.get_by_label("问题表格").set_input_files(
        {"name": "四月.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows)}
    )
    page.get_by_role("button", name="核对表格").click()
    expect(page.locator("th.asked")).to_contain_text("问题")
    page.get_by_label("问题所在的列").select_option(label="3. 内容")
    page.get_by_role("button", name="改用这一列").click()
    expect(page.locator("th.asked")).to_contain_text("内容")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("td.asked").first).to_contain_text("〔手机号〕")
    expect(page.locator("main")).to_contain_text("300 格有能认出的个人信息")
    assert violations(page) == []
    keep_picture(page, "preview", width)

    page.get_by_role("button", name="开始回答").click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".state")).to_have_text("已取消")
    assert violations(page) == []
    keep_picture(page, "cancelled", width)
    page.get_by_role("button", name="接着做").click()
    expect(page.get_by_text("下载结果（CSV）")).to_be_visible(timeout=_SOON)


def test_a_bad_table_gets_its_sentence(browser: Browser, address: str, width: int) -> None:
    page = without_scripts(browser, address, width)
    page.get_by_label("问题表格").set_input_files(
        {"name": "坏.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04cut"}
    )
    page.get_by_role("button", name="核对表格").click()
    expect(page.get_by_role("alert")).to_contain_text("不是电子表格，或已损坏")
    page.context.close()
