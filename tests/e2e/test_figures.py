"""The page of figures in a real browser, without scripts: narrow, compare, open a sentence, send the
address, take a file home; by mouse and by keyboard alone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from tests.assistant.staff.workbooks import opened
from tests.e2e.axe import violations
from tests.e2e.server import serving
from tests.e2e.test_page import browser as browser  # the fixture
from tests.index.store.small_reports import write_reports

pytestmark = pytest.mark.e2e

GDP = "地区生产总值"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page of a real server over three small reports."""
    folder = tmp_path_factory.mktemp("figures")
    build_index([write_reports(folder / "reports")], folder / "index", StaticEncoder())
    served = tmp_path_factory.mktemp("served")
    with serving(folder / "index", served) as url:
        yield f"{url}/figures"


class Reader:
    """A reader in a browser of their own, without scripts; where it went is kept."""

    def __init__(self, browser: Browser, width: int, scheme: Literal["light", "dark"]) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 860},
            locale="zh-CN",
            java_script_enabled=False,
            color_scheme=scheme,
        )
        self.page: Page = self.context.new_page()
        self.hosts: set[str] = set()
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def numbers(self) -> list[str]:
        return self.page.locator('td[data-name="数字"]').all_inner_texts()

    def rows(self) -> list[str]:
        return self.page.locator("table.figures tbody tr").all_text_contents()


@pytest.fixture(params=[(390, "light"), (820, "dark"), (1280, "light")], ids=str)
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    width, scheme = request.param
    made = Reader(browser, width, scheme)
    made.page.goto(address)
    yield made
    folder = os.environ.get("E2E_SCREENSHOTS")
    if folder:
        name = f"figures-{request.node.name}.png"
        made.page.screenshot(path=Path(folder) / name, full_page=True)
    assert made.hosts == {urlsplit(address).netloc}
    made.context.close()


def narrow(reader: Reader, **conditions: str) -> None:
    page = reader.page
    for label, value in conditions.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="查看").click()


def test_narrowed_to_a_chart_whose_marks_lead_to_the_report(reader: Reader) -> None:
    narrow(reader, 指标="GDP")
    reader.page.get_by_role("link", name="各地并列").click()
    expect(reader.page.locator("figcaption")).to_contain_text("2024年地区生产总值（数额）")
    assert reader.numbers() == ["4000.5亿元", "3700亿元", "3650亿元"]
    bars = reader.page.locator("svg.bars")
    box = bars.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= reader.page.viewport_size["width"]  # type: ignore[index]
    bars.get_by_role("link", name="东营市 2024年 4000.5亿元").click()
    expect(reader.page.locator("#quote")).to_contain_text("4000.5亿元")


def test_no_page_is_wider_than_its_window(reader: Reader) -> None:
    for query in ("", "?conflicts=1", f"?indicator={GDP}&view=pairs", "?place=火星"):
        reader.page.goto(f"{reader.page.url.partition('?')[0]}{query}")
        main = reader.page.locator("main").bounding_box()
        table = reader.page.locator("table.figures, form").last.bounding_box()
        assert main and table
        assert table["x"] + table["width"] <= main["x"] + main["width"] + 1, query


def test_a_row_opens_its_sentence_and_leads_to_the_report(reader: Reader) -> None:
    narrow(reader, 搜索="新建")
    row = reader.page.locator("table.figures tbody tr")
    row.locator("summary").click()
    expect(row.locator("blockquote")).to_have_text("新建学校12所")
    expect(row.locator("mark")).to_have_text("12所")
    row.get_by_role("link", name="在报告全文中查看").click()
    expect(reader.page.locator("#quote")).to_contain_text("新建学校12所")


def test_the_address_shows_another_reader_the_same(reader: Reader, browser: Browser) -> None:
    narrow(reader, 指标=GDP, 地方="东营市")
    reader.page.get_by_role("link", name="历年", exact=True).first.click()
    expect(reader.page.locator("svg.line")).to_be_visible()
    asked = parse_qs(urlsplit(reader.page.url).query)
    assert asked == {"indicator": [GDP], "place": ["东营市"], "view": ["years"]}
    other = Reader(browser, 1280, "light")
    other.page.goto(reader.page.url)
    assert other.rows() == reader.rows()
    assert (
        other.page.locator("svg.line").inner_html() == reader.page.locator("svg.line").inner_html()
    )
    other.context.close()


def test_the_files_hold_what_is_shown(reader: Reader, tmp_path: Path) -> None:
    narrow(reader, 指标=GDP, 地方="威海")
    shown = reader.page.locator("table.figures tbody tr td[data-name='指标']").all_inner_texts()
    assert len(shown) == 4
    for label, ending in (("下载 CSV", ".csv"), ("下载 XLSX", ".xlsx")):
        with reader.page.expect_download() as download:
            reader.page.get_by_role("link", name=label).click()
        assert download.value.suggested_filename == f"报告中的数字{ending}"
        download.value.save_as(tmp_path / f"table{ending}")
    text = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    header, *lines = opened((tmp_path / "table.xlsx").read_bytes()).values
    written = [row["原文"] for row in rows]
    assert [line[header.index("原文")] for line in lines] == written
    assert [row["指标"] for row in rows] == shown
    for number, raw in zip(reader.numbers(), written, strict=True):
        assert number.endswith(raw)


def test_a_word_that_cannot_be_read_is_said(reader: Reader) -> None:
    narrow(reader, 地方="火星")
    expect(reader.page.get_by_role("alert")).to_contain_text("台账中没有“火星”")
    expect(reader.page.get_by_label("地方", exact=True)).to_have_value("火星")


def test_by_keyboard_alone(browser: Browser, address: str) -> None:
    reader = Reader(browser, 1280, "light")
    page = reader.page
    page.goto(address)
    _tab_to(page, "#q")
    page.keyboard.type("生产总值")
    _tab_to(page, "#place")
    page.keyboard.type("东营市")
    page.keyboard.press("Enter")
    expect(page.locator("table.figures")).to_be_visible()
    assert all("东营市" in row for row in reader.rows())
    _tab_to(page, "table.figures summary")
    page.keyboard.press("Enter")
    expect(page.locator("table.figures blockquote").first).to_be_visible()
    _tab_to(page, "table.figures .links a")
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_be_visible()
    page.go_back()
    _tab_to(page, ".views a[href*=pairs]")
    page.keyboard.press("Enter")
    expect(page.locator("table.figures td[data-name='目标']").first).to_be_visible()
    page.goto(f"{address}?indicator={GDP}&view=places#found")
    _tab_to(page, "svg.bars a")
    page.keyboard.press("Enter")
    expect(page.locator("#quote")).to_contain_text("4000.5亿元")
    reader.context.close()


QUERIES = (
    "",
    "?conflicts=1",
    "?place=火星",
    "?q=飞船",
    f"?indicator={GDP}&view=places",
    f"?indicator={GDP}&view=pairs",
    f"?indicator={GDP}&view=years&place=东营市",
)


@pytest.mark.parametrize("query", QUERIES)
def test_type_of_twice_the_size_fits_a_narrow_screen(
    browser: Browser, address: str, query: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700}, locale="zh-CN")
    page.goto(f"{address}{query}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", QUERIES)
def test_no_rule_of_axe_is_broken(
    browser: Browser, address: str, query: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(
        viewport={"width": 390, "height": 860}, locale="zh-CN", color_scheme=scheme
    )
    page.goto(f"{address}{query}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert violations(page) == []
    page.close()


def _tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is on the first element of `selector`."""
    target = page.locator(selector).first
    for _ in range(120):
        if page.locator(f"{selector}:focus").count() and target.evaluate(
            "element => element === document.activeElement"
        ):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {selector!r}")
