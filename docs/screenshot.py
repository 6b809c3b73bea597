"""Draws the picture of the README: the chat page in a real browser, with an answer of the seed reports.

`make picture` builds the index, asks the questions below, opens a source and writes the PNG.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.server import serving

PICTURE = Path(__file__).parent / "pictures" / "chat.png"
QUESTIONS = ("2025年北关区的GDP是多少？", "文峰区的GDP是多少？")
_CHROMIUM = os.environ.get("E2E_CHROMIUM", "/usr/bin/chromium")
_WIDTH, _HEIGHT = 900, 1150  # pixels


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the picture of the README.")
    parser.add_argument(
        "--index", type=Path, default=Path("data/index"), help="folder of the index"
    )
    parser.add_argument("--out", type=Path, default=PICTURE, help="the PNG file to write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(options.index, Path(folder)) as address:
        draw(address, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


def draw(address: str, out: Path) -> None:
    """Writes the page of the server at `address` to `out`, once it has answered."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, locale="zh-CN", reduced_motion="reduce"
        )
        page.goto(address)
        for number, question in enumerate(QUESTIONS, start=1):
            _ask(page, question, answers=number)
        page.locator(".answer").first.locator("details.source summary").first.click()
        page.mouse.move(0, 0)
        page.locator(".asked").first.scroll_into_view_if_needed()
        page.screenshot(path=out)
        browser.close()


def _ask(page: Page, question: str, *, answers: int) -> None:
    """Returns once the page shows that many answers and takes the next question."""
    box = page.get_by_label("您的问题")
    expect(box).to_be_editable(timeout=30_000)
    box.fill(question)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".answer")).to_have_count(answers, timeout=30_000)
    expect(box).to_be_editable(timeout=30_000)


if __name__ == "__main__":
    main()
