"""The text of PDF files: the text layer by its layout, and what is only a picture by recognition."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, groupby

from index.errors import ReportUnreadable
from index.reading.flow import running_text
from index.reading.page import Page
from index.reading.pages import flows_of
from index.reading.pdf_file import PdfFile, PdfPage
from index.reading.scan import (
    MOST_SCANNED_PAGES,
    READ_PIXELS,
    TO_INSTALL,
    Recogniser,
    check_pixels,
    check_recogniser,
    check_scanned_pages,
    has_recogniser,
)
from index.reading.source_text import DOUBTFUL, SourceText

MOST_PAGES = 2000
_DPI = 200
_WORTH_RECOGNISING = 3  # characters: fewer are bullets and signs
_AS_MUCH = 0.8  # of the characters of the text layer


def pdf_text(raw: bytes, name: str) -> SourceText:
    """The text of the PDF file `raw`, a blank line between paragraphs, and where pages begin.

    Raises ReportUnreadable where it is none, is damaged, cut off, locked, too long, or holds no
    text, or where it holds scanned pages and no recogniser is installed.
    """
    file = PdfFile(raw, name)
    if len(file) > MOST_PAGES:
        raise ReportUnreadable.of(name, f"有 {len(file)} 页，超过 {MOST_PAGES} 页的上限。")
    found = [file.page(number) for number in range(1, len(file) + 1)]
    scanned = [each.page.number for each in found if each.is_picture or each.is_garbled]
    partly = [each for each in found if each.unread and each.page.number not in scanned]
    pages = [each.page for each in found]
    for page in _recognised(file, scanned, name) if scanned else ():
        pages[page.number - 1] = page
    filled = _filled(file, partly, name)
    for page in filled:
        pages[page.number - 1] = page
    text, offsets = running_text(flows_of(pages))
    if not text.strip():
        raise ReportUnreadable.of(name, "中没有文字。")
    left = {each.page.number for each in partly} - {page.number for page in filled}
    doubts = (_doubt(sorted(left)),) if left else ()
    return SourceText(text, offsets, recognised=bool(scanned or filled), doubts=doubts)


def _filled(file: PdfFile, partly: Sequence[PdfPage], name: str) -> list[Page]:
    """Those pages of which parts have no characters in the file, recognised: where there is a
    recogniser, and it reads as much as the text layer has, as it sees no text in missing fonts."""
    worth = {each.page.number: each for each in partly if each.unread >= _WORTH_RECOGNISING}
    if not worth or not has_recogniser() or len(worth) > MOST_SCANNED_PAGES:
        return []
    return [
        page
        for page in _recognised(file, list(worth), name)
        if len(page.glyphs) >= _AS_MUCH * len(worth[page.number].page.glyphs)
    ]


def _doubt(numbers: Sequence[int]) -> str:
    advice = "" if has_recogniser() else f"，或另装文字识别组件后重新构建：{TO_INSTALL}"
    return (
        f"第 {_spoken(numbers)} 页有没有读出的字符（字体未注明对应的文字），"
        f"写作{DOUBTFUL}；数字请核对原件{advice}。"
    )


def _recognised(file: PdfFile, numbers: Sequence[int], name: str) -> list[Page]:
    check_recogniser(name, f"的第 {_spoken(numbers)} 页是扫描件或编码损坏")
    check_scanned_pages(len(numbers), name)
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
