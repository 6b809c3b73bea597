"""Headings where nothing but the words and lines of a text tells of them."""

from __future__ import annotations

import pytest

from index.chunker import cut
from index.figures.clauses import sentences_of
from index.figures.structure import is_heading, structure_of
from index.report import Report, Table


def _headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in structure_of(text)[0]]


@pytest.mark.parametrize(
    "line",
    [
        "一、2023年工作回顾", "（二）坚持创新驱动", "2024年工作安排建议", "努力做好2024年各项工作",
        "全力实现2024年高质量发展的奋斗目标", "全面加强政府自身建设", "持之以恒加强政府自身建设", "名词解释",
        "附件2 名词解释", "2025年省十件民生实事", "# 标题",
        "一、坚持在全面推进“三大强州战略”上精准发力，加快建设更具凉山特色优势的现代化产业体系",
    ],
)  # fmt: skip
def test_a_line_that_heads_a_section_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、推动同城融圈走深走实，持续增强发展势能。坚定实施战略。", "各位代表：", "一是聚焦扩大内需", "第一，竭力",
        "我们坚持做好2024年各项工作，", "2024年，加强政府自身建设。", "1.2023年建成公园。", "— 12 —",
        "2025年，省十件民生实事全部完成", "来源：河北日报",
    ],
)  # fmt: skip
def test_a_line_of_running_text_is_none(line: str) -> None:
    assert not is_heading(line)


BODY = "全年生产总值完成189.3亿元，增长5.5%，各项工作取得新的成绩。" * 60


def test_headings_within_the_one_line_that_a_file_is_are_found() -> None:
    text = (
        f"各位代表：请予审议。一、2023年工作回顾\u3000\u3000过去的一年，很不平凡。{BODY}"
        f"— 9 — 二、2024年工作安排 2024 年是关键一年。{BODY}三、加强政府自身建设 各位代表！实干为要。"
    )
    assert [told for _, told in _headings(text)] == [
        "一、2023年工作回顾",
        "二、2024年工作安排",
        "三、加强政府自身建设",
    ]
    headings, paragraphs = structure_of(text)
    assert all(text[heading.start : heading.end] == heading.text for heading in headings)
    report = Report("r#1", "报告", text, "r.txt", "", tuple(headings), tuple(paragraphs), year=2024)
    passages = cut(report)
    assert "".join(passage.text for passage in passages) == text
    first = next(passage for passage in passages if passage.headings)
    assert sentences_of(first)[0].text == "过去的一年，很不平凡"


def test_numbers_in_running_text_are_no_headings() -> None:
    for text in (
        f"会议要求。二、2024年工作安排 要抓紧。{BODY}{BODY}",  # does not begin with 一
        f"会议要求。一、2023年工作回顾 要抓紧。{BODY}{BODY}",  # one alone
        f"要求：一、抓好工作落实 二、抓好作风建设 {BODY}{BODY}",  # within a sentence
        f"请予审议。一、2023年工作回顾 一年来。{BODY[:300]}二、2024年工作安排 今年。",  # a short line
    ):
        assert _headings(text) == []


def test_a_line_that_the_edge_of_the_page_broke_is_no_heading() -> None:
    line = "全市广大干部群众满怀感恩之心接续奋斗砥砺前行迈出了新的步"
    broken = "（六）促进城乡融合发展，城镇建设和乡村振兴取得扎实成\n效。抓好落实。"
    text = "一、2023年工作回顾\n" + "\n".join([line] * 50) + f"\n{broken}\n二、2024年工作安排\n"
    assert [told for _, told in _headings(text)] == ["一、2023年工作回顾", "二、2024年工作安排"]


def test_a_table_is_a_section_by_itself_and_what_follows_is_not_under_its_caption() -> None:
    text = "一、回顾\n\n前文。\n\n2023年指标\n\n生产总值5亿元。\n\n后文。\n"
    start, end = text.index("2023年指标"), text.index("。\n\n后文") + 1
    headings, paragraphs = structure_of(text)
    report = Report(
        "r#1", "报告", text, "r.txt", "", tuple(headings), tuple(paragraphs),
        tables=(Table(start, end, "2023年指标"),),
    )  # fmt: skip
    passages = cut(report)
    assert "".join(passage.text for passage in passages) == text
    assert [passage.headings for passage in passages] == [
        ("一、回顾",), ("一、回顾", "2023年指标"), ("一、回顾",),
    ]  # fmt: skip


def test_tables_one_behind_the_other_under_a_heading_alone_are_two_sections() -> None:
    text = "一、回顾\n\n甲1个。\n\n乙2个。\n"
    headings, _ = structure_of(text)
    tables = (Table(6, 10), Table(12, 16))
    report = Report("r#1", "报告", text, "r.txt", "", tuple(headings), tables=tables)
    assert [passage.text for passage in cut(report)] == ["一、回顾\n\n甲1个。", "\n\n乙2个。\n"]


def test_the_parts_of_a_plan_are_headings_by_their_rank() -> None:
    text = "第二篇 总体要求\n第三章 主要目标\n一、经济\n到2025年增长。\n第四章 空间\n第一节 中心城区\n第三章所列。\n"
    headings, _ = structure_of(text)
    assert [(h.level, h.text) for h in headings] == [
        (1, "第二篇 总体要求"), (2, "第三章 主要目标"), (3, "一、经济"), (2, "第四章 空间"), (3, "第一节 中心城区"),
    ]  # fmt: skip
