"""The page of figures: rows and their sentences, comparisons with charts, files, what is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from itertools import product
from pathlib import Path
from threading import Event, Semaphore
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.web.figures import routes
from assistant.web.figures.asked import VIEWS
from assistant.web.site import Site
from index.store.generations import current_generation
from index.store.library import Library
from tests.assistant.staff.workbooks import opened
from tests.assistant.web.pages import client_of, library_at
from tests.assistant.web.samples import FixedAssistant

GDP = "地区生产总值"


def get(client: TestClient, path: str = "/figures", **fields: str) -> Response:
    named = {key.rstrip("_"): value for key, value in fields.items()}
    return client.get(path, params=named)


def page(client: TestClient, **fields: str) -> str:
    reply = get(client, **fields)
    assert reply.status_code == 200, reply.text
    return reply.text


def numbers(html: str) -> list[str]:
    return re.findall(r'<td data-name="数字" class="number">(.*?)</td>', html)


def fault(client: TestClient, path: str = "/figures", **fields: str) -> str:
    reply = get(client, path, **fields)
    assert reply.status_code == 422, reply.text
    found = re.search(r'role="alert">(.*?)</p>', reply.text)
    assert found
    return unescape(found.group(1))


def test_each_figure_is_a_row_with_its_sentence(client: TestClient) -> None:
    html = page(client, q="新建")
    assert numbers(html) == ["12所"]
    assert "<blockquote>新建学校<mark>12所</mark></blockquote>" in html
    address = re.search(r'href="(/reports/[^"]+)">在报告全文中查看', html)
    assert address and re.search(
        r"\?from=\d+&amp;to=\d+&amp;of=[0-9a-f]{8}#quote$", address.group(1)
    )
    assert "共 1 条。" in html


def test_conditions_narrow_the_rows(client: TestClient) -> None:
    of_place = {"place": "威海", "indicator": "GDP"}
    assert numbers(page(client, **of_place)) == ["3700亿元", "增长5.8%", "3650亿元", "增长5%以上"]
    assert numbers(page(client, kind="target", **of_place)) == ["增长5%以上"]
    assert numbers(page(client, attribute="level", from_="2025", **of_place)) == []
    assert numbers(page(client, q="gdp", kind="target", from_="2024", to="2024")) == ["增长6%左右"]


def test_another_name_is_said_to_be_the_one_of_the_ledger(client: TestClient) -> None:
    assert "“GDP”在台账中记作“地区生产总值”。" in page(client, indicator="GDP")


def test_a_place_stands_for_those_in_it_where_that_is_wanted(client: TestClient) -> None:
    assert "勾选“含下级地方”" in fault(client, place="山东省")
    both = page(client, place="山东省", within="1", indicator=GDP, attribute="level")
    assert numbers(both) == ["3862.4亿元", "4000.5亿元", "3700亿元", "3650亿元"]


def test_a_place_can_be_spelt_in_pinyin(client: TestClient) -> None:
    assert numbers(page(client, place="weihai", indicator=GDP, kind="target")) == ["增长5%以上"]


def test_one_report_alone(client: TestClient) -> None:
    html = page(client, q="新建")
    report = unquote(re.findall(r'href="/reports/([^?"]+)', html)[0])
    of_report = page(client, report=report)
    assert "只列出《2024年东营市政府工作报告》中的数字。" in of_report
    assert len(numbers(of_report)) == 6
    assert numbers(page(client, report=report, indicator=GDP, kind="target")) == ["增长6%左右"]
    assert "没有这篇报告" in fault(client, report="没有#1")


def test_places_side_by_side(client: TestClient) -> None:
    html = page(client, indicator=GDP, view="places")
    assert "2024年地区生产总值（数额）" in html
    assert numbers(html) == ["4000.5亿元", "3700亿元", "3650亿元"]
    assert len(re.findall(r'<rect class="actual"', html)) == 3
    assert re.search(
        r'<a href="/reports/[^"]+" aria-label="东营市 2024年 4000.5亿元，看出处">', html
    )


def test_the_years_of_one_place(client: TestClient) -> None:
    html = page(client, indicator=GDP, view="years", place="东营市", attribute="change")
    assert "东营市地区生产总值（增减）" in html
    assert len(re.findall(r'<circle class="actual"', html)) == 2
    assert len(re.findall(r'<circle class="target"', html)) == 2
    assert len(re.findall(r'<line class="joined"', html)) == 1


def test_a_target_beside_its_outcome(client: TestClient) -> None:
    html = page(client, indicator=GDP, view="pairs")
    cells = re.findall(r'<td data-name="(?:目标|结果)" class="number">(.*?)</td>', html)
    assert cells == ["增长6%左右", "增长5.5%"]
    assert '<rect class="target"' in html


def test_what_contradicts_stands_together(client: TestClient) -> None:
    html = page(client, conflicts="1")
    assert numbers(html) == ["3700亿元", "3650亿元"]
    assert "第 1 处：同一项，说法不一" in html


def test_a_comparison_of_too_much_is_refused_with_a_way_on(client: TestClient) -> None:
    assert "一次比较一个指标" in fault(client, view="places")
    assert "一次看一个地方" in fault(client, view="years", indicator=GDP)


def test_what_is_not_there_is_said(client: TestClient) -> None:
    assert fault(client, place="火星") == (
        "台账中没有“火星”本级的数字。有数字的如：东营市、威海市。"
    )
    assert "台账中没有指标“飞船发射量”" in fault(client, indicator="飞船发射量")
    assert "没有符合这些条件的数字" in page(client, q="飞船")


def test_files_hold_what_is_shown(client: TestClient) -> None:
    conditions = {"indicator": GDP, "attribute": "level", "order": "value"}
    shown = numbers(page(client, **conditions))
    reply = get(client, "/figures/table.csv", **conditions)
    assert reply.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["原文"] for row in rows] == shown
    assert rows[0]["数值"] == "400050000000"
    book = opened(get(client, "/figures/table.xlsx", **conditions).content)
    header, *lines = book.values
    assert [line[header.index("原文")] for line in lines] == shown
    assert lines[0][header.index("数值")] == 400050000000


def test_a_sentence_that_reads_like_a_formula_stays_text(client: TestClient) -> None:
    reply = get(client, "/figures/table.csv", q="惠及")
    cells = next(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert cells["依据"] == '\'=1+1"智慧"教育工程惠及学生3.2万人'
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells.values())


def test_pairs_as_a_file(client: TestClient) -> None:
    reply = get(client, "/figures/table.csv", view="pairs", indicator=GDP)
    (row,) = csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert (row["目标"], row["结果"], row["目标数值"], row["结果数值"]) == (
        *("增长6%左右", "增长5.5%", "6", "5.5"),
    )


def test_the_chart_as_a_picture(client: TestClient) -> None:
    reply = get(client, "/figures/chart.svg", view="places", indicator=GDP)
    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert reply.text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "var(" not in reply.text and "<a " not in reply.text
    assert get(client, "/figures/chart.svg").status_code == 404


@pytest.mark.parametrize(
    "path", ["/figures/table.csv", "/figures/table.xlsx", "/figures/chart.svg"]
)
def test_a_file_of_nothing_readable_is_refused_in_words(client: TestClient, path: str) -> None:
    assert "年份“x”看不懂" in fault(client, path, from_="x")
    assert "火星" in fault(client, path, place="火星")


def test_what_a_reader_writes_stays_text(client: TestClient) -> None:
    html = get(client, q="<script>alert(1)</script>", place='"><img>', indicator="<b>").text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_a_page_beyond_the_last_is_the_last(client: TestClient) -> None:
    assert "只有 1 页" in page(client, page="99")


def test_a_reader_whose_turn_does_not_come_is_asked_to_wait(
    small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_WAIT", 0.05)
    opens, taken, let_go = library_at(current_generation(small_index)), Semaphore(0), Event()

    @contextmanager
    def slow() -> Iterator[Library]:
        taken.release()
        let_go.wait(20)
        with opens() as library:
            yield library

    client = client_of(FixedAssistant(), tmp_path, site=Site(slow))
    with ThreadPoolExecutor() as readers:
        first = readers.submit(client.get, "/figures/table.csv?view=rows")
        assert taken.acquire(timeout=20)
        second = client.get("/figures/table.csv")
        let_go.set()
    assert (first.result().status_code, second.status_code) == (200, 503)
    assert "请过一会儿再试" in second.text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("attribute", ["", *ATTRIBUTES])
def test_each_comparison_of_each_attribute_is_shown(
    client: TestClient, view: str, attribute: str
) -> None:
    """Also of those that no figure has."""
    for kind, year in product(["", *KINDS], ["", "2024", "1999"]):
        asked = {"kind": kind, "from": year, "to": year, "attribute": attribute, "view": view}
        reply = client.get("/figures", params={**asked, "indicator": GDP, "place": "东营市"})
        assert reply.status_code == 200, asked


FIELDS = (
    "q",
    "place",
    "within",
    "indicator",
    "from",
    "to",
    "kind",
    "attribute",
    "conflicts",
    "report",
)
VALUES = st.sampled_from(
    [
        "1",
        "0",
        "GDP",
        "东营市",
        "山东省",
        "2024",
        "target",
        "change",
        "places",
        "years",
        "pairs",
        "value",
    ]
) | st.text(max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([*FIELDS, "view", "order", "page", "x"]), VALUES, max_size=6)
)
def test_no_address_breaks_the_page(client: TestClient, fields: dict[str, str]) -> None:
    for path in ("/figures", "/figures/table.csv", "/figures/chart.svg"):
        reply = client.get(path, params=fields)
        assert reply.status_code in (200, 404, 422), (path, fields)
        assert reply.headers["content-type"].split(";")[0] in (
            *("text/html", "text/csv", "image/svg+xml", "text/plain"),
        )
