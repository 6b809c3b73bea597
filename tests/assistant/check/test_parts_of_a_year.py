"""A figure of a part of a year is told as that, and never as the year's; an average likewise."""

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
from tests.assistant.understood import understood

TEXT = """青山县2025年政府工作报告
——2025年1月10日在青山县第十七届人民代表大会第四次会议上

各位代表：

一、2024年工作回顾

2024年1—10月，工业投资完成12.6亿元，增长9.3%，进出口总额8.4亿元。一季度生产总值30.2亿元，增长4.8%，前三季度98.7亿元，增长5.1%。
社会消费品零售总额完成41.5亿元，增长6.2%。12月房地产开发投资下降2.4%。
五年来，粮食产量年均增长1.7%。城镇居民人均可支配收入上半年18200元，全年37600元。
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("parts")
    report: Path = folder / "青山县2025年政府工作报告.txt"
    report.write_text(TEXT, encoding="utf-8")
    build_index([report], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        ("青山县2024年工业投资完成多少？", "answered_partly", "只有2024年1—10月的"),
        ("青山县2024年进出口总额是多少？", "answered_partly", "2024年1—10月，青山县进出口总额8.4亿元"),
        ("青山县2024年一季度生产总值是多少？", "answered", "30.2亿元"),
        ("青山县2024年前三季度生产总值增长多少？", "answered", "前三季度98.7亿元，增长5.1%"),
        ("青山县2024年社会消费品零售总额是多少？", "answered", "2024年，青山县社会消费品零售总额完成41.5亿元"),
        ("青山县2024年城镇居民人均可支配收入是多少？", "answered", "全年37600元"),
        ("青山县2024年粮食产量增长多少？", "answered_partly", "只有年均的"),
        ("青山县2024年生产总值增长多少？", "answered_partly", "只有2024年"),
    ],
)  # fmt: skip
def test_a_question_for_the_year_is_shown_a_part_as_the_part(
    county: Assistant, question: str, status: str, told: str
) -> None:
    answer = county.ask(question)
    assert (answer.status, told in answer.text) == (status, True), answer.text


PASSAGE = (
    "2024年1—10月，工业投资增长9.3%。2024年，外贸增长6.2%。“十四五”以来，生产总值年均增长5.9%。"
)


@pytest.mark.parametrize(
    ("sentence", "asked", "status"),
    [
        ("2024年1—10月，工业投资增长9.3%。[1]", "", "supported"),
        ("2024年前10个月，工业投资增长9.3%。[1]", "", "supported"),
        ("2024年，工业投资增长9.3%。[1]", "", "unsupported"),
        ("2024年1—11月，工业投资增长9.3%。[1]", "", "unsupported"),
        ("2024年10月，工业投资增长9.3%。[1]", "", "unsupported"),
        ("工业投资增长9.3%。[1]", "", "unsupported"),
        ("工业投资增长9.3%。[1]", "1—10月工业投资增长多少？", "supported"),
        ("2024年，外贸增长6.2%。[1]", "", "supported"),
        ("2024年上半年，外贸增长6.2%。[1]", "", "unsupported"),
        ("“十四五”以来，生产总值年均增长5.9%。[1]", "", "supported"),
        ("2024年，生产总值增长5.9%。[1]", "", "unsupported"),
        ("2024年，生产总值年均增长5.9%。[1]", "", "unsupported"),
        ("“十四五”以来，生产总值增长5.9%。[1]", "", "unsupported"),
    ],
)
def test_a_claim_is_borne_out_for_its_own_part_of_the_year_alone(
    sentence: str, asked: str, status: str
) -> None:
    passage = Passage(
        id="p", report_id="r", start=0, end=len(PASSAGE), text=PASSAGE, year=2025, period=2024
    )
    assert judge(sentence, {1: passage}, understood(asked))[-1].status == status
