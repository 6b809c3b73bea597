"""The years of a question: those asked for, and not what a change is only compared with."""

import pytest

from assistant.question.parts import years_of


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
    ],
)
def test_the_years_that_a_question_asks_for(question: str, years: tuple[int, ...]) -> None:
    assert years_of(question, 2025) == years
