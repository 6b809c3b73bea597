"""Numerals read whole or not at all: Chinese, Arabic, mixed, and what only looks like one."""

from decimal import Decimal

import pytest

from index.figures.numerals import number, read_numeral, size_of

EXACT = [
    ("一百零二亿三千万", "10230000000"),
    ("一亿二千万", "120000000"),
    ("四百二十七亿四千万", "42740000000"),
    ("三亿二千三百八十万九千六百八十四", "323809684"),
    ("十四亿零六百万", "1406000000"),
    ("二百十七万", "2170000"),
    ("六万万", "600000000"),
    ("五十四万亿", "54000000000000"),
    ("一万二千亿", "1200000000000"),
    ("3亿5000万", "350000000"),
    ("1亿2千万", "120000000"),
    ("13万2", "132000"),
    ("12万3千", "123000"),
    ("25万6千", "256000"),
    ("1万500", "10500"),
    ("1.2万亿", "1200000000000"),
    ("2.5千", "2500"),
    ("3千5百", "3500"),
    ("12000万", "120000000"),
    ("一万五", "15000"),
    ("一万零五", "10005"),
    ("三千二", "3200"),
    ("一百五", "150"),
    ("一百零五", "105"),
    ("卅亿", "3000000000"),
    ("廿三", "23"),
    ("二〇二五", "2025"),
    ("一百八十九点三亿", "18930000000"),
    ("零点零五", "0.05"),
    ("万亿", "1000000000000"),
    ("零", "0"),
    ("0", "0"),
]


@pytest.mark.parametrize(("written", "value"), EXACT)
def test_a_numeral_is_read_whole(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "kind", "low", "high"),
    [
        ("两三", "between", "2", "3"),
        ("三五", "between", "3", "5"),
        ("三四十", "between", "30", "40"),
        ("二十七八", "between", "27", "28"),
        ("七八百万", "between", "7000000", "8000000"),
        ("二、三百亿", "between", "20000000000", "30000000000"),
        ("十几万", "over", "100000", "200000"),
        ("三十几", "over", "30", "40"),
        ("一百几十亿", "over", "10000000000", "20000000000"),
        ("一百多万", "over", "1000000", "2000000"),
        ("九百六十多万", "over", "9600000", "9700000"),
        ("一亿二千多万", "over", "120000000", "130000000"),
        ("10余亿", "over", "1000000000", "2000000000"),
        ("十来万", "about", "100000", None),
    ],
)
def test_an_estimate_is_a_range(written: str, kind: str, low: str, high: str | None) -> None:
    numeral = read_numeral(written)
    assert numeral is not None
    assert (numeral.kind, numeral.value) == (kind, Decimal(low))
    assert numeral.upper == (None if high is None else Decimal(high))


@pytest.mark.parametrize(
    "written",
    [
        "一二三", "九五", "七一二", "三万五万", "亿万", "万千", "千百亿", "百五", "一百亿九十一",
        "12万30", "3亿5000", "十5", "5八", "1.2.3", "一点", "点五", "一百零", "两十廿", "三两", "1.5亿3000万",
        "八三", "二十十", "1O0", "",
    ],
)  # fmt: skip
def test_what_is_no_numeral_as_a_whole_has_no_value(written: str) -> None:
    assert read_numeral(written) is None
    with pytest.raises(ValueError, match="is not one number"):
        number(written)


def test_the_size_that_a_numeral_ends_with_is_its_last_myriads() -> None:
    assert [size_of(w) for w in ("15", "15亿", "1.2万亿", "三百", "一亿二千万")] == [
        1, 10**8, 10**12, 1, 10**4,
    ]  # fmt: skip


def test_digits_of_another_script_are_digits() -> None:
    assert number("\ua9d3") == 3  # Javanese; met by a property test
