"""One execution of suites: checked against the corpus, asked, searched, verified, all of it stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evals.cases.case import Case, Evidence, load_suites
from evals.errors import CasesInvalid, RunInvalid
from evals.measures.retrieval import Checked, Searched, search_all, searchable
from evals.measures.verifier import check_all
from evals.metamorphic import measure as metamorphic
from evals.metamorphic.trial import Trial
from evals.runs import run_folder
from evals.runs.answer_cache import AnswerCache
from evals.runs.fingerprint import cases_digest
from evals.runs.run import Asked, ask_all, timed
from evals.runs.run_folder import (
    METAMORPHIC,
    METAMORPHIC_FILE,
    RETRIEVAL_FILE,
    VERIFIER_FILE,
    Run,
    load_run,
)
from evals.runs.target import Target
from index.search.searcher import Searcher

BY_DEFAULT = ("retrieval", "verifier")
MEASURES = (*BY_DEFAULT, METAMORPHIC)
"""Suites that are not of cases of their own: searched for, given to the checker, and made from the
index."""
_NAMED = 3  # cases named in a message
_STATEMENTS = 600  # given to the checker, chosen by chance from as many reports as there are


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: which cases, which measures, how many times, how many at a time; of each
    of the `relations` of metamorphic `trials`, drawn by `seed`."""

    suites: Mapping[str, Sequence[Case]]
    measures: Sequence[str] = ()
    split: str = "all"
    repeats: int = 1
    jobs: int = 1
    cache: Path | None = None
    trials: int = metamorphic.COUNT
    seed: int = metamorphic.SEED
    relations: Sequence[str] = tuple(metamorphic.RELATIONS)


def begin(folder: Path, plan: Plan, target: Target) -> Run:
    """A new run folder, before anything is asked.

    Raises CasesInvalid for evidence that is not in the index, and RunInvalid for a folder taken.
    """
    if plan.measures and target.searcher is None:
        raise CasesInvalid(f"评测集 {'、'.join(plan.measures)} 只能用于本助手，不能用于别的接口。")
    if target.searcher is not None:
        _check_evidence(plan.suites, _texts(plan.suites, target.searcher))
    config = {
        "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        "suites": list(plan.suites),
        "measures": list(plan.measures),
        "split": plan.split,
        "repeats": plan.repeats,
        "cases_sha256": cases_digest(plan.suites),
        "target": target.identity,
        **(_of_relations(plan) if METAMORPHIC in plan.measures else {}),
    }
    run_folder.create(folder, plan.suites, config)
    return load_run(folder)


def _of_relations(plan: Plan) -> dict[str, object]:
    return {"trials": plan.trials, "seed": plan.seed, "relations": list(plan.relations)}


def check_same_target(run: Run, target: Target) -> None:
    """Raises RunInvalid, naming what differs, where a run cannot be gone on with."""
    then, now = run.config.get("target"), target.identity
    known = then if isinstance(then, dict) else {}
    differing = [key for key in {**known, **now} if known.get(key) != now.get(key)]
    if differing:
        raise RunInvalid(
            f"不能继续 {str(run.folder)!r}：开始之后有变动（{'、'.join(sorted(differing))}）。"
            "请另开一次评测。"
        )


def go_on(run: Run, plan: Plan, target: Target) -> Iterator[Asked]:
    """Does what `run` still lacks, a case at a time; each answer is stored before it is given."""
    ask = timed(target.ask)
    if plan.cache is not None:
        ask = AnswerCache(plan.cache, target.digest).through(ask)
    yield from run_folder.append_answers(run.folder, ask_all(run.missing, ask, plan.jobs))
    if target.searcher is None:
        return
    if run.searched is None:
        run_folder.write_lines(run.folder, RETRIEVAL_FILE, _searched(run, target.searcher))
    if run.checked is None:
        run_folder.write_lines(run.folder, VERIFIER_FILE, _checked(target.searcher))
    if run.tried is None:
        run_folder.write_lines(run.folder, METAMORPHIC_FILE, _tried(run, target))


def _searched(run: Run, searcher: Searcher) -> Iterator[Searched]:
    """Of the cases that were asked; where none was, of those on the seed."""
    suites: Mapping[str, Sequence[Case]] = run.suites or load_suites()
    texts = _texts(suites, searcher)
    _check_evidence(suites, texts)
    cases = [case for suite in suites.values() for case in suite]
    return search_all(searchable(cases), texts, searcher.search)


def _checked(searcher: Searcher) -> list[Checked]:
    library = searcher.library
    reports = [library.passages_of(covered.report_id) for covered in library.covered()]
    return check_all(reports, max(1, _STATEMENTS // len(reports)))


def _tried(run: Run, target: Target) -> Iterator[Trial]:
    if target.searcher is None or target.reopen is None:
        raise CasesInvalid(f"评测集 {METAMORPHIC} 只能用于本助手，不能用于别的接口。")
    made = metamorphic.material(
        target.searcher.library,
        target.ask,
        int(str(run.config.get("trials", metamorphic.COUNT))),
        int(str(run.config.get("seed", metamorphic.SEED))),
    )
    relations = run.config.get("relations")
    named = relations if isinstance(relations, list) else list(metamorphic.RELATIONS)
    return metamorphic.measure(made, target.reopen, named)


def _texts(suites: Mapping[str, Sequence[Case]], searcher: Searcher) -> dict[str, str]:
    """The reports that the cases lean on, by id, as they were indexed; one not there is left out."""
    known = {covered.report_id for covered in searcher.covered()}
    needed = {item.report for cases in suites.values() for c in cases for item in c.evidence}
    return {report: searcher.library.report(report).text for report in sorted(needed & known)}


def _where_lost(item: Evidence, texts: Mapping[str, str]) -> str:
    if item.report not in texts:
        return f"索引中没有报告 {item.report!r}"
    return f"报告 {item.report!r} 中没有 {item.quote!r}"


def _check_evidence(suites: Mapping[str, Sequence[Case]], texts: Mapping[str, str]) -> None:
    lost = [
        (suite, case.id, item)
        for suite, cases in suites.items()
        for case in cases
        for item in case.evidence
        if item.quote not in texts.get(item.report, "")
    ]
    if lost:
        named = "；".join(
            f"{suite} 的 {case_id!r}：{_where_lost(item, texts)}"
            for suite, case_id, item in lost[:_NAMED]
        )
        raise CasesInvalid(
            f"有 {len(lost)} 处依据不在索引的报告中，如 {named}。"
            "请检查题目，或用 --index 指定这些报告的索引。"
        )
