"""A place that nobody knows is not passed over: the place at home must not answer for it."""

import pytest

from assistant.question.scope import Scope
from assistant.question.unclear import unclear
from assistant.question.unknown_place import misplaced, unknown_place
from index.figures.normalise import fold
from index.store.library import Covered

HOME = Scope((Covered("1", "北关区", "安阳市北关区", "district", 2026, None, home=True),)).at_home(
    ""
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("火星省2025年GDP是多少", "火星省"),
        ("2025年火星省GDP", "火星省"),
        ("请问阿斯加德市的财政收入", "阿斯加德市"),
        ("某某市GDP", "某某市"),
        ("XX市GDP", "XX市"),
        ("兄弟市GDP", "兄弟市"),
        ("美国GDP是多少", "美国"),
        ("世界GDP", "世界"),
        ("东部地区去年财政收入", "东部地区"),
        ("一线城市GDP谁高", "一线城市"),
        ("粤港澳大湾区的GDP", "粤港澳大湾区"),
    ],
)
def test_what_is_asked_as_a_place_and_is_none_is_named(text: str, place: str) -> None:
    assert unknown_place(fold(text), HOME) == place
    refusal = unclear(text, HOME)
    assert refusal is not None
    assert (refusal.status, refusal.asked) == ("unanswerable_place", place)


@pytest.mark.parametrize(
    "text",
    [
        "北关区GDP",
        "全市GDP",
        "这个市的GDP",
        "我们县财政收入",
        "各市GDP",
        "哪个省GDP最高",
        "城市居民收入",
        "本省GDP",
        "去年列入省、市重点的项目一共几个",
        "那曲市GDP",
        "中部六省GDP",
        "两个县2024年GDP都在140亿元以上吗",
        "东部新区建设",
        "美国企业投资了几个项目",
        "世界五百强几家",
        "西部陆海新通道班列",
        "老旧小区改造",
    ],
)
def test_what_is_no_place_or_a_known_one_goes_on(text: str) -> None:
    assert unclear(text, HOME) is None


def test_a_place_behind_one_that_it_is_not_in_is_asked_back() -> None:
    near = misplaced("郑州市北关区gdp", HOME)
    assert near is not None
    assert (near.written, near.meant) == ("郑州市北关区", ("安阳市北关区",))
    assert misplaced("河南省安阳市北关区gdp", HOME) is None
    assert misplaced("河南北关区gdp", HOME) is None
    assert misplaced("杭州和北关区gdp", HOME) is None


@pytest.mark.parametrize("text", ["3025年GDP", "05年GDP", "零五年财政收入", "九八年GDP"])
def test_a_year_that_no_report_can_be_about_is_not_passed_over(text: str) -> None:
    refusal = unclear(text, HOME)
    assert refusal is not None and refusal.status == "unanswerable_period"


@pytest.mark.parametrize(
    "text", ["近五年GDP", "三五年内GDP", "2025年GDP", "二〇二五年GDP", "1978年GDP"]
)
def test_other_years_go_on(text: str) -> None:
    assert unclear(text, HOME) is None
