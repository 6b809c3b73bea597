"""A draft as Markdown: the letter with footnotes, then the evidence list for the clerk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.markers import MARKER
from assistant.question.characters import one_line
from assistant.staff.draft import Draft
from assistant.staff.evidence import ANNEX_TITLE, EVIDENCE_COLUMNS, WITHOUT_FIGURES, evidence_rows

_SPECIAL = re.compile(r"([\\`*_{}<>#|~\[\]])")


def markdown(draft: Draft) -> str:
    """The letter, its footnotes ([^1]) and, below a rule, notices and evidence for the clerk."""
    blocks = [f"# {_plain(draft.title)}", *_letter(draft)]
    blocks += [f"[^{source.number}]: {_plain(source.text)}" for source in draft.footnotes]
    blocks += ["---", f"## {ANNEX_TITLE}"]
    blocks += ["\n".join(f"- {_plain(notice)}" for notice in (*draft.notices, *draft.nearest))]
    blocks += ["\n".join(_table(draft)) if draft.evidence else WITHOUT_FIGURES]
    return "\n\n".join(blocks) + "\n"


def _letter(draft: Draft) -> Iterator[str]:
    yield _plain(draft.salutation)
    yield _plain(draft.opening)
    for reply in draft.replies:
        lead = f"**{_plain(reply.lead)}**" if len(draft.replies) > 1 else _plain(reply.lead)
        yield lead + _with_footnotes(reply.paragraph)
    if draft.matters:
        yield _plain(draft.matters)
    yield _plain(draft.closing)
    yield f"{_plain(draft.office)}  \n{draft.date}"


def _table(draft: Draft) -> Iterator[str]:
    for row in (
        EVIDENCE_COLUMNS,
        ("---",) * len(EVIDENCE_COLUMNS),
        *evidence_rows(draft.evidence),
    ):
        yield "| " + " | ".join(map(_plain, row)) + " |"


def _with_footnotes(text: str) -> str:
    """[n] as [^n]; everything else is text."""
    pieces = MARKER.split(text)
    return "".join(
        f"[^{piece}]" if position % 2 else _plain(piece) for position, piece in enumerate(pieces)
    )


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: what a letter writer types does not format the reply."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
