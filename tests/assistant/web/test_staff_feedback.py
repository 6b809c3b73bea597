"""What readers said: shown to the staff newest first, a page at a time, and as a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.records.answers import AnswerRecords, Reason
from assistant.web import staff_feedback
from assistant.web.staff_feedback import REASONS
from tests.assistant.web.samples import answered
from tests.assistant.web.staff_pages import client_of, desk_of


@pytest.fixture
def records(assistant: Assistant, tmp_path: Path) -> AnswerRecords:
    return desk_of(assistant, tmp_path).answers


@pytest.fixture
def client(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(desk_of(assistant, tmp_path), tmp_path) as opened:
        yield opened


def kept(records: AnswerRecords, asked: str) -> str:
    whole = answered()
    return records.keep(replace(whole, question=replace(whole.question, asked=asked)))


def test_each_opinion_stands_with_its_answer_newest_first(
    client: TestClient, records: AnswerRecords
) -> None:
    assert "还没有意见" in client.get("/staff/feedback").text
    first, second = kept(records, "去年GDP"), kept(records, "<b>今年</b>")
    records.add_feedback(first, useful=True)
    records.add_feedback(second, useful=False, reason="not_asked", text="<i>没答</i>\n到点上")
    page = client.get("/staff/feedback").text
    assert re.findall(r'href="/a/([^"]+)"', page) == [second, first]
    newer, older = page.split(f'href="/a/{first}"')
    assert "没用" in newer and "答的不是我问的" in newer and "没答" in newer
    assert "有用" in older and "没用" not in older
    assert "<i>" not in page and "<b>" not in page
    assert '"/staff/feedback"' in client.get("/staff").text


def test_older_opinions_are_on_the_next_page(
    client: TestClient, records: AnswerRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_feedback, "_ON_A_PAGE", 2)
    answer = kept(records, "去年GDP")
    for word in ("甲意见", "乙意见", "丙意见"):
        records.add_feedback(answer, useful=True, text=word)

    def shown(page: str) -> list[str]:
        return re.findall("[甲乙丙]意见", client.get(f"/staff/feedback{page}").text)

    assert shown("") == shown("?page=0") == shown("?page=x") == ["丙意见", "乙意见"]
    assert shown("?page=2") == ["甲意见"] and shown("?page=999999") == []
    assert "page=2" in client.get("/staff/feedback").text
    assert "page=3" not in client.get("/staff/feedback?page=2").text


def test_the_file_holds_all_and_no_cell_acts_as_a_formula(
    client: TestClient, records: AnswerRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_feedback, "_ON_A_PAGE", 1)
    answer = kept(records, "=1+1")
    records.add_feedback(answer, useful=True)
    records.add_feedback(answer, useful=False, reason="other", text='=HYPERLINK("http://x")')
    reply = client.get("/staff/feedback.csv")
    assert reply.content.startswith(b"\xef\xbb\xbf")
    head, newer, older = csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert head == ["时间", "问题", "意见", "原因", "原话", "回答的链接"]
    link = f"http://testserver/a/{answer}"
    assert newer[1:] == ["'=1+1", "没用", "其他", '\'=HYPERLINK("http://x")', link]
    assert older[1:] == ["'=1+1", "有用", "", "", link]


def test_the_reasons_are_those_that_a_reader_can_choose() -> None:
    script = Path(staff_feedback.__file__).with_name("conversations.js").read_text("utf-8")
    (chosen,) = re.findall(r"const REASONS = \{(.*?)\}", script, re.DOTALL)
    assert dict(re.findall(r'(\w+): "([^"]+)"', chosen)) == REASONS
    assert set(REASONS) == set(get_args(Reason))


@pytest.mark.parametrize("path", ["/staff/feedback", "/staff/feedback.csv"])
def test_without_the_staff_page_it_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(None, tmp_path) as client:
        assert client.get(path).status_code == 404
