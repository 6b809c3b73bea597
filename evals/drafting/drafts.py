"""Draft cases from the ledger of an index: a plain question, a wrong figure to deny, an absent fact.

A draft asks what the ledger believes, so it is no test of the ledger before a person has read the
report: it counts for nothing until its `draft` is false.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.question.scope import Scope
from evals.cases.case import Case
from evals.drafting.askable import askable
from evals.drafting.draft_cases import Reword, Writer
from evals.errors import DraftsInvalid
from index.store.library import FigureFilter, Library

SEED = 20261124


@dataclass(frozen=True, slots=True)
class Selection:
    """Which figures are asked of; a condition left empty holds for all."""

    reports: tuple[str, ...] = ()
    place: str | None = None
    year: int | None = None
    count: int = 20
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Drafts:
    """The cases, three a figure, how many figures could be asked of, and why others could not."""

    cases: tuple[Case, ...]
    askable: int
    skipped: Counter[str]


def draft(library: Library, selection: Selection, reword: Reword = str) -> Drafts:
    """Cases on `selection.count` figures at the most. Raises DraftsInvalid for what is not there."""
    if selection.count < 1:
        raise DraftsInvalid(f"-n 应为正整数，实为 {selection.count!r}。")
    scope = Scope(tuple(library.covered()))
    figures = library.figures(_filter(selection, scope))
    if selection.reports:
        figures = [figure for figure in figures if figure.report_id in selection.reports]
    found, skipped = askable(library, figures)
    chance = random.Random(selection.seed)
    writer = Writer(library, scope, chance, reword)
    cases: list[Case] = []
    for one in chance.sample(found, len(found)):
        if len(cases) >= 3 * selection.count:
            break
        written = writer.cases_on(one)
        if isinstance(written, str):
            skipped[written] += 1
        else:
            cases += written
    drafts = Drafts(tuple(cases), len(found), skipped)
    if not cases:
        raise DraftsInvalid(
            f"没有可以成题的数字。{summary(drafts)}\n没有写明地方的，请在文件名或 .meta.toml 中写明，再建索引。"
        )
    return drafts


def refuse_existing(out: Path) -> None:
    """Raises DraftsInvalid where `out` exists: a person's work may stand in it."""
    if out.exists():
        raise DraftsInvalid(f"文件 {str(out)!r} 已存在，不予覆盖；请另取文件名。")


def write(cases: Sequence[Case], out: Path) -> None:
    """The cases as JSONL, all keys present. Raises DraftsInvalid where `out` cannot be made."""
    refuse_existing(out)
    lines = (json.dumps(case.model_dump(mode="json"), ensure_ascii=False) for case in cases)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise DraftsInvalid(f"无法写入 {str(out)!r}：{error.strerror}。") from error


def summary(drafts: Drafts) -> str:
    lines = [f"可问的数字 {drafts.askable} 个，成题 {len(drafts.cases)} 道（每个数字三道）。"]
    if drafts.skipped:
        lines.append(f"略过 {drafts.skipped.total()} 个数字：")
        lines += [f"  {count}  {reason}" for reason, count in drafts.skipped.most_common()]
    return "\n".join(lines)


def _filter(selection: Selection, scope: Scope) -> FigureFilter:
    known = {report.report_id for report in scope.reports}
    for report in selection.reports:
        if report not in known:
            raise DraftsInvalid(f"索引中没有报告 {report!r}。")
    if selection.place and selection.place not in scope.names:
        raise DraftsInvalid(f"索引中没有地方 {selection.place!r} 的报告。")
    return FigureFilter(
        places=scope.named((selection.place,)) if selection.place else (),
        years=(selection.year,) if selection.year else (),
    )
