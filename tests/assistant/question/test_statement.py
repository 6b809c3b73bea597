"""What asks whether the rest is so is put as 对吗, however it is worded; nothing else is."""

from __future__ import annotations

import pytest

from assistant.question.statement import plainly_asked
from index.figures.normalise import fold

SAID = "某市2023年GDP增长5%"


@pytest.mark.parametrize(
    "tail",
    [
        "，这一表述是否准确？",
        "，该说法是否正确？",
        "，该数据是不是真实",
        "，是否属实？",
        "，有这么猛吗？",
        "，真有这么多？",
        "，是不是真的有那么高",
        "，这个数对不对？",
        "这个数对不对？",
        "这个说法对吗",
        "，真的假的？",
        "，这数对吗",
        "，是有这个数不",
        "，这事准不准",
        "，是真的不？",
        "，是真的么",
        "，他没记错吧",
        "，没错吧",
        "，您看这么说没问题吧",
        "，是不是",
        "，是不是这样",
        "，是这样吗",
        "，这么写对不对",
        "，我查得对吧",
        "，有这回事吧",
        "，这话靠谱吗",
        "，属实吗",
        "，对吗？",
        "没错吧",
        "没记错吧",
    ],
)
def test_a_tail_asks_whether_it_is_so(tail: str) -> None:
    assert fold(plainly_asked(SAID + tail)).rstrip("?") == f"{SAID},对吗"


@pytest.mark.parametrize(
    "told",
    [
        "有人说",
        "听村干部说",
        "听人讲",
        "朋友圈说",
        "他讲",
        "我爸说",
        "我弟在念书，说",
        "人家说",
        "材料上写",
    ],
)
def test_who_told_it_is_no_part_of_the_statement(told: str) -> None:
    asked = plainly_asked(f"{told}{SAID}，对吗")
    assert fold(asked).rstrip("?").endswith(f"{SAID},对吗".removeprefix("，"))
    assert told[-1] not in asked


def test_when_it_was_is_part_of_the_statement() -> None:
    assert fold(plainly_asked("某县获批示范区，是2023年的事吧？")) == "某县获批示范区,2023年,对吗?"


def test_what_is_said_behind_the_tail_stays() -> None:
    asked = plainly_asked(f"{SAID}，是这样吗？我觉得没那么好")
    assert asked == f"{SAID},对吗?我觉得没那么好"


@pytest.mark.parametrize(
    "question",
    [
        "GDP增长多少，是这样的",
        "我想知道是不是真的，去年GDP多少",
        "某市2024年新增10家，这个数是多少",
        "去年GDP多少，数据呢",
        "真的假的",
        "某市的数据准确率是多少？",
        "某市2024年开了几次会，情况怎么样",
        "某市2024年GDP没有那么高吧",
    ],
)
def test_what_asks_something_else_stays_as_it_is(question: str) -> None:
    assert plainly_asked(question) == question
