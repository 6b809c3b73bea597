"""The page that a citation tells is that of its quote, wherever it is told."""

from __future__ import annotations

from assistant.answer import RECOGNISED, Citation, page_words
from assistant.json_objects import citation_object
from assistant.staff.evidence import Source
from assistant.web.render import render_answer
from index.report import Passage
from tests.assistant.web.test_render import answered

_TEXT = "生产总值增长6%。新增就业3万人。"
_SECOND = _TEXT.index("新增")


def passage(*, recognised: bool = False) -> Passage:
    return Passage(
        "甲#1:0-16", "甲#1", 0, len(_TEXT), _TEXT,
        page=7, page_breaks=(_SECOND,), title="甲", recognised=recognised,
    )  # fmt: skip


def quoted(*, recognised: bool = False) -> Citation:
    return Citation(1, passage(recognised=recognised), _SECOND, len(_TEXT))


def test_the_page_is_that_on_which_the_quote_begins() -> None:
    assert Citation(1, passage(), 0, 4).page == 7
    assert quoted().page == 8
    assert citation_object(quoted())["page"] == 8
    assert "第8页" in Source(1, passage(), _SECOND).text
    assert "第8页" in render_answer(answered(citations=[quoted()]), "turn-1")


def test_what_was_read_off_a_scan_says_so_wherever_it_is_cited() -> None:
    citation = quoted(recognised=True)
    assert page_words(citation.passage, citation.start) == f"第8页（{RECOGNISED}）"
    assert RECOGNISED in Source(1, citation.passage, citation.start).text
    assert RECOGNISED in render_answer(answered(citations=[citation]), "turn-1")
    assert citation_object(citation)["recognised"] is True


def test_a_report_without_pages_tells_none() -> None:
    assert page_words(Passage("甲#1:0-1", "甲#1", 0, 1, "甲")) == ""
