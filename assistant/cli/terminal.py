"""What the commands read and print: settings, lines of JSON, messages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import InputInvalid
from assistant.settings import Settings, load_settings, variable, without_secrets

Line = TypeVar("Line", bound=BaseModel)


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


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings in force, with the index that the command line names."""
    current = load_settings()
    return current.model_copy(update={"index": arguments.index}) if arguments.index else current


def print_error(message: str, *, as_json: bool) -> None:
    """An error for people on standard error; with --json also as an object on standard output."""
    print(message, file=sys.stderr)
    if as_json:
        print_json({"error": message})


def print_json(content: dict[str, object]) -> None:
    """One JSON object on a line of standard output."""
    print(json.dumps(content, ensure_ascii=False), flush=True)


def read_lines(source: str, kind: type[Line]) -> Iterator[Line]:
    """The lines of the file `source` ("-": standard input) without blank ones.

    Raises InputInvalid, which names the line and field that is wrong.
    """
    for number, line in enumerate(_text(source).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            where = f"字段 {field!r}" if field else "内容"
            raise InputInvalid(
                f"{source!r} 第 {number} 行的{where}不正确：{first['msg']}。"
            ) from error


def _text(source: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputInvalid(f"无法读取文件 {source!r}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise InputInvalid(f"文件 {source!r} 不是 UTF-8 编码。") from error


def write_lines(out: Path | None, objects: Iterable[Mapping[str, object]]) -> int:
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
