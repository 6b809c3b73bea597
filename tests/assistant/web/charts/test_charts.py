"""Charts: what shares an axis, what is said below, what each mark leads to."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.charts import Chart, Mark, bars, line, mark_of, picture
from index.figures.binding import bind
from index.figures.figure import Context, Figure, FigureKind


def mark(label: str, value: str, *, unit: str = "元", kind: FigureKind = "actual") -> Mark:
    return Mark(label, Decimal(value), unit, f"{value}{unit}", "数额", kind, href=f"/r#{label}")


def of_year(year: int, value: str, kind: FigureKind = "actual") -> Mark:
    return replace(mark(f"{year}年", value, kind=kind), year=year)


def svg(chart: Chart) -> ElementTree.Element:
    found = re.search(r"<svg.*?</svg>", chart.html)
    assert found
    return ElementTree.fromstring(found.group())


def drawn(chart: Chart, shape: str, kind: str) -> list[ElementTree.Element]:
    return [each for each in svg(chart).iter(shape) if each.get("class") == kind]


def width(bar: ElementTree.Element) -> float:
    return float(str(bar.get("width")).removesuffix("%"))


def test_a_bar_is_as_long_as_its_value_and_leads_to_its_source() -> None:
    chart = bars("生产总值", [mark("甲市", "200"), mark("乙市", "100"), mark("丙市", "0")])
    long, short, none = map(width, drawn(chart, "rect", "actual"))
    assert long == pytest.approx(2 * short)
    assert none == 0
    links = list(svg(chart).iter("a"))
    assert [link.get("href") for link in links] == ["/r#甲市", "/r#乙市", "/r#丙市"]
    assert links[0].get("aria-label") == "甲市 200元，看出处"
    assert [each.text for each in svg(chart)[:2]] == [
        "生产总值",
        "条形图，共 3 项，最大的是甲市 200元，最小的是丙市 0元。",
    ]


def test_a_fall_goes_the_other_way() -> None:
    rise, fall = drawn(bars("增速", [mark("甲市", "6"), mark("乙市", "-3")]), "rect", "actual")
    assert width(rise) == pytest.approx(2 * width(fall), abs=0.05)
    assert float(str(fall.get("x")).removesuffix("%")) == 0


def test_a_target_stands_hollow_under_the_outcome_of_its_place() -> None:
    chart = bars("增速", [mark("甲市", "6"), mark("甲市", "7", kind="target"), mark("乙市", "5")])
    assert [each.text for each in svg(chart).iter("text") if each.get("class") == "label"] == [
        "甲市",
        "乙市",
    ]
    assert len(drawn(chart, "rect", "target")) == 1
    assert "甲市 7元（目标）" in chart.html
    assert 'class="legend"' in chart.html


def test_unlike_units_measures_and_kinds_are_said_below_not_drawn() -> None:
    unlike = [
        replace(mark("丙市", "5.5", unit="%"), measure="增减"),
        replace(mark("丁市", "2", unit="元"), measure="新增数额"),
        replace(mark("戊市", "2", unit="位"), measure="位次"),
        mark("己市", "900", kind="cumulative"),
    ]
    chart = bars("生产总值", [mark("甲市", "200"), *unlike, mark("乙市", "100")])
    assert [each.label for each in chart.drawn] == ["甲市", "乙市"]
    assert [why for _, why in chart.unplaced] == [
        "单位不同（%）",
        "所指不同（新增数额）",
        "位次没有大小可画",
        "累计数，不与单年的比",
    ]
    assert "没有画进图中的：" in chart.html
    assert '<a href="/r#己市">己市 900元</a>：累计数' in chart.html


def test_a_year_without_an_outcome_breaks_the_line() -> None:
    marks = [of_year(2020, "10"), of_year(2021, "11"), of_year(2023, "14"), of_year(2024, "15")]
    chart = line("生产总值", [*marks, of_year(2025, "16", "target")])
    assert len(drawn(chart, "line", "joined")) == 2
    assert "2022年没有结果的数字，线在此断开。" in chart.html
    assert len(drawn(chart, "circle", "actual")) == 4
    assert len(drawn(chart, "circle", "target")) == 1


def test_two_figures_of_one_year_are_both_drawn_and_neither_is_joined() -> None:
    chart = line("x", [of_year(2020, "10"), of_year(2021, "11"), of_year(2021, "12")])
    assert len(drawn(chart, "circle", "actual")) == 3
    assert not drawn(chart, "line", "joined")


def test_an_axis_that_does_not_begin_at_zero_says_so() -> None:
    assert "纵轴不从 0 开始" in line("x", [of_year(2020, "180"), of_year(2021, "190")]).html
    assert "纵轴" not in line("x", [of_year(2020, "10"), of_year(2021, "190")]).html
    assert "纵轴" not in line("x", [of_year(2020, "10")]).html


def test_the_axis_counts_in_the_scale_of_the_largest() -> None:
    chart = line("x", [of_year(2020, "15000000000"), of_year(2021, "18930000000")])
    assert "单位：亿元" in chart.html
    ticks = [each.text for each in svg(chart).iter("text") if each.get("class") == "tick"]
    assert ticks[0] == "150"
    assert ticks[-1] == "190"


def test_a_bound_is_drawn_at_its_number_and_said_to_be_one() -> None:
    rough = replace(mark("乙市", "100"), written="突破100元", exact=False)
    assert "按所写的数画" in bars("x", [mark("甲市", "200"), rough]).html
    assert "按所写的数画" not in bars("x", [mark("甲市", "200")]).html


def test_what_has_no_year_is_named_beside_a_line() -> None:
    chart = line("x", [of_year(2020, "10"), mark("甲市", "3")])
    assert [why for _, why in chart.unplaced] == ["没有注明是哪一年"]


def test_nothing_to_draw_is_said() -> None:
    for chart in (bars("x", []), line("x", []), line("x", [mark("甲市", "3")])):
        assert "没有可以画成图的数字" in chart.html
        assert not chart.drawn


def test_a_picture_needs_nothing_else() -> None:
    file = picture(line("生产总值", [of_year(2020, "10"), of_year(2021, "11", "target")]))
    assert ElementTree.fromstring(file).get("height") == "372"
    assert "var(" not in file
    assert "空心为目标" in file


def test_labels_are_text() -> None:
    chart = bars("<b>", [replace(mark("<script>", "1"), href='"><script>')])
    assert "<script" not in chart.html
    assert "<b>" not in chart.html


def test_a_figure_of_the_ledger_becomes_a_mark() -> None:
    text = "全市一般公共预算收入下降3.2%。"
    (bound,) = bind(text, Context(place="甲市", year=2025))
    made = mark_of(Figure(bound, "r", "p", (0, len(text))), label="甲市", href="/x")
    assert (made.value, made.unit, made.written) == (Decimal("-3.2"), "%", "下降3.2%")
    assert (made.measure, made.kind, made.year) == ("增减", "actual", 2024)


@given(
    st.lists(
        st.builds(
            Mark,
            st.text(max_size=5),
            st.decimals(-(10**15), 10**15, allow_nan=False),
            st.sampled_from(["元", "%", ""]),
            st.just("数"),
            st.sampled_from(["数额", "位次"]),
            st.sampled_from(["actual", "target", "cumulative"]),
            st.none() | st.integers(1949, 2035),
        ),
        max_size=8,
    )
)
def test_any_marks_are_drawn_or_named(marks: list[Mark]) -> None:
    for chart in (bars("x", marks), line("x", marks)):
        assert len(chart.drawn) + len(chart.unplaced) == len(marks)
        for share in re.findall(r'="(-?[\d.]+)%"', chart.html):
            assert -0.1 <= float(share) <= 100.1
