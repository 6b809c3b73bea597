"""The way a change goes, what a value came from, and what a part is of: in answers and in the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.check.verify import judge
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.report import Passage

TEXT = """民乐县2025年政府工作报告
——2025年1月10日在民乐县第十七届人民代表大会第四次会议上

各位代表：

一、2024年工作回顾

2024年，房地产开发投资下降7.4%，单位能耗降低2.3%，学生近视率由51.2%降至48.6%。
一般公共预算支出由2020年的22.4亿元增加到31.7亿元。自来水普及率从87.1%提高到94.5%。
存贷款余额分别达210亿元、165亿元。信访、治安案件分别下降12.5%、上升1.4%。
7个村新获评美丽乡村。新签约项目58个，其中文旅项目9个。
接待游客比2019年增长21.6%。城区、郊区公交日均客流分别达21400、8600人次。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("stands-for")
    report: Path = folder / "民乐县2025年政府工作报告.txt"
    report.write_text(TEXT, encoding="utf-8")
    build_index([report], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "verdict", "told"),
    [
        ("民乐县2024年房地产开发投资增长7.4%吗？", "不是", "下降7.4%"),
        ("民乐县2024年房地产开发投资下降7.4%吗？", "是的", "下降7.4%"),
        ("民乐县2024年单位能耗上升2.3%吗？", "不是", "降低2.3%"),
        ("民乐县2024年学生近视率是51.2%吗？", "不是", "48.6%"),
        ("民乐县2024年学生近视率是48.6%吗？", "是的", "48.6%"),
        ("民乐县2024年一般公共预算支出是22.4亿元吗？", "不是", "31.7亿元"),
        ("民乐县2024年自来水普及率是87.1%吗？", "不是", "94.5%"),
        ("民乐县2024年贷款余额是210亿元吗？", "不是", "165亿元"),
        ("民乐县2024年郊区公交日均客流是21400人次吗？", "不是", "8600人次"),
        ("民乐县2024年接待游客比2019年增长21.6%吗？", "是的", "21.6%"),
    ],
)
def test_what_is_put_forward_is_judged_by_the_figure_that_it_is_of(
    county: Assistant, question: str, verdict: str, told: str
) -> None:
    text = county.ask(question).text
    assert (text.startswith(verdict), told in text) == (True, True), text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("民乐县2024年存款余额是多少？", "210亿元"),
        ("民乐县2024年接待游客比2019年增长多少？", "21.6%"),
        ("民乐县2024年新签约文旅项目多少个？", "9个"),
    ],
)
def test_each_of_several_answers_for_itself(county: Assistant, question: str, told: str) -> None:
    answer = county.ask(question)
    assert (answer.status, told in answer.text) == ("answered", True), answer.text


def test_some_are_not_all_there_are(county: Assistant) -> None:
    assert county.ask("民乐县有多少个村？").status == "unanswerable_not_in_reports"
    assert "7个村" in county.ask("民乐县2024年多少个村新获评美丽乡村？").text


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("2024年，学生近视率由51.2%降至48.6%。[1]", "supported"),
        ("2024年，学生近视率为51.2%。[1]", "unsupported"),
        ("2024年，学生近视率为48.6%。[1]", "supported"),
        ("2024年，单位能耗上升2.3%。[1]", "unsupported"),
        ("2024年，单位能耗降低2.3%。[1]", "supported"),
        ("2020年，一般公共预算支出为22.4亿元。[1]", "supported"),
        ("2024年，一般公共预算支出为22.4亿元。[1]", "unsupported"),
        ("2024年，信访案件上升1.4%。[1]", "unsupported"),
        ("2024年，治安案件上升1.4%。[1]", "supported"),
        ("2024年，接待游客比2019年增长21.6%。[1]", "supported"),
        ("2024年，接待游客增长21.6%。[1]", "unsupported"),
        ("2024年，有村7个。[1]", "unsupported"),
        ("2024年，7个村新获评美丽乡村。[1]", "supported"),
    ],
)
def test_a_claim_has_the_direction_role_and_extent_of_its_figure(
    sentence: str, status: str
) -> None:
    text = TEXT.partition("回顾\n")[2]
    passage = Passage(
        id="p",
        report_id="r",
        start=0,
        end=len(text),
        text=text,
        year=2025,
        period=2024,
        kind="actual",
    )
    assert judge(sentence, {1: passage})[-1].status == status


def test_figures_of_two_places_at_once_get_no_yes_from_one_of_them(county: Assistant) -> None:
    text = county.ask("民乐县2024年房地产开发投资下降7.4%，山丹县下降1.2%，对吗？").text
    assert not text.startswith("是的"), text


def test_a_year_inside_the_name_does_not_hide_which_figure_is_meant(county: Assistant) -> None:
    text = county.ask("民乐县郊区公交2024年日均客流是21400人次，是这样吗？").text
    assert text.startswith("不是"), text
