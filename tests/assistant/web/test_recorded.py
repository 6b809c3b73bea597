"""A recorded answer over the web: as a page, as text, after a restart; feedback from our pages alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.records.answers import MOST_WORDS, AnswerRecords
from assistant.records.database import Database
from assistant.web import recorded
from assistant.web.recorded import Rate
from tests.assistant.web.pages import client_of, records_at
from tests.assistant.web.samples import QUOTE, FixedAssistant, answered, refused

OWN = {"content-type": "application/json", "sec-fetch-site": "same-origin"}


@pytest.fixture
def client(
    tmp_path: Path, records: AnswerRecords, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path, records=records) as opened:
        yield opened


def test_a_link_opens_the_answer_after_a_restart(
    client: TestClient, records: AnswerRecords, tmp_path: Path
) -> None:
    kept = records.keep(answered())
    with client_of(FixedAssistant(), tmp_path, records=records_at(tmp_path)) as restarted:
        for opened in (client, restarted):
            page = opened.get(f"/a/{kept}")
            assert page.status_code == 200
            assert "189.3亿元" in page.text and "2025年北关区的GDP是多少?" in page.text
            assert "保存 180 天" in page.text
            assert page.headers["x-robots-tag"] == "noindex"
            assert (
                "'unsafe-inline'" not in page.headers["content-security-policy"].split("style")[0]
            )


def test_a_refusal_has_a_page_too(client: TestClient, records: AnswerRecords) -> None:
    page = client.get(f"/a/{records.keep(refused())}")
    assert "没有文峰区的内容" in page.text


def test_a_copied_text_says_checked_as_the_page_does(
    client: TestClient, records: AnswerRecords
) -> None:
    for answer, is_checked in ((answered(), True), (refused(), False)):
        kept = records.keep(answer)
        said = [client.get(f"/a/{kept}{ending}").text for ending in ("", ".txt", ".md")]
        assert ["已由程序与所引原文逐一核对" in text for text in said] == [is_checked] * 3


@pytest.mark.parametrize(("ending", "kind"), [(".txt", "text/plain"), (".md", "text/markdown")])
def test_the_text_of_an_answer_is_had_by_its_id(
    client: TestClient, records: AnswerRecords, ending: str, kind: str
) -> None:
    kept = records.keep(answered())
    reply = client.get(f"/a/{kept}{ending}")
    assert reply.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "189.3亿元" in reply.text and QUOTE[:10] in reply.text
    assert reply.text.rstrip(")\n").endswith(f"/a/{kept}")


@pytest.mark.parametrize("ending", ["", ".txt", ".md"])
def test_without_a_record_the_page_says_so_in_chinese(client: TestClient, ending: str) -> None:
    reply = client.get(f"/a/{'A' * 22}{ending}")
    assert reply.status_code == 404 and "已过保存期限（180 天）" in reply.text


@pytest.mark.parametrize(
    "path", ["/a/", "/a/short", f"/a/{'A' * 23}", f"/a/{'A' * 22}.html", f"/a/{'A' * 22}?x=1"]
)
def test_nothing_else_is_open_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_database_that_is_away_is_said_and_logged_without_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    away = AnswerRecords(Database(f"sqlite:///{tmp_path / 'file' / 'x.sqlite'}"), days=1)
    with client_of(FixedAssistant(), tmp_path, records=away) as client:
        page = client.get(f"/a/{'A' * 22}")
        said = client.post(
            f"/a/{'A' * 22}/feedback", json={"useful": True, "text": "我的意见"}, headers=OWN
        )
    assert page.status_code == 503 and "暂时打不开" in page.text
    assert said.status_code == 503 and "暂时打不开" in said.json()["detail"]
    assert "我的意见" not in caplog.text and "RecordsUnavailable" in caplog.text


def test_feedback_is_kept(client: TestClient, records: AnswerRecords) -> None:
    kept = records.keep(answered())
    opinion = {"useful": False, "reason": "wrong_figure", "text": "应该是190亿元"}
    assert client.post(f"/a/{kept}/feedback", json=opinion, headers=OWN).status_code == 200
    (said,) = records.feedback()
    assert (said.useful, said.reason, said.text) == (False, "wrong_figure", "应该是190亿元")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {},
    ],
)
def test_another_site_cannot_send_it_for_a_reader(
    client: TestClient, records: AnswerRecords, headers: dict[str, str]
) -> None:
    kept = records.keep(answered())
    reply = client.post(f"/a/{kept}/feedback", json={"useful": True}, headers=headers)
    assert reply.status_code == 403 and records.feedback() == []


def test_a_form_is_not_taken(client: TestClient, records: AnswerRecords) -> None:
    kept = records.keep(answered())
    form = {"content-type": "text/plain", "sec-fetch-site": "same-origin"}
    reply = client.post(f"/a/{kept}/feedback", content='{"useful": true}', headers=form)
    assert reply.status_code == 415 and records.feedback() == []


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "null", "{}", '{"useful": 1}', '{"useful": true, "reason": "because"}'),
        '{"useful": true, "more": 1}',
        json.dumps({"useful": False, "text": "长" * (MOST_WORDS + 1)}),
        '{"useful": true, "text": null}',
    ],
)
def test_what_is_no_feedback_is_refused(
    client: TestClient, records: AnswerRecords, body: str
) -> None:
    kept = records.keep(answered())
    reply = client.post(f"/a/{kept}/feedback", content=body, headers=OWN)
    assert reply.status_code == 400 and records.feedback() == []


def test_feedback_on_no_answer_and_too_much_of_it_are_refused_in_words(
    client: TestClient, records: AnswerRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = client.post(f"/a/{'A' * 22}/feedback", json={"useful": True}, headers=OWN)
    assert nowhere.status_code == 409 and "没有这个回答" in nowhere.json()["detail"]
    kept = records.keep(answered())
    codes = [
        client.post(f"/a/{kept}/feedback", json={"useful": True}, headers=OWN).status_code
        for _ in range(recorded._MOST_A_MINUTE + 5)
    ]
    assert codes[0] == 200 and 409 in codes and codes[-1] == 429


def test_a_rate_is_by_the_minute() -> None:
    now = [0.0]
    rate = Rate(2, clock=lambda: now[0])
    assert [rate.takes(), rate.takes(), rate.takes()] == [True, True, False]
    now[0] = 59.9
    assert not rate.takes()
    now[0] = 60.0
    assert rate.takes()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=GDP", 200),
        ("q=%E5%8C%97%E4%BA%AC%E7%9A%84GDP%EF%BC%9F", 200),
        ("q=GDP?", 200),
        ("q=" + "%E5%8C%97" * 1000, 200),
        ("q=" + "%E5%8C%97" * 1001, 307),
        ("q=a&next=http://evil.example", 307),
        ("next=//evil.example", 307),
    ],
)
def test_a_question_may_come_with_the_address_and_nothing_else(
    client: TestClient, query: str, status: int
) -> None:
    reply = client.get(f"/?{query}", follow_redirects=False)
    assert reply.status_code == status
    if status == 307:
        assert reply.headers["location"] == "/"
    else:
        assert "%E5%8C%97" not in reply.text, "the page is the same; page.js reads the address"
