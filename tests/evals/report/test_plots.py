from __future__ import annotations

import pytest

from evals.report.plots import interval_plot, latency_plot, outcome_bars
from evals.runs.results import results_of
from evals.runs.summary import Tally, tally
from tests.evals.report.runs import WRONG, asked
from tests.evals.samples import a_case, a_refusal, answer, refusal


def group(right: int = 0, refused: int = 0, wrong: int = 0, errors: int = 0) -> Tally:
    asked_all = [asked(a_case(id=f"r{n}"), answer()) for n in range(right)]
    asked_all += [asked(a_refusal(id=f"d{n}"), refusal()) for n in range(refused)]
    asked_all += [asked(a_case(id=f"w{n}"), WRONG) for n in range(wrong)]
    asked_all += [asked(a_case(id=f"e{n}"), {"status": "error_X"}) for n in range(errors)]
    return tally(results_of(asked_all))


def test_the_parts_of_a_bar_add_up_to_the_cases() -> None:
    (bar,) = outcome_bars({"数字": group(right=5, refused=3, wrong=2, errors=1)}) or ()
    assert [count for _, _, count in bar.parts] == [5, 3, 2, 1]
    assert (bar.name, bar.cases) == ("数字", 11)
    assert bar.bad == "答错 2 故障 1"


def test_an_interval_lies_within_the_drawing_and_holds_its_share() -> None:
    plot = interval_plot({"数字": group(right=1, wrong=9), "拒答": group(refused=4)})
    assert plot is not None
    assert [row.share for row in plot.rows] == ["1/10 = 10.0%", "4/4 = 100.0%"]
    for row in plot.rows:
        assert 0 <= row.low <= row.value <= row.high <= 100.001
    assert plot.ticks[0] == (0.0, "0%")
    assert plot.ticks[-1][1] == "100%"


@pytest.mark.parametrize("times", [[7.0], [5.0] * 30, [0.0, 1.0, 90_000.0], list(range(1, 500))])
def test_every_answer_is_in_one_bin_of_the_times(times: list[float]) -> None:
    plot = latency_plot(times)
    assert plot is not None
    counts = [int(words.split("：")[1].split()[0]) for _, words in plot.bins]
    assert sum(counts) == len(times)
    assert max(height for height, _ in plot.bins) == 100
    assert all(0 <= at <= 100 for at, _ in (*plot.ticks, *plot.marks))


def test_the_times_are_marked_at_p50_and_p95() -> None:
    plot = latency_plot([10.0] * 15 + [2000.0] * 5)
    assert plot is not None
    assert [words for _, words in plot.marks] == ["p50 10 毫秒", "p95 2 秒"]
    assert plot.marks[0][0] < plot.marks[1][0]


def test_nothing_to_plot_is_no_plot() -> None:
    empty = tally([])
    assert latency_plot([]) is None
    for groups in ({}, {"空": empty}):
        assert outcome_bars(groups) is None
        assert interval_plot(groups) is None
    assert [bar.name for bar in outcome_bars({"空": empty, "数字": group(right=1)}) or ()] == [
        "数字"
    ]
