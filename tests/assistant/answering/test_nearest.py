"""Of what nothing answers the nearest sentence is shown, as no more than that; never another figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.staff.evidence import rechecked
from assistant.wiring import open_assistant
from evals.cases.case import is_refusal
from index.build.builder import build_index
from index.encoder.encoding import Encoder

REPORT = """各位代表：
我代表绵阳市人民政府，向大会报告工作。
一、2023年工作回顾
依法治理拖欠农民工工资问题。货物贸易进出口额3.08亿元。新增市级入库人才115人。新增上市公司2家，实现零的突破。涪江六桥力争春节前通车，五里堡大桥加快建设。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("nearest")
    (folder / "绵阳市2024年政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


def test_the_nearest_sentence_is_quoted_as_that(city: Assistant) -> None:
    answer = city.ask("打工的人被欠工资怎么办？")
    assert answer.status == "answered_nearest"
    assert answer.text.startswith("不能确定是否正好回答了这个问题，最相关的内容是：")
    assert "拖欠农民工工资" in answer.citations[0].quote
    assert [part.status for part in answer.parts] == ["nearest"]


@pytest.mark.parametrize(
    "question",
    [
        "服务贸易进出口额是多少？",
        "新增省级入库人才多少人？",
        "红烧肉怎么做才好吃？",
        "几点上班？",
        "安居工程怎么安排？",
    ],
)
def test_no_other_figure_and_nothing_far_is_near(city: Assistant, question: str) -> None:
    answer = city.ask(question)
    assert answer.status.startswith(("unanswerable", "clarify")), answer.text


def test_a_time_without_its_day_may_be_the_time_asked_for(city: Assistant) -> None:
    answer = city.ask("涪江六桥什么时候通车？")
    assert answer.status == "answered_nearest" and "春节前" in answer.citations[0].quote
    assert not city.ask("五里堡大桥哪天建好？").status.startswith("answered")


def test_it_counts_as_a_refusal_and_goes_into_no_letter(city: Assistant) -> None:
    answer = city.ask("打工的人被欠工资怎么办？")
    assert is_refusal(answer.status)
    assert not rechecked(answer).sentences


def test_beside_what_is_answered_nothing_near_is_quoted(city: Assistant) -> None:
    answer = city.ask("货物贸易进出口额是多少？打工的人被欠工资怎么办？")
    assert answer.status == "answered_partly"
    assert "3.08亿元" in answer.text and "最接近" not in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("人大会是在哪儿开的？", "answered"),  # it says 在安阳宾馆召开
        ("拆旧建新的项目有哪些？", "answered"),
        ("40个助餐点在哪里？", "answered_nearest"),  # that there are 40 says not where
    ],
)
def test_what_does_not_hold_what_is_asked_for_is_only_near(
    assistant: Assistant, question: str, status: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == status, answer.text


def test_the_passages_of_what_is_near_are_given_beside_it(city: Assistant) -> None:
    answer = city.ask("打工的人被欠工资怎么办？")
    assert answer.nearest[0].passage.id == answer.citations[0].passage.id


def test_beside_a_refusal_stand_the_sentences_that_come_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("养老床位一张补多少钱？")
    assert answer.status == "unanswerable_not_in_reports"
    assert 1 <= len(answer.near) <= 3
    for near in answer.near:
        assert near.quote in near.passage.text and not near.quote.startswith("#")
    assert answer.nearest[0].passage.id in {near.passage.id for near in answer.near}


def test_what_hardly_fits_does_not_stand_beside_a_refusal(assistant: Assistant) -> None:
    answer = assistant.ask("北关区有多少所大学？")
    assert answer.status == "unanswerable_not_in_reports" and not answer.near


def test_what_is_beyond_the_reports_has_nothing_near(assistant: Assistant) -> None:
    assert not assistant.ask("上海市2025年的地区生产总值是多少？").near


def test_that_several_things_are_not_named_is_said(city: Assistant) -> None:
    answer = city.ask("去年新增的2家上市公司是哪两家，叫什么？")
    assert answer.text.startswith("没有找到直接回答这个问题的内容（没有逐一写明），最接近的是："), (
        answer.text
    )
    assert answer.parts[0].relaxed == "没有逐一写明"
