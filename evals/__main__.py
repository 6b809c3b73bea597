"""The command `evals`: run suites, score stored runs again, measure; exit 0, 1, 2 or 3.

0 passed, 1 the gate was missed, 2 bad input, 3 the run is incomplete.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.case import Case
    from evals.summary import Scored

PASSED, GATE_MISSED, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3
DEFAULT_REPORT = Path(__file__).parents[1] / "seeds" / "北关区2026年两会报道.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # Imported here: `evals --help` must answer at once.
    from assistant.errors import AssistantFault
    from evals.errors import EvalsFault
    from index.errors import IndexFault

    commands = {
        "run": _run,
        "score": _score,
        "bench": _bench,
        "quantities": _quantities,
        "verifier": _verifier,
        "paraphrases": _paraphrases,
        "ledger": _ledger,
        "llm": _llm,
    }
    try:
        return commands[options.command](options)
    except (EvalsFault, AssistantFault, IndexFault) as fault:
        print(fault, file=sys.stderr)
        return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evals",
        description="评测政府工作报告问答助手（evaluate the assistant）。",
        epilog="退出码：0 通过，1 未达门槛，2 输入有误，3 评测未完成。",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    run = commands.add_parser("run", help="提问、存档并评分（ask, store and score）")
    _add_suites(run)
    run.add_argument("--out", type=Path, metavar="DIR", help="存档目录，默认 data/runs/<时间>")
    score = commands.add_parser("score", help="对已存档的评测重新评分（score a stored run again）")
    score.add_argument("folder", type=Path, metavar="RUN", help="存档目录")
    for command in (run, score):
        command.add_argument(
            "--gate", action="store_true", help="未达 gates.toml 的门槛时以 1 退出"
        )
    bench = commands.add_parser("bench", help="与 LangChain 快速上手方案比较（benchmark）")
    _add_suites(bench)
    bench.add_argument(
        "--report", type=Path, default=DEFAULT_REPORT, metavar="FILE", help="报告文件，默认为自带的"
    )
    quantities = commands.add_parser(
        "quantities", help="数字解析：真实短语与整份报告（the quantity parser）"
    )
    _add_reports(quantities)
    verifier = commands.add_parser(
        "verifier", help="核对程序放过多少错误数字（mutation test of the checker）"
    )
    _add_reports(verifier)
    verifier.add_argument("-n", type=int, default=24, metavar="N", help="每份报告取多少句，默认 24")
    paraphrases = commands.add_parser(
        "paraphrases", help="核对程序误拦多少大模型如实的转述（what a model rightly writes）"
    )
    _add_reports(paraphrases)
    paraphrases.add_argument("--errors", action="store_true", help="逐条列出误拦与放过的句子")
    paraphrases.add_argument(
        "--split", choices=("dev", "test", "all"), default="all", help="列出哪一部分，默认 all"
    )
    ledger = commands.add_parser(
        "ledger", help="数字台账与人工标注相比（the ledger against marks made by hand）"
    )
    _add_reports(ledger)
    ledger.add_argument("--errors", action="store_true", help="逐条列出不一致之处")
    llm = commands.add_parser(
        "llm", help="编造数字的大模型能否骗过核对（a model that invents, against the check）"
    )
    _add_suites(llm)
    llm.add_argument("-n", type=int, default=1000, metavar="N", help="回答多少次，默认 1000")
    return parser


def _add_reports(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reports",
        type=Path,
        action="append",
        metavar="PATH",
        help="报告文件或目录，可重复，默认为自带的 seeds/",
    )


def _add_suites(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "suites",
        nargs="*",
        metavar="SUITE",
        help="评测集：jsonl 文件或 evals/cases 中的名称；默认全部",
    )
    parser.add_argument(
        "--split", choices=("dev", "test", "all"), default="all", help="取哪一部分题目，默认 all"
    )


def _run(options: argparse.Namespace) -> int:
    cases = _selected(options)  # before the heavy imports: a misspelt name is told at once

    from tqdm import tqdm

    from assistant.settings import load_settings
    from assistant.wire import answer_object
    from assistant.wiring import open_assistant
    from evals.run import run_suite, store_run

    settings = load_settings()
    folder = options.out or settings.data / "runs" / _now()
    assistant = open_assistant(settings)
    config = {
        "started": _now(),
        "suites": options.suites,
        "split": options.split,
        "index_id": assistant.searcher.index_id,
        "llm_model": settings.llm_model,
    }
    answers = run_suite(cases, lambda asked, turns: answer_object(assistant.ask(asked, turns)))
    try:
        for _ in tqdm(store_run(folder, cases, answers, config), "提问", len(cases), unit="题"):
            pass
    except KeyboardInterrupt:
        print("评测中断。", file=sys.stderr)
    print(f"已存档：{folder}\n")
    return _conclude(folder, gate=options.gate)


def _score(options: argparse.Namespace) -> int:
    return _conclude(options.folder, gate=options.gate)


def _bench(options: argparse.Namespace) -> int:
    cases = _selected(options)

    from evals.bench import bench

    print(bench(options.report, cases))
    return PASSED


def _quantities(options: argparse.Namespace) -> int:
    from evals.quantities import measure, table

    measured = measure(options.reports or [DEFAULT_REPORT])
    print(table(measured))
    return PASSED if measured.right == measured.phrases else GATE_MISSED


def _verifier(options: argparse.Namespace) -> int:
    from evals.verifier import measure, table

    print(table(measure(options.reports or [DEFAULT_REPORT], options.n)))
    return PASSED


def _paraphrases(options: argparse.Namespace) -> int:
    """The answers on the seed, and on other reports where these are at hand."""
    from evals.paraphrases import SPLITS, errors, load_paraphrases, measure, table

    splits = SPLITS if options.split == "all" else (options.split,)
    chosen = [one for one in load_paraphrases() if one.split in splits]
    measured = measure(chosen, [DEFAULT_REPORT, *(options.reports or [])])
    print(errors(measured) if options.errors else table(measured))
    return PASSED


def _ledger(options: argparse.Namespace) -> int:
    """The files of marks whose report is at hand; the others are named."""
    from evals.errors import MarksInvalid
    from evals.marks import MARKS_FOLDER, dump_errors, load_marks, measure, table

    results = {}
    for file in sorted(MARKS_FOLDER.glob("*.jsonl")):
        try:
            results[file.stem] = measure(
                load_marks(file, [DEFAULT_REPORT.parent, *(options.reports or [])])
            )
        except MarksInvalid as error:
            print(error, file=sys.stderr)
    print(dump_errors(results) if options.errors else table(results))
    return PASSED if results else BAD_INPUT


def _llm(options: argparse.Namespace) -> int:
    cases = _selected(options)

    from assistant.settings import load_settings
    from evals.llm import measure, table

    logging.disable(logging.WARNING)  # what fails the check is what is counted here
    tally = measure(load_settings(), [case.question for case in cases if not case.turns], options.n)
    print(table(tally))
    return GATE_MISSED if tally.shown else PASSED


def _conclude(folder: Path, *, gate: bool) -> int:
    """Score what is stored, not what is in memory: the run that is kept is the one that counts."""
    from evals.run import load_run
    from evals.summary import render_failures, render_models, render_table, score_all

    run = load_run(folder)
    scored = score_all(run.asked)
    print(
        "\n\n".join(
            filter(None, (render_failures(scored), render_table(scored), render_models(run.asked)))
        )
    )
    if not run.complete:
        print(f"评测未完成：{len(run.asked)}/{len(run.cases)} 题。", file=sys.stderr)
        return INCOMPLETE
    return _check_gate(scored) if gate else PASSED


def _check_gate(scored: Sequence[Scored]) -> int:
    from evals.gate import load_gate, misses

    missed = misses(load_gate(), scored)
    print("\n".join(("", "未达门槛：", *missed)) if missed else "\n已达门槛。")
    return GATE_MISSED if missed else PASSED


def _selected(options: argparse.Namespace) -> list[Case]:
    from evals.case import load_suites
    from evals.errors import CasesInvalid

    cases = load_suites(options.suites)
    chosen = [case for case in cases if options.split in ("all", case.split)]
    if not chosen:
        raise CasesInvalid(f"所选评测集中没有 {options.split!r} 部分的题目。")
    return chosen


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")


if __name__ == "__main__":
    sys.exit(main())
