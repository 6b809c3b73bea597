"""What each command of `assistant` does with its arguments; the only place that prints."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from assistant.errors import InputInvalid
from assistant.jsonl import AskLine, SearchLine, VerifyLine, read_lines
from assistant.settings import Settings, load_settings, variable
from assistant.whereabouts import page_told
from index.errors import IndexFault

if TYPE_CHECKING:
    from assistant.web.staff_work import StaffDesk
    from assistant.wiring import CurrentAssistant
    from index.encoding import Encoder
    from index.report import Passage

SEEDS = Path(__file__).parent.parent / "seeds"


def build(arguments: argparse.Namespace) -> int:
    """Exit 1 if a file could not be read; the others are indexed all the same.

    With --watch it goes on until it is interrupted, which is no fault.
    """
    settings = _settings(arguments)
    from assistant.wiring import open_encoder

    encoder = open_encoder(settings)
    paths = arguments.paths or [SEEDS]
    if not arguments.watch:
        return _build_once(paths, settings.index, encoder, as_json=arguments.json)
    from index.watch import settled_changes

    _refuse_missing(paths)
    print("留意文件的变化，随时更新索引；按 Ctrl-C 结束。", file=sys.stderr)
    with suppress(KeyboardInterrupt):
        for _ in settled_changes(paths):
            _build_if_possible(paths, settings.index, encoder, as_json=arguments.json)
    return 0


def _refuse_missing(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise InputInvalid(f"路径 {str(path)!r} 不存在。")


def _build_if_possible(paths: list[Path], index: Path, encoder: Encoder, *, as_json: bool) -> None:
    """A build while watching: what goes wrong now may be put right by the next change."""
    try:
        _build_once(paths, index, encoder, as_json=as_json)
    except IndexFault as fault:
        print_error(str(fault), as_json=as_json)


def _build_once(paths: list[Path], index: Path, encoder: Encoder, *, as_json: bool) -> int:
    from tqdm import tqdm

    from assistant.build_view import build_lines, build_object
    from index.build import build_index

    # The bar shows how many files a second, and the time left.
    with tqdm(unit="份", desc="建立索引", file=sys.stderr, disable=None, leave=False) as bar:

        def show(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name)
            bar.update(done - bar.n)

        result = build_index(paths, index, encoder, progress=show)
    if as_json:
        _print_json(build_object(result))
    else:
        for line in build_lines(result):
            print(line, flush=True)
        for _, error in result.failed:
            print_error(error, as_json=False)
    return 1 if result.failed else 0


def ask(arguments: argparse.Namespace) -> int:
    """One answer, or one a line of a file; a refusal is an answer and exits 0."""
    settings = _settings(arguments)
    if (arguments.question is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出一个问题，或用 --jsonl 给出问题文件（二者选一）。")
    lines = list(read_lines(arguments.jsonl, AskLine)) if arguments.jsonl else []
    from assistant.wire import answer_object
    from assistant.wiring import open_assistant

    assistant = open_assistant(settings)
    if arguments.jsonl:
        return _write_lines(
            arguments.out,
            (
                {"id": line.id} | answer_object(assistant.ask(line.question, line.turns))
                for line in lines
            ),
        )
    answer = assistant.ask(arguments.question, arguments.turn)
    if arguments.json:
        _print_json(answer_object(answer))
        return _exit_code(answer.status)
    print(answer.text)
    for citation in answer.citations:
        print(f"  [{citation.marker}] {_where(citation.passage, citation.start)}")
    return _exit_code(answer.status)


def search(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    if (arguments.query is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出查询内容，或用 --jsonl 给出查询文件（二者选一）。")
    if arguments.k < 1:
        raise InputInvalid(f"-k 须为正整数，现为 {arguments.k!r}。")
    lines = list(read_lines(arguments.jsonl, SearchLine)) if arguments.jsonl else []
    from assistant.wire import result_object
    from assistant.wiring import open_searcher

    searcher = open_searcher(settings)

    def results(query: str) -> list[dict[str, object]]:
        return [result_object(hit) for hit in searcher.search(query, arguments.k)]

    if arguments.jsonl:
        return _write_lines(
            arguments.out, ({"id": line.id, "results": results(line.query)} for line in lines)
        )
    if arguments.json:
        _print_json({"query": arguments.query, "results": results(arguments.query)})
        return 0
    for hit in searcher.search(arguments.query, arguments.k):
        where = _where(hit.passage)
        print(f"{hit.rank}. {hit.score:.3f}  {where}\n{hit.passage.text.strip()}\n")
    return 0


def reports(arguments: argparse.Namespace) -> int:
    """The reports of the index, the files left out of it, and what is doubtful; exit 0."""
    settings = _settings(arguments)
    from assistant.reports_view import left_out_objects, report_lines, report_objects
    from assistant.wiring import open_library

    library = open_library(settings)
    if arguments.json:
        same, refused = left_out_objects(library)
        _print_json({"reports": report_objects(library), "same_text": same, "refused": refused})
        return 0
    for line in report_lines(library):
        print(line)
    return 0


def figures(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    from assistant.ledger_view import read_ledger, table_lines, table_rows
    from assistant.wiring import open_library, open_searcher

    if arguments.indicator:
        searcher = open_searcher(settings)
        read = partial(
            read_ledger, searcher.library, partial(searcher.figures, arguments.indicator)
        )
    else:  # the encoder, which can take seconds to load, is not needed
        library = open_library(settings)
        read = partial(read_ledger, library, library.figures)
    ledger = read(place=arguments.place, year=arguments.year, kind=arguments.kind)
    entries = ledger.entries
    if arguments.conflicts:
        entries = tuple(entry for conflict in ledger.conflicts for entry in conflict)
    if arguments.json:
        _print_json(
            {"figures": list(entries), "conflicts": [list(group) for group in ledger.conflicts]}
        )
    elif arguments.csv:
        csv.writer(sys.stdout).writerows(table_rows(entries))
    else:
        for line in table_lines(entries, ledger.conflicts):
            print(line)
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """A verdict on each figure of each answer; exit 0 whatever the verdicts are."""
    lines = list(read_lines(arguments.jsonl, VerifyLine))
    from assistant.foreign import check
    from assistant.wire import figure_object

    return _write_lines(
        arguments.out,
        (
            {"id": line.id, "figures": [figure_object(verdict) for verdict in check(line)]}
            for line in lines
        ),
    )


def serve(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    host = arguments.host or settings.host
    port = arguments.port or settings.port
    from assistant.web.app import create_app, listen
    from assistant.web.app import serve as serve_app
    from assistant.web.examples import examples_for
    from assistant.wiring import CurrentAssistant

    listen(host, port).close()  # a port in use is told at once, not after the models are loaded
    assistant = CurrentAssistant(settings)
    covered = assistant.current().searcher.covered()
    app = create_app(
        assistant,
        reports=covered,
        examples=examples_for(covered),
        ready=assistant.ready,
        data_folder=settings.data / "page",
        desk=_staff_desk(assistant, settings) if settings.staff_page else None,
    )
    print(f"问答网页已就绪：http://{host}:{port}", file=sys.stderr)
    serve_app(app, host, port)
    return 0


def _staff_desk(assistant: CurrentAssistant, settings: Settings) -> StaffDesk:
    from assistant.web.staff_work import StaffDesk
    from assistant.wiring import REPLY_PROMPT, CurrentAssistant

    return StaffDesk(
        asks=assistant,
        replies=CurrentAssistant(settings, REPLY_PROMPT),
        office=settings.office,
        made_by=lambda: f"{assistant.ready()} {settings.llm_model} {settings.home_place}",
        folder=settings.data / "staff",
    )


def settings(arguments: argparse.Namespace) -> int:
    """Every setting with its variable, value and meaning; the key is never printed."""
    current = load_settings()
    values = {
        variable(name): (str(getattr(current, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    }
    if arguments.json:
        _print_json({name: value for name, (value, _) in values.items()})
        return 0
    for name, (value, meaning) in values.items():
        print(f"{name}={value}\n    {meaning}")
    return 0


def print_error(message: str, *, as_json: bool) -> None:
    """A fault for people on standard error; with --json also as an object on standard output."""
    print(message, file=sys.stderr)
    if as_json:
        _print_json({"error": message})


def _settings(arguments: argparse.Namespace) -> Settings:
    current = load_settings()
    return current.model_copy(update={"index": arguments.index}) if arguments.index else current


def _where(passage: Passage, offset: int = 0) -> str:
    headings = " › ".join((passage.title, *passage.headings))
    return "，".join(filter(None, (headings, page_told(passage, offset))))


def _exit_code(status: str) -> int:
    return 1 if status.startswith(("guardrail_", "error_")) else 0


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False))


def _write_lines(out: Path | None, objects: Iterator[dict[str, object]]) -> int:
    with _output(out) as file:
        for content in objects:
            file.write(json.dumps(content, ensure_ascii=False) + "\n")
            file.flush()
    return 0


@contextmanager
def _output(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise InputInvalid(f"无法写入文件 {str(out)!r}：{error.strerror}。") from error
