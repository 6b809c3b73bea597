"""Questions for a summary, and those that only look like one."""

from __future__ import annotations

import pytest

from assistant.query import Kind
from assistant.question.overview import overview_in


@pytest.mark.parametrize(
    ("question", "topics", "kinds"),
    [
        ("今年重点要抓哪几方面工作", (), ("target",)),
        ("今年政府最想抓哪几件事？", (), ("target",)),
        ("2024年工作重点", (), ("target", "actual")),
        ("去年一年都干了啥", (), ("actual",)),
        ("去年的工作情况如何", (), ("actual", "target")),
        ("教育方面做了什么", ("education",), ("actual",)),
        ("乡村振兴今年打算怎么做", ("agriculture",), ("target",)),
        ("2025年经济怎么样", ("economy",), ("actual", "target")),
        ("去年改革开放取得了哪些成效", ("reform", "opening"), ("actual",)),
        ("今年怎么抓安全生产", ("safety",), ("target", "actual")),
    ],
)
def test_a_summary_is_asked_for(
    question: str, topics: tuple[str, ...], kinds: tuple[Kind, ...]
) -> None:
    overview = overview_in(question, ())
    assert overview is not None
    assert overview.topics == tuple(f"topic.{name}" for name in topics)
    assert (overview.kinds, overview.field, overview.both) == (kinds, "", False)


def test_what_a_report_says_is_on_both_years() -> None:
    overview = overview_in("政府工作报告主要讲了什么", ())
    assert overview is not None
    assert overview.both
    assert overview_in("主要讲了什么", ()) is None


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("政府还有哪些问题和不足？", ()),
        ("报告承认目前存在什么困难", ()),
        ("我们县里还有什么没做好的", ()),
        ("教育方面还有哪些短板", ("topic.education",)),
    ],
)
def test_what_is_not_good_yet_is_asked_for(question: str, topics: tuple[str, ...]) -> None:
    overview = overview_in(question, ())
    assert overview is not None and overview.lacking
    assert overview.topics == topics


@pytest.mark.parametrize(
    "question", ["低保出了问题找谁", "宅基地有什么问题", "孩子上学有困难怎么办", "有问题吗"]
)
def test_somebodys_own_trouble_is_no_question_for_a_summary(question: str) -> None:
    assert overview_in(question, ()) is None


def test_what_was_done_and_what_is_to_come_are_both() -> None:
    overview = overview_in("养老方面做了什么，接下来还打算做什么", ())
    assert overview is not None
    assert overview.both
    assert overview.named == ("养老",)


def test_a_field_is_known_by_its_name_or_by_the_word_behind_it() -> None:
    overview = overview_in("档案方面去年做了什么", ())
    assert overview is not None
    assert overview.field == "档案"
    assert overview_in("档案去年做了什么", ()) is None


def test_places_are_no_field() -> None:
    overview = overview_in("长乐市今年重点抓哪些工作", ("长乐市",))
    assert overview is not None
    assert (overview.topics, overview.field) == ((), "")


@pytest.mark.parametrize(
    "question",
    [
        "今年修哪些路",
        "去年推进了哪些学校建设",
        "今年新建哪些学校",
        "今年要办哪些民生实事",
        "今年GDP目标是多少",
        "2025年经济增长多少",
        "2025年经济总量是多少",
        "去年就业人数是多少",
        "今年的主要预期目标有哪些",
        "孩子上学怎么办",
        "教育",
        "去年怎么样",
        "教育工作有安排吗",
        "农业银行有什么工作",
        "今年重点工作" * 10 + "有哪些",
    ],
)
def test_a_question_for_a_thing_a_figure_or_yes_or_no_is_none(question: str) -> None:
    assert overview_in(question, ()) is None
