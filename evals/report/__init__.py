"""A run as one HTML file for who decides on a release: offline, no script, nothing fetched."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.errors import EvalsError
from evals.report.view import Page, page_of
from evals.runs.gate import GATES_FILE, load_gates
from evals.runs.run_folder import Run

_HERE = Path(__file__).parent
# Beside the page, whose module would bring gradio along.
_STYLES = (_HERE.parents[1] / "assistant" / "web" / "colours.css", _HERE / "report.css")
# What no page may hold, and what would turn the order of the letters beside it about.
_NOT_SHOWN = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def write_report(out: Path, run: Run, before: Run | None, gates: Path = GATES_FILE) -> None:
    """Writes the report of `run`, compared with `before` where one is given, to the file `out`.

    Raises RunsDiffer where the two are not of the same cases, GatesInvalid where a suite has no
    gate, EvalsError where the file cannot be written.
    """
    html = render(page_of(run, before, load_gates(gates)))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(html, encoding="utf-8")
    except OSError as error:
        raise EvalsError(f"无法写入报告 {str(out)!r}：{error.strerror}。") from error


def render(page: Page) -> str:
    """The HTML; a character that cannot be shown is replaced by U+FFFD, whoever wrote it."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own files, and the only text that is not escaped but for the plots.
    style = Markup("".join(path.read_text(encoding="utf-8") for path in _STYLES))  # noqa: S704
    html = environment.get_template("report.html.j2").render(page=page, style=style)
    return _NOT_SHOWN.sub("\ufffd", html)
