"""The pages of one reply, by forms alone: edit, check, steps, versions, exports, and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.assistant import Assistant
from assistant.records.database import Database
from assistant.records.replies import Replies
from tests.assistant.web.staff_pages import client_of, desk_of, finished, send

LETTER = "北关区政府：\n去年咱们区GDP是多少？<script>alert(1)</script>今年打算改几个老旧小区？路灯坏了半年没人修。"


@pytest.fixture
def client(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(desk_of(assistant, tmp_path), tmp_path) as opened_client:
        yield opened_client


@pytest.fixture
def at(client: TestClient) -> str:
    """The address of a new reply."""
    reply = send(client, "/staff/drafts", file=("<b>信</b>.txt", LETTER.encode()))
    finished(client, reply)
    return reply.headers["location"].replace("/jobs/", "/replies/")


def be(client: TestClient, name: str) -> None:
    reply = send(client, "/staff/name", name=name, back="https://evil.example")
    assert reply.headers["location"] == "/staff"


def text_of(client: TestClient, at: str, item: int = 1) -> str:
    found = re.search(rf'name="text-{item}"[^>]*>(.*?)</textarea>', client.get(at).text, re.DOTALL)
    assert found
    return found[1]


def save(client: TestClient, at: str, version: int, do: str = "save", **fields: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return send(client, at, version=str(version), do=do, **named)


def step(client: TestClient, at: str, name: str, version: int, note: str = "") -> Response:
    return send(client, f"{at}/step", step=name, version=str(version), note=note)


def test_letter_and_draft_stand_side_by_side_as_text(client: TestClient, at: str) -> None:
    page = client.get(at).text
    assert "189.3亿元" in page and "谋划19个" in page and "路灯坏了半年没人修" in page
    assert "<script>alert" not in page and "<b>信" not in page and "&lt;b&gt;信" in page
    assert '<mark class="question">' in page and '<mark class="matter">' in page


def test_nothing_is_saved_without_a_name(client: TestClient, at: str) -> None:
    reply = save(client, at, 1, text_1="改过的文字。")
    assert reply.status_code == 422 and "姓名" in reply.text and "改过的文字。" in reply.text
    assert "改过的文字" not in client.get(at).text


def test_an_edit_is_a_version_and_what_changed_is_shown(client: TestClient, at: str) -> None:
    be(client, "李明")
    assert save(client, at, 1, title="关于经济情况的答复").status_code == 303
    assert save(client, at, 2, title="关于经济情况的答复").status_code == 303, "nothing changed"
    versions = client.get(f"{at}/versions").text
    assert "第 2 版" in versions and "第 3 版" not in versions
    assert re.search(r"<ins>.*?经济情况.*?</ins>", versions) and "李明" in versions


def test_of_two_editors_the_second_is_told_and_keeps_the_words(client: TestClient, at: str) -> None:
    be(client, "李明")
    save(client, at, 1, title="甲")
    reply = save(client, at, 1, text_1="我写了很久的一段。")
    assert reply.status_code == 422 and "别人改过" in reply.text
    assert "我写了很久的一段。" in reply.text


def test_the_check_follows_the_text_and_keeps_nothing(client: TestClient, at: str) -> None:
    wrong = text_of(client, at).replace("189.3亿元", "198.3亿元")
    reply = send(client, f"{at}/check", item="1", text=wrong + "<img src=x>")
    assert 'class="verdict wrong"' in reply.text and "改用 189.3亿元" in reply.text
    assert "<img" not in reply.text
    assert "198.3亿元" not in client.get(at).text
    for item, status in (("99", 404), ("x", 404)):
        assert send(client, f"{at}/check", item=item, text="").status_code == status


def test_a_wrong_figure_stops_the_reply_until_it_is_right_or_someone_answers_for_it(
    client: TestClient, at: str
) -> None:
    be(client, "李明")
    wrong = text_of(client, at).replace("189.3亿元", "198.3亿元")
    save(client, at, 1, text_1=wrong)
    assert step(client, at, "submitted", 2).status_code == 422
    reply = save(client, at, 2, do="vouch:1:198.3亿元")
    assert reply.status_code == 422 and "请写明" in reply.text
    page = client.get(at).text
    figures = re.findall(r'value="vouch:1:([^"]+)"', page)
    version = 2
    for figure in figures:
        fields = {f"reason-1-{figure}": "区统计局核定"}
        assert (
            send(client, at, version=str(version), do=f"vouch:1:{figure}", **fields).status_code
            == 303
        )
        version += 1
    assert "由李明核实并负责：区统计局核定" in client.get(at).text
    assert step(client, at, "submitted", version).status_code == 303


def test_the_way_to_an_approved_letter(client: TestClient, at: str) -> None:
    be(client, "李明")
    save(client, at, 1, title="关于经济情况的答复")
    step(client, at, "submitted", 2)
    own = step(client, at, "approved", 2)
    assert own.status_code == 422 and "不能由本人审核" in own.text
    be(client, "王芳")
    for _ in range(2):  # a double click
        assert step(client, at, "approved", 2).status_code == 303
    page = client.get(at).text
    assert page.count("审核通过第 2 版") == 1 and "已审核" in page
    assert save(client, at, 2, title="再改").status_code == 422
    markdown = client.get(f"{at}/reply.md").text
    assert "审核：王芳" in markdown and "待审核" not in markdown
    word = client.get(f"{at}/reply.docx")
    assert word.content[:2] == b"PK" and "attachment" in word.headers["content-disposition"]


def test_questions_are_asked_again_split_joined_dropped_and_added(
    client: TestClient, at: str
) -> None:
    be(client, "李明")
    two = "去年GDP是多少？\n去年一般公共预算收入是多少？"
    assert save(client, at, 1, do="ask:1", question_1=two).status_code == 303
    assert "10.06亿元" in client.get(at).text
    save(client, at, 2, do="join:1")
    assert client.get(at).text.count('class="sheet item"') == 2
    save(client, at, 3, do="drop:2")
    assert "谋划19个" not in client.get(at).text
    save(client, at, 4, do="add", question_new="今年打算改几个老旧小区？")
    assert "谋划19个" in client.get(at).text
    save(client, at, 5, do="hand:1")
    assert step(client, at, "submitted", 6).status_code == 422


def test_an_approved_reply_is_found_again_for_a_like_letter(client: TestClient, at: str) -> None:
    be(client, "李明")
    step(client, at, "submitted", 1)
    be(client, "王芳")
    step(client, at, "approved", 1)
    again = send(client, "/staff/drafts", letter="北关区政府：去年咱们区的GDP有多少？")
    page = finished(client, again)
    assert "以前审核过的相近答复" in page and at in page
    inbox = client.get("/staff", params={"q": "老旧小区", "state": "approved"}).text
    assert at in inbox and again.headers["location"].replace("jobs", "replies") not in inbox


@pytest.mark.parametrize("path", ["", "/versions", "/reply.docx", "/reply.md", "/records.sqlite"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    reply = client.get(f"/staff/replies/{'x' * 32}{path}")
    assert reply.status_code == 404 and "没有这份答复" in reply.text


def test_another_sites_form_changes_nothing(client: TestClient, at: str) -> None:
    be(client, "李明")
    for to in (at, f"{at}/step", f"{at}/check", "/staff/name"):
        headers = {"sec-fetch-site": "cross-site"}
        assert send(client, to, headers=headers, version="1", title="甲").status_code == 403


def test_a_database_that_is_away_is_said(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    (tmp_path / "file").write_bytes(b"no folder")
    away = Replies(Database(f"sqlite:///{tmp_path / 'file' / 'records.sqlite'}"), days=30)
    desk = replace(desk_of(assistant, tmp_path), replies=away)
    with client_of(desk, tmp_path) as client:
        for path in ("/staff", "/staff/replies/x", "/staff/replies/x/versions"):
            reply = client.get(path)
            assert reply.status_code == 503 and "暂时不能使用" in reply.text
        assert save(client, "/staff/replies/x", 1).status_code == 500


def test_what_stops_a_reply_is_named(client: TestClient, at: str) -> None:
    be(client, "李明")
    save(client, at, 1, opening="去年增长了37%，现答复如下：", text_2="")
    page = client.get(at).text
    assert "开头中的“37%”没有依据" in page and "问题 2：答复还没有写" in page
    assert "提交审核</button>" not in page
