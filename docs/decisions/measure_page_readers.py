"""Measures readers of saved pages for decision 13: how much of a report each keeps, what it leaves.

Run from the repository root with the reports beside the checkout and the libraries installed:
    PYTHONPATH=. python docs/decisions/measure_page_readers.py [trafilatura] [readability]
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence

from index.errors import ReportUnreadable
from index.reading.html import html_text
from tests.index.reading.pages import BOILERPLATE, TEMPLATES
from tests.shared_reports import shared_reports

TITLE = "2025年青山县政府工作报告"
Reader = Callable[[bytes], str]


def ours(page: bytes) -> str:
    try:
        return html_text(page, "page.html").text
    except ReportUnreadable:
        return ""


def trafilatura(page: bytes) -> str:
    from trafilatura import extract

    return extract(page, favor_recall=True, include_comments=False, include_tables=True) or ""


def readability(page: bytes) -> str:
    import lxml.html
    from readability import Document

    encoding = "gb18030" if b"gb2312" in page[:900] else "utf-8"
    summary = Document(page.decode(encoding, "replace")).summary()
    return "\n".join(lxml.html.fromstring(summary).itertext())


def kept(paragraphs: Sequence[str], text: str) -> float:
    """The share of the report's characters whose paragraph is in the text, white space apart."""
    bare = re.sub(r"\s+", "", text)
    sizes = [(len(p), re.sub(r"\s+", "", p) in bare) for p in paragraphs]
    return sum(size for size, there in sizes if there) / sum(size for size, _ in sizes)


def main() -> None:
    readers: list[Reader] = [ours]
    readers += [reader for reader in (trafilatura, readability) if reader.__name__ in sys.argv[1:]]
    reports = [[p.strip() for p in t.splitlines() if p.strip()] for _, t in shared_reports()][::6]
    print(f"{len(reports)} reports; kept, least kept, words left of {len(BOILERPLATE)}, seconds")
    for template in TEMPLATES:
        pages = [template.make(TITLE, paragraphs) for paragraphs in reports]
        for reader in readers:
            begun = time.perf_counter()
            texts = [reader(page) for page in pages]
            seconds = time.perf_counter() - begun
            shares = [
                kept(paragraphs, text) for paragraphs, text in zip(reports, texts, strict=True)
            ]
            left = max(
                sum(word in text and word not in "".join(paragraphs) for word in BOILERPLATE)
                for paragraphs, text in zip(reports, texts, strict=True)
            )
            print(
                f"{template.name:12} {reader.__name__:12} {sum(shares) / len(shares):7.2%} "
                f"{min(shares):7.2%} {left:3} {seconds:6.2f}"
            )


if __name__ == "__main__":
    main()
