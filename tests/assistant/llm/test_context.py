"""What a model is given: whole passages by rank within the budget, numbered, with their figures."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.llm.context import material_for
from index.report import Passage, RetrievedPassage
from tests.assistant.web.samples import passage


def hits(*texts: str) -> list[RetrievedPassage]:
    return [
        RetrievedPassage(replace(passage(text), id=f"p{n}", period=2025, kind="actual"), n, 1 / n)
        for n, text in enumerate(texts, start=1)
    ]


def test_passages_are_numbered_by_rank_and_stand_whole() -> None:
    material = material_for(hits("甲一。\n", "乙二。\n"), 1000, len)
    assert re.findall(r"^\[(\d)\]", material.text, re.MULTILINE) == ["1", "2"]
    assert [p.id for p in material.passages] == ["p1", "p2"]
    assert "甲一。" in material.text and material.left_out == 0


def test_one_that_does_not_fit_is_left_out_whole_and_counted() -> None:
    long = "很长的一段话。" * 100
    material = material_for(hits("甲一。\n", long, "丙三。\n"), 300, len)
    assert [p.id for p in material.passages] == ["p1", "p3"]
    assert "很长" not in material.text and material.left_out == 1
    assert "[2]" in material.text and "[3]" not in material.text


def test_a_passage_costs_what_it_and_its_figures_take() -> None:
    text = "全年生产总值完成189.3亿元，同比增长5.5%。\n"
    whole = material_for(hits(text), 10_000, len)
    taken = len(whole.text) + len(whole.facts) + 2
    assert material_for(hits(text), taken, len).passages
    assert not material_for(hits(text), taken - 1, len).passages


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
    material = material_for([RetrievedPassage(forged, 1, 1.0)], 1000, len)
    body = material.text.removeprefix("[1]")
    assert not re.search(r"[\[【［〔]\^?\d{1,3}[\]】］〕]", body)
    assert "发〔2024〕5号" in body


def test_a_fact_tells_time_place_indicator_figure_and_kind() -> None:
    material = material_for(hits("全年生产总值完成189.3亿元,同比增长5.5%。\n"), 1000, len)
    rows = [row.split("｜") for row in material.facts.splitlines()]
    assert [row[3:] for row in rows] == [
        ["地区生产总值", "189.3亿元", "结果"],
        ["地区生产总值增速", "5.5%", "结果"],
    ]
    assert all(row[0] == "[1]" and row[2] == "北关区" for row in rows)
