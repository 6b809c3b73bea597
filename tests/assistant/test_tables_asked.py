"""A report whose figures stand in tables answers as one whose figures stand in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.chunker import cut
from index.encoder.encoding import Encoder
from index.reports.reader import read_reports
from tests.index.reading.documents import add_table, saved

# The figures of the seed report, in tables as such reports have them behind their text.
INDICATORS = (
    ("指标名称", "单位", "2025年完成", "增速（%）", "2026年预期目标"),
    ("生产总值", "亿元", "189.3", "5.5", "增长6%左右"),
    ("规模以上工业增加值", "—", "—", "15.2", "增长8%左右"),
    ("社会消费品零售总额", "亿元", "79.38", "5.8", "增长6%以上"),
    ("一般公共预算收入", "亿元", "10.06", "", "增长3%"),
    ("新增城镇就业", "人", "5,230", "", "5000以上"),
)
# What was aimed at and what was reached in one year, beside each other.
AIMED_AND_REACHED = (
    ("指标", "2025年目标", "2025年完成"),
    ("粮食产量（万吨）", "1.2", "1.3"),
)
WELFARE = (
    ("序号", "项目名称", "建设内容", "责任单位"),
    ("1", "老旧小区改造", "改造老旧小区20个，惠及居民3000户。", "区住建局"),
    ("2", "城市绿化", "新建口袋公园7个；\n提升绿道12公里。", "区城管局"),
)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tabled")
    document = Document()
    document.add_paragraph("2026年北关区政府工作报告")
    document.add_paragraph("一、2025年工作回顾")
    document.add_paragraph("过去一年，全区上下团结奋斗，各项事业取得新的进展。")
    document.add_paragraph("2025年主要指标完成情况表")
    add_table(document, INDICATORS)
    document.add_paragraph("2025年目标任务完成情况表")
    add_table(document, AIMED_AND_REACHED)
    document.add_paragraph("二、2026年重点工作")
    document.add_paragraph("扎实办好民生实事。")
    document.add_paragraph("2026年民生实事项目表")
    add_table(document, WELFARE)
    document.add_paragraph("三、政府自身建设")
    document.add_paragraph("全面加强政府自身建设。")
    report: Path = folder / "2026年北关区政府工作报告.docx"
    report.write_bytes(saved(document))
    return report


@pytest.fixture(scope="module")
def tabled(
    document: Path, tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder
) -> Assistant:
    folder = tmp_path_factory.mktemp("tabled-index")
    build_index([document], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("北关区2025年生产总值是多少？", "189.3亿元", "79.38"),
        ("北关区2025年生产总值增长多少？", "5.5%", "15.2"),
        ("北关区2026年生产总值的增长目标是多少？", "6%左右", "15.2"),
        ("北关区2026年生产总值的目标是多少？", "6%左右", "189.3"),
        ("北关区2025年粮食产量是多少？", "实际完成1.3万吨", "1.2万吨"),
        ("北关区2025年粮食产量的目标是多少？", "目标为1.2万吨", "1.3万吨"),
        ("北关区2025年规模以上工业增加值增长多少？", "15.2%", "189.3"),
        ("北关区2025年社会消费品零售总额是多少？", "79.38亿元", "189.3"),
        ("北关区2025年一般公共预算收入完成多少？", "10.06亿元", "189.3"),
        ("北关区2026年新增城镇就业的目标是多少人？", "5000人以上", "189.3"),
        ("北关区2026年要改造多少个老旧小区？", "20个", "7个"),
        ("北关区2026年要新建多少个口袋公园？", "7个", "20个"),
    ],
)
def test_a_figure_in_a_table_is_found_and_checked(
    tabled: Assistant, question: str, told: str, not_told: str
) -> None:
    answer = tabled.ask(question)
    assert answer.status == "answered", answer.text
    assert told in answer.text
    assert not_told not in answer.text
    assert {verdict.status for verdict in answer.figures} <= {"supported"}


def test_a_figure_that_no_table_tells_is_not_invented(tabled: Assistant) -> None:
    assert "亿元" not in tabled.ask("北关区2025年固定资产投资是多少？").text
    assert "5,230人" in tabled.ask("北关区2025年新增城镇就业多少人？").text
    assert "5.8%" not in tabled.ask("北关区2025年一般公共预算收入增长多少？").text


def test_a_table_is_cut_by_itself_under_its_caption(document: Path) -> None:
    (report,) = read_reports(document)
    passages = cut(report)
    assert "".join(passage.text for passage in passages) == report.text
    (welfare,) = [passage for passage in passages if "口袋公园" in passage.text]
    assert welfare.headings == ("二、2026年重点工作", "2026年民生实事项目表")
    assert (welfare.period, welfare.kind) == (2026, "target")
    (after,) = [passage for passage in passages if "政府自身建设。" in passage.text]
    assert after.headings == ("三、政府自身建设",)
