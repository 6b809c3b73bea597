"""Questions over documents of other kinds are answered for the year that each is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

TEXTS = {
    "临泽县2023年国民经济和社会发展统计公报": "一、综合\n全年地区生产总值77.4亿元，比上年增长4.9%。\n",
    "临泽县2024年预算执行情况和2025年预算草案的报告": (
        "一、2024年预算执行情况\n税收收入1801万元，比上年1640万元增长9.8%。\n"
        "二、2025年预算草案\n税收收入预算安排1900万元。\n"
    ),
    "临泽县一九七九年政府工作报告": (
        "一、过去的工作\n工业总产值一九七七年比一九七六年增长12.1%，一九七八年又比一九七七年增长9.4%。\n"
    ),
    "临泽县政府工作报告（存档）": "一、过去的工作\n去年，造林面积300亩。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("kinds")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"{name}\n\n{text}", encoding="utf-8")
    files: list[Path] = sorted(folder.glob("*.txt"))
    build_index(files, folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        ("临泽县2023年地区生产总值是多少？", "answered", "2023年，临泽县全年地区生产总值77.4亿元"),
        ("临泽县2022年地区生产总值是多少？", "unanswerable_period", "2022年"),
        ("临泽县2023年税收收入是多少？", "answered", "1640万元"),
        ("临泽县2024年税收收入是多少？", "answered", "1801万元"),
        ("临泽县2025年税收收入预算是多少？", "answered", "1900万元"),
        ("临泽县1978年工业总产值增长了多少？", "answered", "9.4%"),
        ("临泽县2025年造林面积是多少？", "unanswerable_not_in_reports", "没有找到"),
    ],
)
def test_a_question_is_answered_for_the_year_of_its_document(
    county: Assistant, question: str, status: str, told: str
) -> None:
    answer = county.ask(question)
    assert (answer.status, told in answer.text) == (status, True), answer.text
