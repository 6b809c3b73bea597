"""What the extract answers where no year is named, and what it says of what is not stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.cases.case import is_refusal
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder


@pytest.mark.parametrize(
    ("question", "stated", "not_stated"),
    [
        ("社会消费品零售总额完成多少", "79.38亿元", "5.7%"),
        ("生产总值同比增长多少", "189.3亿元，同比增长5.5%", "左右"),
        ("GDP是多少", "189.3亿元", "左右"),
        ("社零增长多少", "5.8%", "5.7%"),
        ("今年社零预期增长多少", "5.7%左右", "79.38亿元"),
        ("经济增长目标是多少", "5.5%左右", "189.3亿元"),
    ],
)
def test_without_a_year_the_outcome_is_stated_unless_a_target_is_asked_for(
    assistant: Assistant, question: str, stated: str, not_stated: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert stated in answer.text
    assert not_stated not in answer.text


@pytest.mark.parametrize(
    "question",
    ["固定资产投资完成多少", "固定资产投资是不是下降了", "今年固定资产投资完成了多少"],
)
def test_a_target_in_the_place_of_an_outcome_is_said_to_be_one(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出完成数，只提到北关区2026年预期目标：")
    assert "4%左右" in answer.text


def test_growth_that_is_not_stated_is_neither_confirmed_nor_denied_by_a_target(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("财政收入是不是下降了")
    assert answer.status == "answered_partly"
    assert "10.06亿元" in answer.text
    assert "不是" not in answer.text and "3%" not in answer.text


@pytest.mark.parametrize("span", ["近三年", "这几年", "过去五年", "历年"])
def test_one_year_of_several_is_said_to_be_one(assistant: Assistant, span: str) -> None:
    answer = assistant.ask(f"{span}GDP分别是多少")
    assert answer.status == "answered_partly"
    assert answer.text.startswith(f"报告没有给出{span}逐年的数，只提到：2025年")
    assert "189.3亿元" in answer.text


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Two reports of one place, the later with the shorter telling."""
    folder = tmp_path_factory.mktemp("reports")
    for year, stated in (
        (2024, "社会消费品零售总额完成70.1亿元,生产总值达到150.5亿元,增长4.5%"),
        (2025, "全年社会消费品零售总额完成75.2亿元,生产总值增长6.5%"),
    ):
        _write(folder, year, stated)
    index = tmp_path_factory.mktemp("index") / "index"
    build_index([folder], index, StaticEncoder())
    return open_assistant(Settings(index=index))


def _write(folder: Path, year: int, stated: str) -> None:
    (folder / f"测试区{year}年政府工作报告.txt").write_text(
        f"## {year}年政府工作报告\n\n### {year - 1}年工作回顾\n\n{stated},发展动能稳步增强。\n",
        encoding="utf-8",
    )
    (folder / f"测试区{year}年政府工作报告.meta.toml").write_text(
        f'place = "安阳市北关区"\nlevel = "district"\nyear = {year}\n', encoding="utf-8"
    )


def test_the_newest_outcome_goes_first(two_years: Assistant) -> None:
    answer = two_years.ask("社会消费品零售总额完成多少")
    assert "75.2亿元" in answer.text
    assert "70.1亿元" not in answer.text


def test_how_much_is_stated_of_the_newest_year_that_states_it(two_years: Assistant) -> None:
    answer = two_years.ask("生产总值完成多少")
    assert answer.status == "answered"
    assert "150.5亿元" in answer.text
    assert "6.5%" in two_years.ask("生产总值同比增长多少").text


def test_one_figure_of_all_years_is_not_made_up_from_one_year(two_years: Assistant) -> None:
    answer = two_years.ask("过去五年生产总值年均增长多少")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出过去五年总的数，只提到：")


def test_several_years_that_are_stated_are_all_stated(two_years: Assistant) -> None:
    answer = two_years.ask("近两年社会消费品零售总额分别是多少")
    assert answer.status == "answered"
    assert "70.1亿元" in answer.text and "75.2亿元" in answer.text


def test_a_year_that_lacks_is_said_to_lack(two_years: Assistant) -> None:
    answer = two_years.ask("近三年社会消费品零售总额分别是多少")
    assert answer.status == "answered_partly"
    assert "70.1亿元" in answer.text and "75.2亿元" in answer.text


@pytest.mark.parametrize(
    "question", ["北关区去年比前年GDP增长多少亿元", "去年GDP增加了多少亿", "社零比上年多了多少亿元"]
)
def test_an_increase_in_money_that_is_not_stated_is_said_so(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出增加或减少的数额，只提到：")


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("去年GDP增长了多少", "5.5%"),
        ("外资企业增加了多少家", "4家"),
        ("去年新修了几条路", "4条"),
        ("今年新修哪几条路", "化工三路、昌泰西路"),
        ("养孩子有没有补贴", "育儿补贴"),
    ],
)
def test_what_is_stated_as_it_is_asked_needs_no_note(
    assistant: Assistant, question: str, stated: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert stated in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "政府几点上班",
        "去年招引了多少家",
        "去年招引了多少家企业",
        "民生实事有哪些",
    ],
)
def test_what_only_looks_like_an_answer_is_none(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status.startswith("unanswerable_")


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("全年计划引进多少人才", "引进产业发展急需人才"),
        ("40个助餐点在哪里", "建成老年助餐场所40个"),
        ("老人吃饭有补贴吗", "养老"),
    ],
)
def test_what_looks_like_an_answer_is_only_called_near(
    assistant: Assistant, question: str, near: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_nearest" and is_refusal(answer.status)
    assert answer.text.startswith("没有找到直接回答这个问题的内容") and near in answer.text


def test_a_list_under_its_heading_stands_alone_with_one_full_stop(assistant: Assistant) -> None:
    answer = assistant.ask("今年主要目标有哪些")
    assert "5.5%左右" in answer.text and "5.7%左右" in answer.text
    assert "。。" not in answer.text
    assert len(answer.sentences) == 1


STORY = "我是住在灯塔路的退休工人，房子漏水多年，邻居们都很关心，"


def test_a_question_with_a_story_is_answered_like_the_bare_one(assistant: Assistant) -> None:
    bare = assistant.ask("今年会不会改造老旧小区？")
    whole = assistant.ask(f"{STORY}想问一下今年会不会改造老旧小区？")
    assert whole.status == bare.status == "answered"
    assert whole.text == bare.text


def test_how_many_days_a_meeting_took_is_answered_by_its_dates(assistant: Assistant) -> None:
    answer = assistant.ask("人大会开了几天？")
    assert answer.status == "answered"
    assert "2月26日至28日" in answer.text


@pytest.mark.parametrize("question", ["去年高企多了几家", "去年新增高新技术企业多少家"])
def test_how_many_there_are_is_not_how_many_were_added(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出新增的数，只提到：") and "增至34家" in answer.text
