"""A recorded answer as text to be copied: plain or Markdown, from the answer object, sources in full.

Both are made here and nowhere else; every button that copies and every file that is saved takes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from assistant.answer import RECOGNISED
from assistant.question.characters import one_line, printable

_BEIJING = timezone(timedelta(hours=8))
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a copied text comes from: the address of the answer, when it was made, and what the check
    has compared, as the page says it (`sentences.checked_in_words`)."""

    link: str
    made: datetime
    checked: str = ""

    @property
    def in_words(self) -> str:
        made = f"{shown_time(self.made)}生成"
        return "。".join(filter(None, (made, self.checked, "不是政府机关的正式答复")))


def shown_time(made: datetime) -> str:
    """2026年11月29日16:05, in China's time."""
    there = made.astimezone(_BEIJING)
    return f"{there.year}年{there.month}月{there.day}日{there:%H:%M}"


def as_text(answer: Mapping[str, Any], of: Provenance) -> str:
    """The answer object as plain text."""
    blocks = [
        f"问：{one_line(answer['question'])}",
        f"答：{printable(answer['text']).strip()}",
        *_listed("来源：", answer["citations"], _text_source),
        *_listed("最接近的内容：", answer.get("near", ()), _text_source),
        f"（{of.in_words}）\n{of.link}",
    ]
    return "\n\n".join(blocks) + "\n"


def as_markdown(answer: Mapping[str, Any], of: Provenance) -> str:
    """The answer object as Markdown; what a report or a reader wrote can make no markup."""
    blocks = [
        f"**问：{_escaped(one_line(answer['question']))}**",
        _escaped(printable(answer["text"]).strip()),
        *_listed("**来源**", answer["citations"], _markdown_source),
        *_listed("**最接近的内容**", answer.get("near", ()), _markdown_source),
        f"[{_escaped(of.in_words)}]({of.link})",
    ]
    return "\n\n".join(blocks) + "\n"


def _listed(
    label: str,
    citations: Sequence[Mapping[str, Any]],
    source: Callable[[Mapping[str, Any]], str],
) -> Iterator[str]:
    """The label and each citation; nothing where there is none."""
    if citations:
        yield label
        yield from (source(citation) for citation in citations)


def _text_source(citation: Mapping[str, Any]) -> str:
    return f"{_marker(citation)}{_where(citation)}\n“{one_line(citation['quote'])}”"


def _markdown_source(citation: Mapping[str, Any]) -> str:
    where, quote = _escaped(_where(citation)), _escaped(one_line(citation["quote"]))
    return f"{_escaped(_marker(citation))}{where}\n\n> {quote}"


def _marker(citation: Mapping[str, Any]) -> str:
    """Of a sentence beside a refusal there is none."""
    return f"[{citation['marker']}] " if "marker" in citation else ""


def _where(citation: Mapping[str, Any]) -> str:
    """Title, headings and page."""
    title = citation["title"] or citation["report_id"]
    page = f"，第{citation['page']}页" if citation["page"] is not None else ""
    recognised = f"（{RECOGNISED}）" if citation.get("recognised") else ""
    return one_line(" › ".join((title, *citation["headings"]))) + page + recognised


def _escaped(text: str) -> str:
    """Text of which Markdown makes no markup."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
