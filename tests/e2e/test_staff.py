"""The staff page in a real browser, without scripts: a letter and a table up, their results down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.staff.workbooks import opened, workbook
from tests.e2e.server import serving
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

LETTER = "您好！我家住滨河小区3号楼2单元501。去年咱们区GDP是多少？今年老旧小区还改造吗？"
QUESTIONS = [
    "去年咱们区GDP一共多少？",
    "文峰区去年的GDP是多少",
    "明天会下雨吗",
    "今年GDP想增长多少",
]


@pytest.fixture(scope="module")
def address(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server with the staff page on; it is stopped afterwards."""
    folder = tmp_path_factory.mktemp("served")
    with serving(seed_index, folder, ASSISTANT_STAFF_PAGE="1") as url:
        yield url


@pytest.fixture(params=[1280, 390])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 860}, locale="zh-CN", java_script_enabled=False
    )
    opened_page = context.new_page()
    opened_page.goto(f"{address}/staff")
    yield opened_page
    folder = os.environ.get("E2E_SCREENSHOTS")
    if folder:
        name = f"staff-{request.node.name}.png"
        opened_page.screenshot(path=Path(folder) / name, full_page=True)
    context.close()


def test_a_letter_goes_up_and_its_draft_comes_down(page: Page, tmp_path: Path) -> None:
    page.get_by_label("来信全文").fill(LETTER)
    page.get_by_role("button", name="拟写答复").click()
    expect(page.locator("article.letter")).to_contain_text("189.3亿元", timeout=30_000)
    expect(page.get_by_text("数字核对表")).to_be_visible()
    for label, ending in (("下载拟稿（DOCX）", ".docx"), ("下载拟稿（Markdown）", ".md")):
        with page.expect_download() as download:
            page.get_by_text(label).click()
        assert download.value.suggested_filename == f"答复拟稿{ending}"
        download.value.save_as(tmp_path / f"draft{ending}")
    assert (tmp_path / "draft.docx").read_bytes()[:2] == b"PK"
    assert "189.3亿元" in (tmp_path / "draft.md").read_text(encoding="utf-8")


def test_a_table_goes_up_and_its_answers_come_down(page: Page, tmp_path: Path) -> None:
    raw = workbook([["编号", "问题"], *([n, q] for n, q in enumerate(QUESTIONS, start=1))])
    page.get_by_label("问题表格").set_input_files(
        {"name": "三月.xlsx", "mimeType": "application/octet-stream", "buffer": raw}
    )
    page.get_by_role("button", name="逐行回答").click()
    expect(page.get_by_text("下载结果（XLSX）")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_text("下载结果（XLSX）").click()
    download.value.save_as(tmp_path / "result.xlsx")
    rows = list(opened((tmp_path / "result.xlsx").read_bytes()).values)
    assert [row[1] for row in rows[1:]] == QUESTIONS
    assert [row[4] for row in rows[1:]] == [
        *("answered", "unanswerable_place", "unanswerable_off_topic", "answered"),
    ]
    assert "189.3亿元" in rows[1][2]


def test_a_bad_table_gets_its_sentence(page: Page) -> None:
    page.get_by_label("问题表格").set_input_files(
        {"name": "坏.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04cut"}
    )
    page.get_by_role("button", name="逐行回答").click()
    expect(page.get_by_role("alert")).to_contain_text("不是电子表格，或已损坏")
