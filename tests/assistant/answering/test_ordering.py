"""How figures stand to each other by size."""

from __future__ import annotations

import pytest

from assistant.answering.ordering import exact, ordered, signed, value_fits
from assistant.question.claim import limit
from index.figures.binding import bind
from index.figures.figure import Context, Figure
from index.figures.quantities import Quantity, parse_quantities


def figure(sentence: str) -> Figure:
    binding = bind(sentence, Context("岳阳市", 2025))[-1]
    return Figure(binding, "r#1", "r#1:0", (0, len(sentence)))


def asked(question: str) -> Quantity:
    (quantity,) = parse_quantities(question)
    return quantity


@pytest.mark.parametrize(
    ("higher", "lower", "sure"),
    [
        ("地区生产总值增长5%。", "地区生产总值下降6%。", True),
        ("地区生产总值下降6%。", "地区生产总值增长5%。", False),
        ("上市企业达到742家。", "上市企业突破400家。", True),
        ("上市企业达到420家。", "上市企业突破400家。", False),
        ("进出口总额下降1%。", "进出口总额下降超过3%。", True),
        ("进出口总额下降超过3%。", "进出口总额下降1%。", False),
        ("地区生产总值增长6%。", "地区生产总值增长5%—5.5%。", True),
        ("地区生产总值增长5.2%。", "地区生产总值增长5%—5.5%。", False),
    ],
)
def test_one_is_above_another_only_where_that_is_sure(higher: str, lower: str, sure: bool) -> None:
    assert ordered(figure(higher), figure(lower)) == sure


def test_a_fall_has_a_sign_and_a_bound_is_not_exact() -> None:
    assert signed(figure("进出口总额下降1.5%。")) == -signed(figure("进出口总额增长1.5%。"))
    assert exact([figure("上市企业达到742家。")])
    assert not exact([figure("上市企业突破400家。")])


@pytest.mark.parametrize(
    ("stated", "question", "fits"),
    [
        ("地区生产总值增长5%。", "增速高于4%", True),
        ("地区生产总值下降6%。", "增速高于5%", False),
        ("地区生产总值增长5%。", "增速在5%以下", False),
        ("地区生产总值增长5%。", "增速在5%以上", True),
        ("地区生产总值增长6%。", "增速达到5%", True),
        ("地区生产总值增长6%。", "增速是5%", False),
    ],
)
def test_a_figure_fits_what_is_asked_of_it(stated: str, question: str, fits: bool) -> None:
    assert value_fits(figure(stated), asked(question), limit(asked(question), question)) == fits
