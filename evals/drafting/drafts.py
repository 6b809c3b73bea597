"""Draft cases from the ledger of an index: a plain question, a wrong figure to deny, an absent fact.

A draft asks what the ledger believes, so it is no test of the ledger before a person has read the
report: it counts for nothing until its `draft` is false.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.answer import Status
from assistant.question.scope import Scope
from evals.cases.case import Case, Evidence, Fact
from evals.drafting.askable import (
    Askable,
    askable,
    denied_wordings,
    plain_wordings,
    shuffled,
    without_bounds,
)
from evals.errors import DraftsInvalid
from evals.measures.mutation import wrong_figure
from evals.scoring.matching import fold, holds
from index.figures.aliases import load_aliases
from index.figures.places import cities, names_of, own_name
from index.store.library import FigureFilter, Library

DENIALS = ("不是", "没有", "并非", "不对", "有误", "不止")
_TRIES = 20
_YEARS_AROUND = 4
_NO_WRONG_FIGURE = "造不出一个错的数字"
_NOTHING_ABSENT = "找不到未收录的年份或地方"
_FIGURE_ASKED = "同一个数字说的是几个指标，只问一个"
_ASKED_ALREADY = "问法与另一题相同"

Reword = Callable[[str], str]
"""A question to the same question in other words; to itself where there is none."""


@dataclass(slots=True)
class Writer:
    """Writes the cases on one figure after another, no question twice."""

    library: Library
    scope: Scope
    chance: random.Random
    reword: Reword
    asked: set[str] = field(default_factory=set, init=False)
    figures: set[tuple[str, int]] = field(default_factory=set, init=False)
    _elsewhere: tuple[str, ...] | None = field(default=None, init=False)

    def cases_on(self, one: Askable) -> tuple[Case, Case, Case] | str:
        """The plain case and its two twins, or why there are none."""
        if (one.report.id, one.start) in self.figures:
            return _FIGURE_ASKED
        wrong = self._wrong(one)
        if wrong is None:
            return _NO_WRONG_FIGURE
        place = self._called(one)
        absent = self._absent(one, place)
        if absent is None:
            return _NOTHING_ABSENT
        absent_status, absent_wordings = absent
        questions = [
            self._unasked(wordings)
            for wordings in (
                plain_wordings(one.binding, place),
                denied_wordings(one.binding, place, wrong),
                absent_wordings,
            )
        ]
        plain, denied, refused = questions
        if plain is None or denied is None or refused is None:
            return _ASKED_ALREADY
        written = [self._reworded(question) for question in (plain, denied, refused)]
        self.figures.add((one.report.id, one.start))
        split: Literal["dev", "test"] = self.chance.choice(("dev", "test"))
        asked = _asked(one, written[0], split)
        return (
            asked,
            _denied(asked, written[1], without_bounds(wrong)),
            _refused(asked, written[2], absent_status),
        )

    def _wrong(self, one: Askable) -> str | None:
        """A wrong figure that the report has for nothing else either."""
        for _ in range(_TRIES):
            wrong = wrong_figure(one.binding.quantity, self.chance)
            if wrong is not None and not holds(one.report.text, without_bounds(wrong)):
                return wrong
        return None

    def _called(self, one: Askable) -> str:
        full = one.report.place or ""
        return own_name(full) if self.scope.named((own_name(full),)) == (full,) else full

    def _absent(self, one: Askable, place: str) -> tuple[Status, Sequence[str]] | None:
        years, places = self._other_years(one), self._other_places()
        if years and (not places or self.chance.random() < 0.5):
            year = self.chance.choice(years)
            return "unanswerable_period", plain_wordings(one.binding, place, year=year)
        if places:
            elsewhere = self.chance.choice(places)
            return "unanswerable_place", plain_wordings(one.binding, elsewhere)
        return None

    def _other_years(self, one: Askable) -> list[int]:
        """Years near by that no report of the place is of, and this one does not name."""
        covered = self.scope.narrowed((one.report.place,) if one.report.place else ()).years
        if not covered:
            return []
        text = fold(one.report.text)
        near = range(min(covered) - _YEARS_AROUND, max(covered) + _YEARS_AROUND + 1)
        return [year for year in near if year not in covered and str(year) not in text]

    def _other_places(self) -> tuple[str, ...]:
        """Cities that are neither covered nor named in any report."""
        if self._elsewhere is None:
            texts = [fold(self.library.report(r.report_id).text) for r in self.scope.reports]
            self._elsewhere = tuple(
                place
                for place in cities()
                if not any(name in text for name in names_of(place, None) for text in texts)
            )
        return self._elsewhere

    def _unasked(self, wordings: Sequence[str]) -> str | None:
        for question in shuffled(wordings, self.chance):
            if fold(question) not in self.asked:
                self.asked.add(fold(question))
                return question
        return None

    def _reworded(self, question: str) -> str:
        written = self.reword(question)
        if fold(written) in self.asked:
            return question
        self.asked.add(fold(written))
        return written


def _asked(one: Askable, question: str, split: Literal["dev", "test"]) -> Case:
    return Case(
        id=f"{one.report.id}-{one.start}",
        category="figures",
        split=split,
        question=question,
        turns=(),
        must_answer=True,
        statuses=("answered",),
        facts=(_fact(one),),
        contains=(),
        evidence=(Evidence(report=one.report.id, quote=one.quote),),
        forbidden=(),
        twin_of=None,
        note="",
        draft=True,
    )


def _denied(plain: Case, question: str, banned: str) -> Case:
    changes = {
        "id": f"{plain.id}-not",
        "question": question,
        "contains": (DENIALS,),
        "forbidden": (banned,),
        "twin_of": plain.id,
        "note": "counterfactual: a wrong figure put forward",
    }
    return plain.model_copy(update=changes)


def _refused(plain: Case, question: str, status: Status) -> Case:
    absent = "another year" if status == "unanswerable_period" else "another place"
    changes = {
        "id": f"{plain.id}-absent",
        "category": "refusal",
        "question": question,
        "must_answer": False,
        "statuses": (status,),
        "facts": (),
        "evidence": (),
        "twin_of": plain.id,
        "note": f"absent fact: {absent}",
    }
    return plain.model_copy(update=changes)


def _fact(one: Askable) -> Fact:
    bound, quantity = one.binding, one.binding.quantity
    return Fact.model_validate(
        {
            "indicator": _names(bound.indicator),
            "period": bound.period.first if _one_year(one) and bound.period else None,
            "kind": "target" if bound.kind == "target" else "actual",
            "value": format(quantity.value, "f"),
            "unit": quantity.unit,
            "qualifier": quantity.qualifier,
            "tolerance": "0",
        }
    )


def _one_year(one: Askable) -> bool:
    period = one.binding.period
    return period is not None and period.is_one_year


def _names(indicator: str) -> tuple[str, ...]:
    """The phrase of the report, and what else the alias file calls the same."""
    mentions = list(load_aliases().mentions(indicator))
    whole = [m for m in mentions if (m.start, m.end) == (0, len(indicator))]
    others = whole[0].indicator.names if whole else ()
    return tuple(dict.fromkeys((indicator, *others)))


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
