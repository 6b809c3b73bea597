"""An answer as text and Markdown: all of it, and nothing in it that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Question
from assistant.json_objects import answer_object
from assistant.query import Query
from assistant.web.answer_text import Provenance, as_markdown, as_text, shown_time
from tests.assistant.web.samples import QUOTE, answered, citation, refused

OF = Provenance("http://127.0.0.1/a/abc", datetime(2026, 11, 29, 16, 30, tzinfo=UTC))
HOSTILE = "# 一\n<script>alert(1)</script> [x](javascript:y) **粗** | 表 | ![图](z)\n1. 列"


def test_a_text_has_question_answer_sources_and_where_it_is_from() -> None:
    text = as_text(answer_object(answered()), OF)
    assert text.startswith("问：2025年北关区的GDP是多少?\n\n答：2025年，北关区")
    assert "[1] 凝心聚力再出发 砥砺前行新征程 › 2025年工作回顾 › 经济运行稳中有进\n" in text
    assert f"“{QUOTE}”" in text
    assert text.endswith("不是政府机关的正式答复）\nhttp://127.0.0.1/a/abc\n")


def test_a_time_is_chinas() -> None:
    assert shown_time(OF.made) == "2026年11月30日00:30"


def test_a_refusal_has_what_comes_near_without_markers() -> None:
    near = replace(refused(), near=(citation(),))
    text = as_text(answer_object(near), OF)
    assert "最接近的内容：\n\n凝心聚力" in text and "[1]" not in text


def test_markdown_shows_what_was_written_and_acts_on_none_of_it() -> None:
    asked = Question(HOSTILE, Query(HOSTILE))
    answer = replace(answered(), question=asked, text=HOSTILE)
    written = as_markdown(answer_object(answer), OF)
    assert r"\<script\>" in written and r"\[x\](javascript:y)" in written
    assert r"\# 一" in written and r"\1. 列" in written
    assert not re.search(r"(?<!\\)<|(?<!\\)!\[", written)


@given(st.text(max_size=80))
def test_every_mark_of_a_text_is_escaped(said: str) -> None:
    answer = replace(answered(), text=said, citations=())
    written = as_markdown(answer_object(answer), OF)
    body = written.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>`*_\[\]|]", body)
    assert "\x00" not in written


def test_a_text_says_checked_only_where_something_was() -> None:
    checked = "1 个数字已由程序与所引原文逐一核对"
    assert f"生成。{checked}。不是" in as_text(
        answer_object(answered()), replace(OF, checked=checked)
    )
    assert "核对" not in as_text(answer_object(refused()), OF)
