"""A report turns from outcomes to aims where its headings or its own words say so."""

from __future__ import annotations

import pytest

from index.chunker import cut
from index.figures.figure import Figure
from index.figures.outlook import turn_of
from index.figures.passage_figures import figures_of
from index.figures.structure import structure_of
from index.report import DocumentKind, Report

REVIEW = "2023年是不平凡的一年。全市新建公园12个，实施人才计划，培训教师300名。"
DONE, AIM = "actual", "target"


def report(text: str, document: DocumentKind = "work_report") -> Report:
    headings, paragraphs = structure_of(text)
    return Report(
        id="r",
        title="某市2024年政府工作报告",
        text=text,
        source="r.txt",
        sha256="",
        headings=tuple(headings),
        paragraphs=tuple(paragraphs),
        place="某市",
        year=2024,
        document=document,
    )


def figures(text: str, document: DocumentKind = "work_report") -> dict[str, Figure]:
    passages = cut(report(text, document))
    return {f.binding.quantity.raw: f for p in passages for f in figures_of(p)}


def kinds(text: str, document: DocumentKind = "work_report") -> dict[str, tuple[str, str]]:
    found = figures(text, document)
    return {raw: (str(f.binding.period), f.binding.kind) for raw, f in found.items()}


@pytest.mark.parametrize(
    "opening",
    [
        "今年政府工作的总体要求是：坚持稳中求进。",
        "2024年政府工作的总体要求是：坚持稳中求进。",
        "2024年是关键一年，做好今年工作至关重要。政府工作的指导思想是：稳中求进。",
        "综合考虑，建议2024年全市经济社会发展主要预期目标是：保持稳定。",
        "今年发展的主要目标：保持稳定。",
        "做好2024年政府工作，意义重大。",
        "做好今年各项工作，必须实干。",
        "今年工作的总体思路是：稳中求进。",
        "我们提出今年的奋斗目标为：争先进位。",
        "今年经济工作的基本思路是：以进促稳。",
    ],
)
def test_what_follows_the_words_that_set_the_aims_is_planned(opening: str) -> None:
    text = f"{REVIEW}\n\n{opening}\n\n地区生产总值增长7%，新建学校9所。\n\n新改建公路80公里。"
    assert kinds(text) == {
        "12个": ("2023", DONE),
        "300名": ("2023", DONE),
        "7%": ("2024", AIM),
        "9所": ("2024", AIM),
        "80公里": ("2024", AIM),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "主要预期目标全面完成，新建学校9所。",
        "11项指标提前实现规划预期目标，新建学校9所。",
        "认真落实省委总体要求，新建学校9所。",
        "做好2023年收官工作，新建学校9所。",
        "我们牢牢把握稳中求进的总体要求，新建学校9所。",
        "今年以来，全市新建学校9所。",
    ],
)
def test_a_review_may_speak_of_aims_without_turning_to_the_plan(sentence: str) -> None:
    assert turn_of(report(f"{REVIEW}\n\n{sentence}")) is None


def test_a_plan_under_the_heading_of_the_review_is_a_plan() -> None:
    text = (
        f"一、2023年工作回顾\n\n{REVIEW}\n\n2024年是关键一年。\n\n"
        "今年全市发展主要预期目标是：地区生产总值增长7%。\n\n新建学校9所。"
    )
    assert kinds(text)["12个"] == ("2023", DONE)
    assert kinds(text)["9所"] == ("2024", AIM)


def test_the_paragraph_on_the_year_ahead_belongs_to_the_plan() -> None:
    text = f"{REVIEW}\n\n2024年是关键一年，要建好9所学校。\n\n今年政府工作的总体要求是：稳中求进。"
    assert kinds(text)["9所"] == ("2024", AIM)


def test_a_heading_of_tasks_inside_a_review_turns_nothing() -> None:
    text = (
        f"一、2023年工作回顾\n\n{REVIEW}\n\n（一）重大战略任务扎实推进\n\n新建学校9所。\n\n"
        "二、2024年主要任务\n\n新改建公路80公里。"
    )
    assert kinds(text)["9所"] == ("2023", DONE)
    assert kinds(text)["80公里"] == ("2024", AIM)


def test_a_section_without_a_year_after_the_plan_began_is_planned() -> None:
    text = (
        f"一、2023年工作回顾\n\n{REVIEW}\n\n二、在新征程上奋勇争先\n\n"
        "今年政府工作的总体要求是：稳中求进。\n\n三、让城市更美好\n\n新建学校9所。"
    )
    assert kinds(text)["9所"] == ("2024", AIM)


def test_what_stands_behind_the_plan_is_left_open() -> None:
    text = (
        f"一、2023年工作回顾\n\n{REVIEW}\n\n二、2024年工作安排\n\n新改建公路80公里。\n\n"
        "三、全面加强政府自身建设\n\n办结提案183件。"
    )
    passages = cut(report(text))
    assert (passages[-1].period, passages[-1].kind) == (None, None)


def test_a_communique_is_of_its_year_throughout() -> None:
    text = f"{REVIEW}\n\n今年政府工作的总体要求是：稳中求进。\n\n新建学校9所。"
    assert turn_of(report(text, "communique")) is None


def test_passages_still_tile_a_report_that_turns() -> None:
    text = f"{REVIEW}\n\n今年政府工作的总体要求是：稳中求进。\n\n新建学校9所。"
    assert "".join(p.text for p in cut(report(text))) == text


def test_before_a_titled_plan_nothing_is_assumed_of_what_has_no_title() -> None:
    text = "会议在宾馆开幕，到会代表180名。\n\n二、2024年工作安排\n\n新改建公路80公里。"
    first, *_ = cut(report(text))
    assert (first.period, first.kind) == (None, None)
