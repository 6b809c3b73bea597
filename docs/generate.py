"""Fills the generated parts of the docs: `--help` of every command, and the table of settings.

`make docs` writes them; tests/test_docs.py fails where the committed text differs. A generated part
stands between `<!-- generated: WHAT -->` and `<!-- end -->`, where WHAT is a command line
(`assistant ask --help`) or `settings`. Python 3.13 and later lay `--help` out otherwise: write the
pages with 3.11 or 3.12.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from assistant.__main__ import main as assistant
from assistant.settings import Settings, variable
from evals.__main__ import main as evals

PAGES = [Path(__file__).with_name(name) for name in ("commands.md", "settings.md")]
_COLUMNS = "100"  # the width that `--help` is laid out for
_PART = re.compile(r"(<!-- generated: (?P<what>.+?) -->\n).*?(<!-- end -->)", re.DOTALL)
_COMMANDS: dict[str, Callable[[list[str]], int]] = {"assistant": assistant, "evals": evals}
_TYPES: dict[Any, str] = {Path: "path", str: "text", bool: "`1` or `0`", SecretStr: "secret text"}
_NUMBERS: dict[Any, str] = {int: "whole number", float: "number"}
_BOUNDS = (("ge", "at least"), ("gt", "above"), ("le", "at most"))


def filled(page: str) -> str:
    """The text of a page with each generated part as it is now."""
    return _PART.sub(lambda part: f"{part[1]}{_generated(part['what'])}{part[3]}", page)


def _generated(what: str) -> str:
    if what == "settings":
        return _settings()
    name, *arguments = what.split()
    return f"```text\n{_printed(_COMMANDS[name], arguments)}```\n"


def _printed(command: Callable[[list[str]], int], arguments: list[str]) -> str:
    out = io.StringIO()
    with (
        patch.dict(os.environ, COLUMNS=_COLUMNS),
        contextlib.redirect_stdout(out),
        contextlib.suppress(SystemExit),
    ):
        command(arguments)
    return out.getvalue()


def _settings() -> str:
    rows = [
        f"| `{variable(name)}` | {_type(field)} | {_default(field)} | {field.title} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    head = ["| Setting | Type | Default | Meaning | 含义 |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _type(field: FieldInfo) -> str:
    kind = field.annotation
    if kind in _NUMBERS:
        bounds = [
            f"{words} {getattr(limit, name):,}"
            for name, words in _BOUNDS
            for limit in field.metadata
            if hasattr(limit, name)
        ]
        return ", ".join([_NUMBERS[kind], *bounds])
    return _TYPES.get(kind, "path")


def _default(field: FieldInfo) -> str:
    default = field.default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, bool):
        return f"`{default:d}`"
    return "none" if default in ("", None) else f"`{default}`"


if __name__ == "__main__":
    for file in PAGES:
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
