"""A question without a place is about the one whose report names its thing; of several it asks back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

_HEAD = "各位代表：\n我代表{place}人民政府，向大会报告工作。\n一、2023年工作回顾\n"
REPORTS = {
    "滨州市": "实际利用外资增长11.2%，列全省第1位。盐碱地治理1.2万亩。\n",
    "安顺市": "黄果树景区接待游客首次突破500万人次。PM2.5浓度降到18微克/立方米。明月桥建成通车。粮食产量64.3万吨。\n",
    "连云港市": "成功举办首届中欧班列国际合作论坛，各国代表出席。盐碱地治理3万亩。\n",
    "国务院": "城镇新增就业1244万人。\n二、2024年工作安排\n"
    "城乡居民基础养老金月最低标准提高20元。赤字率拟按3%安排，赤字规模4.06万亿元。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("places")
    for place, text in REPORTS.items():
        head = _HEAD.format(place=place).replace("国务院人民政府", "国务院")
        (folder / f"{place}2024年政府工作报告.txt").write_text(head + text, encoding="utf-8")
    build_index(sorted(folder.glob("*.txt")), folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        (
            "去年去黄果树玩的人有多少？",
            "answered",
            "2023年，安顺市黄果树景区接待游客首次突破500万人次",
        ),
        ("首届中欧班列国际合作论坛是在哪儿开的？", "answered", "连云港市成功举办首届"),
        ("国家2024年给城乡居民养老金每月最低标准涨多少钱？", "answered", "20元"),
        ("盐碱地治理了多少亩？", "clarify_place", "滨州市、连云港市"),
        ("明月桥通车了吗？", "answered", "安顺市明月桥建成通车"),
        ("国家2024年赤字率怎么安排？", "answered", "全国2024年计划：赤字率拟按3%安排"),
        ("粮食产量是多少？", "clarify_place", "、安顺市、"),
        ("工业用电量是多少？", "clarify_place", "、安顺市、"),
        ("PM2.5浓度降到多少？", "clarify_place", "、安顺市、"),
        ("滨州实际利用外资增速在山东排第几？", "answered", "列全省第1位"),
    ],
)
def test_the_place_that_a_question_leaves_open(
    several: Assistant, question: str, status: str, said: str
) -> None:
    answer = several.ask(question)
    assert answer.status == status, answer.text
    assert said in answer.text


def test_a_place_that_is_named_is_not_replaced_by_another_that_names_the_thing(
    several: Assistant,
) -> None:
    answer = several.ask("滨州去年去黄果树玩的人有多少？")
    assert answer.status.startswith("unanswerable"), answer.text
