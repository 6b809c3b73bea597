"""The HTML of the pages: templates, filled in with every value escaped.

A value comes out on one line, without characters that no page shows; `| lines` keeps its line breaks
as elements. So no character of a report, a letter or a question can act as HTML or as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from assistant.check.markers import MARKER
from assistant.question.characters import one_line, printable
from assistant.question.in_words import in_words
from assistant.staff.batch import status_label
from assistant.staff.paragraph_check import Mark
from assistant.web.answer_text import shown_time
from assistant.web.report_address import report_address


def fill(name: str, **values: object) -> str:
    """The template `name` with `values`, on one line."""
    return _ENVIRONMENT.get_template(f"{name}.html.j2").render(values)


class _OneLine(Extension):
    """Reads a template as one line: the chat passes only such HTML through its Markdown untouched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\n\s*", "", source)


def _shown(value: object) -> object:
    """A text as it is shown on one line; HTML that a template made stays as it is."""
    return one_line(value) if type(value) is str else value


def _lines(text: str) -> Markup:
    """Text whose line breaks are kept, as elements."""
    return Markup.escape(printable(text).replace("\t", " ")).replace("\n", Markup("<br>"))


def _kept(text: str) -> Markup:
    """Text with its line breaks as they are: for a field that is typed into."""
    return Markup.escape(printable(text))


def _marked_by(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """The text in pieces, each figure with its mark; of two that overlap the first."""
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        yield from (piece for piece in ((text[at : mark.start], None),) if piece[0])
        yield text[mark.start : mark.end], mark
        at = mark.end
    if text[at:]:
        yield text[at:], None


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    extensions=[_OneLine],
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_shown,
    auto_reload=False,
)
_ENVIRONMENT.filters |= {"lines": _lines, "by_marker": MARKER.split, "in_words": in_words}
_ENVIRONMENT.filters |= {"kept": _kept, "moment": shown_time, "marked_by": _marked_by}
_ENVIRONMENT.filters["status_words"] = status_label
_ENVIRONMENT.globals["report_address"] = report_address
for _name in _ENVIRONMENT.list_templates(extensions=["j2"]):
    _ENVIRONMENT.get_template(_name)  # compiled at the start: no reader waits for it
