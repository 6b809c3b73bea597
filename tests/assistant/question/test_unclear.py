"""What is asked back before it is understood, and what is not."""

import pytest

from assistant.answer import Status
from assistant.question.scope import Scope, related
from assistant.question.unclear import corrected, unclear
from assistant.refusals import refusal_text
from index.store.library import Covered

SCOPE = Scope(
    (
        Covered("1", "北关区", "安阳市北关区", "district", 2026, None),
        Covered("2", "河南省", "河南省", "province", 2026, None),
    )
)
LISTED = "GDP、财政收入、固定资产投资、社零、居民收入、新增就业、粮食产量、进出口总额"


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("何北省2025年GDP是多少？", "clarify_place_name", "您是否想问河北省？"),
        ("河楠省的GDP", "clarify_place_name", "您是否想问河南省？"),
        ("河北市GDP", "clarify_place_name", "天津市河北区，还是河北省"),
        ("2024年去年GDP是多少", "clarify_period", "2024年去年"),
        ("2025年今年的目标", "clarify_period", "2025年今年"),
        ("2024年的去年", "clarify_period", "2024年的去年"),
        ("2025年的2026年目标", "clarify_period", "2025年的2026年"),
        (f"{LISTED}、物价各是多少？", "clarify_too_many", "最多问 8 项"),
        ("谁？" * 9, "clarify_too_many", "请分几次来问"),
        ("长春", "unanswerable_place", "没有长春市的内容"),
        ("收入", "clarify_question", "“收入”可以指一般公共预算收入"),
        ("收入？", "clarify_question", "请写得具体一些"),
    ],
)
def test_what_cannot_be_understood_is_asked_back(text: str, status: Status, said: str) -> None:
    refusal = unclear(text, SCOPE)
    assert refusal is not None and refusal.status == status
    assert said in refusal_text(refusal, places=("北关区", "河南省"), years=(2025, 2026))


@pytest.mark.parametrize(
    "text",
    [
        "河南省2025年GDP是多少",
        "2025年去年GDP是多少",  # the newest report is of 2026
        "2026年今年的目标",
        "去年今年GDP各是多少",
        "2024年、去年GDP",
        "2024年当年新增",
        f"{LISTED}各是多少？",
        "北京、上海、天津、重庆、广州、深圳、杭州、南京、武汉、成都的GDP谁高",
        "收入多少",
        "GDP",
        "就业",
        "北关区",
        "全省",
        "老旧小区",
    ],
)
def test_what_can_be_understood_goes_on(text: str) -> None:
    assert unclear(text, SCOPE) is None


def test_one_vague_word_is_enough_for_a_follow_up() -> None:
    assert unclear("收入", SCOPE, follow_up=True) is None


@pytest.mark.parametrize(
    ("asked", "turns", "right"),
    [
        ("是的", ["河楠省GDP是多少"], ("河南省GDP是多少", [])),
        ("对。", ["你好", "河楠省GDP是多少"], ("河南省GDP是多少", ["你好"])),
        ("那社零呢", ["河楠省GDP是多少"], ("那社零呢", ["河南省GDP是多少"])),
        ("是的", ["河南省GDP是多少"], ("是的", ["河南省GDP是多少"])),
        ("是的", ["河北市GDP是多少"], ("是的", ["河北市GDP是多少"])),  # one of two
        ("是的", [], ("是的", [])),
    ],
)
def test_a_place_put_right_is_taken_from_the_question_before(
    asked: str, turns: list[str], right: tuple[str, list[str]]
) -> None:
    assert corrected(asked, turns, SCOPE) == right


def test_the_reports_of_places_around_are_offered_instead() -> None:
    assert related("安阳市", SCOPE) == ("河南省", "北关区")
    assert related("长春市", SCOPE) == ()
