"""The last check on a letter: which figures are backed, near misses included."""

import pytest

from assistant.refusals import HOTLINE
from assistant.staff.unsupported_figures import figures_in, holds_figure, unsupported

SENTENCE = "2025年，北关区新增就业1.2万人，增长15.2%，居第二位。[1]"


@pytest.mark.parametrize(
    "text",
    [
        "一、关于您问的“就业情况”。" + SENTENCE,
        "关于您问的“2025年就业增长15.2%吗”，" + SENTENCE,
        f"也可以拨打{HOTLINE}。",
        "感谢您对我们工作的关心和支持！",
    ],
)
def test_what_a_verified_sentence_has_is_backed(text: str) -> None:
    assert not unsupported(text, [SENTENCE])


@pytest.mark.parametrize(
    "text",
    [
        "增长5.2%",  # stands in 15.2% as a string
        "1.2万元",
        "12000元",
        "2024年",
        "增长15.2%左右",
        "15.2个百分点",
        "拨打12346政务服务便民热线",
        "居第三位",
        "“168”工作机制",
        "三百二十亿元",
    ],
)
def test_what_no_sentence_has_is_not(text: str) -> None:
    assert unsupported(SENTENCE + text, [SENTENCE])
    assert holds_figure(text, apart_from=SENTENCE)


def test_a_sentence_backs_only_where_it_is_given() -> None:
    assert unsupported(SENTENCE)
    assert unsupported("《2026年政府工作报告》")
    assert not unsupported("《2026年政府工作报告》", titles=["2026年政府工作报告"])


def test_a_bare_year_is_the_year() -> None:
    assert figures_in("renovated in 2025") == figures_in("2025年")
    assert figures_in("2025") != figures_in("2025元")
