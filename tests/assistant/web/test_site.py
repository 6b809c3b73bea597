"""The shell of the pages: who speaks, files of its own folder alone, and a policy without exceptions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.web.site import Site, file_address
from tests.assistant.web.pages import client_of, library_at
from tests.assistant.web.samples import FixedAssistant


def shown(site: Site, **values: str) -> str:
    return bytes(
        site.message(values.get("title", "标题"), values.get("text", "一句话。"), 404).body
    ).decode()


def test_the_foot_says_that_it_is_no_official_reply_and_whose_it_is(tmp_path: Path) -> None:
    plain = shown(Site(library_at(tmp_path)))
    assert "不是政府机关的正式答复" in plain and "主办" not in plain and "联系" not in plain
    owned = shown(Site(library_at(tmp_path), "北关区<政府>办公室", "0372-1234567"))
    assert "主办：北关区&lt;政府&gt;办公室" in owned and "联系：0372-1234567" in owned


def test_each_page_names_itself_and_links_to_the_others(tmp_path: Path) -> None:
    page = shown(Site(library_at(tmp_path)), title="没有<i>这一页")
    assert "<title>没有&lt;i&gt;这一页 · 政府工作报告问答</title>" in page
    for address in ("/", "/reports", "/figures"):
        assert f'<a href="{address}"' in page


def test_its_stylesheet_is_kept_by_its_content(tmp_path: Path) -> None:
    client = client_of(FixedAssistant(), tmp_path)
    (address,) = re.findall(
        r'<link rel="stylesheet" href="([^"]+)">', shown(Site(library_at(tmp_path)))
    )
    assert address == file_address("site.css")
    kept = client.get(address)
    assert kept.headers["content-type"].startswith("text/css")
    assert "immutable" in kept.headers["cache-control"]
    assert "--seal: #9d2420" in kept.text, "its colours are those of the chat"
    assert client.get("/site/site.css").headers["cache-control"] == "no-cache"
    assert not re.findall(r"https?://|@import", kept.text)


@pytest.mark.parametrize("path", ["/site/guard.py", "/site/style.css", "/site/..%2fguard.css"])
def test_no_other_file_is_there(tmp_path: Path, path: str) -> None:
    assert client_of(FixedAssistant(), tmp_path).get(path).status_code == 404


def test_a_page_may_run_nothing_inline(tmp_path: Path) -> None:
    client = client_of(FixedAssistant(), tmp_path)
    policy = client.get(file_address("site.css")).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
