"""A question taken apart: its years, and the story before it."""

import pytest

from assistant.question.parts import several_years, strip_question, without_story, years_of

NAMES = ("北关区", "安阳市北关区")
STORY = "我是住在灯塔路的退休工人，房子漏水多年，邻居们都很关心，"


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("审查逮捕2024年比2022年下降多少？", (2024,)),
        ("失业率2024年比2023年降了吗？", (2024, 2023)),
        ("2024年生产总值比2023年多多少亿元？", (2024, 2023)),
        ("与2020年相比，生产总值增长多少？", (2020,)),
        ("一九五七年的产量比1952年增加多少？", (1957,)),
        ("GDP增速2023年和2024年哪年高？", (2023, 2024)),
        ("今年比去年增长多少？", (2025, 2024)),
        ("2022年收入比上年增长多少？", (2022,)),
    ],
)
def test_the_years_that_a_question_asks_for(question: str, years: tuple[int, ...]) -> None:
    assert years_of(question, 2025) == years


@pytest.mark.parametrize("asked", ["比上年增长多少", "较去年同期增长多少", "同比增长百分之几"])
def test_what_a_change_is_compared_with_is_no_part_of_the_topic(asked: str) -> None:
    assert strip_question(f"北关区居民收入2025年{asked}？", NAMES).strip() == "居民收入"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("近三年GDP", "近三年"),
        ("财政收入连续几年增长", "连续几年"),
        ("三年级学生有多少", ""),
        ("近三年级", ""),
        ("2025年GDP", ""),
        ("今年GDP", ""),
    ],
)
def test_words_for_several_years(text: str, span: str) -> None:
    assert several_years(text) == span


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (f"{STORY}想问一下今年会不会改造老旧小区？", "今年会不会改造老旧小区？"),
        ("我是文峰区的，想问今年改造几个老旧小区？", "文峰区今年改造几个老旧小区？"),
        ("我家住老旧小区，今年会改造吗？", "我家住老旧小区，今年会改造吗？"),
        ("我们区的社零，去年增长多少？", "我们区的社零，去年增长多少？"),
        ("一到雨季我们街就积水，今年治理几处积水点？", "今年治理几处积水点？"),
        ("我家就在文峰区，全市去年改造多少个老旧小区？", "文峰区全市去年改造多少个老旧小区？"),
        ("我想问社零，去年总共增长了多少个百分点？", "我想问社零，去年总共增长了多少个百分点？"),
        ("签约亿元以上项目69个，总投资是多少？", "签约亿元以上项目69个，总投资是多少？"),
    ],
)
def test_a_story_before_the_question_is_set_aside(asked: str, left: str) -> None:
    assert without_story(asked, NAMES) == left
