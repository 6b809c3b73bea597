"""Parts of a year as texts name them, and what only looks like one."""

from __future__ import annotations

import pytest

from index.figures.dates import months_in, parts_named, without_parts
from index.figures.figure import Months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1—11月，规上工业增加值", (1, 11, False)),
        ("2023年1月至7月", (1, 7, False)),
        ("１－１０月份", (1, 10, False)),
        ("一至三月", (1, 3, False)),
        ("前三季度", (1, 9, False)),
        ("首三季本地生产总值", (1, 9, False)),
        ("前11个月", (1, 11, False)),
        ("前七个月", (1, 7, False)),
        ("今年上半年", (1, 6, False)),
        ("下半年", (7, 12, False)),
        ("第四季度", (10, 12, False)),
        ("第2季旅客总消费", (4, 6, False)),
        ("首季度", (1, 3, False)),
        ("社会消费品零售总额12月环比", (12, 12, False)),
        ("十一月份", (11, 11, False)),
        ("12月当月", (12, 12, False)),
        ("截至9月底", (1, 9, True)),
        ("6月末", (1, 6, True)),
        ("截至6月30日，", (1, 6, True)),
        ("三季度末", (1, 9, True)),
    ],
)
def test_a_part_of_a_year_is_read(text: str, months: tuple[int, int, bool]) -> None:
    assert months_in(text) == Months(*months)


@pytest.mark.parametrize(
    "text",
    [
        "5月1日",  # a day
        "9月26日至28日",
        "8月中旬",
        "比一季度回落",  # what it is compared with
        "高于上半年",
        "较去年前三季度和上半年",
        "9月底前全部开工",  # a deadline
        "连续8个季度",
        "连续四个季度",
        "每季度",
        "提前2个月",
        "12个月以上",
        "6月龄",
        "四季如春",
        "近半年",
        "2012年1月至2023年6月",
    ],
)
def test_what_only_looks_like_a_part_is_none(text: str) -> None:
    assert months_in(text) is None


@pytest.mark.parametrize("text", ["全年", "年末", "2024年底", "1—12月"])
def test_the_whole_year_ends_a_part(text: str) -> None:
    assert [part.months for part in parts_named(f"上半年增长5%，{text}增长6%")] == [
        Months(1, 6),
        None,
    ]


def test_the_end_of_june_is_that_of_the_first_half_and_not_june() -> None:
    assert Months(1, 6).same_as(Months(1, 6, at_end=True))
    assert not Months(6, 6).same_as(Months(1, 6, at_end=True))
    assert not Months(1, 6).same_as(None)


def test_a_name_is_left_without_the_part_that_stands_in_it() -> None:
    assert without_parts("GDP一季度累计增长") == "GDP累计增长"
    assert without_parts("固定资产投资") == "固定资产投资"
