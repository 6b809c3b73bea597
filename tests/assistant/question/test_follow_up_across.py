"""Follow-ups that go on across reports."""

from __future__ import annotations

import pytest

from assistant.question.follow_up import standalone

NAMES = ("岳阳市", "岳阳", "广元市", "广元", "乐山市", "乐山", "湖南省", "湖南", "湖北省", "湖北")


@pytest.mark.parametrize(
    ("turns", "question", "complete"),
    [
        (["岳阳2024年GDP增长多少？"], "和广元比呢？", "岳阳和广元2024年GDP增长谁更高？"),
        (["岳阳2024年GDP增长多少？"], "比广元高多少？", "岳阳和广元2024年GDP增长相差多少？"),
        (
            ["岳阳2024年GDP增长多少？", "广元呢？"],
            "两个城市谁高？",
            "岳阳和广元2024年GDP增长谁高？",
        ),
        (
            ["岳阳、广元2025年的增长目标分别是多少？"],
            "哪个更高？",
            "岳阳、广元2025年的增长目标哪个更高？",
        ),
        (
            ["湖南和湖北2024年GDP增速谁高？"],
            "它们的财政收入呢？",
            "湖南、湖北2024年财政收入增速谁更高？",
        ),
        (["哪些省提到了低空经济？"], "商业航天呢？", "哪些省提到了商业航天？"),
        (["哪些省提到了低空经济？"], "哪些城市呢？", "哪些城市提到了低空经济？"),
        (["湖南2025年的增长目标是多少？"], "其他省呢？", "各省2025年的增长目标是多少？"),
        (["岳阳2024年GDP增长多少？"], "比2023年高多少？", "岳阳2024年GDP增长比2023年高多少？"),
    ],
)
def test_it_is_completed_across_reports(turns: list[str], question: str, complete: str) -> None:
    assert standalone(question, turns, NAMES) == complete


@pytest.mark.parametrize(
    ("turns", "question", "complete"),
    [
        (["岳阳2024年GDP增长多少？"], "广元呢？", "2024年广元GDP增长多少？"),
        (["岳阳2024年GDP增长多少？"], "社零呢？", "2024年岳阳社零增长多少？"),
        (["岳阳2024年GDP增长多少？"], "乐山2025年新增就业多少人？", "乐山2025年新增就业多少人？"),
        (
            ["哪些省提到了低空经济？"],
            "湖南2025年的增长目标是多少？",
            "湖南2025年的地区生产总值增长目标是多少？",
        ),
    ],
)
def test_a_follow_up_on_one_place_stays_on_it(
    turns: list[str], question: str, complete: str
) -> None:
    assert standalone(question, turns, NAMES) == complete
