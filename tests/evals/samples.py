"""One case and one answer to it, real ones, for tests to bend."""

from __future__ import annotations

from collections.abc import Mapping

from evals.cases.case import Case
from evals.runs.run import Asked, Turn

PASSAGE = (
    "全年生产总值完成189.3亿元,同比增长5.5%,与全市平均增速持平。"
    "规模以上工业增加值增长15.2%,建筑业实现税收13.25亿元,排查化解矛盾纠纷340起。"
)
QUOTE = "全年生产总值完成189.3亿元"


def fact(**changes: object) -> dict[str, object]:
    return {
        "indicator": ["生产总值", "GDP"],
        "period": 2025,
        "kind": "actual",
        "value": "18930000000",
        "unit": "元",
        "qualifier": None,
        "tolerance": "0",
        **changes,
    }


def case_line(**changes: object) -> dict[str, object]:
    """A case as it stands in a file."""
    return {
        "id": "fig-gdp",
        "category": "figures",
        "split": "dev",
        "question": "2025年北关区的GDP是多少？",
        "turns": [],
        "must_answer": True,
        "statuses": ["answered"],
        "facts": [fact()],
        "contains": [],
        "evidence": [{"report": "北关区2026年两会报道#3", "quote": QUOTE}],
        "forbidden": [],
        "twin_of": None,
        "note": "",
        **changes,
    }


def refusal_line(**changes: object) -> dict[str, object]:
    """A case that only a refusal answers right."""
    refusal: dict[str, object] = {
        "id": "no-place",
        "category": "refusal",
        "question": "文峰区的GDP是多少？",
        "must_answer": False,
        "statuses": ["unanswerable_place"],
        "facts": [],
        "evidence": [],
    }
    return case_line(**{**refusal, **changes})


def a_case(**changes: object) -> Case:
    return Case.model_validate(case_line(**changes))


def a_refusal(**changes: object) -> Case:
    return Case.model_validate(refusal_line(**changes))


def figure(**changes: object) -> dict[str, object]:
    return {
        "text": "189.3亿元",
        "value": "18930000000",
        "unit": "元",
        "qualifier": None,
        "status": "supported",
        "marker": 1,
        "formula": None,
        **changes,
    }


def citation(**changes: object) -> dict[str, object]:
    return {
        "marker": 1,
        "passage_id": "北关区2026年两会报道#3:4",
        "report_id": "北关区2026年两会报道#3",
        "title": "凝心聚力再出发",
        "headings": ["2025年工作回顾", "经济运行稳中有进"],
        "page": None,
        "passage": PASSAGE,
        "quote": QUOTE,
        "start": 0,
        "end": len(QUOTE),
        **changes,
    }


def answer(**changes: object) -> dict[str, object]:
    """A right answer to `case_line()`, as the product writes it."""
    return {
        "question": "2025年北关区的GDP是多少？",
        "resolved": {"text": "2025年北关区的GDP是多少？", "places": [], "periods": [2025],
                     "indicators": ["生产总值"]},
        "status": "answered",
        "text": "2025年，北关区全年生产总值完成189.3亿元[1]。",
        "citations": [citation()],
        "figures": [figure()],
        "mode": "extractive",
        "model": None,
        "prompt_id": None,
        "index_id": "abc",
        "timings_ms": {"ask": 3.0},
        **changes,
    }  # fmt: skip


def refusal(
    status: str = "unanswerable_place", text: str = "现有报告未涉及该地区。"
) -> dict[str, object]:
    return answer(status=status, text=text, citations=[], figures=[])


def asked(case: Case, given: Mapping[str, object], ms: float = 10, **turn: object) -> Asked:
    """`given` as the answer to `case`."""
    cached = bool(turn.pop("cached", False))
    return Asked(Turn(**{"suite": "suite", "case": case, **turn}), given, ms, cached)  # type: ignore[arg-type]
