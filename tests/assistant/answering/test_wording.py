"""Quotes as they read in a sentence."""

from __future__ import annotations

import pytest

from assistant.answer import Citation
from assistant.answering.wording import lead_in, shown
from index.report import Passage


@pytest.mark.parametrize(
    ("quote", "read"),
    [
        ("增长5.5%。", "增长5.5%"),
        ("一系列目标:经济增长**5.5%**;", "一系列目标：经济增长5.5%"),
        ("于10:30召开", "于10:30召开"),
        ("新增学 位2.4 万个", "新增学位2.4万个"),
        ("资源要素 — 7 — 等约束", "资源要素等约束"),
        ("3—5月", "3—5月"),
        ("降幅—3—点", "降幅—3—点"),
        ("投入强度[26]达1.2%", "投入强度达1.2%"),
    ],
)
def test_a_quote_as_it_reads_in_a_sentence(quote: str, read: str) -> None:
    assert shown(quote) == read


@pytest.mark.parametrize(
    ("text", "quote", "lead"),
    [
        (
            "40年来，全市大变样，地区生产总值增长132.3倍。",
            "地区生产总值增长132.3倍",
            "40年来，某市",
        ),
        ("全市建市以来，地区生产总值增长96倍。", "地区生产总值增长96倍", "全市建市以来，某市"),
        ("40年来，地区生产总值增长132.3倍。", "40年来，地区生产总值增长132.3倍", "某市"),
        ("全年地区生产总值增长6.7%。", "地区生产总值增长6.7%", "2023年，某市"),
        ("近三年新建学校9所。", "新建学校9所", "2021年至2023年，某市"),
    ],
)
def test_a_quote_is_led_by_the_time_of_its_figure(text: str, quote: str, lead: str) -> None:
    passage = Passage(
        "r:0", "r", 0, len(text), text, period=2023, kind="actual", place="某市", year=2024
    )
    start = text.index(quote)
    assert lead_in(Citation(1, passage, start, start + len(quote))) == lead
