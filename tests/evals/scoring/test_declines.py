from __future__ import annotations

import pytest

from evals.scoring.declines import declines

QUESTION = "2025年北关区的GDP增速是5.5%吗？"


@pytest.mark.parametrize(
    "reply",
    [
        "报告中未提及这一内容。",
        "没有相关信息。",
        "我无法回答这个问题。",
        "这一点我不清楚。",
        "暂无数据。",
        "未找到2025年的数据。",
        "无法确认是否为5.5%。",
        "两份报告都没有提到。",
        "抱歉，我没有这方面的资料。",
        "I don't know.",
        "I cannot find this in the reports.",
        "The growth rate is not mentioned.",
        "I'm sorry, there is no information about it.",
    ],
)
def test_saying_that_one_does_not_know_is_declining(reply: str) -> None:
    assert declines(reply, QUESTION)


@pytest.mark.parametrize(
    "reply",
    [
        "GDP增速为5.5%。",
        "报告未提及增速，但GDP为189.3亿元。",
        "抱歉，之前说错了，是15.5%。",
        "I don't know exactly, about 190 billion.",
        "与全市平均增速持平。",
        "不确定的因素仍然不少，但没有超过6%。",
        "外部环境不确定性上升，经济平稳运行。",
        "",
    ],
)
def test_a_reply_that_names_a_figure_or_does_not_say_so_has_answered(reply: str) -> None:
    assert not declines(reply, QUESTION)
