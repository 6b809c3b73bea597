"""A figure answers a thing asked only where its slots are those of the thing."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Citation, Part
from assistant.check.leaves import accounted
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "2024年，地区生产总值186.4亿元。一季度固定资产投资增长11.6%。农村自来水普及率从2020年的81.7%上升到"
    "2024年的95.4%。近三年累计城镇新增就业1.2万人。6个村获评省级美丽乡村。新培育家庭农场33家。绿水县地区生产总值143.9亿元。"
)
PASSAGE = Passage(
    "p", "r", 0, len(TEXT), TEXT, ("2024年工作",), period=2024, kind="actual", place="青山县"
)


def lacks(asked: str, quote: str) -> bool:
    start = TEXT.index(quote)
    query = understood(f"青山县{asked}", "青山县")
    citation = Citation(1, PASSAGE, start, start + len(quote))
    return accounted(Answer((f"{quote}。[1]",), (citation,)), query).partly


@pytest.mark.parametrize(
    ("asked", "quote", "lacking"),
    [
        ("2024年GDP是多少？", "2024年，地区生产总值186.4亿元", False),
        ("2023年GDP是多少？", "2024年，地区生产总值186.4亿元", True),
        ("2024年GDP目标是多少？", "2024年，地区生产总值186.4亿元", True),
        ("2024年GDP是多少？", "绿水县地区生产总值143.9亿元", True),
        ("2024年固定资产投资增长多少？", "一季度固定资产投资增长11.6%", True),
        ("2024年一季度固定资产投资增长多少？", "一季度固定资产投资增长11.6%", False),
        ("2020年农村自来水普及率是多少？", "农村自来水普及率从2020年的81.7%", False),
        ("2024年农村自来水普及率是多少？", "农村自来水普及率从2020年的81.7%", True),
        (
            "2024年农村自来水普及率是多少？",
            "农村自来水普及率从2020年的81.7%上升到2024年的95.4%",
            False,
        ),
        ("2024年城镇新增就业多少人？", "近三年累计城镇新增就业1.2万人", True),
        ("2024年有多少个村？", "6个村获评省级美丽乡村", True),
        ("2024年现在有多少家家庭农场？", "新培育家庭农场33家", True),
        ("2024年新培育家庭农场多少家？", "新培育家庭农场33家", False),
        ("2024年几个村获评省级美丽乡村？", "6个村获评省级美丽乡村", False),
    ],
)
def test_a_figure_of_another_slot_answers_nothing(asked: str, quote: str, lacking: bool) -> None:
    assert lacks(asked, quote) is lacking


def test_what_asks_for_no_figure_lacks_none() -> None:
    assert not lacks("2023年做了哪些工作？", "2024年，地区生产总值186.4亿元")


def test_of_several_things_each_is_answered_by_its_own_citations() -> None:
    query = understood("青山县2024年GDP是多少？2023年城镇新增就业多少人？", "青山县")
    quotes = ("2024年，地区生产总值186.4亿元", "近三年累计城镇新增就业1.2万人")
    starts = [TEXT.index(quote) for quote in quotes]
    answer = Answer(
        tuple(f"{quote}。[{n}]" for n, quote in enumerate(quotes, start=1)),
        tuple(
            Citation(n, PASSAGE, start, start + len(quote))
            for n, (start, quote) in enumerate(zip(starts, quotes, strict=True), start=1)
        ),
        parts=(Part("GDP", "answered", (1,)), Part("城镇新增就业", "answered", (2,))),
    )
    checked = accounted(answer, query)
    assert [part.status for part in checked.parts] == ["answered", "partly"]
    assert checked.partly
