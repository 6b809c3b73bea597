from __future__ import annotations

import math

from evals.gate import Gate, load_gate, misses
from evals.run import Asked
from evals.summary import (
    Scored,
    quantile,
    render_failures,
    render_models,
    render_table,
    score_all,
)
from tests.evals.samples import a_case, a_refusal, answer, refusal

RIGHT = Asked(a_case(), answer(), 10)
REFUSED = Asked(a_refusal(), refusal(), 20)
WRONG = Asked(a_case(), answer(text="生产总值完成188.3亿元[1]。"), 30)
WRONGLY_REFUSED = Asked(a_case(), refusal(), 40)


def scored(*asked: Asked) -> list[Scored]:
    return score_all(asked)


def test_the_table_counts_each_category_over_its_denominator() -> None:
    table = render_table(scored(RIGHT, WRONG, WRONGLY_REFUSED, REFUSED))
    rows = {row.split()[0]: row.split()[1:] for row in table.splitlines()[1:]}
    assert rows["figures"] == ["3", "1/3", "0/3", "1/3", "1/3", "0/3", "0/3", "1/3", "30.0", "40.0"]
    assert rows["refusal"] == ["1", "0/1", "1/1", "0/1", "0/1", "0/1", "0/1", "0/1", "20.0", "20.0"]
    assert rows["合计"][:4] == ["4", "1/4", "1/4", "1/4"]


def test_a_quantile_is_one_of_the_values_and_undefined_is_nan() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(range(1, 101), 0.95) == 95
    assert quantile([7], 0.95) == 7
    assert math.isnan(quantile([], 0.5))


def test_the_model_is_named_with_how_often_the_extract_stood_in() -> None:
    assert render_models([RIGHT, REFUSED]) == ""
    by_model = Asked(a_case(), {**answer(), "mode": "llm", "model": "qwen3"}, 10)
    stood_in = Asked(a_case(), {**answer(), "mode": "extractive", "model": "qwen3"}, 10)
    told = render_models([by_model, by_model, stood_in, REFUSED])
    assert "qwen3：2 题由它作答，1 题由摘录代答（共 4 题" in told


def test_a_failed_case_is_told_with_what_was_asked_expected_and_got() -> None:
    told = render_failures(scored(RIGHT, WRONG, REFUSED))
    assert "问：2025年北关区的GDP是多少？" in told
    assert "生产总值 18930000000元" in told
    assert "生产总值完成188.3亿元" in told
    assert "错误数字：188.3" in told
    assert "no-place" not in told


def test_the_gate_passes_at_its_share_and_misses_below() -> None:
    gate = Gate(right_share=0.875, wrong_figures=0)
    assert misses(gate, scored(*[RIGHT] * 6, REFUSED, WRONGLY_REFUSED)) == ()
    (missed,) = misses(gate, scored(*[RIGHT] * 5, WRONGLY_REFUSED))
    assert "5/6" in missed


def test_one_wrong_figure_misses_the_gate_however_many_are_right() -> None:
    (missed,) = misses(Gate(right_share=0.97, wrong_figures=0), scored(*[RIGHT] * 99, WRONG))
    assert "1/100" in missed


def test_nothing_scored_is_never_a_pass() -> None:
    assert misses(Gate(right_share=0, wrong_figures=9), [])


def test_the_gate_that_ships_lets_no_wrong_figure_pass() -> None:
    assert load_gate() == Gate(right_share=0.97, wrong_figures=0)
