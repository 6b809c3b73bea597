"""Questions put to every report of a level."""

from __future__ import annotations

import pytest

from assistant.question.survey import survey_in


@pytest.mark.parametrize(
    ("question", "level", "terms"),
    [
        ("哪些省提到了低空经济？", "province", ("低空经济",)),
        ("有多少个省份提到了银发经济？", "province", ("银发经济",)),
        ("低空经济在哪些省的报告中提到？", "province", ("低空经济",)),
        ("提到低空经济的城市有哪些？", "city", ("低空经济",)),
        ("哪些城市要发展低空经济", "city", ("低空经济",)),
        ("哪些省份的报告写了“人工智能+”行动", "province", ("人工智能+",)),
        ("哪些省提到低空经济或商业航天", "province", ("低空经济", "商业航天")),
        ("哪些地方提到了托育", None, ("托育",)),
    ],
)
def test_a_mention_is_looked_for(question: str, level: str, terms: tuple[str, ...]) -> None:
    survey = survey_in(question)
    assert survey is not None
    assert (survey.asks, survey.level, survey.terms) == ("mention", level, terms)


def test_what_is_not_mentioned_can_be_asked_for() -> None:
    survey = survey_in("哪些省没有提到低空经济？")
    assert survey is not None
    assert (survey.terms, survey.absent) == (("低空经济",), True)


@pytest.mark.parametrize(
    ("question", "asks", "text"),
    [
        ("2025年GDP增长目标最高的省是哪个？", "highest", "2025年GDP增长目标是多少"),
        ("2025年哪个省的增长目标最低", "lowest", "2025年增长目标是多少"),
        ("哪几个省的2025年GDP增长目标高于5.5%？", "beyond", "2025年GDP增长目标是多少"),
        ("今年有几个省把GDP增长目标定在5%左右", "beyond", "今年GDP增长目标是多少"),
        ("各省2025年城镇新增就业目标是多少？", "each", "2025年城镇新增就业目标是多少"),
    ],
)
def test_a_figure_is_asked_of_each(question: str, asks: str, text: str) -> None:
    survey = survey_in(question)
    assert survey is not None
    assert (survey.asks, survey.text) == (asks, text)


@pytest.mark.parametrize(
    "question",
    [
        "2025年GDP是多少",
        "哪些市场主体增长最快",
        "新建了多少个市政公园",
        "今年重点建设哪些地方项目",
        "新增几个县级融媒体中心",
        "一般公共预算收入占地区生产总值的比重",
        "全市增长最快的是什么",
    ],
)
def test_what_only_sounds_like_a_level_is_no_survey(question: str) -> None:
    assert survey_in(question) is None
