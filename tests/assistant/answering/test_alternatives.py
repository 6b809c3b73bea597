"""What else can be asked: only what the ledger states, in words that mean just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from assistant.answer import Slot
from assistant.answering.alternatives import Alternatives
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.report import Passage
from index.store.library import Covered, FigureFilter


@dataclass
class Ledger:
    """The figures of two counties' reports."""

    passages_: list[Passage] = field(default_factory=list)

    def figures(self, indicator: str | None, wanted: FigureFilter) -> list[Figure]:
        return [
            figure
            for passage in self.passages_
            for figure in figures_of(passage)
            if not wanted.names or figure.binding.name in wanted.names
            if not wanted.places or figure.binding.place in wanted.places
            if not wanted.years or ((p := figure.binding.period) and p.first in wanted.years)
        ]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages_}


def passage(place: str, year: int, text: str, kind: str = "actual") -> Passage:
    period = year if kind == "target" else year - 1
    return Passage(
        id=f"{place}{year}{kind}",
        report_id=f"{place}{year}",
        start=0,
        end=len(text),
        text=text,
        headings=(f"{period}年工作",),
        title=f"{place}政府工作报告",
        place=place,
        year=year,
        period=period,
        kind=kind,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def alternatives() -> Alternatives:
    texts = [
        passage("安阳市北关区", 2026, "生产总值完成189.3亿元。固定资产投资完成20亿元。"),
        passage("安阳市北关区", 2025, "生产总值完成180亿元。"),
        passage("安阳市北关区", 2026, "生产总值增长5.5%左右。", "target"),
        passage("安阳市文峰区", 2026, "生产总值完成210亿元。"),
    ]
    covered = [Covered(p.report_id, p.title, p.place, "district", p.year, None) for p in texts]
    return Alternatives(Ledger(texts), Scope(tuple(dict.fromkeys(covered))))


def slots(alternatives: Alternatives, question: str) -> dict[str, Slot]:
    query = understand(question, alternatives.scope)
    return {slot.name: slot for slot in alternatives.slots(query)}


def test_each_slot_offers_what_the_ledger_states(alternatives: Alternatives) -> None:
    offered = slots(alternatives, "2025年北关区的GDP是多少？")
    assert [o.label for o in offered["地方"].options] == ["文峰区"]
    assert [o.label for o in offered["年份"].options] == ["2026年", "2024年"]
    assert "固定资产投资" in [o.label for o in offered["指标"].options]


def test_an_option_is_a_whole_question_that_means_what_it_says(alternatives: Alternatives) -> None:
    for slot in slots(alternatives, "2025年北关区的GDP是多少？").values():
        for option in slot.options:
            query = understand(option.question, alternatives.scope)
            assert query.within and query.indicators and not query.parts, option


def test_a_target_is_offered_beside_an_outcome_where_the_reports_have_one(
    alternatives: Alternatives,
) -> None:
    aims = slots(alternatives, "2026年北关区GDP增速是多少？")["结果或目标"]
    assert [o.question for o in aims.options] == ["北关区2026年地区生产总值增速目标是多少？"]


def test_beside_a_year_that_no_report_covers_stand_those_that_one_does(
    alternatives: Alternatives,
) -> None:
    offered = slots(alternatives, "北关区2030年GDP是多少？")["年份"]
    assert [o.label for o in offered.options] == ["2026年", "2025年", "2024年"]


def test_beside_a_place_without_a_report_stand_those_with_one(alternatives: Alternatives) -> None:
    offered = slots(alternatives, "龙安区2025年GDP是多少？")["地方"]
    assert {o.label for o in offered.options} == {"北关区", "文峰区"}


@pytest.mark.parametrize(
    "question", ["北关区和文峰区的GDP谁高？", "北关区怎么治理污染？", "北关区GDP和投资是多少？"]
)
def test_what_asks_no_single_figure_has_no_slots(alternatives: Alternatives, question: str) -> None:
    assert not slots(alternatives, question)
