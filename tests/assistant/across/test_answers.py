"""Answers across reports: comparisons, surveys, the years of one place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant


def reports_cited(answer: VerifiedAnswer) -> set[str]:
    return {citation.passage.report_id for citation in answer.citations}


def test_two_places_are_compared_with_the_formula_shown(several: Assistant) -> None:
    answer = several.ask("岳阳市和广元市2025年GDP增长目标谁高？")
    assert answer.status == "answered"
    assert "广元市比岳阳市高0.5个百分点（6%−5.5%=0.5个百分点）" in answer.text
    derived = [figure for figure in answer.figures if figure.status == "derived"]
    assert [figure.value for figure in derived] == [Decimal("0.5")]
    assert len(reports_cited(answer)) == 2


def test_levels_are_compared_as_levels(several: Assistant) -> None:
    answer = several.ask("岳阳比广元少多少GDP？")
    assert "广元市比岳阳市多175亿元（1210亿元−1035亿元=175亿元）" in answer.text


def test_an_outcome_known_only_to_be_beyond_a_number_is_not_ordered(several: Assistant) -> None:
    near = several.ask("乐山市和岳阳市2024年GDP哪个高？")
    assert "突破900亿元" in near.text
    assert "不直接比较高低" in near.text
    far = several.ask("乐山市和广元市2024年GDP哪个高？")
    assert "按所写的数字广元市比乐山市多。" in far.text  # but not by how much


def test_a_fall_and_a_rise_are_ordered_by_sign_without_a_difference(several: Assistant) -> None:
    answer = several.ask("乐山和岳阳2024年GDP增速谁高？")
    assert "下降0.4%" in answer.text
    assert "岳阳市比乐山市高" in answer.text
    assert "5.2个百分点" not in answer.text


def test_of_three_the_highest_is_named(several: Assistant) -> None:
    answer = several.ask("岳阳、广元、乐山2024年GDP增速哪个最低？")
    assert "其中最低的是乐山市" in answer.text


def test_each_of_several_places_is_told(several: Assistant) -> None:
    answer = several.ask("岳阳市、广元市2025年GDP增长目标分别是多少？")
    assert answer.status == "answered"
    assert "5.5%左右" in answer.text
    assert "6%以上" in answer.text


def test_each_of_several_places_is_named_where_its_quote_opens_with_a_year(
    several: Assistant,
) -> None:
    answer = several.ask("岳阳市和乐山市的图书馆分别有多少座？")
    assert "岳阳市：2024年末全市图书馆达到12座" in answer.text
    assert "乐山市：2024年末全市图书馆达到9座" in answer.text


def test_the_place_that_tells_nothing_is_named(several: Assistant) -> None:
    answer = several.ask("岳阳市和乐山市2024年粮食产量谁多？")
    assert answer.status == "answered_partly"
    assert "没有找到乐山市" in answer.text
    assert "42亿斤" in answer.text


def test_a_place_not_covered_is_refused_by_name_although_another_is_covered(
    several: Assistant,
) -> None:
    answer = several.ask("岳阳市和郑州市谁的增长目标高？")
    assert answer.status == "unanswerable_place"
    assert "郑州市" in answer.text


def test_no_place_among_several_is_asked_for(several: Assistant) -> None:
    assert several.ask("今年增长目标是多少？").status == "clarify_place"


def test_who_mentions_a_thing_is_counted_cited_and_completed(several: Assistant) -> None:
    answer = several.ask("哪些城市提到了低空经济？")
    assert answer.status == "answered"
    assert "查阅了已收录的3份市级政府工作报告" in answer.text  # of 岳阳 the newest alone
    assert "1份没有提到“低空经济”：乐山市" in answer.text
    assert "2份提到“低空经济”：岳阳市[1]、广元市[2]" in answer.text
    assert all("低空经济" in citation.quote for citation in answer.citations)
    assert {(f.text, f.status) for f in answer.figures if f.unit == "份"} == {
        ("3份", "derived"),
        ("1份", "derived"),
        ("2份", "derived"),
    }


def test_a_place_with_two_reports_of_a_year_counts_once_and_is_not_said_to_be_silent(
    several: Assistant,
) -> None:
    of_the_year = [r for r in several.searcher.covered() if (r.place, r.year) == ("岳阳市", 2025)]
    assert len(of_the_year) == 2
    answer = several.ask("哪些城市没有提到低空经济？")
    silent, _, telling = answer.text.partition("；")
    assert "岳阳市" not in silent
    assert telling.count("岳阳市") == 1
    highest = several.ask("2024年哪个城市的粮食产量最高？")
    assert "查阅了已收录的3份" in highest.text


def test_a_fall_is_not_beyond_a_growth(several: Assistant) -> None:
    answer = several.ask("2024年哪些城市的GDP增速高于0.3%？")
    assert "其中2份符合所问的条件" in answer.text
    assert "乐山市" not in answer.text


def test_nothing_mentioned_is_a_refusal_that_says_how_many_were_searched(
    several: Assistant,
) -> None:
    answer = several.ask("哪些城市提到了量子计算？")
    assert answer.status == "unanswerable_not_in_reports"
    assert "3 份" in answer.text
    assert "量子计算" in answer.text


def test_the_highest_is_told_with_who_tells_none(several: Assistant) -> None:
    answer = several.ask("2024年哪个城市的粮食产量最高？")
    assert "2份给出了这项数字（没有找到的：乐山市）" in answer.text
    assert "最高的是岳阳市" in answer.text
    assert answer.text.index("42亿斤") < answer.text.index("38亿斤")


def test_a_fall_is_the_lowest_growth(several: Assistant) -> None:
    answer = several.ask("2024年GDP增速最低的城市是哪个？")
    assert "最低的是乐山市" in answer.text


def test_those_beyond_a_figure_are_counted_and_listed(several: Assistant) -> None:
    answer = several.ask("2024年哪些城市的GDP增速高于5%？")
    assert "其中1份符合所问的条件" in answer.text
    assert "岳阳市" in answer.text
    assert "4.8%" not in answer.text


def test_the_years_of_a_place_are_told_in_order(several: Assistant) -> None:
    answer = several.ask("岳阳市GDP增速这几年有什么变化？")
    assert answer.status == "answered"
    assert answer.text.index("5.2%") < answer.text.index("5.6%") < answer.text.index("预期")
    assert "逐年上升" in answer.text


def test_more_years_than_are_told_are_said_to_lack(several: Assistant) -> None:
    answer = several.ask("岳阳市近三年GDP增速分别是多少？")
    assert answer.status == "answered_partly"
    assert "报告没有给出近三年逐年的数" in answer.text


def test_a_year_is_told_by_its_outcome_not_by_the_plan_of_the_year_before(
    several: Assistant,
) -> None:
    answer = several.ask("岳阳市2024年GDP增长多少？")
    assert "5.6%" in answer.text
    assert "6%左右" not in answer.text


def test_whether_a_target_was_reached_sets_the_outcome_beside_it(several: Assistant) -> None:
    answer = several.ask("岳阳市2024年的增长目标完成了吗？")
    assert "增长5.6%" in answer.text
    assert "预期增长6%左右" in answer.text
    assert "0.4个百分点" in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("岳阳市和广元市谁好？", "clarify_question"),
        ("哪些城市提到了5%？", "unanswerable_not_in_reports"),
        ("各市的情况怎么样？", "unanswerable_not_in_reports"),
    ],
)
def test_what_names_nothing_to_compare_is_not_made_up(
    several: Assistant, question: str, status: str
) -> None:
    answer = several.ask(question)
    assert (answer.status, answer.figures) == (status, ())
