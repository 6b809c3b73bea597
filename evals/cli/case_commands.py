"""The commands on cases: drafts from the ledger, what no case touches yet, public benchmarks."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

from evals.errors import PASSED

if TYPE_CHECKING:
    from assistant.settings import Settings


def new(options: argparse.Namespace) -> int:
    """Drafts to the file, what was passed over to stderr."""
    from assistant.wiring import open_library
    from evals.drafting.drafts import SEED, Selection, draft, refuse_existing, summary, write
    from evals.drafting.rewording import open_rewording

    refuse_existing(options.out)  # before what takes minutes with a model
    settings = settings_for(options)
    library = open_library(settings)
    reword = open_rewording(settings, library) if options.reworded else str
    seed = SEED if options.seed is None else options.seed
    selection = Selection(tuple(options.report), options.place, options.year, options.n, seed)
    drafts = draft(library, selection, reword)
    write(drafts.cases, options.out)
    print(summary(drafts), file=sys.stderr)
    return PASSED


def coverage(options: argparse.Namespace) -> int:
    from assistant.wiring import open_library
    from evals.cases.case import load_suites
    from evals.drafting.coverage import cover, lines

    cases = [case for suite in load_suites(options.suites).values() for case in suite]
    print(*lines(cover(open_library(settings_for(options)), cases), listed=options.list), sep="\n")
    return PASSED


def import_benchmark(options: argparse.Namespace) -> int:
    """A public benchmark as cases and reports; what was passed over to stderr, by reason."""
    from evals.imports import importing

    done = importing.import_benchmark(
        options.file, options.format, options.out, without_answers=options.without_answers
    )
    print(f"已写入 {done.cases} 题：{options.out / importing.CASES_FILE}")
    print(f"已写入 {done.reports} 份报告：{options.out / importing.REPORTS_FOLDER}")
    first = {why: where for where, why in reversed(done.skipped)}
    for why, count in Counter(why for _, why in done.skipped).items():
        print(f"跳过 {count} 题：{why}，如 {first[why]}。", file=sys.stderr)
    return PASSED


def settings_for(options: argparse.Namespace) -> Settings:
    """The settings in force, of another index where one is given."""
    from assistant.settings import load_settings

    settings = load_settings()
    return settings.model_copy(update={"index": options.index}) if options.index else settings
