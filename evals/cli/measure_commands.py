"""The commands that measure one part by itself: parser, ledger, checker, models, retrieval."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from evals.errors import BAD_INPUT, GATE_MISSED, PASSED, RecordingInvalid

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.cases.case import Case
    from evals.measures.recording import Recording

DEFAULT_REPORT = Path(__file__).parents[2] / "seeds" / "北关区2026年两会报道.txt"


def bench(options: argparse.Namespace) -> int:
    if options.retrieval:
        return _bench_retrieval(options)
    cases = _selected(options)
    if options.scale:
        from evals.bench.scale import bench_scale

        reports = options.reports or [DEFAULT_REPORT.parent]
        print(bench_scale(options.scale, reports, cases, options.around))
        return PASSED

    from evals.bench import answers as benchmark

    print(benchmark.bench(options.report or DEFAULT_REPORT, cases))
    return PASSED


def _bench_retrieval(options: argparse.Namespace) -> int:
    from assistant.settings import load_settings
    from assistant.wiring import open_encoder, open_reranker
    from evals.bench.retrieval import measure, table
    from evals.bench.retrieval_sets import all_sets

    settings = load_settings()
    sets = all_sets(options.pairs, options.reports or [], options.split)
    encoder, reranker = open_encoder(settings), open_reranker(settings)
    rows = []
    for row in measure(sets, encoder, reranker, quickstart=options.quickstart):
        print(f"{row.of.name} · {row.retriever}", file=sys.stderr)
        rows.append(row)
    print(table(rows))
    return PASSED


def quantities(options: argparse.Namespace) -> int:
    from evals.measures.quantities import measure, table

    measured = measure(options.reports or [DEFAULT_REPORT])
    print(table(measured))
    return PASSED if measured.right == measured.phrases else GATE_MISSED


def verifier(options: argparse.Namespace) -> int:
    from evals.measures.verifier import measure, table

    print(table(measure(options.reports or [DEFAULT_REPORT], options.n)))
    return PASSED


def paraphrases(options: argparse.Namespace) -> int:
    """The answers on the seed, and on other reports where these are at hand."""
    from evals.measures.paraphrases import SPLITS, errors, load_paraphrases, measure, table

    splits = SPLITS if options.split == "all" else (options.split,)
    chosen = [one for one in load_paraphrases() if one.split in splits]
    measured = measure(chosen, [DEFAULT_REPORT, *(options.reports or [])])
    print(errors(measured) if options.errors else table(measured))
    return PASSED


def understand(options: argparse.Namespace) -> int:
    """The cases of a stored run as they were answered, or cases asked now."""
    from evals.cli.case_commands import settings_for
    from evals.measures.understanding import errors, judge, table
    from evals.runs.run import ask_cases
    from evals.runs.run_folder import load_run
    from evals.runs.target import open_product

    settings = settings_for(options)
    if options.by_model:
        return _named_by_model(options, settings)
    target = open_product(settings)
    searcher = target.searcher
    places = {c.report_id: c.place for c in searcher.covered() if c.place} if searcher else {}
    asked = (
        load_run(options.run).asked
        if options.run
        else ask_cases(_selected_suites(options), target.ask)
    )
    judged = [slot for one in asked for slot in judge(one.turn.suite, one.case, one.answer, places)]
    print(errors(judged) if options.errors else table(judged))
    return PASSED if judged else BAD_INPUT


def _named_by_model(options: argparse.Namespace, settings: Settings) -> int:
    """Questions in everyday words put to the model that is set."""
    from assistant.question.scope import Scope
    from assistant.wiring import open_searcher, open_understanding
    from evals.measures.understanding_by_model import errors, load_naming, measure, table

    if not settings.llm_model:
        print("--by-model 需要大模型，而设置中没有 ASSISTANT_LLM_MODEL。", file=sys.stderr)
        return BAD_INPUT
    searcher = open_searcher(settings)
    scope = Scope(tuple(searcher.covered())).at_home(settings.home_place)
    named = measure(load_naming(), open_understanding(settings, searcher), scope)
    print(errors(named) if options.errors else table(named))
    return PASSED


def open_questions(options: argparse.Namespace) -> int:
    """Open questions asked now; with --train the weights of the reader are learned first."""
    from assistant.wiring import open_assistant
    from evals.cases.case import read_ids
    from evals.cli.case_commands import settings_for
    from evals.measures.open_questions import errors, load_open, measure, table

    assistant = open_assistant(settings_for(options))
    if options.train:
        from evals.measures.open_training import train

        print(train([q for split in options.train for q in load_open(split)], assistant))
        return PASSED
    if options.curve:
        from evals.measures.open_training import curve

        print(curve(load_open(options.split), assistant))
        return PASSED
    ids = read_ids(options.only) if options.only else None
    questions = [one for one in load_open(options.split) if ids is None or one.id in ids]
    asked = list(measure(questions, assistant))
    print(errors(asked) if options.errors else table(asked))
    return PASSED


def ledger(options: argparse.Namespace) -> int:
    """The gold annotations whose report is at hand; the others are named."""
    from evals.errors import GoldInvalid
    from evals.measures.ledger import GOLD_FOLDER, dump_errors, load_gold, measure, table

    results = {}
    for file in sorted(GOLD_FOLDER.glob("*.jsonl")):
        try:
            results[file.stem] = measure(
                load_gold(file, [DEFAULT_REPORT.parent, *(options.reports or [])])
            )
        except GoldInvalid as error:
            print(error, file=sys.stderr)
    print(dump_errors(results) if options.errors else table(results))
    return PASSED if results else BAD_INPUT


def metadata(options: argparse.Namespace) -> int:
    from evals.measures import metadata as known

    measured = known.measure(options.reports or [DEFAULT_REPORT.parent])
    print(known.errors(measured) if options.errors else known.table(measured))
    return PASSED


def letters(options: argparse.Namespace) -> int:
    """The letters as they are read; with an index, also what is drafted from its reports."""
    from assistant.wiring import open_assistant
    from evals.cli.case_commands import settings_for
    from evals.measures.letters import errors, load_letters, measure, table

    if options.index is None:
        read = measure(load_letters())
    else:
        assistant = open_assistant(settings_for(options))
        places = [covered.place for covered in assistant.searcher.covered() if covered.place]
        read = measure(load_letters(), assistant, places)
    print(errors(read) if options.errors else table(read))
    return PASSED


def llm(options: argparse.Namespace) -> int:
    cases = _selected(options)

    from assistant.settings import load_settings
    from evals.measures.llm import measure, table

    logging.disable(logging.WARNING)  # what fails the check is what is counted here
    tally = measure(load_settings(), [case.question for case in cases if not case.turns], options.n)
    print(table(tally))
    return GATE_MISSED if tally.shown else PASSED


def record(options: argparse.Namespace) -> int:
    """Asks the model that the settings name, every n-th case, and prints what of it was shown."""
    from assistant.settings import load_settings
    from evals.measures.endpoint_report import page
    from evals.measures.recording import judged

    settings = load_settings()
    if _lacks_endpoint("record", settings):
        return BAD_INPUT
    asked = [case.question for case in _selected(options) if not case.turns]
    asked = asked[:: max(1, len(asked) // options.n)][: options.n]
    recorded = _recorded(settings, asked, options.out)
    print(page(list(judged(settings, recorded)), asked_of=asked))
    return PASSED


def endpoint_report(options: argparse.Namespace) -> int:
    """The page of the endpoint that the settings name, or of what was recorded of one."""
    from assistant.settings import load_settings
    from evals.measures.endpoint_probe import over_the_seed, probe, sample
    from evals.measures.endpoint_report import page
    from evals.measures.recording import judged, load_recordings

    settings = load_settings()
    if options.recording is None and _lacks_endpoint("endpoint-report", settings):
        return BAD_INPUT
    with over_the_seed(settings) as on_seed:
        if options.recording:
            recorded, probed, questions = load_recordings(options.recording), None, []
        else:
            questions = sample(options.limit)
            probed = probe(on_seed, questions)
            recorded = _recorded(on_seed, questions, options.out)
        print(page(list(judged(on_seed, recorded)), probed, questions))
    return PASSED


def _lacks_endpoint(command: str, settings: Settings) -> bool:
    from assistant.settings import variable

    lacking = [f for f in ("llm_model", "llm_base_url") if not getattr(settings, f)]
    if lacking:
        names = "、".join(map(variable, lacking))
        print(f"{command} 需要大模型，而设置中没有 {names}。", file=sys.stderr)
    return bool(lacking)


def _recorded(settings: Settings, questions: Sequence[str], out: Path | None) -> list[Recording]:
    """What the model writes, each also written to the file `out`; the questions to stderr."""
    from evals.measures.recorder import record
    from evals.measures.recording import as_line

    recorded = []
    logging.disable(logging.WARNING)  # what fails the check is counted afterwards
    try:
        with out.open("x", encoding="utf-8") if out else nullcontext() as file:
            for one in record(settings, questions):
                if file:
                    file.write(f"{as_line(one)}\n")
                print(one.question, file=sys.stderr)
                recorded.append(one)
    except FileExistsError as error:
        raise RecordingInvalid(f"文件 {str(out)!r} 已经存在，没有覆盖。") from error
    finally:
        logging.disable(logging.NOTSET)
    if not recorded:
        raise RecordingInvalid("没有一题问到大模型：索引里没有这些问题的报告，或接口没有应答。")
    return recorded


def _selected(options: argparse.Namespace) -> list[Case]:
    return [case for suite in _selected_suites(options).values() for case in suite]


def _selected_suites(options: argparse.Namespace) -> dict[str, list[Case]]:
    from evals.cases.case import load_suites, of_split

    return of_split(load_suites(options.suites), options.split)
