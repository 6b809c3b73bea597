"""Small stored runs, in memory, for the tests of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.cases.case import Case
from evals.measures.retrieval import TRUE, Checked, Place, Searched
from evals.report import render
from evals.report.view import Page, page_of
from evals.runs.gate import load_gates
from evals.runs.run import Asked, Turn
from evals.runs.run_folder import Run
from tests.evals.samples import a_case, a_refusal, answer, refusal

SUITE = "seed-figures"
WRONG = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。")


def asked(case: Case, told: Mapping[str, object], **turn: object) -> Asked:
    """`turn` may hold repeat, ms, cached and suite."""
    place = Turn(str(turn.get("suite", SUITE)), case, int(str(turn.get("repeat", 1))))
    return Asked(place, told, float(str(turn.get("ms", 20.0))), bool(turn.get("cached")))


def a_run(*told: Asked, cases: Sequence[Case] = (), **changes: object) -> Run:
    """A run of what was asked; `cases` are further ones, still to be asked."""
    suites: dict[str, dict[str, Case]] = {}
    for one in told:
        suites.setdefault(one.turn.suite, {})[one.case.id] = one.case
    for case in cases:
        suites.setdefault(SUITE, {})[case.id] = case
    config: dict[str, object] = {
        "started": "2026-11-24T22:02:54+00:00",
        "suites": list(suites),
        "measures": [],
        "split": "all",
        "repeats": max((one.turn.repeat for one in told), default=1),
        "cases_sha256": "7" * 64,
        "target": {"kind": "assistant", "model": None, "index_id": "776ca42bf3e8"},
    }
    return Run(
        folder=Path("runs/now"),
        config=config | {k: v for k, v in changes.items() if k in ("measures", "target")},
        suites={name: tuple(group.values()) for name, group in suites.items()},
        asked=told,
        searched=changes.get("searched", ()),  # type: ignore[arg-type]
        checked=changes.get("checked", ()),  # type: ignore[arg-type]
        tried=changes.get("tried", ()),  # type: ignore[arg-type]
    )


def right_and_refused() -> tuple[Asked, Asked]:
    return asked(a_case(), answer(), ms=30), asked(a_refusal(), refusal(), ms=10)


def searched(case_id: str, *, rank: int | None) -> Searched:
    """A search that finds the quote at `rank`, or not at all."""
    place = Place(report="r", start=10, end=20)
    other = Place(report="r", start=100, end=120)
    found = [other] * ((rank or 4) - 1) + ([place] if rank else [])
    return Searched(id=case_id, question="问？", evidence=((place,),), found=tuple(found), ms=1.0)


def checked(kind: str = TRUE, *, accepted: bool, text: str = "增长5.5%。") -> Checked:
    return Checked(kind=kind, text=text, passage_id="p", accepted=accepted)


def page(run: Run, before: Run | None = None) -> Page:
    return page_of(run, before, load_gates())


def html(run: Run, before: Run | None = None) -> str:
    return render(page(run, before))
