"""What a question puts forward, and the single claims of one that puts several forward."""

from __future__ import annotations

import pytest

from assistant.question.claim import claim_in, single_claims
from tests.assistant.understood import understood

KNOWN = ("禾丰县", "石桥县")


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "2024年禾丰县GDP是186.4亿元，石桥县是153.9亿元，对吗？",
            ("禾丰县2024年GDP是186.4亿元吗？", "石桥县2024年GDP是153.9亿元吗？"),
        ),
        (
            "禾丰县2024年城镇居民人均可支配收入40210元、农村居民20350元，是这样吗？",
            (
                "禾丰县2024年城镇居民人均可支配收入40210元吗？",
                "禾丰县2024年农村居民人均可支配收入20350元吗？",
            ),
        ),
        (
            "石桥县2024年GDP增长5.9%、一般公共预算收入9.8亿元，对吗？",
            ("石桥县2024年GDP增长5.9%吗？", "石桥县2024年一般公共预算收入9.8亿元吗？"),
        ),
        (
            "禾丰县2024年GDP是186.4亿元、增长5.9%，没错吧？",
            ("禾丰县2024年GDP是186.4亿元吗？", "禾丰县2024年GDP增长5.9%吗？"),
        ),
        (
            "禾丰县2024年粮食总产量8.6亿斤，2023年8.2亿斤，是真的吗？",
            ("禾丰县2024年粮食总产量8.6亿斤吗？", "禾丰县2023年粮食总产量8.2亿斤吗？"),
        ),
        (
            "禾丰县2024年GDP增长7.8%，增速居全市第二，这一表述是否准确？",
            ("禾丰县2024年GDP增长7.8%吗？", "禾丰县2024年GDP增速居全市第二位吗？"),
        ),
        (
            "禾丰县2024年粮食总产量8.6亿斤、居全市第5位，是否正确？",
            ("禾丰县2024年粮食总产量8.6亿斤吗？", "禾丰县2024年粮食总产量居全市第5位吗？"),
        ),
        # One claim, and what is no claim.
        ("2024年禾丰县GDP是186.4亿元，对吗？", ()),
        ("禾丰县2024年森林覆盖率从31.5%提高到36.2%，对吗？", ()),
        ("禾丰县2024年签约亿元以上项目96个，对吗？", ()),
        ("禾丰县2024年GDP是186.4亿元还是143.9亿元？", ()),
        ("禾丰县2024年GDP和一般公共预算收入各是多少？", ()),
    ],
)
def test_each_of_several_claims_has_place_year_and_indicator(
    text: str, claims: tuple[str, ...]
) -> None:
    assert single_claims(text, KNOWN) == claims


def test_several_claims_are_parts_each_to_be_judged() -> None:
    query = understood("2024年禾丰县GDP是186.4亿元，石桥县是153.9亿元，对吗？", *KNOWN)
    assert query.claim is None
    assert [part.within for part in query.parts] == [("禾丰县",), ("石桥县",)]
    assert all(part.claim and part.claim.of_several for part in query.parts)


@pytest.mark.parametrize(
    ("text", "attribute", "direction", "bound", "denied"),
    [
        ("商品房比上一年多卖了7.2万平方米？", "change", "rise", "equal", False),
        ("商品房比去年少卖了7.2万平方米，对吗", "change", "fall", "equal", False),
        ("GDP难道没超过150亿元？", "level", "none", "more", True),
        ("GDP有没有超过150亿元？", "level", "none", "more", False),
        ("GDP达到150亿元了吗", "level", "none", "at_least", False),
        ("GDP不足150亿元吧", "level", "none", "less", False),
        ("城乡居民收入比扩大了0.05吗", "change", "rise", "equal", False),
        ("规上工业增加值的增长目标还是15.2%吗？", "change", "rise", "equal", False),
        ("修了50公里农村公路，是不是", "level", "none", "equal", False),
    ],
)
def test_what_is_put_forward_has_its_slots(
    text: str, attribute: str, direction: str, bound: str, denied: bool
) -> None:
    claim = claim_in(text, ())
    assert claim and claim.figure
    assert (claim.figure.attribute, claim.direction) == (attribute, direction)
    assert (claim.bound, claim.denied) == (bound, denied)


@pytest.mark.parametrize("text", ["GDP是多少？", "2025年GDP？", "签约了哪些项目？"])
def test_a_question_that_asks_is_no_claim(text: str) -> None:
    assert claim_in(text, ()) is None
