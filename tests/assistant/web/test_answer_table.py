"""Figures of an answer side by side: only accepted ones, of one measure, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import FigureVerdict, VerifiedAnswer
from assistant.query import Operation, Query, Survey
from assistant.web.answer_table import folded, table_of
from assistant.web.render import render_answer
from index.figures.figure import Binding, FigureKind, Period
from index.figures.quantities import Quantity
from tests.assistant.web.samples import QUESTION, answered, citation


def bound(value: str, place: str, year: int, kind: FigureKind = "actual") -> Binding:
    quantity = Quantity(f"{value}%", 0, 1, Decimal(value), "%")
    return Binding(quantity, "地区生产总值", "地区生产总值", "change", Period.of(year), kind, place)


def verdict(marker: int, binding: Binding, sentence: int | None = None) -> FigureVerdict:
    quantity = binding.quantity
    return FigureVerdict(
        quantity.raw,
        quantity.value,
        "%",
        None,
        "supported",
        marker,
        sentence=marker - 1 if sentence is None else sentence,
        bound=binding,
    )


def answer_of(
    figures: Sequence[FigureVerdict],
    sentences: Sequence[str] = (),
    *,
    survey: bool = False,
    operation: Operation | None = None,
) -> VerifiedAnswer:
    said = sentences or [f"第{f.marker}个为{f.text}。[{f.marker}]" for f in figures if f.marker]
    markers = sorted({f.marker for f in figures if f.marker})
    whole = answered(*said, citations=[citation(marker=marker) for marker in markers])
    asked = Survey("highest", None) if survey else None
    query = Query("问", survey=asked, operation=operation)
    return replace(whole, figures=tuple(figures), question=replace(QUESTION, query=query))


def test_the_places_of_a_ranking_are_drawn_in_the_order_of_the_answer() -> None:
    figures = [
        verdict(n, bound(v, p, 2025, "target"))
        for n, (v, p) in enumerate([("7", "西藏自治区"), ("6", "海南省"), ("5", "北京市")], 1)
    ]
    table = table_of(answer_of(figures, survey=True))
    assert table and table.shape == "ranking" and table.drawn
    assert [row.label for row in table.rows] == ["西藏自治区", "海南省", "北京市"]
    assert table.title == "2025年地区生产总值增速（目标）"
    html = render_answer(answer_of(figures, survey=True), "a")
    assert html.count('href="#a-2"') == 2, "the sentence and the mark lead to the source"


def test_the_years_of_one_place_stand_in_their_order() -> None:
    figures = [verdict(n, bound("5", "江苏省", y)) for n, y in enumerate((2024, 2022, 2023), 1)]
    table = table_of(answer_of(figures))
    assert table and table.shape == "years"
    assert [row.label for row in table.rows] == ["2022年", "2023年", "2024年"]


def test_a_comparison_of_two_is_a_table_with_the_difference_and_its_formula() -> None:
    difference = FigureVerdict(
        "0.5个百分点", Decimal("0.5"), "百分点", None, "derived", None, "5.5%−5%=0.5个百分点"
    )
    two = [verdict(1, bound("5", "江苏省", 2025)), verdict(2, bound("5.5", "浙江省", 2025))]
    answer = answer_of([*two, difference], operation="compare")
    table = table_of(answer)
    assert table and not table.drawn
    html = render_answer(answer, "a")
    assert "<table" in html and "5.5%−5%=0.5个百分点" in html and "<svg" not in html


def test_target_and_outcome_of_a_year_stand_side_by_side() -> None:
    both = [
        verdict(1, bound("5.5", "江苏省", 2025, "target")),
        verdict(2, bound("5.3", "江苏省", 2025)),
    ]
    table = table_of(answer_of(both))
    assert table and [row.label for row in table.rows] == ["目标", "结果"]
    assert table.title == "江苏省2025年地区生产总值增速"


def test_an_outcome_beside_a_cumulative_figure_is_not_called_by_the_same_word() -> None:
    both = [
        verdict(1, bound("5.5", "江苏省", 2025, "cumulative")),
        verdict(2, bound("5.3", "江苏省", 2025)),
    ]
    table = table_of(answer_of(both))
    assert table and [row.label for row in table.rows] == ["累计", "结果"]


def test_changes_that_are_not_alike_do_not_stand_side_by_side() -> None:
    one = bound("5", "江苏省", 2025)
    other = bound("6", "浙江省", 2025)
    assert table_of(answer_of([verdict(1, one), verdict(2, other)]))
    for unlike in (
        replace(other, against=Period.of(2020)),
        replace(other, direction="narrowing"),
    ):
        assert table_of(answer_of([verdict(1, one), verdict(2, unlike)])) is None


def test_a_figure_that_the_check_did_not_accept_is_in_no_table() -> None:
    one, other = (verdict(n, bound("5", p, 2025)) for n, p in ((1, "江苏省"), (2, "浙江省")))
    assert table_of(answer_of([one, other]))
    assert table_of(answer_of([one, replace(other, status="unsupported")])) is None
    assert table_of(answer_of([one, replace(other, bound=None)])) is None


def test_two_figures_for_the_same_thing_make_no_table() -> None:
    figures = [verdict(1, bound("5", "江苏省", 2025)), verdict(2, bound("6", "江苏省", 2025))]
    third = verdict(3, bound("5", "浙江省", 2025))
    assert table_of(answer_of([*figures, third])) is None


def test_a_refusal_and_what_only_comes_near_have_no_table() -> None:
    figures = [verdict(1, bound("5", "江苏省", 2025)), verdict(2, bound("6", "浙江省", 2025))]
    assert table_of(replace(answer_of(figures), status="answered_nearest")) is None


def test_sentences_that_say_no_more_than_a_bar_are_folded_away_below_a_summary() -> None:
    figures = [
        verdict(n, bound("5", p, 2025), sentence=n)
        for n, p in enumerate(("江苏省", "浙江省", "山东省"), 1)
    ]
    said = ["三个省都给出了。[1]", "江苏5%。[1]", "浙江5%。[2]", "山东5%。[3]"]
    answer = answer_of(figures, said)
    assert folded(table_of(answer), answer) == {1, 2, 3}
    html = render_answer(answer, "a")
    assert html.index("三个省都给出了") < html.index("<svg") < html.index("逐条文字（3 条）")


def test_sentences_that_nothing_sums_up_stay_in_view() -> None:
    figures = [verdict(n, bound("5", f"{p}省", 2025)) for n, p in enumerate("江浙鲁", 1)]
    answer = answer_of(figures)
    assert not folded(table_of(answer), answer)
