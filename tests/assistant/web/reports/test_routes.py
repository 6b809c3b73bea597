"""The pages of the reports over a real index: the list, a report, its quote, its original file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.web.report_address import report_address
from assistant.web.site import Site
from index.build.builder import build_index
from index.errors import IndexDamaged
from index.store.generations import current_generation
from tests.assistant.web.pages import client_of, library_at
from tests.assistant.web.samples import FixedAssistant
from tests.conftest import HashingEncoder
from tests.index.reading.typesetting import set_pdf

HOSTILE = "2025年红山县政府工作报告<img src=x>.html"
ID = "2025年青山县政府工作报告#1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "2025年青山县政府工作报告.txt").write_text(
        "# 2025年青山县政府工作报告\n\n## 一、2024年工作回顾\n\n全县生产总值完成120.5亿元，增长6.1%。"
        "新建农村公路35公里。\n\n## 二、2025年主要目标\n\n生产总值增长6%左右。\n",
        encoding="utf-8",
    )
    (folder / "2025年青山县政府工作报告.meta.toml").write_text(
        'place = "青山县"\nlevel = "district"\nyear = 2025\nurl = "https://qingshan.example/a?b=1&c"\n',
        encoding="utf-8",
    )
    (folder / HOSTILE).write_text(
        "<html><body><h1>2025年红山县政府工作报告</h1><p>全县生产总值完成88亿元。"
        "&lt;script&gt;alert(1)&lt;/script&gt;</p></body></html>",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def client(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, HashingEncoder())
    site = Site(library_at(current_generation(index)))
    with client_of(FixedAssistant(), tmp_path_factory.mktemp("data"), site=site) as opened:
        yield opened


def test_the_list_says_how_many_there_are_and_what_is_doubtful(client: TestClient) -> None:
    page = client.get("/reports").text
    assert "共收录 2 篇报告，其中 2 篇有存疑之处" in page
    assert f'<a href="{report_address(ID)}">2025年青山县政府工作报告</a>' in page
    assert "存疑：全文只有" in page


def test_a_search_is_a_form_and_finds_by_pinyin(client: TestClient) -> None:
    found = client.get("/reports", params={"q": "qingshan", "year": "", "kind": ""}).text
    assert "找到 1 篇（共收录 2 篇）" in found and "青山县" in found and "红山县" not in found
    assert 'value="qingshan"' in found
    assert "没有找到" in client.get("/reports", params={"q": "绿山"}).text


@pytest.mark.parametrize(
    "query",
    [
        "year=2025",
        "year=x&kind=y",
        "year=99999999999",
        "q=" + "%E5%B1%B1" * 200,
        "kind=work_report",
    ],
)
def test_any_search_is_answered(client: TestClient, query: str) -> None:
    assert client.get(f"/reports?{query}").status_code == 200


def test_what_was_searched_for_is_shown_as_text(client: TestClient) -> None:
    page = client.get("/reports", params={"q": '"><script>x</script>'}).text
    assert "<script>x" not in page and "&lt;script&gt;" in page


def test_a_report_is_there_whole(client: TestClient) -> None:
    page = client.get(report_address(ID)).text
    assert '<a href="#h1">一、2024年工作回顾</a>' in page
    assert re.search(r'<u id="f\d+" title="地区生产总值，2024年，[^"]*结果">120.5亿元</u>', page)
    (table,) = re.findall(r'href="(/figures\?report=[^"]*)"', page)
    assert "120.5亿元" in client.get(unescape(table)).text
    assert 'href="https://qingshan.example/a?b=1&amp;c"' in page
    assert "<mark" not in page


def test_a_link_to_a_quote_marks_it(client: TestClient) -> None:
    (start, end) = (41, 51)
    page = client.get(report_address(ID, start, end).partition("#")[0]).text
    (marked,) = re.findall(r'<mark id="quote"[^>]*>(.*?)</mark>', page)
    assert len(re.sub("<[^>]*>", "", marked)) == end - start


def test_a_link_marks_only_the_words_that_it_was_made_for(client: TestClient) -> None:
    text = client.get(report_address(ID)).text
    assert "生产总值完成120.5亿元" in re.sub("<[^>]*>", "", text)
    start = 41
    page = client.get(report_address(ID, start, start + 4).partition("#")[0]).text
    (words,) = re.findall(r'<mark id="quote"[^>]*>(.*?)</mark>', page)
    words = re.sub("<[^>]*>", "", words)
    for said, marked in ((words, 1), ("别的文字", 0)):
        address = report_address(ID, start, start + 4, said).partition("#")[0]
        page = client.get(address).text
        assert page.count("<mark") == marked
        assert ("报告可能已经更新" in page) == (not marked)


@pytest.mark.parametrize(
    "span",
    ["from=5&to=5", "from=9&to=2", "from=0&to=999999", "from=-1&to=4", "from=x&to=y", "from=1"],
)
def test_a_link_to_no_place_of_the_text_says_so(client: TestClient, span: str) -> None:
    page = client.get(f"{report_address(ID)}?{span}")
    assert page.status_code == 200
    assert "链接所指的位置不在这篇报告里" in page.text and "<mark" not in page.text


def test_no_report_and_no_path_leads_anywhere(client: TestClient) -> None:
    missing = client.get("/reports/no-such-report")
    assert missing.status_code == 404 and "没有这篇报告" in missing.text
    for path in (
        "..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd/original",
        "x/original",
        "a/b/original",
    ):
        assert client.get(f"/reports/{path}").status_code == 404
    assert client.post(report_address(ID)).status_code == 404


def test_the_original_is_the_file_as_it_was_read(client: TestClient, folder: Path) -> None:
    file = folder / "2025年青山县政府工作报告.txt"
    address = f"{report_address(ID)}/original"
    assert address in client.get(report_address(ID)).text
    sent = client.get(address)
    assert sent.content == file.read_bytes()
    assert sent.headers["content-disposition"].startswith("attachment")
    assert quote(file.name) in sent.headers["content-disposition"]
    before = file.read_bytes()
    try:
        file.write_bytes(before + b"!")
        assert client.get(address).status_code == 404, "not what the index was made from"
        file.unlink()
        assert "不在原处" in client.get(address).text
        assert "下载原件" not in client.get(report_address(ID)).text
    finally:
        file.write_bytes(before)


def test_a_page_as_original_is_never_opened_as_one_of_ours(client: TestClient) -> None:
    (address,) = re.findall(r'href="(/reports/[^"]*%3Cimg[^"]*)"', client.get("/reports").text)
    page = client.get(address).text
    assert "<img" not in page and "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    sent = client.get(f"{address}/original")
    assert sent.headers["content-type"] == "application/octet-stream"
    assert sent.headers["content-disposition"].startswith("attachment")
    assert sent.headers["x-content-type-options"] == "nosniff"


def test_a_report_with_pages_says_on_which_the_quote_stands(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    filler = [f"第{number}项工作稳步推进，各项任务按时完成。" * 12 for number in range(12)]
    file = tmp_path / "reports" / "2025年青山县政府工作报告.pdf"
    file.write_bytes(set_pdf(["一、2024年工作回顾", *filler, "全县生产总值完成120.5亿元。"]))
    build_index([tmp_path / "reports"], tmp_path / "index", HashingEncoder())
    generation = current_generation(tmp_path / "index")
    site = Site(library_at(generation))
    with site.library() as library:
        report = library.report(ID)
        start = report.text.index("生产总值完成")
    last = len(report.pages)
    assert last > 1
    page = client_of(FixedAssistant(), tmp_path / "data", site=site).get(
        report_address(ID, start, start + 6).partition("#")[0]
    )
    assert f"{last} 页" in page.text and f"到所引的原文（第{last}页）" in page.text
    assert page.text.count('<span class="page"') == last


def test_an_index_that_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    def broken() -> None:
        raise IndexDamaged("索引指针 '/srv/secret/current' 无法读取。")

    client = client_of(FixedAssistant(), tmp_path, site=Site(broken))  # type: ignore[arg-type]
    page = client.get("/reports")
    assert page.status_code == 503 and "请稍后再试" in page.text and "secret" not in page.text


def test_an_index_without_reports_says_so(tmp_path: Path) -> None:
    assert "尚未收录报告" in client_of(FixedAssistant(), tmp_path).get("/reports").text
