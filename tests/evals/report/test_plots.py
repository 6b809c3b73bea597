from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from evals.report.plots import bar_widths, interval_plot, latency_plot, outcome_bars
from evals.runs.results import results_of
from evals.runs.summary import Tally, tally
from tests.evals.report.runs import WRONG, asked
from tests.evals.samples import a_case, a_refusal, answer, refusal


def group(right: int = 0, refused: int = 0, wrong: int = 0, errors: int = 0) -> Tally:
    told = [asked(a_case(id=f"r{n}"), answer()) for n in range(right)]
    told += [asked(a_refusal(id=f"d{n}"), refusal()) for n in range(refused)]
    told += [asked(a_case(id=f"w{n}"), WRONG) for n in range(wrong)]
    told += [asked(a_case(id=f"e{n}"), {"status": "error_X"}) for n in range(errors)]
    return tally(results_of(told))


def test_the_parts_of_a_bar_add_up_to_the_cases() -> None:
    drawn = str(outcome_bars({"数字": group(right=5, refused=3, wrong=2, errors=1)}))
    assert [int(n) for n in re.findall(r'data-count="(\d+)"', drawn)] == [5, 3, 2, 1]
    assert "数字：答错 2/11" in drawn
    assert "（11）" in drawn


@pytest.mark.parametrize("counts", [[1, 0, 0, 0], [999, 0, 0, 1], [1, 1, 1, 1], [786, 1, 0, 0]])
def test_the_widths_fill_the_bar_and_the_smallest_part_is_seen(counts: list[int]) -> None:
    widths = bar_widths(counts, 400)
    assert sum(widths) == pytest.approx(400)
    assert all((width >= 3) == (count > 0) for width, count in zip(widths, counts, strict=True))


def test_the_bad_outcomes_are_told_without_colour() -> None:
    assert str(outcome_bars({"数字": group(wrong=1)})).count('class="hatch"') > str(
        outcome_bars({"数字": group(right=1)})
    ).count('class="hatch"')


def test_an_interval_lies_within_the_drawing_and_holds_its_dot() -> None:
    drawn = str(interval_plot({"数字": group(right=1, wrong=9), "拒答": group(refused=4)}))
    whiskers = re.findall(r'class="whisker" x1="([\d.]+)" x2="([\d.]+)"', drawn)
    dots = re.findall(r'class="dot" cx="([\d.]+)"', drawn)
    assert len(whiskers) == len(dots) == 2
    for (low, high), dot in zip(whiskers, dots, strict=True):
        assert 0 <= float(low) <= float(dot) <= float(high) <= 400
    assert "1/10 = 10.0%" in drawn


@pytest.mark.parametrize("times", [[7.0], [5.0] * 30, [0.0, 1.0, 90_000.0], list(range(1, 500))])
def test_every_answer_is_in_one_bin_of_the_times(times: list[float]) -> None:
    drawn = str(latency_plot(times))
    assert sum(int(n) for n in re.findall(r"：(\d+) 个回答", drawn)) == len(times)
    assert "p50" in drawn
    assert "p95" in drawn


def test_the_times_are_marked_at_p50_and_p95() -> None:
    assert "p95 2 秒" in str(latency_plot([10.0] * 15 + [2000.0] * 5))


def test_nothing_to_plot_is_no_plot() -> None:
    empty = tally([])
    assert latency_plot([]) is None
    for plot in (outcome_bars, interval_plot):
        assert plot({}) is None
        assert plot({"空": empty}) is None
        assert "空" not in str(plot({"空": empty, "数字": group(right=1)}))


def test_a_plot_is_well_formed_named_and_escaped() -> None:
    hostile = '<script>&"'
    told = {hostile: group(right=2, wrong=1)}
    for drawn in (outcome_bars(told), interval_plot(told), latency_plot([3.0, 4.0])):
        root = ElementTree.fromstring(str(drawn))
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"]
        assert root.find(".//title") is not None
        assert "<script" not in str(drawn)
        assert "nan" not in str(drawn)
