"""Pages as saved from sites: the text is kept, what stands around it is not, nothing is run."""

from __future__ import annotations

import random
from email.message import EmailMessage

import pytest

from index.errors import ReportUnreadable
from index.reading.files import source_text
from index.reading.html import html_text, mhtml_text
from tests.index.reading.pages import BOILERPLATE, TEMPLATES, Template, paged, trs

TITLE = "2025年青山县政府工作报告"
PARAGRAPHS = (
    "各位代表：",
    "现在，我代表县人民政府，向大会报告政府工作，请予审议。",
    "一、2024年工作回顾",
    "（一）经济平稳增长",
    "全县生产总值完成189.3亿元，同比增长5.5%。社会消费品零售总额完成79.38亿元<含线上>。",
    "（二）民生持续改善",
    "新增城镇就业5230人，改造老旧小区20个。",
    "二、2025年重点工作",
    "生产总值增长6%左右；新建口袋公园7个。",
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_of_each_usual_page_the_text_is_kept_and_nothing_else(template: Template) -> None:
    source = source_text(template.make(TITLE, PARAGRAPHS), "页面.html")
    lines = [line for line in source.text.split("\n") if line]
    assert lines == [f"# {TITLE}", *PARAGRAPHS]
    assert source.title == TITLE
    assert not [word for word in BOILERPLATE if word in source.text]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_of_a_short_page_no_paragraph_is_lost(template: Template, count: int) -> None:
    paragraphs = [f"第{number}段，新建口袋公园{number + 3}个。" for number in range(count)]
    text = html_text(template.make(TITLE, paragraphs), "页.html").text
    assert all(paragraph in text for paragraph in paragraphs)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_the_date_is_that_of_the_page(template: Template) -> None:
    dated = template.name not in ("word_saved", "traditional")
    assert html_text(template.make(TITLE, PARAGRAPHS), "页.html").date == (
        "2025-02-18" if dated else None
    )


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>青山县人民政府门户网站</title>", None),
        ("<title>2025年政府工作报告_青山县人民政府</title>", "2025年政府工作报告"),
        ("<title>青山县人民政府 - 2025年政府工作报告</title>", "2025年政府工作报告"),
        ("<title>政府信息公开-政府工作报告</title>", "政府工作报告"),
        ("<meta property='og:title' content='青山 报告'><title>别的</title>", "青山 报告"),
        ("", None),
    ],
)
def test_the_title_is_without_the_names_of_the_site(head: str, title: str | None) -> None:
    page = f"<html><head>{head}</head><body><p>正文，一句话。</p></body></html>"
    assert html_text(page.encode(), "页.html").title == title


def test_a_page_whose_declared_encoding_is_wrong_is_read() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>生产总值完成189.3亿元。</p></body></html>'
    assert "生产总值完成" in html_text(page.encode("gb18030"), "页.html").text
    assert "生产总值完成" in html_text(page.encode("utf-16"), "页.html").text


def test_text_that_only_the_source_breaks_is_one_line() -> None:
    page = "<p>全县生产总值\n  完成189.3亿元，\n增长5.5%。第一行<br>第二行&nbsp;续 A\nB</p>"
    text = html_text(page.encode(), "页.html").text
    assert text == "全县生产总值完成189.3亿元，增长5.5%。第一行\n第二行 续 A B\n"


TABLE = """<p>2025年主要指标</p><table><tr><th rowspan=2>指标</th><th colspan=2>2025年</th></tr>
<tr><th>目标</th><th>完成值</th></tr><tr><td>地区生产总值<br>（亿元）</td><td>188</td><td>189.3</td></tr>
<tr><td>税收（亿元）</td><td>7</td><td rowspan="2">7.2</td></tr></table><p>表后的话。</p>"""


def test_a_table_of_data_is_sentences_and_a_table_of_layout_is_not() -> None:
    source = html_text(TABLE.encode(), "页.html")
    (table,) = source.tables
    assert table.caption == "2025年主要指标"
    assert "2025年地区生产总值目标为188亿元；2025年地区生产总值实际完成189.3亿元。" in source.text
    assert source.text.endswith("表后的话。\n")
    right = f"<td><p>{'正文很长，' * 90}。</p><p>第二段。</p></td>"
    layout = f"<table><tr><td>左栏</td>{right}</tr><tr><td></td></tr></table>"
    assert "正文很长，正文很长" in html_text(layout.encode(), "页.html").text
    assert not html_text(layout.encode(), "页.html").tables


def test_headings_of_the_page_are_headings() -> None:
    page = "<h1>报告</h1><h2>总体要求</h2><p>坚持稳中求进。</p><h3>一、经济</h3><p>增长6%。</p>"
    assert html_text(page.encode(), "页.html").text.split("\n\n") == [
        "# 报告", "## 总体要求", "坚持稳中求进。", "一、经济", "增长6%。\n",
    ]  # fmt: skip


def test_a_line_of_the_report_that_only_looks_like_one_of_the_site_stays() -> None:
    lines = (
        "主办单位：省教育厅、省民政厅，各州、市人民政府",
        "建成政务服务网站地图，群众扫一扫即可办理。",
        "打印、复印等服务惠及3000人。",
    )
    text = html_text(trs(TITLE, (*PARAGRAPHS, *lines)), "页.html").text
    assert all(line in text for line in lines)


def test_links_to_other_pages_of_the_text_are_left_out() -> None:
    lines = html_text(paged(TITLE, PARAGRAPHS), "页.html").text.split("\n")
    assert [line for line in lines if line] == [f"# {TITLE}", *PARAGRAPHS]


def test_a_page_saved_with_its_pictures_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "报告"
    message.set_content("x")
    message.make_alternative()
    archive = EmailMessage()
    archive["MIME-Version"] = "1.0"
    archive.make_related()
    page = EmailMessage()
    page.set_content(trs(TITLE, PARAGRAPHS).decode(), subtype="html", charset="gb18030")
    archive.attach(page)
    raw = archive.as_bytes()
    for name in ("页.mht", "页.mhtml", "页.doc"):
        assert "生产总值完成189.3亿元" in source_text(raw, name).text
    with pytest.raises(ReportUnreadable, match=r"坏\.mht"):
        mhtml_text(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "坏.mht")


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body></body></html>",
        b"<html><body><script>alert(1)</script><div style='display:none'>\xe9\x9a\x90</div></body></html>",
        b"<html><head><title>t</title></head></html>",
        b"<!doctype html>",
    ],
)
def test_a_page_without_text_is_named(page: bytes) -> None:
    with pytest.raises(ReportUnreadable, match=r"空页\.html"):
        source_text(page, "空页.html")


def test_entities_are_not_multiplied_and_files_not_fetched() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    page = f"{bomb}<html><body><p>正文，{'&b;' * 10}&f;一句。</p><img src='http://x.invalid/a.png'></body></html>"
    text = html_text(page.encode(), "页.html").text
    assert text.rstrip().endswith(f"正文，{'&b;' * 10}&f;一句。")
    assert "哈哈" not in text and "root:" not in text


def test_deep_and_endless_pages_are_bounded() -> None:
    nested = "<html><body>" + "<div><p>正文，很深。</p>" * 1000
    assert html_text(nested.encode(), "深.html").text.count("正文") > 980
    with pytest.raises(ReportUnreadable, match="过深"):
        html_text(b"<html><body>" + b"<div>" * 100_000 + "正文，很深。".encode(), "深.html")
    with pytest.raises(ReportUnreadable, match="庞大"):
        html_text(b"<html>" + b"<b>" * 1_000_001, "大.html")
    wide = "<table>" + ("<tr>" + "<td colspan=64>1" * 100) * 100 + "</table>"
    with pytest.raises(ReportUnreadable, match="表格过大"):
        html_text(wide.encode(), "宽.html")


def test_no_damage_raises_anything_but_a_named_fault() -> None:
    chance = random.Random(3)
    for template in TEMPLATES:
        whole = template.make(TITLE, PARAGRAPHS)
        for _ in range(40):
            raw = bytearray(whole[: chance.randrange(1, len(whole))])
            for _ in range(chance.randint(0, 20)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            try:
                source_text(bytes(raw), "坏.html")
            except ReportUnreadable as error:
                assert "坏.html" in str(error)


def test_a_page_of_nothing_but_tables_is_read_whole() -> None:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    page = (
        "<html><body><h1>青山县2023年度报告</h1><p>三、申请情况</p><table>"
        f"<tr><td>{note}</td><td>自然人（件）</td></tr><tr><td>本年新收申请</td><td>821</td></tr>"
        "</table><p>四、行政复议情况</p></body></html>"
    )
    text = source_text(page.encode(), "a.html").text
    assert "三、申请情况" in text and "本年新收申请自然人821件。" in text and "四、行政复议" in text
