"""The commands on runs: run, score, compare, report; what counts is what is stored, not memory."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.cases.case import load_suites, of_ids, of_split
from evals.cli.case_commands import settings_for
from evals.errors import (
    GATE_MISSED,
    INCOMPLETE,
    PASSED,
    CasesInvalid,
    EvalsError,
    RunInterrupted,
    RunInvalid,
)
from evals.metamorphic.measure import RELATIONS, SEED
from evals.runs import tables
from evals.runs.comparison import compare
from evals.runs.gate import GATES_FILE, all_misses, load_gates
from evals.runs.junit import junit_xml
from evals.runs.results import GOOD, Result, by_suite, confirmed, results_of
from evals.runs.run import Asked
from evals.runs.run_folder import Run, load_run
from evals.runs.suite_run import BY_DEFAULT, MEASURES, Plan, begin, check_same_target, go_on
from evals.runs.summary import grouped, tally
from evals.scoring.score import score as score_answer

if TYPE_CHECKING:
    from evals.runs.target import Endpoint


def run(options: argparse.Namespace) -> int:
    """Asks what is asked for, or what an interrupted run still lacks, and concludes."""
    load_gates(_gates(options))  # refused now rather than after a thousand questions
    stored = load_run(options.resume) if options.resume else None
    plan = _plan_of(options) if stored is None else _plan_to_go_on(options, stored)

    # Imported late: a misspelt suite is refused at once.
    from evals.runs.target import open_target

    settings = settings_for(options)
    target = open_target(settings, _endpoint_of(options, stored))
    if stored is None:
        stored = begin(options.out or settings.data / "runs" / _now(), plan, target)
    else:
        check_same_target(stored, target)
    print(f"存档：{stored.folder}")
    try:
        for _ in _with_progress(go_on(stored, plan, target), len(stored.missing)):
            pass
    except KeyboardInterrupt:
        return _stopped("评测中断。", stored, options)
    except RunInterrupted as error:
        return _stopped(str(error), stored, options)
    return _conclude(load_run(stored.folder), options)


def _stopped(why: str, stored: Run, options: argparse.Namespace) -> int:
    """What was stopped is concluded as it stands, and how to go on is said last."""
    code = _conclude(load_run(stored.folder), options)
    index = f" --index {options.index}" if options.index else ""
    print(f"{why}继续：evals run --resume {stored.folder}{index}", file=sys.stderr)
    return code


def score(options: argparse.Namespace) -> int:
    return _conclude(load_run(options.folder), options)


def compare_runs(options: argparse.Namespace) -> int:
    before, after = load_run(options.before), load_run(options.after)
    if before.tried and after.tried:
        print(tables.relations_compared(before.tried, after.tried))
    if before.suites or after.suites or not (before.tried and after.tried):
        print(tables.comparison(compare(results_of(before.asked), results_of(after.asked))))
    if not (before.complete and after.complete):
        print("两次评测中有未完成的。", file=sys.stderr)
        return INCOMPLETE
    return PASSED


def report(options: argparse.Namespace) -> int:
    from evals.report import write_report

    run = load_run(options.folder)
    before = load_run(options.before) if options.before else None
    out = options.out or options.folder / "report.html"
    write_report(out, run, before, _gates(options))
    print(f"报告：{out}")
    return PASSED if run.complete else INCOMPLETE


def _conclude(run: Run, options: argparse.Namespace) -> int:
    """The results of a stored run, printed; the exit code says whether it may go out."""
    results = results_of(run.asked)
    print("\n\n".join(filter(None, _sections(run, results, options))))
    gating = options.gate or options.gates is not None
    missed = all_misses(load_gates(_gates(options)), run, results) if gating else ()
    if options.junit:
        _write(options.junit, junit_xml(by_suite(run.suites, results), missed))
    if not run.complete:
        print(f"评测未完成：还有 {len(run.missing)} 个问题未问。", file=sys.stderr)
        return INCOMPLETE
    if not gating:
        return PASSED
    print("\n".join(("", "未达门槛：", *missed)) if missed else "\n已达门槛。")
    return GATE_MISSED if missed else PASSED


def _sections(run: Run, results: Sequence[Result], options: argparse.Namespace) -> Iterator[str]:
    if results:
        yield tables.failures(results)
        if options.disagreements:
            yield tables.disagreements(results)
        counting = confirmed(results)
        yield tables.counts("评测集", grouped(counting, lambda r: r.suite), tally(counting))
        yield tables.headline(results)
    if run.searched:
        yield tables.retrieval(run.searched)
    if run.checked:
        yield tables.verifier(run.checked)
    if run.tried:
        if options.errors:
            yield tables.broken(run.tried)
        yield tables.relations(run.tried)


def _gates(options: argparse.Namespace) -> Path:
    return options.gates or GATES_FILE


def _plan_of(options: argparse.Namespace) -> Plan:
    named = [name for name in options.suites if name not in MEASURES]
    measures = [name for name in options.suites if name in MEASURES]
    if not options.suites:
        measures = [] if options.endpoint else list(BY_DEFAULT)
    suites = {} if measures and not named and options.suites else load_suites(named)
    suites = of_split(suites, options.split) if suites else {}
    return Plan(
        suites=of_ids(suites, options.only) if options.only else suites,
        measures=measures,
        split=options.split,
        repeats=options.repeats,
        jobs=options.jobs,
        cache=options.cache,
        trials=options.n,
        relations=_relations(options.relations),
        seed=SEED if options.seed is None else options.seed,
    )


def _relations(named: str | None) -> list[str]:
    relations = named.split(",") if named else list(RELATIONS)
    unknown = [name for name in relations if name not in RELATIONS]
    if unknown:
        raise CasesInvalid(f"没有名为 {unknown[0]!r} 的关系。有：{'、'.join(RELATIONS)}。")
    return relations


def _plan_to_go_on(options: argparse.Namespace, stored: Run) -> Plan:
    if options.suites or options.out:
        raise RunInvalid("--resume 继续原来的评测，不能再指定评测集或 --out。")
    return Plan(suites=stored.suites, jobs=options.jobs, cache=options.cache)


def _endpoint_of(options: argparse.Namespace, stored: Run | None) -> Endpoint | None:
    """The endpoint that is asked for, or that an interrupted run asked."""
    from evals.runs.target import Endpoint

    if stored is not None:
        return Endpoint.of_identity(stored.config.get("target"), options.key_variable)
    if not options.endpoint:
        if options.model or options.instructions or options.key_variable:
            raise EvalsError("--model、--instructions、--key-variable 须与 --endpoint 一起用。")
        return None
    if not options.model:
        raise EvalsError("用 --endpoint 时，还须用 --model 写明模型的名称。")
    instructions = _read(options.instructions) if options.instructions else ""
    return Endpoint(options.endpoint, options.model, instructions, options.key_variable)


def _with_progress(asked: Iterator[Asked], total: int) -> Iterator[Asked]:
    """`asked` passed through, with a bar that counts the outcomes so far."""
    from tqdm import tqdm

    counts: Counter[str] = Counter()
    with tqdm(asked, "提问", total, unit="题") as bar:
        for one in bar:
            outcome = score_answer(one.case, one.answer).outcome
            counts["好" if outcome in GOOD else tables.OUTCOMES[outcome]] += 1
            bar.set_postfix_str(" ".join(f"{name} {n}" for name, n in counts.items()))
            yield one


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"无法读取 {str(path)!r}：{error}。") from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalsError(f"无法写入 {str(path)!r}：{error.strerror}。") from error


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
