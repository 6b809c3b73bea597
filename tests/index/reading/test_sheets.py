"""CSV and TSV files among the reports, read as tables."""

from __future__ import annotations

import pytest

from index.errors import ReportUnreadable
from index.reading.files import source_text

TABLE = (
    "2024年青山县主要经济指标,,,\r\n"
    "单位：亿元,,,\r\n"
    "指标,2024年,比上年±%,备注\r\n"
    '地区生产总值,"1,189.3",5.5,快报数\r\n'
    "　第一产业,120.5,-3.1,\r\n"
    "财政收入,—,4.0,\r\n"
)
SENTENCES = [
    "2024年地区生产总值1,189.3亿元，比上年增长5.5%。（备注：快报数）",
    "2024年地区生产总值中，第一产业120.5亿元，比上年下降3.1%。",
    "2024年财政收入比上年增长4.0%。",
]


def _text(raw: bytes, name: str = "青山县指标.csv") -> str:
    return source_text(raw, name).text


def _sentences(raw: bytes, name: str = "青山县指标.csv") -> list[str]:
    return [line for line in _text(raw, name).splitlines() if line.endswith(("。", "）"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_sentences_in_any_usual_encoding(encoding: str) -> None:
    assert _sentences(TABLE.encode(encoding)) == SENTENCES


@pytest.mark.parametrize("sign", ["\t", ";", "|"])
def test_the_separator_is_the_one_that_cuts_the_rows_alike(sign: str) -> None:
    rows = TABLE.replace('"1,189.3"', "1189.3").replace(",", sign)
    assert _sentences(rows.encode(), "指标.tsv")[1:] == SENTENCES[1:]


def test_titles_and_notes_are_paragraphs_and_a_blank_row_parts_tables() -> None:
    raw = "表1 2023年粮食\n品种,产量（万吨）\n小麦,3.2\n\n表2 2024年就业\n地区,人数（人）\n东乡镇,215\n注：为年末数\n"
    found = _text(raw.encode(), "统计.csv").split("\n\n")
    assert found == [
        "# 统计", "表1 2023年粮食", "2023年小麦产量3.2万吨。",
        "表2 2024年就业", "2024年东乡镇人数215人。", "注：为年末数\n",
    ]  # fmt: skip


def test_a_cell_longer_than_the_modules_limit_is_read() -> None:
    import csv

    long = "很" * 200_000
    limit = csv.field_size_limit()
    assert long in _text(f"项目,说明\n修路,{long}\n".encode())
    assert csv.field_size_limit() == limit


def test_a_cell_of_several_lines_and_quotes_that_enclose_nothing_are_read() -> None:
    raw = '项目,内容\n修路,"改造甲路；\n新建乙桥2座"\n"十四五"规划,完成5项\n'
    assert "改造甲路；新建乙桥2座" in _text(raw.encode())
    assert "十四五" in _text(raw.encode())


def test_a_quote_that_never_closes_is_named_with_its_row() -> None:
    with pytest.raises(ReportUnreadable, match=r"'青山县指标.csv' 第 \d+ 行附近的引号没有成对"):
        _text('指标,2024年\n"产值,5\n就业,3\n'.encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"a,b\n" * 150_000,  # more cells than any table
        b"1,2," * 75_000
        + b"\n"
        + b"1,2\n" * 100,  # a row so wide that the table would have 15 million places
    ],
)
def test_a_table_larger_than_any_is_refused(raw: bytes) -> None:
    with pytest.raises(ReportUnreadable, match=r"'青山县指标.csv' 的表格.*请分成几个文件"):
        _text(raw)


def test_a_page_that_is_called_csv_is_a_page() -> None:
    page = "<html><body><table><tr><td>指标</td><td>2024年</td></tr><tr><td>就业（人）</td><td>5</td></tr></table>"
    assert "2024年就业5人。" in _text(page.encode())


def test_what_begins_like_a_formula_is_text() -> None:
    assert "HYPERLINK" in _text('项目,内容\n修路,"=HYPERLINK(""http://x"")"\n'.encode())
