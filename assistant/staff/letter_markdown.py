"""A draft as Markdown: the letter with footnotes, then the evidence list for the clerk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.markers import MARKER
from assistant.question.characters import one_line
from assistant.staff.evidence import ANNEX_TITLE, EVIDENCE_COLUMNS, WITHOUT_FIGURES, evidence_rows
from assistant.staff.letter import Letter

_SPECIAL = re.compile(r"([\\`*_{}<>#|~\[\]])")


def markdown(letter: Letter) -> str:
    """The letter, its footnotes ([^1]) and, below a rule, notices and evidence for the clerk."""
    blocks = [f"# {_plain(letter.title)}", *_letter(letter)]
    blocks += [f"[^{source.number}]: {_plain(source.text)}" for source in letter.footnotes]
    blocks += ["---", f"## {ANNEX_TITLE}"]
    lines = (*filter(None, [letter.approved]), *letter.notices, *letter.vouched_lines)
    blocks += ["\n".join(f"- {_plain(notice)}" for notice in lines)]
    blocks += ["\n".join(_table(letter)) if letter.evidence else WITHOUT_FIGURES]
    return "\n\n".join(blocks) + "\n"


def _letter(letter: Letter) -> Iterator[str]:
    yield _plain(letter.salutation)
    yield _plain(letter.opening)
    for lead, text in letter.paragraphs:
        shown = f"**{_plain(lead)}**" if len(letter.paragraphs) > 1 else _plain(lead)
        yield shown + _with_footnotes(text)
    if letter.matters:
        yield _plain(letter.matters)
    yield _plain(letter.closing)
    yield f"{_plain(letter.office)}  \n{letter.date}"


def _table(letter: Letter) -> Iterator[str]:
    for row in (
        EVIDENCE_COLUMNS,
        ("---",) * len(EVIDENCE_COLUMNS),
        *evidence_rows(letter.evidence),
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
