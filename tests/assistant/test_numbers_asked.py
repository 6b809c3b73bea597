"""Questions to a report that writes its numbers in every way: no 是的 to a part of a number."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

REPORT = """2025年北关区政府工作报告

一、2024年工作回顾

2024年，全区地区生产总值四十六亿二千万元，增长百分之七点四；水利投资2亿6000万元；新建厂房17 250平方米；
工业投资8·3亿元；常住人口21万4千人；城镇化率达到百分之六十二点五；人口自然增长率-1.28‰；粮食产量9.
7万吨；城镇居民人均可支配收入41,
306元；培育合作社三四十家。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("numbers")
    report = folder / "2025年北关区政府工作报告.txt"
    report.write_text(REPORT, encoding="utf-8")
    build_index([report], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("北关区2024年地区生产总值是多少？", "四十六亿二千万元"),
        ("北关区2024年地区生产总值增长多少？", "百分之七点四"),
        ("北关区2024年水利投资是多少？", "2亿6000万元"),
        ("北关区2024年常住人口是多少？", "21万4千人"),
        ("北关区2024年城镇化率是多少？", "百分之六十二点五"),
        ("北关区2024年人口自然增长率是多少？", "-1.28‰"),
        ("北关区2024年粮食产量是多少？", "9.7万吨"),
        ("北关区2024年城镇居民人均可支配收入是多少？", "41,306元"),
    ],
)
def test_a_number_is_told_whole(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("北关区2024年水利投资是6000万元吗？", "2亿6000万元"),
        ("北关区2024年新建厂房250平方米吗？", "17 250平方米"),
        ("北关区2024年工业投资是3亿元吗？", "8·3亿元"),
        ("北关区2024年常住人口是4000人吗？", "21万4千人"),
        ("北关区2024年城镇化率是60%吗？", "百分之六十二点五"),
        ("北关区2024年人口自然增长率是1.28‰吗？", "-1.28‰"),
        ("北关区2024年粮食产量是7万吨吗？", "9.7万吨"),
    ],
)
def test_a_part_of_a_number_is_denied(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith("不是")
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["北关区2024年水利投资是2.6亿元吗？", "北关区2024年地区生产总值是46.2亿元吗？"],
)
def test_the_same_number_in_another_notation_is_affirmed(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).text.startswith("是的")
