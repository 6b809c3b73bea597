from __future__ import annotations

import pytest

from evals.scoring.matching import holds, markers, numbers, place_stated, without_markers, years


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长5%。", "5%"),
        ("同比增长5.5%左右", "5.5%"),
        ("目标为５．５％左右", "5.5%左右"),
        ("增长**5.5%左右**;", "增长5.5%左右"),
        ("新增 40 个", "40个"),
        ("2月26日至28日", "2月26日"),
        ("进出口额1,100.9亿元", "1100.9亿元"),
        ("在安阳 宾馆\n召开", "安阳宾馆"),
        ("总数为40", "40"),
    ],
)
def test_what_stands_in_a_text_is_found(text: str, wanted: str) -> None:
    assert holds(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长15%", "5%"),
        ("增长1.5%", "5%"),
        ("税收13.25亿元", "3.25亿元"),
        ("化解340起", "40"),
        ("化解340起", "34"),
        ("共34.5亿元", "34"),
        ("增长5.5%", "5.5%左右"),
        ("12月26日", "2月26日"),
        ("1,340起", "340起"),
        ("增至2025 189.3亿元", "2025189.3亿元"),
        ("北花村", "北花乡"),
    ],
)
def test_what_only_resembles_it_is_not(text: str, wanted: str) -> None:
    assert not holds(text, wanted)


def test_numbers_are_whole_and_ordinals_are_none() -> None:
    text = "1. 增长5.5%，\n2、共1,446起\n3.25亿元"
    assert numbers(text) == ("5.5", "1446", "3.25")


def test_a_marker_between_two_numbers_joins_neither() -> None:
    assert numbers(without_markers("增至34[12]5项")) == ("34", "5")
    assert markers("甲[1]，乙[12]。") == (1, 12)


def test_only_a_year_counts_as_a_year() -> None:
    assert years("2025年招引2026家，12025年") == {"2025"}


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("2023年，杭州市增长", "杭州"),
        ("杭州市增长5.6%，温州市增长", "温州"),
        ("杭州市增长5.6%。2023年，温州市增长6.9%，高于杭州市", "杭州"),
        ("两市增长", None),
        ("杭州、温州分别增长", None),
        ("杭州、温州分别增长5.6%、6.9%。杭州市为", "杭州"),
        ("", None),
    ],
)
def test_a_figure_is_told_of_the_place_named_last_before_it(before: str, told: str | None) -> None:
    assert place_stated(before, {"杭州", "温州"}) == told


def test_of_two_names_that_begin_alike_the_whole_one_is_meant() -> None:
    assert place_stated("黔东南州达到", {"黔东", "黔东南"}) == "黔东南"
