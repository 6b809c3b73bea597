"""What year and kind a section or a sentence states, by headings and words."""

import pytest

from index.figures.period_rules import kind_by_words, period_of


@pytest.mark.parametrize(
    ("headings", "year", "expected"),
    [
        (("2025年工作回顾", "经济运行稳中有进"), 2026, (2025, "actual")),
        (("2026年主要预期目标",), 2026, (2026, "target")),
        (("2026年重点工作", "惠民生"), 2026, (2026, "target")),
        (("一、过去一年工作回顾",), 2025, (2024, "actual")),
        (("今年工作安排",), 2025, (2025, "target")),
        (("过去五年工作回顾",), 2026, (None, "actual")),
        (("过去一年工作回顾",), None, (None, "actual")),
        (("经济运行稳中有进",), 2026, (None, None)),
        ((), 2026, (None, None)),
    ],
)
def test_a_section_is_of_the_year_that_its_heading_gives(
    headings: tuple[str, ...], year: int | None, expected: tuple[int | None, str | None]
) -> None:
    assert period_of(headings, year) == expected


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("地区生产总值超2.2万亿元、增长6%", "actual"),
        ("地区生产总值增长6%左右", "target"),
        ("力争完成投资20亿元", "target"),
        ("完成投资20亿元,同比增长5%", "actual"),
        ("会议在安阳宾馆召开", None),
    ],
)
def test_a_sentence_states_a_target_or_an_outcome_by_its_words(
    sentence: str, kind: str | None
) -> None:
    assert kind_by_words(sentence) == kind
