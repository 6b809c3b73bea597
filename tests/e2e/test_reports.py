"""The pages of the reports in a real browser: found, read, a quote landed on, by mouse and by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.web.report_address import report_address
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.store.generations import current_generation
from index.store.library import library_of
from tests.conftest import SEEDS
from tests.e2e.axe import violations
from tests.e2e.server import serving
from tests.e2e.test_page import Visit
from tests.e2e.test_page import browser as browser  # the fixture

pytestmark = pytest.mark.e2e

TOWN = "2025年青山县政府工作报告"
FIRST = "全县生产总值完成120.5亿元"
LAST = "生产总值增长6%左右"
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
TAG = "<img src=x onerror=alert(1)>"
WIDTHS = (390, 820, 1280)


def _paragraphs(count: int) -> str:
    return "".join(
        f"第{number}段：新建农村公路{number}公里，{'稳步推进各项工作，' * 8}成效明显。\n\n"
        for number in range(1, count)
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    folder, index = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("index")
    (folder / f"{TOWN}.txt").write_text(
        f"# {TOWN}\n\n## 一、2024年工作回顾\n\n{FIRST}，增长6.1%。\n\n{_paragraphs(60)}"
        f"## {TAG}\n\n{HOSTILE}。\n\n## 三、2025年主要目标\n\n{LAST}，新增就业3000人以上。\n",
        encoding="utf-8",
    )
    build_index([SEEDS, folder], index, shipped_encoder)
    return index


@pytest.fixture(scope="module")
def address(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(index, tmp_path_factory.mktemp("served"), ASSISTANT_OWNER="青山县政府办") as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that no other host is asked for, and that complains of nothing."""
    opened = browser.new_page(base_url=address, viewport={"width": 1280, "height": 860})
    hosts: set[str] = set()
    errors: list[str] = []
    opened.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    opened.close()
    assert (hosts, errors) == ({urlsplit(address).netloc}, [])


@pytest.fixture
def quote(index: Path) -> str:
    """The address of the last figure's sentence in the report of the town."""
    library = library_of(current_generation(index))
    text = library.report(f"{TOWN}#1").text
    library.close()
    start = text.index(LAST)
    return report_address(f"{TOWN}#1", start, start + len(LAST))


def _picture(page: Page, name: str) -> None:
    """A screenshot, where E2E_SCREENSHOTS names a folder for them."""
    folder = os.environ.get("E2E_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_reader_finds_a_report_and_goes_by_its_contents(page: Page) -> None:
    page.goto("/")
    link = page.locator("#header").get_by_role("link", name="报告全文")
    expect(link).to_have_attribute("href", "/reports", timeout=30_000)
    page.goto("/reports")
    expect(page.get_by_text("共收录 4 篇报告")).to_be_visible()
    page.get_by_label("地方、年份或标题").fill("qingshan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("找到 1 篇")).to_be_visible()
    page.get_by_role("link", name=TOWN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TOWN)
    target = page.get_by_role("heading", name="三、2025年主要目标")
    expect(target).not_to_be_in_viewport()
    page.get_by_role("navigation", name="目录").get_by_role(
        "link", name="三、2025年主要目标"
    ).click()
    expect(target).to_be_in_viewport()
    expect(page.locator(".site-footer")).to_contain_text("主办：青山县政府办")


def test_a_citation_lands_on_its_marked_words(page: Page, quote: str) -> None:
    page.goto(quote)
    marked = page.locator("mark")
    expect(marked).to_have_text(LAST)
    expect(marked).to_be_in_viewport()


def test_a_source_in_the_chat_opens_its_report_at_the_quote(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=1280, height=860)
    answer = visit.ask("2025年北关区的GDP是多少?")
    answer.get_by_role("link", name="[1]").first.click()
    with visit.page.expect_popup() as opened:
        answer.get_by_role("link", name="在报告全文中查看").first.click()
    marked = opened.value.locator("mark").first
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("189.3亿元")
    expect(answer).to_be_visible()  # the conversation stays open beside it
    visit.page.close()


def test_a_figure_says_what_it_is_bound_to_under_the_mouse(page: Page) -> None:
    page.goto(report_address(f"{TOWN}#1"))
    page.locator("#text u", has_text="120.5亿元").hover()
    expect(page.get_by_role("tooltip")).to_have_text("地区生产总值，2024年，青山县，结果")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()


def test_the_keyboard_alone_reaches_each_figure_and_passes_them_all_by(page: Page) -> None:
    page.goto(report_address(f"{TOWN}#1"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "figure-after":
            break
    page.keyboard.press("Enter")
    note = page.get_by_role("tooltip")
    expect(page.locator("#text u:focus")).to_have_text("120.5亿元")
    expect(note).to_contain_text("2024年")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#text u:focus")).to_have_text("6.1%")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#text u:focus")).to_have_text("120.5亿元")
    described = page.locator("#text u:focus").get_attribute("aria-describedby")
    assert described == note.get_attribute("id")
    page.keyboard.press("Tab")  # one step is past the whole text
    assert not page.evaluate("document.activeElement.closest('#text')")
    expect(note).to_be_hidden()


def test_the_skip_link_is_first_and_leads_past_the_header(page: Page) -> None:
    page.goto("/reports")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("地方、年份或标题")).to_be_focused()


def test_a_script_in_a_report_is_shown_as_text(page: Page) -> None:
    page.goto(report_address(f"{TOWN}#1"))
    expect(page.get_by_role("heading", name=TAG)).to_be_visible()
    expect(page.locator("#text p", has_text=HOSTILE)).to_be_visible()
    assert page.locator("#text :is(script, img)").count() == 0
    assert "taken" not in page.title()


def test_without_scripts_all_but_the_walk_is_there(
    browser: Browser, address: str, quote: str
) -> None:
    page = browser.new_page(base_url=address, java_script_enabled=False)
    page.goto(quote)
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.locator("#text u").first).to_have_attribute(
        "title", "地区生产总值，2024年，青山县，结果"
    )
    expect(page.get_by_role("button", name="下一个数字")).to_be_hidden()
    page.close()


def test_the_original_is_downloaded(page: Page) -> None:
    page.goto(report_address(f"{TOWN}#1"))
    with page.expect_download() as download:
        page.get_by_role("link", name="下载原件").click()
    assert download.value.suggested_filename == f"{TOWN}.txt"
    assert FIRST in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_is_open_to_all(
    browser: Browser, address: str, quote: str, width: int, scheme: str
) -> None:
    for name, path in (
        ("reports", "/reports"),
        ("reports-found", "/reports?q=qingshan"),
        ("reports-none", "/reports?q=%E7%BB%BF"),
        ("report", report_address(f"{TOWN}#1")),
        ("report-quote", quote),
        ("report-missing", "/reports/none"),
    ):
        page = browser.new_page(
            base_url=address, viewport={"width": width, "height": 860}, color_scheme=scheme
        )
        page.goto(path)
        _picture(page, f"{name}-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert violations(page) == [], name
        page.close()


def test_large_type_on_a_small_screen_still_fits(
    browser: Browser, address: str, quote: str
) -> None:
    for path in ("/reports?q=qingshan", quote):
        page = browser.new_page(base_url=address, viewport={"width": 320, "height": 480})
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.close()
