"""What the commands on the reports themselves do with their arguments; like `commands`, it prints."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.commands import print_error, print_json, settings_of
from assistant.errors import InputInvalid
from index.errors import ReportIndexError
from index.reports.file_names import shown

if TYPE_CHECKING:
    from index.encoder.encoding import Encoder

SEEDS = Path(__file__).parents[2] / "seeds"


def build(arguments: argparse.Namespace) -> int:
    """Exit 1 if a file could not be read; the others are indexed all the same.

    With --watch it goes on until it is interrupted, which is no fault.
    """
    with _stopped_by_the_system_as_by_ctrl_c():
        return _build(arguments)


@contextmanager
def _stopped_by_the_system_as_by_ctrl_c() -> Iterator[None]:
    """What a build has begun is removed, and its helpers end, on SIGTERM too."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _build(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    from assistant.wiring import open_encoder

    encoder = open_encoder(settings)
    paths = arguments.paths or [SEEDS]
    if not arguments.watch:
        return _build_once(paths, settings.index, encoder, as_json=arguments.json)
    from index.build.watch import settled_changes

    _refuse_missing(paths)
    print("留意文件的变化，随时更新索引；按 Ctrl-C 结束。", file=sys.stderr)
    with suppress(KeyboardInterrupt):
        for _ in settled_changes(paths):
            _build_if_possible(paths, settings.index, encoder, as_json=arguments.json)
    return 0


def _refuse_missing(paths: Sequence[Path]) -> None:
    from index.reports.report_file import exists

    for path in paths:
        if not exists(path):
            raise InputInvalid(f"路径 {shown(path)!r} 不存在。")


def _build_if_possible(paths: list[Path], index: Path, encoder: Encoder, *, as_json: bool) -> None:
    """A build while watching: what goes wrong now may be put right by the next change."""
    try:
        _build_once(paths, index, encoder, as_json=as_json)
    except ReportIndexError as fault:
        print_error(str(fault), as_json=as_json)


def _build_once(paths: list[Path], index: Path, encoder: Encoder, *, as_json: bool) -> int:
    from tqdm import tqdm

    from assistant.cli.build_view import build_lines, build_object
    from index.build.builder import build_index

    # The bar shows how many files a second, and the time left.
    with tqdm(unit="份", desc="建立索引", file=sys.stderr, disable=None, leave=False) as bar:

        def show(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name)
            bar.update(done - bar.n)

        result = build_index(paths, index, encoder, progress=show)
    if as_json:
        print_json(build_object(result))
    else:
        for line in build_lines(result):
            print(line, flush=True)
        for _, error in result.failed:
            print_error(error, as_json=False)
    return 1 if result.failed else 0


def reports(arguments: argparse.Namespace) -> int:
    """The reports of the index, the files left out of it, and what is doubtful; exit 0."""
    settings = settings_of(arguments)
    from assistant.cli.reports_view import left_out_objects, report_lines, report_objects
    from assistant.wiring import open_library

    library = open_library(settings)
    if arguments.json:
        same, refused = left_out_objects(library)
        print_json({"reports": report_objects(library), "same_text": same, "refused": refused})
        return 0
    for line in report_lines(library):
        print(line)
    return 0
