"""What each command of `assistant` does with its arguments; the only place that prints."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from assistant.citation_place import where_cited
from assistant.errors import InputInvalid
from assistant.jsonl import AskLine, VerifyLine, read_lines
from assistant.settings import Settings, load_settings, variable, without_secrets

if TYPE_CHECKING:
    from assistant.web.staff_work import StaffDesk
    from assistant.wiring import CurrentAssistant


def ask(arguments: argparse.Namespace) -> int:
    """One answer, or one a line of a file; a refusal is an answer and exits 0."""
    settings = settings_of(arguments)
    if (arguments.question is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出一个问题，或用 --jsonl 给出问题文件（二者选一）。")
    lines = list(read_lines(arguments.jsonl, AskLine)) if arguments.jsonl else []
    from assistant.cli.json_objects import answer_object
    from assistant.wiring import open_assistant

    assistant = open_assistant(settings)
    if arguments.jsonl:
        return write_lines(
            arguments.out,
            (
                {"id": line.id} | answer_object(assistant.ask(line.question, line.turns))
                for line in lines
            ),
        )
    answer = assistant.ask(arguments.question, arguments.turn)
    if arguments.json:
        print_json(answer_object(answer))
        return _exit_code(answer.status)
    print(answer.text)
    for citation in answer.citations:
        print(f"  [{citation.marker}] {where_cited(citation.passage, citation.start)}")
    return _exit_code(answer.status)


def figures(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    from assistant.cli.ledger_view import read_ledger, table_lines, table_rows
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
        print_json(
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
    from assistant.check.foreign import check
    from assistant.cli.json_objects import figure_object

    return write_lines(
        arguments.out,
        (
            {"id": line.id, "figures": [figure_object(verdict) for verdict in check(line)]}
            for line in lines
        ),
    )


def serve(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    host = arguments.host or settings.host
    port = arguments.port or settings.port
    from assistant.web import server
    from assistant.web.app import AT_ONCE, create_app
    from assistant.web.page import examples_for
    from assistant.wiring import CurrentAssistant

    server.listen(host, port).close()  # a port in use is reported before the models are loaded
    assistant = CurrentAssistant(settings)
    covered = assistant.covered()
    app = create_app(
        assistant,
        reports=covered,
        examples=examples_for(covered),
        ready=assistant.ready,
        data_folder=settings.data / "page",
        desk=_staff_desk(assistant, settings) if settings.staff_page else None,
        # One that waits for a model takes no processor: as many more as the model is asked at once.
        at_once=AT_ONCE + (settings.llm_concurrency if settings.llm_model else 0),
        hosts=[name.strip() for name in settings.hosts.split(",") if name.strip()],
    )
    print(f"问答网页已就绪：http://{host}:{port}", file=sys.stderr)
    server.serve(app, host, port)
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
    """Every setting with its variable, value and meaning; no key or password is printed."""
    current = load_settings()
    values = {
        variable(name): (without_secrets(str(getattr(current, name))), field.description or "")
        for name, field in Settings.model_fields.items()
    }
    if arguments.json:
        print_json({name: value for name, (value, _) in values.items()})
        return 0
    for name, (value, meaning) in values.items():
        print(f"{name}={value}\n    {meaning}")
    return 0


def print_error(message: str, *, as_json: bool) -> None:
    """A fault for people on standard error; with --json also as an object on standard output."""
    print(message, file=sys.stderr)
    if as_json:
        print_json({"error": message})


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings in force, with the index that the command line names."""
    current = load_settings()
    return current.model_copy(update={"index": arguments.index}) if arguments.index else current


def _exit_code(status: str) -> int:
    return 1 if status.startswith(("guardrail_", "error_")) else 0


def print_json(content: dict[str, object]) -> None:
    """One JSON object on a line of standard output."""
    print(json.dumps(content, ensure_ascii=False), flush=True)


def write_lines(out: Path | None, objects: Iterator[dict[str, object]]) -> int:
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
