"""Surveys: what the reports of a level mention and state."""

from __future__ import annotations

from assistant.assistant import Assistant


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


def test_the_highest_is_stated_with_who_states_none(several: Assistant) -> None:
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
