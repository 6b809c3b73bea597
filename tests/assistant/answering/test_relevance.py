"""What a clause tells of beside what was asked."""

from __future__ import annotations

import pytest

from assistant.answering.relevance import of_another_subject


@pytest.mark.parametrize(
    ("question", "clause", "another"),
    [
        ("购买第二套住房最高能贷多少", "首套住房最高可贷100万元", True),
        ("第二阶梯水价是多少", "第一阶梯水价为每立方米3.3元", True),
        ("第一批项目有多少个", "首批项目36个", False),
        ("第2期工程投资多少", "第二期工程投资3亿元", False),
        ("住房最高能贷多少", "首套住房最高可贷100万元", False),
        ("第二套住房最高能贷多少", "首套住房最高可贷100万元，第二套50万元", False),
    ],
)
def test_one_of_a_row_is_no_other(question: str, clause: str, another: bool) -> None:
    assert of_another_subject(question, clause) is another
