"""Follow-ups are rewritten into questions that can be answered by themselves."""

from __future__ import annotations

import pytest
from assistant.question.query_rewriting import rewrite

from index.figures.places import names_of

OF_A_DISTRICT = names_of("安阳市北关区", "district")
GDP = "2025年北关区的GDP是多少?"


@pytest.mark.parametrize(
    ("turns", "question", "completed"),
    [
        ([GDP], "那2026年的目标呢?", "2026年北关区GDP目标是多少？"),
        ([GDP], "增长率呢?", "2025年北关区GDP增长率是多少？"),
        ([GDP], "那社零呢?", "2025年北关区社零是多少？"),
        ([GDP], "文峰区呢?", "2025年文峰区GDP是多少？"),
        ([GDP, "那社零呢"], "增速呢", "2025年北关区社零增速是多少？"),
        ([GDP], "建成了多少个零工驿站?", "建成了多少个零工驿站?"),
        ([], "那2026年的目标呢?", "那2026年的目标呢?"),
        (["去年社零多少"], "规上工业增长多少?", "去年规上工业增长多少?"),
        (["今年打算改几个老旧小区？"], "去年改了几个？", "去年改老旧小区几个？"),
        (["今年打算改几个老旧小区？"], "去年呢？", "去年改老旧小区几个？"),
        (["2026年GDP目标是多少？"], "社零呢？", "2026年社零目标是多少？"),
        (["去年社零多少"], "今年规上工业增长多少?", "今年规上工业增长多少?"),
    ],
)
def test_what_the_follow_up_leaves_out_is_carried_over(
    turns: list[str], question: str, completed: str
) -> None:
    assert rewrite(question, turns, OF_A_DISTRICT) == completed


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
    assert rewrite(question, turns, NAMES) == complete


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
    assert rewrite(question, turns, NAMES) == complete
