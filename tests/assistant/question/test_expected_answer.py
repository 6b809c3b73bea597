"""What a question expects as its answer."""

from __future__ import annotations

import pytest

from assistant.answering.expectations import met_by
from assistant.question.expected_answer import expected_answer


@pytest.mark.parametrize(
    ("question", "text", "met"),
    [
        ("几点上班", "上午9:00上班", True),
        ("几点上班", "新增就业1.2万人", False),
        ("在哪里", "在安阳宾馆召开", True),
        ("在哪里", "建成老年助餐场所40个", False),
        ("在哪里", "北关区第三实验幼儿园加快建设", False),
        ("提出几点要求", "提出3点要求", True),
    ],
)
def test_a_clock_and_a_place_are_what_is_expected(question: str, text: str, met: bool) -> None:
    assert met_by(expected_answer(question, (), None), text) is met


@pytest.mark.parametrize(
    ("question", "types", "nouns", "number"),
    [
        ("哪些学校开了暑期托管班？", {"body"}, ("学校",), 0),
        ("环城高速是哪家公司来修？", {"body"}, ("公司",), 1),
        ("老字号新认定四个，是哪四家？", {"list"}, (), 4),
        ("桥头落在哪条路上？", {"site"}, ("路上",), 1),
        ("20项民生实事，这20项是哪些？", {"list"}, (), 20),
        ("政府准备用什么办法治？", {"means"}, ("办法治",), 0),
        ("开了几个口岸？", {"amount"}, (), 0),
    ],
)
def test_what_is_asked_for_one_of_says_what_kind_of_answer_and_how_many(
    question: str, types: set[str], nouns: tuple[str, ...], number: int
) -> None:
    expected = expected_answer(question, (), None)
    assert (expected.types, expected.nouns, expected.number) == (types, nouns, number)


def test_a_place_to_do_something_with_is_not_where_a_thing_is() -> None:
    assert expected_answer("医院建在哪里？", (), None).located
    partner = expected_answer("跟外地哪里建立了合作？", (), None)
    assert partner.types == {"site"} and not partner.located


def test_at_what_level_asks_for_a_figure() -> None:
    assert expected_answer("今年要保持在什么水平？", (), None).figure
    assert not expected_answer("水平怎么样？", (), None).figure


def test_a_duration_is_expected_in_units_of_time() -> None:
    expected = expected_answer("铁路的建设工期是几年？", (), None)
    assert met_by(expected, "工期3年") and not met_by(expected, "建成500千伏变电站")


def test_names_are_asked_for_not_the_figure_they_are_counted_by() -> None:
    assert not expected_answer("18个社区的名字公布了没有，叫什么？", (), None).premise


@pytest.mark.parametrize(("question", "unit"), [("大熊猫有几只？", "只"), ("出栏多少头猪？", "头")])
def test_what_is_counted_by_a_measure_word_is_counted_by_it_in_the_answer(
    question: str, unit: str
) -> None:
    expected = expected_answer(question, (), "count")
    assert met_by(expected, f"现有30{unit}") and not met_by(expected, "建成30个")
