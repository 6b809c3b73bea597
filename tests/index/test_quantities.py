from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import number
from index.quantities import parse_quantities, scan
from tests.conftest import SEED_FILE

MUST_HOLD = [
    ("189.3亿元", "18930000000", "元", None, None),
    ("10.06亿元", "1006000000", "元", None, None),
    ("1.92万亩", "19200", "亩", None, None),
    ("1.2万人", "12000", "人", None, None),
    ("5.5%左右", "5.5", "%", "approx", None),
    ("**5.5%左右**", "5.5", "%", "approx", None),
    ("0.3个百分点", "0.3", "百分点", None, None),
    ("第二位", "2", "位", None, None),
    ("9100余人次", "9100", "人次", "over", "9200"),
    ("5000人以上", "5000", "人", "ge", None),
    ("百亿级", "10000000000", "", "ge", None),
    ("二〇二五年", "2025", "year", None, None),
    ("一百八十九点三亿元", "18930000000", "元", None, None),
    ("1,100.9亿元", "110090000000", "元", None, None),
    ("近3成", "30", "%", "near", None),
    ("两千多万元", "20000000", "元", "over", "30000000"),
    ("3—5个百分点", "3", "百分点", None, "5"),
    ("10-15亿元", "1000000000", "元", None, "1500000000"),
    ("1.5万余户", "15000", "户", "over", "16000"),
    ("翻一番", "2", "倍", None, None),
    ("110千伏", "110", "千伏", None, None),
    ("百分之五点五", "5.5", "%", None, None),
    ("１８９．３億元", "18930000000", "元", None, None),
    ("超1.5亿元", "150000000", "元", "gt", None),
    ("不低于95%", "95", "%", "ge", None),
    ("三个片区", "3", "个", None, None),
]


@pytest.mark.parametrize(("text", "value", "unit", "qualifier", "upper"), MUST_HOLD)
def test_reads_a_quantity(
    text: str, value: str, unit: str, qualifier: str | None, upper: str | None
) -> None:
    (quantity,) = parse_quantities(text)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (Decimal(value), unit, qualifier)
    assert quantity.upper == (None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算",
        "统一市场",
        "“1+2+4+N”",
        "“1253”工作落实思路",
        "“十五五”规划",
        "107国道改线",
        "化工三路",
        "2月26日至28日",
        "第十一届",
        "四五六期",
        "中央八项规定",
        "一是抓稳岗",
        "低空+A1研学",
    ],
)
def test_what_is_no_quantity_is_not_read_as_one(text: str) -> None:
    assert parse_quantities(text) == ()


def test_percent_is_not_percentage_points() -> None:
    percent, points = parse_quantities("增长4%，高于全市4个百分点")
    assert (percent.unit, points.unit) == ("%", "百分点")


def test_the_yue_of_a_word_is_no_qualifier() -> None:
    assert parse_quantities("签约5个")[0].qualifier is None
    assert parse_quantities("约5个")[0].qualifier == "approx"


def test_digits_that_are_no_quantity_are_handed_back_apart() -> None:
    text = "落实“168”工作机制，2月27日开幕"
    assert [text[slice(*span)] for span in scan(text).masked] == ["“168”", "2月27日"]


def test_every_quantity_of_the_seed_stands_where_it_says() -> None:
    text = SEED_FILE.read_text(encoding="utf-8")
    quantities = parse_quantities(text)
    assert len(quantities) > 75
    assert all(text[q.start : q.end] == q.raw for q in quantities)
    assert {"189.3亿元", "463.48亿元", "9100余人次", "5.5%左右"} <= {q.raw for q in quantities}


@given(
    st.text(
        alphabet="一二百千万亿点两十0123456789.,%％-—至余多近约年月日个元人位第“”左右以上 \n",
        max_size=40,
    )
)
def test_parsing_never_fails_and_spans_hold(text: str) -> None:
    for quantity in parse_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.raw
        assert quantity.value.is_finite()


def test_module_is_pure() -> None:
    source = (Path(__file__).parents[2] / "index/quantities.py").read_text(encoding="utf-8")
    assert "float(" not in source


def test_a_figure_of_three_hundred_digits_is_read_exactly() -> None:
    digits = "123456789" * 34
    (quantity,) = parse_quantities(f"投资{digits}.5亿元")
    assert quantity.value == int(digits) * 10**8 + 5 * 10**7


def test_a_note_mark_is_no_digit_of_the_figure_beside_it() -> None:
    assert [q.raw for q in parse_quantities("示范①3个，“四个最严”[12]要求，建成(59)5个")] == [
        "3个",
        "5个",
    ]


@pytest.mark.parametrize("text", ["", " ", "，。", "。" * 5000, "\0\0", "十" * 999, "-" * 999])
def test_a_text_without_figures_has_none(text: str) -> None:
    assert parse_quantities(text) == ()


def test_a_table_pasted_as_text_is_read_row_by_row() -> None:
    table = "指标\t单位\t2025年\n生产总值\t亿元\t189.3\n税收\t亿元\t3.25亿元\n"
    assert [q.raw for q in parse_quantities(table)] == ["2025年", "189.3", "3.25亿元"]


def test_digits_of_another_script_are_digits() -> None:
    assert number("\ua9d3") == 3  # Javanese; met by a property test
