"""The report of a run in a real browser without script: on a phone, on a screen and on paper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from evals.report import write_report
from tests.evals.report.runs import WRONG, a_run, asked
from tests.evals.samples import a_case, answer, refusal

pytestmark = pytest.mark.e2e

_CHROMIUM = os.environ.get("E2E_CHROMIUM", "/usr/bin/chromium")
_HOSTILE = "<script>document.title='taken'</script><img src='https://example.invalid/x.png'>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    before = a_run(asked(a_case(), answer()), asked(a_case(id="b"), refusal()))
    hostile = {**WRONG, "text": f"{_HOSTILE}{'9' * 500}{WRONG['text']}"}
    out = tmp_path_factory.mktemp("report") / "report.html"
    write_report(out, a_run(asked(a_case(), hostile), asked(a_case(id="b"), answer())), before)
    return out


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_its_width_and_fetches_nothing(browser: Browser, report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert fetched == [report.as_uri()]
    assert page.title().startswith("评测报告")
    assert "未达门槛" in page.inner_text("#verdict")
    page.close()


def test_on_paper_no_table_is_cut_off_and_the_sources_are_open(
    browser: Browser, report: Path
) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 990})  # A4 within its margins
    page.emulate_media(media="print")
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 700
    assert page.locator("#failures .passage").first.is_visible()
    assert not page.locator("nav").is_visible()
    page.close()
