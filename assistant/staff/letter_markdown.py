"""A draft as Markdown: the letter with footnotes, then the evidence list for the clerk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.markers import MARKER
from assistant.staff.draft import Draft
from assistant.staff.printable import one_line

_SPECIAL = re.compile(r"([\\`*_{}<>#|~\[\]])")
_WITHOUT_FIGURES = "本稿没有数字。"


def markdown(draft: Draft) -> str:
    """The letter, its footnotes ([^1]) and, below a rule, notices and evidence for the clerk."""
    blocks = [f"# {_plain(draft.title)}", *_letter(draft)]
    blocks += [f"[^{source.number}]: {_plain(source.text)}" for source in draft.footnotes]
    blocks += ["---", "## 附：核对表（供审核，不随信发出）"]
    blocks += ["\n".join(f"- {_plain(notice)}" for notice in draft.notices)]
    blocks += ["\n".join(_table(draft)) if draft.evidence else _WITHOUT_FIGURES]
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
    yield "| 问题 | 数字 | 核对结果 | 原文 | 出处 |"
    yield "|---|---|---|---|---|"
    for line in draft.evidence:
        verdict = f"{line.verdict}（{line.formula}）" if line.formula else line.verdict
        cells = (line.question, line.figure, verdict, line.quote, line.source.text)
        yield "| " + " | ".join(map(_plain, cells)) + " |"


def _with_footnotes(text: str) -> str:
    """[n] as [^n]; everything else is text."""
    pieces = MARKER.split(text)
    return "".join(
        f"[^{piece}]" if position % 2 else _plain(piece) for position, piece in enumerate(pieces)
    )


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: what a letter writer types does not format the reply."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
