"""是的 to what the passage does not say is not shown, nor 不是 to what it does."""

from __future__ import annotations

import pytest

from assistant.check.yes_or_no import wrongly_answered
from assistant.llm.attempt import Attempt
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "全县生产总值完成120.5亿元,增长6.1%,增速高于全市平均,居全市第三位。"
    "规模以上工业增加值增长8.2%,居全市第一位。出口总额下降3.2%。新建农村公路35公里。"
    "青石快速路加快建设,县中医医院创成三甲医院。"
)
PASSAGE = Passage(
    "p", "r", 0, len(TEXT), TEXT, ("2024年工作回顾",), period=2024, kind="actual", place="青山县"
)
GDP = "2024年青山县生产总值为120.5亿元，增长6.1%[1]。"


def wrong(asked: str, sentence: str) -> list[str]:
    return list(wrongly_answered(sentence, {1: PASSAGE}, understood(asked, "青山县")))


@pytest.mark.parametrize(
    ("asked", "sentence", "word"),
    [
        ("青山县2024年GDP是200亿元吗？", f"是的，{GDP}", "是的"),
        ("青山县2024年GDP是120.5亿元吗？", f"不是，{GDP}", "不是"),
        ("青山县2024年GDP超过150亿元了吗？", f"是的，{GDP}", "是的"),
        ("青山县2024年GDP超过100亿元了吗？", f"没有，{GDP}", "没有"),
        ("青山县2024年GDP达到150亿元了吗？", f"达到了，{GDP}", "达到了"),
        ("青山县2024年GDP不到100亿元吧？", f"对，{GDP}", "对"),
        ("青山县2024年GDP下降了吗？", f"确实如此，{GDP}", "确实如此"),
        ("青山县2024年出口增长了吗？", "是的，2024年出口总额下降3.2%[1]。", "是的"),
        ("青山县经济增速低于全市吗？", "是的，青山县增速高于全市平均[1]。", "是的"),
        ("青山县经济增速是全市第一吗？", "是的，青山县生产总值增速居全市第三位[1]。", "是的"),
        ("青山县是不是修了50公里农村公路？", "没错，2024年新建农村公路35公里[1]。", "没错"),
        ("青山县GDP增长了10%吗？", f"是，{GDP}", "是"),
        ("青石快速路2024年建成了吗？", "是的，青石快速路加快建设[1]。", "是的"),
        ("县中医医院2024年创成三甲医院了吗？", "不是，县中医医院创成三甲医院[1]。", "不是"),
    ],
)
def test_a_false_yes_or_no_is_named_and_not_shown(asked: str, sentence: str, word: str) -> None:
    assert wrong(asked, sentence) == [word]
    trying = Attempt([PASSAGE], understood(asked, "青山县"))
    assert not trying.take(sentence)
    assert f"“{word}”" in trying.failed[0][1]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("青山县2024年GDP是120.5亿元吗？", f"是的，{GDP}"),
        ("青山县2024年GDP是200亿元吗？", f"不是，{GDP}"),
        ("青山县2024年GDP超过100亿元了吗？", f"超过了，{GDP}"),
        ("青山县2024年GDP达到120.5亿元了吗？", f"达到了，{GDP}"),
        ("青山县2024年GDP有没有超过150亿元？", f"没有，{GDP}"),
        ("青山县2024年GDP增长了吗？", f"是的，{GDP}"),
        ("县中医医院2024年创成三甲医院了吗？", "是的，县中医医院创成三甲医院[1]。"),
        ("青石快速路2024年建成了吗？", "没有，青石快速路加快建设[1]。"),
        ("青山县2024年GDP下降了吗？", f"没有，{GDP}"),
        ("青山县经济增速高于全市吗？", "是的，青山县增速高于全市平均[1]。"),
        ("工业增速是全市第一吗？", "是的，规模以上工业增加值增长8.2%，居全市第一位[1]。"),
        ("青山县2024年GDP是多少？", f"是的，{GDP}"),
        # Two figures of the unit asked about leave it open.
        ("是12公里吗？", "不是，12公里是乡村道路，新建农村公路为35公里[1]。"),
    ],
)
def test_a_right_one_and_an_open_one_are_let_be(asked: str, sentence: str) -> None:
    assert wrong(asked, sentence) == []


def test_a_word_inside_a_sentence_is_no_answer() -> None:
    assert wrong("GDP是200亿元吗？", f"2024年，是的，{GDP}") == []
