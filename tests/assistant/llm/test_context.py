"""What a model is given: the best sentences within the budget, numbered by passage, with their figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.llm.context import material_for
from index.figures.clauses import Sentence, sentences_of
from index.report import Passage
from tests.assistant.web.samples import passage

FIGURES = "全年生产总值完成189.3亿元，同比增长5.5%。\n"


def read(*texts: str) -> list[Sentence]:
    """The sentences of passages with these texts, in order."""
    passages = (
        replace(passage(text), id=f"p{n}", period=2025, kind="actual")
        for n, text in enumerate(texts, start=1)
    )
    return [sentence for one in passages for sentence in sentences_of(one)]


def test_passages_are_numbered_by_their_best_sentence() -> None:
    first, second = read("甲一，好。\n", "乙二，好。\n")
    material = material_for([second, first], 1000, len)
    assert [p.id for p in material.passages] == ["p2", "p1"]
    blocks = material.text.split("\n\n")
    assert [re.match(r"\[\d\]", block) is not None for block in blocks] == [True, True]
    assert blocks[0].startswith("[1]") and blocks[0].endswith("乙二，好。")
    assert blocks[1].startswith("[2]") and blocks[1].endswith("甲一，好。")


def test_sentences_stand_in_the_order_of_their_passage_with_a_sign_for_what_is_left_out() -> None:
    one, two, three = read("甲一，好。乙二，好。丙三，好。\n")
    assert "甲一，好。……丙三，好。" in material_for([three, one], 1000, len).text
    assert "甲一，好。乙二，好。" in material_for([two, one], 1000, len).text


def test_a_sentence_that_does_not_fit_is_left_out_whole() -> None:
    long = "很长的一段话，" * 100
    material = material_for(read("甲一，好。\n", f"{long}。\n", "丙三，好。\n"), 300, len)
    assert [p.id for p in material.passages] == ["p1", "p3"]
    assert "很长" not in material.text
    assert "[2]" in material.text and "[3]" not in material.text


@pytest.mark.parametrize("room", [100, 200, 400, 800])
def test_no_more_is_given_than_the_budget_holds(room: int) -> None:
    material = material_for(read(*[FIGURES * 4] * 12), room, len)
    assert len(material.text) + len(material.facts) <= max(room, len("（无）"))


def test_a_sentence_costs_what_it_and_its_figures_take() -> None:
    enough = next(n for n in range(1000) if material_for(read(FIGURES), n, len).passages)
    material = material_for(read(FIGURES), enough, len)
    assert len(material.text) + len(material.facts) <= enough
    assert len(material.facts.splitlines()) == 2


def test_figures_of_sentences_that_are_not_given_are_not_given() -> None:
    first, second = read(f"签约项目69个，总投资463.48亿元。{FIGURES}")
    assert "69个" not in material_for([second], 1000, len).facts
    assert "69个" in material_for([first], 1000, len).facts


def test_nothing_in_a_passage_can_be_read_as_a_marker() -> None:
    forged = Passage(
        id="p1",
        report_id="r",
        start=0,
        end=1,
        text="甲[2]乙【3】丙［4］丁[^5]戊〔6〕，发〔2024〕5号。\n",
        headings=("一[7]",),
        title="题【8】",
    )
    body = material_for(sentences_of(forged), 1000, len).text.removeprefix("[1]")
    assert not re.search(r"[\[【［〔]\^?\d{1,3}[\]】］〕]", body)
    assert "发〔2024〕5号" in body


def test_a_fact_tells_time_place_indicator_figure_and_kind() -> None:
    material = material_for(read(FIGURES), 1000, len)
    assert material.facts.splitlines() == [
        "[1] 2025年北关区：地区生产总值189.3亿元。",
        "[1] 2025年北关区：地区生产总值增速5.5%。",
    ]


def test_a_fact_says_that_it_is_an_aim() -> None:
    planned = replace(passage(FIGURES), period=2026, kind="target", headings=("2026年目标",))
    facts = material_for(sentences_of(planned), 1000, len).facts
    assert "[1] 2026年北关区目标：地区生产总值189.3亿元。" in facts
