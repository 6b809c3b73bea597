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
