"""The codes of outcomes, reasons and statuses in Chinese words; an unknown one stays as it is."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from evals.cases.case import Case, Fact
from evals.runs.tables import fact_text, percent
from evals.scoring.statistics import Share

_WORDS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
REASONS, STATUSES = _WORDS["reasons"], _WORDS["statuses"]
CATEGORIES, MUTATIONS = _WORDS["categories"], _WORDS["mutations"]

_OF_A_STATUS = (
    "status",
    "error",
    "refused",
    "answered",
    "status_differs",
    "status_not_allowed",
    "answered_unanswerable",
)
"""Reasons whose detail is a status."""

_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def reason_words(reason: str) -> str:
    """A reason `code` or `code: detail`, with the code in words where it is known."""
    code, colon, detail = reason.partition(": ")
    if code in _OF_A_STATUS:
        detail = status_words(detail)
    words = REASONS.get(code, code)
    return (
        f"{words}（{detail}）"
        if code in _OF_A_STATUS
        else f"{words}{'：' if colon else ''}{detail}"
    )


def status_words(status: str) -> str:
    if status.startswith("error_"):
        return f"系统出错 {status}"
    return STATUSES.get(status, status)


def category_words(category: str) -> str:
    """The name in Chinese, with the one that the case files use."""
    known = CATEGORIES.get(category)
    return f"{known} {category}" if known else category


def fact_words(fact: Fact) -> str:
    """The fact with its value in 万 or 亿 beside the base units, which nobody reads with ease."""
    for scale, name in _SCALES:
        if abs(fact.value) >= scale:
            return f"{fact_text(fact)}（即 {(fact.value / scale).normalize():f} {name}{fact.unit}）"
    return fact_text(fact)


def expected_way(case: Case) -> str:
    """How a right answer to the case may end."""
    return "，或".join(map(status_words, case.statuses))


def share_words(one: Share) -> str:
    """As on the terminal; undefined says that there was nothing to count."""
    return "nan（无题目）" if math.isnan(one.value) else percent(one)


def milliseconds(value: float) -> str:
    return "nan（无计时的回答）" if math.isnan(value) else f"{value:.1f}"


def short_percent(value: float) -> str:
    return "nan" if math.isnan(value) else f"{100 * value:.1f}%"
