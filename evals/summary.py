"""Scores to counts per category, and to the table that a person reads; pure."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from evals.case import Case
from evals.run import Asked
from evals.score import Outcome, Score, score

_COLUMNS: tuple[tuple[str, Outcome], ...] = (
    ("答对", "right"),
    ("当拒而拒", "rightly_refused"),
    ("答错", "wrong"),
    ("不当拒而拒", "wrongly_refused"),
    ("部分", "partly"),
    ("故障", "error"),
)
_HEADER = ("类别", "题数", *(title for title, _ in _COLUMNS), "错误数字", "p50 毫秒", "p95 毫秒")


@dataclass(frozen=True, slots=True)
class Scored:
    """A case that was asked, with its score."""

    asked: Asked
    score: Score

    @property
    def case(self) -> Case:
        return self.asked.case

    @property
    def good(self) -> bool:
        return self.score.outcome in ("right", "rightly_refused")


def score_all(asked: Sequence[Asked]) -> list[Scored]:
    return [Scored(one, score(one.case, one.answer)) for one in asked]


def render_models(asked: Sequence[Asked]) -> str:
    """Which models were asked, how many answers are theirs, and for how many the extract stands in;
    "" where none was asked."""
    by_model: dict[str, Counter[str]] = {}
    for one in asked:
        model, mode = one.answer.get("model"), one.answer.get("mode")
        if model:
            by_model.setdefault(str(model), Counter())[str(mode)] += 1
    return "\n".join(
        f"大模型 {model}：{modes['llm']} 题由它作答，{modes['extractive']} 题由摘录代答"
        f"（共 {len(asked)} 题，其余不经大模型）。"
        for model, modes in sorted(by_model.items())
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile of `values`: one of them; nan where there are none."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def render_table(scored: Sequence[Scored]) -> str:
    """A row for each category and one for all; every count stands over its denominator."""
    by_category: dict[str, list[Scored]] = {}
    for one in scored:
        by_category.setdefault(one.case.category, []).append(one)
    rows = [_row(category, group) for category, group in sorted(by_category.items())]
    return _align([_HEADER, *rows, _row("合计", scored)])


def render_failures(scored: Sequence[Scored]) -> str:
    """Each case that failed or showed a wrong figure: asked, expected, got, and why."""
    return "\n\n".join(_describe(one) for one in scored if not one.good or one.score.wrong_figures)


def _row(name: str, group: Sequence[Scored]) -> tuple[str, ...]:
    outcomes = [one.score.outcome for one in group]
    wrong_figures = sum(bool(one.score.wrong_figures) for one in group)
    times = [one.asked.ms for one in group]
    return (
        name,
        str(len(group)),
        *(f"{outcomes.count(outcome)}/{len(group)}" for _, outcome in _COLUMNS),
        f"{wrong_figures}/{len(group)}",
        f"{quantile(times, 0.5):.1f}",
        f"{quantile(times, 0.95):.1f}",
    )


def _describe(one: Scored) -> str:
    answer, result = one.asked.answer, one.score
    asked = " → ".join((*one.case.turns, one.case.question))
    return "\n".join(
        (
            f"✗ {one.case.id}（{result.outcome}）",
            f"  问：{asked}",
            f"  应：{_expected(one.case)}",
            f"  得：{answer.get('status')}　{answer.get('text')}",
            *(f"  因：{reason}" for reason in result.reasons),
            *(f"  错误数字：{figure}" for figure in result.wrong_figures),
        )
    )


def _expected(case: Case) -> str:
    facts = (
        f"{fact.indicator[0]} {fact.value:f}{fact.unit} {fact.qualifier or ''}".strip()
        for fact in case.facts
    )
    groups = ("|".join(group) for group in case.contains)
    return "；".join(chain(("/".join(case.statuses),), facts, groups))


def _align(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    """Columns on a terminal: a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
