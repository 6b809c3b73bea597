"""Places that a question sets beside each other, and what it asks of each."""

from __future__ import annotations

import pytest

from assistant.question.compared_places import compared_places

NAMES = ("青山市", "青山", "白水市", "白水", "红岩市", "红岩")


@pytest.mark.parametrize(
    ("question", "of_each", "lowest"),
    [
        ("青山和白水谁的增长目标高？", "增长目标是多少", False),
        ("青山市和白水市2025年GDP增长目标哪个更低？", "2025年GDP增长目标是多少", True),
        ("青山比白水多多少GDP？", "GDP是多少", False),
        ("青山的GDP和白水比怎么样？", "GDP是多少", False),
        ("青山GDP增速比白水快吗", "GDP增速是多少", False),
        ("青山、白水、红岩哪个城市的GDP最低", "GDP是多少", True),
        ("青山与白水相比，2024年进出口总额哪个更大", "2024年进出口总额是多少", False),
        ("比较一下青山和白水的GDP增速", "GDP增速是多少", False),
        ("青山市和白水市两市2024年地区生产总值相差多少？", "2024年地区生产总值是多少", False),
    ],
)
def test_a_comparison_asks_the_same_of_each(question: str, of_each: str, lowest: bool) -> None:
    beside = compared_places(question, NAMES)
    assert beside is not None
    assert beside.compares
    assert beside.lowest == lowest
    assert beside.texts[:2] == tuple(place + of_each for place in beside.places[:2])


@pytest.mark.parametrize(
    "question",
    [
        "青山、白水2025年的增长目标分别是多少？",
        "青山和白水新建了多少公里高速公路",
        "青山、白水和红岩各完成多少粮食产量",
    ],
)
def test_several_places_may_be_asked_without_a_comparison(question: str) -> None:
    beside = compared_places(question, NAMES)
    assert beside is not None
    assert beside.compares is False


@pytest.mark.parametrize(
    "question",
    [
        "青山市2025年GDP增长目标是多少",
        "青山与哈密市建立合作关系的是哪个部门",
        "青山到白水的铁路建成了吗",
        "青山和白水",
        "青山市增速比全市高多少",
    ],
)
def test_a_place_that_is_only_mentioned_stands_beside_none(question: str) -> None:
    assert compared_places(question, NAMES) is None
