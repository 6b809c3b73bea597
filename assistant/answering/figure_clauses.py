"""Figures of the ledger as clauses of an answer: a level, a change, a rank, what two come to."""

from __future__ import annotations

import re

from assistant.answer import Operation
from assistant.check.arithmetic import Result
from index.figures.figure import Attribute, Figure
from index.figures.normalise import fold
from index.figures.places import shown_name
from index.report import Passage

AMONG = re.compile(r"全[国省市区县]|[国省市]内")
_REACHES = re.compile("突破|超过?|逾|高于|大于|多于|低于|少于|不足|不到|接近|[跨迈站登跃][上过越]")
_BEFORE = 12  # characters


def statement(figure: Figure) -> str:
    """A figure as a clause: 2025年，北关区社会消费品零售总额为79.38亿元."""
    bound = figure.binding
    raw = bound.quantity.raw.replace("*", "")
    subject = bound.name or bound.indicator
    if bound.attribute == "change":
        verb = "下降" if bound.falls else "增长"
        verb = f"年均{verb}" if bound.yearly else verb
        verb = f"比{bound.against.written}{verb}" if bound.against else verb
        told = f"预期{verb}{raw}" if bound.kind == "target" else f"{verb}{raw}"
    else:
        is_ = "" if _REACHES.match(raw) else "为"
        told = f"的目标为{raw}" if bound.kind == "target" else f"{is_}{raw}"
    return f"{opening(figure)}{subject}{told}"


def opening(figure: Figure) -> str:
    bound = figure.binding
    place = shown_name(bound.place) if bound.place else ""
    return f"{bound.period.written}，{place}" if bound.period else place


def in_words(operation: Operation, result: Result, attribute: Attribute) -> str:
    if operation == "difference":
        more, less = ("高", "低") if attribute in ("change", "share") else ("多", "少")
        return f"前者比后者{more if result.value > 0 else less}{result.written}"
    if operation == "sum":
        return f"二者合计{result.written}"
    if operation == "ratio":
        return f"前者约是后者的{result.written}"
    return f"前者占后者的比重约为{result.written}"


def words_before(figure: Figure, passage: Passage) -> str:
    return fold(
        passage.text[max(0, figure.binding.quantity.start - _BEFORE) : figure.binding.quantity.end]
    )


def ranking(figure: Figure, passage: Passage) -> str:
    """A rank as a clause: 2025年，北关区战略性新兴产业增加值增速居全市第二位."""
    bound = figure.binding
    before = words_before(figure, passage)
    among = AMONG.search(before)
    speed = "增速" if re.search(r"增速|增幅|增长", passage.text[slice(*figure.evidence)]) else ""
    return (
        f"{opening(figure)}{bound.indicator}{speed}"
        f"居{among.group() if among else ''}{bound.quantity.raw}"
    )
