"""The passage that bears a sentence out is found by what it says, whatever marker was written."""

from __future__ import annotations

import pytest

from assistant.check.attribution import attributed, quoted
from assistant.llm.attempt import Attempt
from index.report import Passage
from tests.assistant.understood import understood


def passage(number: int, text: str, *, year: int = 2026, target: bool = False) -> Passage:
    return Passage(
        id=f"p{number}",
        report_id=f"r{year}",
        start=0,
        end=len(text),
        text=text,
        headings=(f"{year}年工作安排" if target else f"{year - 1}年工作回顾",),
        period=year if target else year - 1,
        kind="target" if target else "actual",
        title=f"{year}年青山县政府工作报告",
        place="青山县",
        year=year,
    )


PASSAGES = (
    passage(1, "全年生产总值完成120.5亿元,增长6.1%。规模以上工业增加值增长8.2%。"),
    passage(2, "新建农村公路35公里。生产安全事故起数和死亡人数双双下降。"),
    passage(3, "规模以上工业增加值增长7.5%左右。新建农村公路40公里。", target=True),
    passage(4, "粮食产量上升,物价和用电量双双上升。生产安全事故应急演练持续开展。"),
)


def kept(sentence: str, *passages: Passage, question: str = "情况怎么样？") -> list[str]:
    attempt = Attempt(passages or PASSAGES, understood(question))
    attempt.take(sentence)
    return attempt.kept


@pytest.mark.parametrize("markers", ["", "[2]", "[9]", "[9][9]"])
def test_a_marker_that_is_wrong_or_left_out_is_that_of_the_passage_that_says_so(
    markers: str,
) -> None:
    assert kept(f"2025年，青山县生产总值为120.5亿元{markers}。") == [
        "2025年，青山县生产总值为120.5亿元[1]。"
    ]


def test_a_marker_that_is_right_stays_where_it_stands() -> None:
    said = "2025年，青山县生产总值为120.5亿元[1]，增长6.1%[1]。"
    assert kept(said) == [said]


@pytest.mark.parametrize(
    "wrong",
    [
        "2025年，青山县生产总值为120.6亿元。",
        "2025年，青山县新建农村公路40公里。",
        "2026年，青山县计划新建农村公路35公里。",
        "2025年，青山县规模以上工业增加值增长6.1%。",
        "2025年，平原县生产总值为120.5亿元。",
        "2025年，青山县农村公路有35万公里。",
        "2025年，青山县生产安全事故起数和死亡人数双双上升。",
    ],
)
def test_what_no_passage_bears_out_is_stopped_under_any_marker(wrong: str) -> None:
    for marker in ("", "[1]", "[2]", "[3]", "[4]", "[9]"):
        assert kept(wrong.replace("。", f"{marker}。")) == []


def test_an_outcome_and_an_aim_get_a_marker_each() -> None:
    said = "2025年规模以上工业增加值增长8.2%，2026年的目标是增长7.5%左右。"
    (sentence,) = kept(said, question="规模以上工业增加值去年增长多少，今年的目标是多少？")
    assert sentence.index("8.2%[1]") < sentence.index("7.5%左右[3]。")


def test_an_outcome_with_the_figure_of_an_aim_gets_none() -> None:
    assert kept("2025年规模以上工业增加值增长7.5%，2026年的目标是增长8.2%左右。") == []


def test_without_a_figure_only_what_comes_closest_may_bear_it_out() -> None:
    said = "2025年，青山县生产安全事故起数和死亡人数双双下降。"
    assert kept(said) == ["2025年，青山县生产安全事故起数和死亡人数双双下降[2]。"]


def test_a_sentence_that_is_marked_part_by_part_is_not_marked_anew() -> None:
    said = "2025年，青山县新建农村公路35公里[2]，生产总值为120.5亿元[{}]。"
    assert kept(said.format(1)) == [said.format(1)] and kept(said.format(3)) == []


def test_what_two_reports_say_alike_is_of_neither() -> None:
    earlier = passage(5, "新建农村公路35公里。", year=2024)
    said = "新建农村公路35公里。"
    assert kept(said, PASSAGES[1], earlier) == []
    assert kept(f"2023年，{said}", PASSAGES[1], earlier) == ["2023年，新建农村公路35公里[2]。"]
    assert kept(said.replace("。", "[2]。"), PASSAGES[1], earlier) == ["新建农村公路35公里[2]。"]


def test_of_passages_of_one_report_the_one_that_says_it_most_closely_is_named() -> None:
    short = passage(6, "会议听取了报告，公路35公里。")
    assert kept("2025年，青山县新建农村公路35公里。", short, PASSAGES[1]) == [
        "2025年，青山县新建农村公路35公里[2]。"
    ]


def test_an_objection_is_that_to_the_closest_passage() -> None:
    seen: list[str] = []

    def objection(sentence: str) -> str | None:
        seen.append(sentence)
        return f"不：{sentence}"

    said = "新建农村公路36公里"
    assert attributed(said, PASSAGES, objection) == (said, f"不：{said}[2]。")
    assert attributed(f"{said}[3]。", PASSAGES, objection)[1] == f"不：{said}[3]。"
    assert all(one.count("[") == 1 for one in seen)


def test_a_quote_is_the_sentence_that_has_most_in_common() -> None:
    start, end = quoted("去年新建公路35公里[2]。", PASSAGES[1])
    assert PASSAGES[1].text[start:end] == "新建农村公路35公里"
