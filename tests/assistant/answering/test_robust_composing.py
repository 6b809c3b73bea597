"""What real reports of other places showed wrong, on a report that holds each of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

TEXT = """各位代表：
我代表青山市人民政府，向大会报告工作。
2023年工作回顾
山区5县生产总值增长7.6%。地区生产总值增长5.8%、增速全国第3，总量达到6013亿元。
全社会研发投入180.5亿元、增长11.8%，占地区生产总值比重提升至5.81%。
一般公共预算收入500亿元。进出口总值增长5.5%。
粮食产量726.8亿斤，再创新高。
2024年工作安排建议
主要预期目标是：地区生产总值增长6%左右；粮食产量725亿斤以上；实际利用外资8亿美元。
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("elsewhere")
    report: Path = folder / "青山市2024年政府工作报告.txt"
    report.write_text(TEXT, encoding="utf-8")
    build_index([report], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "stated", "not_stated"),
    [
        ("青山市2023年经济总量是多少亿元？", "总量达到6013亿元", "5县"),
        ("青山市2023年经济增长多少？", "增长5.8%", "7.6%"),
        ("青山市2023年粮食产量多少？", "726.8亿斤", "725亿斤"),
        ("青山市2024年的粮食产量目标是多少？", "725亿斤以上", "726.8"),
        ("青山市2024年地区生产总值的增长目标是多少？", "6%左右", "5.8%"),
        ("青山市2023年全社会研发投入占地区生产总值的比重是多少？", "5.81%", "÷"),
        ("青山市2024年实际利用外资的目标是多少？", "8亿美元", "没有给出"),
    ],
)
def test_it_is_answered_by_what_is_asked_for(
    elsewhere: Assistant, question: str, stated: str, not_stated: str
) -> None:
    answer = elsewhere.ask(question)
    assert answer.status == "answered", answer.text
    assert stated in answer.text
    assert not_stated not in answer.text


def test_a_share_of_another_whole_is_not_stated_as_the_one_asked_for(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("青山市2023年全社会研发投入占一般公共预算收入的比重是多少？")
    assert (answer.status, answer.figures) == ("unanswerable_not_in_reports", ())


def test_exports_are_not_answered_by_trade(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("青山市2023年出口增长多少？")
    assert (answer.status, answer.figures) == ("unanswerable_not_in_reports", ())
