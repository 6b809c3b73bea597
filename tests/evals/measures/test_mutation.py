"""A figure made wrong: another than it was, and read as one quantity."""

from __future__ import annotations

import random

import pytest

from evals.measures.mutation import wrong_figure
from index.figures.quantities import parse_quantities


@pytest.mark.parametrize("text", ["189.3亿元", "5.5%左右", "第3位", "第二位", "1200多个", "首位"])
def test_a_wrong_figure_is_of_the_same_unit_and_another_value(text: str) -> None:
    (right,) = parse_quantities(text)
    made = [wrong_figure(right, random.Random(seed)) for seed in range(20)]
    written = [figure for figure in made if figure is not None]
    assert written
    for figure in written:
        (wrong,) = parse_quantities(figure)
        assert (wrong.unit, wrong.qualifier) == (right.unit, right.qualifier)
        assert wrong.value != right.value


def test_what_has_no_digit_is_not_made_wrong() -> None:
    (right,) = parse_quantities("十八个")
    assert wrong_figure(right, random.Random(1)) is None
