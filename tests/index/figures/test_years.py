"""What a year looks like, in digits and in Chinese numerals, and what does not."""

import pytest

from index.figures.years import plan_years, year_of, years_in


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年完成", [2024]),
        ("1998年完成", [1998]),
        ("一九五七年以来", [1957]),
        ("二〇二四年", [2024]),
        ("二零零八年", [2008]),
        ("一九八○年", [1980]),  # a circle, as old texts have it
        ("1 9 9 8 年3 月", [1998]),
        ("由2015年的62亿元到2020 年的80亿元", [2015, 2020]),
        ("2024个", []),
        ("12024年", []),
        ("3.1998年", []),
        ("二十四年", []),
        ("一九四九", []),  # not said to be a year
        ("三十一九八〇年", []),
        ("1850年", []),
    ],
)
def test_a_year_is_read_however_it_is_written(text: str, years: list[int]) -> None:
    assert years_in(text) == years


def test_a_year_is_its_number() -> None:
    assert [year_of(w) for w in ("1957", "一九五七", "1 9 5 7")] == [1957] * 3


@pytest.mark.parametrize(
    ("number", "years"),
    [(1, (1953, 1957)), (2, (1958, 1962)), (3, (1966, 1970)), (6, (1981, 1985)), (14, (2021, 2025))],
)  # fmt: skip
def test_a_five_year_plan_has_its_years(number: int, years: tuple[int, int]) -> None:
    assert plan_years(number) == years
