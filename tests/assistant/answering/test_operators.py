"""Places side by side, and the years of one place."""

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


def test_a_large_place_is_compared_with_a_small_one(several: Assistant) -> None:
    text = several.ask("2024年广元市和乐山市接待游客哪个多？").text
    assert "8200万人次−900万人次=7300万人次" in text, text


def test_of_three_the_highest_is_named(several: Assistant) -> None:
    answer = several.ask("岳阳、广元、乐山2024年GDP增速哪个最低？")
    assert "其中最低的是乐山市" in answer.text


def test_each_of_several_places_is_stated(several: Assistant) -> None:
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


def test_the_place_that_states_nothing_is_named(several: Assistant) -> None:
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


def test_the_years_of_a_place_are_stated_in_order(several: Assistant) -> None:
    answer = several.ask("岳阳市GDP增速这几年有什么变化？")
    assert answer.status == "answered"
    assert answer.text.index("5.2%") < answer.text.index("5.6%") < answer.text.index("预期")
    assert "逐年上升" in answer.text


def test_more_years_than_are_stated_are_said_to_lack(several: Assistant) -> None:
    answer = several.ask("岳阳市近三年GDP增速分别是多少？")
    assert answer.status == "answered_partly"
    assert "报告没有给出近三年逐年的数" in answer.text


def test_a_year_is_stated_by_its_outcome_not_by_the_plan_of_the_year_before(
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


def test_figures_of_things_that_have_no_name_of_their_own_are_worked_with(
    one_place: Assistant,
) -> None:
    answer = one_place.ask("公路建设投资，今年计划比去年完成的少多少亿？")
    assert answer.status == "answered"
    assert "少5亿元（23亿元−18亿元=5亿元）" in answer.text
    turns = ["去年零工驿站建了多少个？", "就业服务站呢？"]
    assert "二者合计15个（10个+5个=15个）" in one_place.ask("加起来一共多少个？", turns).text


def test_two_figures_of_unlike_units_are_stated_and_not_worked_with(one_place: Assistant) -> None:
    answer = one_place.ask("去年学校多还是学位多？新建学校比新增学位多多少？")
    assert "−" not in answer.text


def test_a_share_that_the_report_states_itself_needs_no_figure_of_the_whole(
    one_place: Assistant,
) -> None:
    answer = one_place.ask("去年光伏装机占电力总装机的比重是多少？")
    assert answer.status == "answered" and "56%" in answer.text
    assert one_place.ask("去年公路投资占地区生产总值的比重是多少？").status != "answered"


def test_what_was_answered_is_written_in_another_unit(several: Assistant) -> None:
    turns = ["广元市2024年GDP是多少？"]
    answer = several.ask("换算成万元是多少？", turns)
    assert "1210亿元，即12100000万元" in answer.text
    assert "公里" not in several.ask("换算成公里是多少？", turns).text


def test_the_difference_of_what_it_was_and_what_it_became_is_worked_out(
    one_place: Assistant,
) -> None:
    answer = one_place.ask("去年贫困人口少了多少万人？")
    assert answer.status == "answered"
    assert "减少2140万人（4960万人−2820万人=2140万人）" in answer.text


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("岳阳市2024年数字经济占地区生产总值比重是多少？", "41%"),
        ("岳阳市2024年数字经济占地区生产总值的比重是41%吗？", "是的。"),
        ("岳阳市2024年研发经费占地区生产总值的比重是百分之几？", "2.4%"),
    ],
)
def test_a_share_that_is_stated_by_its_name_is_not_worked_out(
    several: Assistant, question: str, share: str
) -> None:
    answer = several.ask(question)
    assert answer.status == "answered"
    assert share in answer.text


def test_the_share_of_another_thing_is_not_given(several: Assistant) -> None:
    assert "41%" not in several.ask("岳阳市2024年绿色经济占地区生产总值比重是多少？").text


def test_a_rate_of_growth_has_no_share_in_another(several: Assistant) -> None:
    answer = several.ask("岳阳市2025年研发经费占GDP的比重目标是多少？")
    assert "÷" not in answer.text


def test_a_plan_is_compared_with_what_came_of_the_one_before(puzzling: Assistant) -> None:
    answer = puzzling.ask("老小区改造，临湘今年打算改的比去年改完的多了还是少了？差几个？")
    assert answer.status == "answered"
    assert "2024年目标更多，比2023年多3个（38个−35个=3个）" in answer.text


def test_what_was_added_is_not_compared_with_all_there_is(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘今年计划新增的高新技术企业比去年少多少家？")
    assert "600家" in answer.text and "100家" in answer.text
    assert "500" not in answer.text and "−" not in answer.text


def test_no_difference_is_worked_out_of_a_disputed_figure(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘今年城镇新增就业的目标跟去年实际干成的比，差多少人？")
    assert "5万人以上" in answer.text
    assert "不计算差额" in answer.text and "−" not in answer.text


def test_two_figures_of_one_sentence_are_told_apart_by_their_words(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘的运动员在亚运会和亚残运会上，哪边金牌拿得多，多几块？")
    assert "少5枚（7枚−2枚=5枚）" in answer.text or "多5枚（7枚−2枚=5枚）" in answer.text


def test_two_things_of_one_kind_are_not_worked_with(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘去年的亿元以上项目和今年目标差多少？")
    assert "24" not in answer.text and "−" not in answer.text


def test_a_word_before_the_name_makes_another_thing(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘新型基础设施投资，今年计划的跟去年实际的比，差多少？")
    assert "15亿元−12亿元=3亿元" in answer.text


def test_what_a_thing_went_through_is_no_part_of_its_name(puzzling: Assistant) -> None:
    answer = puzzling.ask("临湘固定资产投资今年的增长目标比去年实际高多少？")
    assert "5%−3.2%=1.8个百分点" in answer.text
