"""The staff page: there only when asked for, plain forms, nothing personal kept, faults in words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from starlette.requests import Request

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.errors import InputInvalid
from assistant.web.own_form import is_own
from assistant.web.staff_work import table_in
from tests.assistant.staff.workbooks import opened, workbook
from tests.assistant.web.staff_pages import OWN, client_of, desk_of, finished, send

LETTER = "北关区政府：\n您好！我叫王建国，电话13803721234。去年咱们区GDP是多少？<b>今年</b>老旧小区还改造吗？\n"
PERSONAL = ("13803721234", "410503199001011234", "王建国")
GDP = "2025年北关区的GDP是多少?"


@pytest.fixture
def client(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(desk_of(assistant, tmp_path), tmp_path) as opened_client:
        yield opened_client


def downloaded(client: TestClient, page: str, name: str) -> Response:
    found = re.search(rf'href="(/staff/jobs/[^"]+/{re.escape(name)})"', page)
    assert found, page
    return client.get(found[1])


def answers(client: TestClient, file: tuple[str, bytes], column: str) -> str:
    """The page of the answered table, its questions in the column of that number."""
    held = send(client, "/staff/batches", file=file).headers["location"]
    return finished(client, send(client, f"{held}/start", column=column))


def stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (folder / "staff").rglob("*") if file.is_file())


def recorded(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("records.sqlite*"))


@pytest.mark.parametrize("path", ["/staff", "/staff/", "/staff/jobs/x", "/staff/replies/x"])
def test_without_the_setting_there_is_no_such_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(None, tmp_path) as client:
        assert client.get(path).status_code == 404
        assert client.post(path, headers=OWN).status_code == 404


def test_with_it_only_its_own_paths_open(client: TestClient) -> None:
    assert client.get("/staff").status_code == 200
    for path in ("/staffroom", "/docs", "/gradio_api/upload", "/staff/none"):
        assert client.get(path).status_code == 404
    assert client.get("/health").json()["index_id"] == "index-1"


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "..%2f..%2fjob.json", "%2e%2e/job.json", "x/..%2fjob.json", "x/job.json"],
)
def test_no_file_but_a_result_is_reached(client: TestClient, tmp_path: Path, path: str) -> None:
    (tmp_path / "staff" / "x").mkdir(parents=True)
    (tmp_path / "staff" / "x" / "job.json").write_text("{}", encoding="utf-8")
    (tmp_path / "staff" / "job.json").write_text("{}", encoding="utf-8")
    assert client.get(f"/staff/jobs/{path}").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "10.0.0.1.nip.example"]
)
def test_another_name_does_not_open_it(client: TestClient, host: str) -> None:
    """A site whose name was made to lead here could send its own forms (DNS rebinding)."""
    headers = {"host": host, "origin": f"http://{host}"}
    reply = client.post("/staff/drafts", files={"letter": (None, LETTER)}, headers=headers)
    assert reply.status_code == 421 and client.get("/staff", headers=headers).status_code == 421
    for own in ("testserver", "10.0.0.1:7860", "[::1]:7860", "localhost"):
        assert client.get("/staff", headers={"host": own}).status_code == 200


def test_the_page_has_nothing_inline_and_says_that_it_has_no_login(client: TestClient) -> None:
    reply = client.get("/staff")
    policy = reply.headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "default-src 'none'" in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", reply.text)
    assert "不是登录" in reply.text and "内部网络" in reply.text and "30 天" in reply.text
    assert reply.headers["cache-control"] == "no-store"


def test_a_letter_becomes_a_reply_to_edit(client: TestClient, tmp_path: Path) -> None:
    page = finished(client, send(client, "/staff/drafts", letter=LETTER))
    assert "189.3亿元" in page and "起草中" in page and "北关区人民政府办公室" in page
    assert "个数字都与原文核对一致" in page and "<b>" not in page
    kept = stored(tmp_path) + recorded(tmp_path)
    assert not any(personal.encode() in kept for personal in PERSONAL)


def test_a_letter_as_a_file_is_taken_too(client: TestClient) -> None:
    page = finished(
        client,
        send(client, "/staff/drafts", letter="", file=("来信.txt", LETTER.encode("gb18030"))),
    )
    assert "189.3亿元" in page and "来信.txt" in page


def test_a_table_becomes_answers_in_both_forms(client: TestClient, tmp_path: Path) -> None:
    raw = workbook([["姓名", "问题"], ["王建国", GDP], ["李四", "电话13803721234，文峰区GDP多少"]])
    page = answers(client, ("三月.xlsx", raw), "1")
    assert "已回答 1 行" in page and "报告不涉及这个地方 1 行" in page
    rows = list(opened(downloaded(client, page, "result.xlsx").content).values)
    assert rows[0][:4] == ("姓名", "问题", "答案", "状态")
    assert rows[1][0] == "王建国" and "189.3亿元" in rows[1][2]
    assert rows[2][:2] == ("李四", "电话〔手机号〕，文峰区GDP多少")
    as_csv = downloaded(client, page, "result.csv").content
    assert as_csv.startswith(b"\xef\xbb\xbf") and b"13803721234" not in as_csv


def test_a_table_is_shown_before_anything_is_asked_and_another_column_can_be_chosen(
    client: TestClient, tmp_path: Path
) -> None:
    raw = workbook(
        [
            ["姓名", "问题", "来信<b>"],
            ["王建国", "略", GDP],
            ["李四", "", "电话13803721234，GDP多少"],
        ]
    )
    held = send(client, "/staff/batches", file=("三月.xlsx", raw)).headers["location"]
    page = client.get(held).text
    assert "1 个问题" in page and "没有要隐去的格" in page and "王建国" in page
    chosen = client.get(f"{held}?column=2").text
    assert "2 个问题" in chosen and "1 格有能认出的个人信息" in chosen and "第 3 行" in chosen
    assert "13803721234" not in chosen and "来信<b>" not in chosen
    done = finished(client, send(client, f"{held}/start", column="2"))
    assert "189.3亿元" in downloaded(client, done, "result.csv").content.decode()
    assert PERSONAL[0].encode() not in stored(tmp_path)
    assert send(client, f"{held}/start", column="1").headers["location"] == held


@pytest.mark.parametrize("column", ["2", "9", "-1", "x", ""])
def test_a_column_without_questions_is_not_started(client: TestClient, column: str) -> None:
    raw = f"问题,备注,空\n{GDP},甲,\n".encode()
    held = send(client, "/staff/batches", file=("t.csv", raw)).headers["location"]
    assert send(client, f"{held}/start", column=column).status_code == 422
    assert "开始回答" in client.get(held).text
    assert "没有任何问题" in client.get(f"{held}?column=2").text


def test_a_table_that_is_not_wanted_is_gone_at_once(client: TestClient, tmp_path: Path) -> None:
    held = send(client, "/staff/batches", file=("t.csv", f"问题\n{GDP}\n".encode()))
    to = held.headers["location"]
    assert send(client, f"{to}/cancel", ok="1").headers["location"] == "/staff"
    assert client.get(to).status_code == 404 and stored(tmp_path) == b""
    assert send(client, f"{to}/start", column="0").status_code == 404


class Busy:
    """Answers nothing until it is `free`."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        self.free.wait()
        raise InputInvalid(asked)


def test_a_table_that_waits_for_another_is_masked_on_the_disk(
    assistant: Assistant, tmp_path: Path
) -> None:
    busy, desk = Busy(), desk_of(assistant, tmp_path)
    with client_of(replace(desk, asks=busy), tmp_path) as client:
        try:
            for question in (GDP, f"电话{PERSONAL[0]}，{GDP}"):
                file = ("t.csv", f"问题\n{question}\n".encode())
                held = send(client, "/staff/batches", file=file).headers["location"]
                send(client, f"{held}/start", column="0")
            folder = desk.folder / held.rpartition("/")[2]
            assert "正在排队" in client.get(held).text
            assert table_in(folder).rows[0][0] == f"电话〔手机号〕，{GDP}"
        finally:
            busy.free.set()


def test_a_table_with_a_fault_can_go_on(client: TestClient) -> None:
    raw = f"问题\n{GDP}\n=A1\n".encode()
    page = answers(client, ("t.csv", raw), "0")
    assert "有几行出错" in page
    (again,) = re.findall(r'action="(/staff/jobs/[^"]+/again)"', page)
    assert "公式没有值 1 行" in finished(client, send(client, again, ok="1"))


@pytest.mark.parametrize(
    ("to", "form", "status", "told"),
    [
        ("/staff/drafts", {"letter": "  "}, 422, "没有收到来信"),
        ("/staff/drafts", {"letter": "长" * 20_001}, 422, "20,001"),
        ("/staff/drafts", {"file": ("a.pdf", b"%PDF")}, 422, "a.pdf"),
        ("/staff/batches", {"column": "问题"}, 422, "没有选择"),
        ("/staff/batches", {"file": ("空.xlsx", b"")}, 422, "是空的"),
        ("/staff/batches", {"file": ("<b>.csv", b"a,b\n1,2\n")}, 422, "「a」、「b」"),
        ("/staff/batches", {"file": ("大.csv", b"x" * (21 * 1024 * 1024))}, 413, "20 MB"),
    ],
)
def test_what_is_wrong_is_told_on_the_page_and_nothing_is_stored(
    client: TestClient, tmp_path: Path, to: str, form: dict[str, Any], status: int, told: str
) -> None:
    reply = send(client, to, **form)
    assert reply.status_code == status
    alert = re.findall(r'role="alert">(.*?)</p>', reply.text)[0]
    assert told in alert and "<b>" not in alert
    assert stored(tmp_path) == b""


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none", "origin": "http://testserver"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {},
    ],
)
def test_another_sites_form_is_refused(
    client: TestClient, tmp_path: Path, headers: dict[str, str]
) -> None:
    for to in (
        "/staff/drafts",
        "/staff/batches",
        "/staff/jobs/x/again",
        "/staff/jobs/x/start",
        "/staff/jobs/x/cancel",
    ):
        assert send(client, to, headers=headers, letter=LETTER).status_code == 403
    assert stored(tmp_path) == b""


def test_a_browser_that_tells_only_its_origin_is_let_in(client: TestClient) -> None:
    reply = send(client, "/staff/drafts", headers={"origin": "http://testserver"}, letter=LETTER)
    assert reply.status_code == 303


def test_a_port_is_part_of_the_origin() -> None:
    def request(origin: bytes) -> Request:
        headers = [(b"host", b"10.0.0.5:7860"), (b"origin", origin)]
        return Request({"type": "http", "headers": headers})

    assert is_own(request(b"http://10.0.0.5:7860"))
    assert not is_own(request(b"http://10.0.0.5:7861"))
    assert not is_own(request(b"http://10.0.0.5:78601"))


@pytest.mark.parametrize(
    "name", ["job.json", "letter.txt", "answers.partial.jsonl", "..%2fjob.json"]
)
def test_only_results_can_be_downloaded(client: TestClient, name: str) -> None:
    reply = send(client, "/staff/drafts", letter=LETTER)
    finished(client, reply)
    assert client.get(f"{reply.headers['location']}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ],
)
def test_a_form_that_is_none_is_told(client: TestClient, body: bytes, kind: str) -> None:
    reply = client.post("/staff/drafts", content=body, headers={**OWN, "content-type": kind})
    assert reply.status_code == 422
