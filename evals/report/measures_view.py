"""What the suites retrieval and verifier measured, made ready to be shown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evals.measures.measured import TRUE, Checked, Searched
from evals.measures.retrieval import mrr, ranks_of, recall_at
from evals.report.words import WAYS_MADE_WRONG
from evals.runs.tables import ratio

_RANKS = 5  # told one by one; those below are told together


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`ranks` counts the cases by the rank of the first passage that covers one of their quotes;
    `missed` are the questions for which none does. `done` is False of an interrupted run."""

    done: bool
    recall: str
    mrr: str
    cases: int
    ranks: Sequence[tuple[str, int]]
    missed: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verifier:
    """`ways` has (way, let through of tried); `passed` the wrong sentences let through, by way,
    `stopped` the true ones stopped."""

    done: bool
    ways: Sequence[tuple[str, str]]
    passed: Sequence[tuple[str, str]]
    stopped: Sequence[str]


def retrieval_view(searched: Sequence[Searched] | None) -> Retrieval:
    told = searched or ()
    firsts = [min((r for r in ranks_of(one) if r is not None), default=None) for one in told]
    counts = Counter(_rank_words(first) for first in firsts)
    names = [_rank_words(rank) for rank in (*range(1, _RANKS + 2), None)]
    return Retrieval(
        done=searched is not None,
        recall=_number(recall_at(5, told)),
        mrr=_number(mrr(10, told)),
        cases=len(told),
        ranks=[(name, counts[name]) for name in names],
        missed=[
            (one.id, one.question) for one, first in zip(told, firsts, strict=True) if first is None
        ],
    )


def verifier_view(checked: Sequence[Checked] | None) -> Verifier:
    told = checked or ()
    kinds = dict.fromkeys(one.kind for one in told if one.kind != TRUE)
    ways = []
    for kind in kinds:
        accepted = [one.accepted for one in told if one.kind == kind]
        ways.append((_way(kind), f"放过 {ratio(sum(accepted), len(accepted))}"))
    stopped = [not one.accepted for one in told if one.kind == TRUE]
    return Verifier(
        done=checked is not None,
        ways=[*ways, ("如实的句子", f"误拦 {ratio(sum(stopped), len(stopped))}")],
        passed=[(_way(o.kind), o.text) for o in told if o.kind != TRUE and o.accepted],
        stopped=[one.text for one in told if one.kind == TRUE and not one.accepted],
    )


def _rank_words(rank: int | None) -> str:
    if rank is None:
        return "未找到"
    return f"第 {rank}" if rank <= _RANKS else f"第 {_RANKS + 1} 及以后"


def _number(value: float) -> str:
    return "nan（无题目）" if math.isnan(value) else f"{value:.3f}"


def _way(kind: str) -> str:
    return WAYS_MADE_WRONG.get(kind, kind)
