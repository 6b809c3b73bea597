"""The check of a paragraph as it is typed: a near miss is no support, and what is offered is there."""

from __future__ import annotations

import pytest

from assistant.answer import Citation
from assistant.staff.letter import Vouched
from assistant.staff.paragraph_check import marks_of
from index.report import Passage

TEXT = "完成20个老旧小区改造。新增立体绿化40处，建成老年助餐场所40个。"


def cited(text: str = TEXT) -> tuple[Citation, ...]:
    passage = Passage(
        id="p1",
        report_id="r1",
        start=0,
        end=len(text),
        text=text,
        headings=("2025年工作回顾",),
        period=None,
        kind=None,
        title="北关区2025年报告",
        place="安阳市北关区",
        year=2026,
        date=None,
    )
    return (Citation(1, passage, 0, len(text)),)


def verdicts(text: str, vouched: tuple[Vouched, ...] = ()) -> list[tuple[str, str]]:
    return [(mark.text, mark.verdict) for mark in marks_of(text, cited(), vouched=vouched)]


def test_what_the_passage_states_is_right() -> None:
    assert verdicts("完成20个老旧小区改造。[1]") == [("20个", "right")]


@pytest.mark.parametrize("figure", ["28个", "2个", "120个", "20处"])
def test_a_near_miss_is_wrong(figure: str) -> None:
    assert verdicts(f"完成{figure}老旧小区改造。[1]") == [(figure, "wrong")]


def test_the_nearest_figures_of_the_unit_are_offered() -> None:
    (mark,) = marks_of("完成28个老旧小区改造。[1]", cited())
    assert [offer.text for offer in mark.offers] == ["20个", "40个"]
    assert "老旧小区" in mark.offers[0].around


def test_a_figure_without_its_marker_is_said_to_lack_it() -> None:
    (mark,) = marks_of("完成20个老旧小区改造。", cited())
    assert mark.verdict == "wrong" and "出处" in mark.words


def test_what_a_person_vouches_for_is_theirs_and_only_that() -> None:
    vouched = (Vouched("28个", "住建局函", "李明"),)
    assert verdicts("完成28个老旧小区改造。[1]", vouched) == [("28个", "vouched")]
    assert verdicts("完成29个老旧小区改造。[1]", vouched) == [("29个", "wrong")]


def test_the_spans_are_those_of_the_paragraph() -> None:
    text = "我们查阅了报告。完成20个老旧小区改造。[1]新增立体绿化41处。[1]"
    assert [text[mark.start : mark.end] for mark in marks_of(text, cited())] == ["20个", "41处"]


def test_the_title_of_a_cited_report_and_the_hotline_are_no_figures() -> None:
    assert verdicts("根据《北关区2025年报告》，也可以拨打12345政务服务便民热线。") == []
    assert verdicts("根据《文峰区2025年报告》。") != []
