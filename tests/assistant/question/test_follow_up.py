import pytest

from assistant.question.follow_up import standalone
from index.figures.places import names_of

NAMES = names_of("安阳市北关区", "district")
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
    assert standalone(question, turns, NAMES) == completed
