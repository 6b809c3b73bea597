"""On which page a quote stands, in words, and that its characters may have been misread."""

from __future__ import annotations

from index.report import Passage

RECOGNISED = "由扫描件识别，请核对原件"


def page_words(passage: Passage, offset: int = 0) -> str:
    """第3页, for what stands at `offset` in `passage`; with a warning where it was read off a scan."""
    page = passage.page_at(offset)
    told = f"第{page}页" if page is not None else ""
    return f"{told}（{RECOGNISED}）" if passage.recognised else told


def where_cited(passage: Passage, offset: int = 0) -> str:
    """Title, headings and page of the character of a passage at `offset`, in a line."""
    headings = " › ".join((passage.title, *passage.headings))
    return "，".join(filter(None, (headings, page_words(passage, offset))))
