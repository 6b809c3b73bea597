"""The text of PDF files: the text layer by its layout, and what is only a picture by recognition."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, groupby

from index.errors import ReportUnreadable
from index.reading.flow import running_text
from index.reading.page import Page
from index.reading.pages import flows_of
from index.reading.pdf_file import PdfFile
from index.reading.scan import (
    READ_PIXELS,
    check_pixels,
    check_recogniser,
    check_scanned_pages,
)
from index.reading.source_text import SourceText

MOST_PAGES = 2000
_DPI = 200


def pdf_text(raw: bytes, name: str) -> SourceText:
    """The text of the PDF file `raw`, a blank line between paragraphs, and where pages begin.

    Raises ReportUnreadable where it is none, is damaged, cut off, locked, too long, or holds no
    text, or where it holds scanned pages and no recogniser is installed.
    """
    file = PdfFile(raw, name)
    if len(file) > MOST_PAGES:
        raise ReportUnreadable(f"文件 {name!r} 有 {len(file)} 页，超过 {MOST_PAGES} 页的上限。")
    pages: list[Page] = []
    scanned: list[int] = []
    for number in range(1, len(file) + 1):
        found = file.page(number)
        pages.append(found.page)
        if found.is_picture or found.is_garbled:
            scanned.append(number)
    for page in _recognised(file, scanned, name) if scanned else ():
        pages[page.number - 1] = page
    text, offsets = running_text(flows_of(pages))
    if not text.strip():
        raise ReportUnreadable(f"文件 {name!r} 中没有文字。")
    return SourceText(text, offsets, recognised=bool(scanned))


def _recognised(file: PdfFile, numbers: Sequence[int], name: str) -> list[Page]:
    check_recogniser(name, f"的第 {_spoken(numbers)} 页是扫描件或编码损坏")
    check_scanned_pages(len(numbers), name)
    from index.reading.recognition import Recogniser

    recogniser = Recogniser()
    pages = []
    for number in numbers:
        check_pixels(file.largest_picture(number), name)
        picture, points_per_pixel = file.picture(number, dpi=_DPI, most_pixels=READ_PIXELS)
        pages.append(Page(number, recogniser.glyphs(picture, points_per_pixel)))
    return pages


def _spoken(numbers: Sequence[int]) -> str:
    """[1, 2, 3, 7] → 1–3、7."""
    counter = count()
    runs = [list(run) for _, run in groupby(numbers, key=lambda number: number - next(counter))]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
