"""Turns a verified answer into HTML; whatever a report or a reader wrote comes out as plain text.

The HTML is one line and begins with a block element: the chat passes such a message through its
Markdown untouched, so no character of a report can act as Markdown either.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answer import (
    Citation,
    Evidence,
    FallbackReason,
    FigureVerdict,
    Question,
    VerifiedAnswer,
)
from assistant.citation_place import page_words
from index.report import Passage, RetrievedPassage

_QUESTION_SHOWN = 300  # characters of a question that its bubble shows
_MARKER = re.compile(r"\[(\d{1,3})\]")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
# A heading line, or lines up to a blank one, a heading or the end.
_PARAGRAPH = re.compile(r"#{1,6}[ \t].*|\S(?:.|\n(?![^\S\n]*(?:\n|#{1,6}[ \t]|\Z)))*")
# Characters that are no text: controls, and those that would turn the writing direction around.
_MOST_IN_VIEW = 12  # sources; more are folded away until they are asked for
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EVIDENCE_SHOWN = 3  # passages shown before the answer is written
_STOOD_IN: dict[FallbackReason, str] = {
    "model_fault": "大模型 {model} 暂时无法使用或中途断开，改用原文摘录",
    "model_unverified": "大模型 {model} 写的答案没有通过核对，改用原文摘录",
}
_BADGES = {
    "answered_partly": "只能回答一部分",
    "clarify": "请说得具体一些",
    "unanswerable": "报告中没有",
    "guardrail": "没有处理",
    "error": "暂时无法回答",
}

Span = tuple[int, int]


def render_question(asked: str) -> str:
    """The bubble of a question; a very long one is shown by its beginning."""
    shown = asked.strip() or "（没有输入内容）"
    if len(shown) > _QUESTION_SHOWN:
        shown = f"{shown[:_QUESTION_SHOWN]}……（共 {len(shown)} 字）"
    return f'<div class="asked">{_lines(shown)}</div>'


def render_notice(text: str) -> str:
    """The bubble of something that the page itself says."""
    return f'<div class="notice">{_lines(text)}</div>'


def render_evidence(evidence: Evidence) -> str:
    """The bubble while the answer is being written: what was understood, and what was found."""
    cards = _nearest(evidence.found[:_EVIDENCE_SHOWN], "查到的原文")
    writing = '<p class="writing">正在根据原文撰写并核对……</p>'
    return f'<div class="answer">{_understood(evidence.question)}{writing}{cards}</div>'


def render_answer(answer: VerifiedAnswer, anchor: str) -> str:
    """The bubble of an answer or a refusal; `anchor` makes the ids of its source cards unique.

    While an answer streams, only the sources of the sentences so far are shown.
    """
    parts = [_badge(answer.status), _understood(answer.question)]
    if answer.status.startswith("answered"):
        said = "".join(answer.sentences)
        cited = {int(marker) for marker in _MARKER.findall(said)}
        sources = _by_marker(citation for citation in answer.citations if citation.marker in cited)
        parts += [_sentences(answer.sentences, sources, anchor), _sources(sources, anchor)]
        parts += [_checked(answer.figures), _mode(answer)]
    else:
        parts += [
            f'<p class="said">{_lines(answer.text)}</p>',
            _nearest(answer.nearest, "最接近的内容"),
        ]
    return f'<div class="answer">{"".join(parts)}</div>'


def shown_date(iso: str) -> str:
    """An ISO 8601 date or interval as a Chinese reader writes it; anything else as it is."""
    try:
        days = [date.fromisoformat(part) for part in iso.split("/")]
    except ValueError:
        return iso
    written, before = [], None
    for day in days:
        year = "" if before and before.year == day.year else f"{day.year}年"
        month = "" if year == "" and before and before.month == day.month else f"{day.month}月"
        written.append(f"{year}{month}{day.day}日")
        before = day
    return "至".join(written)


def _badge(status: str) -> str:
    label = _BADGES.get(status) or _BADGES.get(status.partition("_")[0])
    family = status.partition("_")[0]
    return f'<p class="badge {family}">{label}</p>' if label else ""


def _understood(question: Question) -> str:
    if question.text.strip() == question.asked.strip():
        return ""
    return f'<p class="understood">理解为：{_line(question.text)}</p>'


def _by_marker(citations: Iterable[Citation]) -> dict[int, list[Citation]]:
    """Citations by marker; one marker can stand for several quotes from its passage."""
    grouped: dict[int, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.marker, []).append(citation)
    return grouped


def _sentences(sentences: Sequence[str], sources: dict[int, list[Citation]], anchor: str) -> str:
    def link(found: re.Match[str]) -> str:
        marker = int(found[1])
        if marker not in sources:
            return found[0]
        return (
            f'<a class="marker" href="#{anchor}-{marker}" title="查看来源 {marker}">[{marker}]</a>'
        )

    linked = (_MARKER.sub(link, _lines(sentence)) for sentence in sentences)
    return "".join(f'<p class="said">{sentence}</p>' for sentence in linked)


def _sources(sources: dict[int, list[Citation]], anchor: str) -> str:
    cards = [
        _card(
            cited[0].passage,
            offset=min(citation.start for citation in cited),
            label=f"[{marker}]",
            quotes=[(citation.start, citation.end) for citation in cited],
            card_id=f"{anchor}-{marker}",
        )
        for marker, cited in sources.items()
    ]
    return _cards("来源", cards)


def _nearest(found: Sequence[RetrievedPassage], label: str) -> str:
    return _cards(label, [_card(hit.passage) for hit in found])


def _cards(label: str, cards: Sequence[str]) -> str:
    if not cards:
        return ""
    if len(cards) <= _MOST_IN_VIEW:
        return f'<div class="cards"><p class="label">{label}</p>{"".join(cards)}</div>'
    return (
        f'<details class="cards many"><summary class="label">{label}（{len(cards)} 处）</summary>'
        f"{''.join(cards)}</details>"
    )


def _card(
    passage: Passage,
    *,
    offset: int = 0,
    label: str = "",
    quotes: Sequence[Span] = (),
    card_id: str = "",
) -> str:
    """A passage that opens: where it stands outside, its whole text with the quotes inside.

    The page told is that of what stands at `offset`.
    """
    number = f'<span class="number">{label}</span> ' if label else ""
    identity = f' id="{card_id}"' if card_id else ""
    title = _line(passage.title or passage.report_id)
    return (
        f'<details class="source"{identity}><summary>{number}'
        f'<span class="title">{title}</span>{_where(passage, offset)}'
        f'</summary><div class="passage">{_passage(passage.text, quotes)}</div></details>'
    )


def _where(passage: Passage, offset: int) -> str:
    """Place and date, then headings and page, each on a line of its own."""
    year = f"{passage.year}年" if passage.year else ""
    published = [passage.place or "", shown_date(passage.date) if passage.date else year]
    within = [" › ".join(passage.headings), page_words(passage, offset)]
    lines = ("，".join(_line(part) for part in parts if part) for parts in (published, within))
    return "".join(f'<span class="where">{line}</span>' for line in lines if line)


def _passage(text: str, quotes: Sequence[Span]) -> str:
    """The passage by paragraphs, the quotes marked; the signs of Markdown (#, **) are not shown."""
    paragraphs = []
    for found in _PARAGRAPH.finditer(text):
        heading = _HEADING_MARK.match(found[0])
        start = found.start() + (heading.end() if heading else 0)
        inner = "".join(
            f"<mark>{_typeset(piece)}</mark>" if quoted else _typeset(piece)
            for piece, quoted in _cut(text, (start, found.end()), quotes)
        )
        kind = ' class="heading"' if heading else ""
        paragraphs.append(f"<p{kind}>{inner}</p>")
    return "".join(paragraphs)


def _cut(text: str, within: Span, quotes: Sequence[Span]) -> Iterable[tuple[str, bool]]:
    """Slices of `text[within]` with whether each is quoted; quotes may overlap or lie outside."""
    start, end = within
    at = start
    for quote_start, quote_end in sorted(quotes):
        first, last = max(quote_start, at), min(quote_end, end)
        if first >= last:
            continue
        if first > at:
            yield text[at:first], False
        yield text[first:last], True
        at = last
    if at < end:
        yield text[at:end], False


def _typeset(text: str) -> str:
    return _lines(text.replace("**", ""), trim=False)


def _checked(figures: Sequence[FigureVerdict]) -> str:
    """What the check found, said only where it has nothing to object to."""
    if not figures or any(f.status not in ("supported", "rounded", "derived") for f in figures):
        return ""
    count = sum(f.unit != "year" for f in figures)  # no reader takes 2025年 for a figure
    text = f"{count} 个数字已由程序与所引原文逐一核对" if count else "年份已由程序与所引原文核对"
    derived = (f.formula for f in figures if f.status == "derived")
    formulas = list(dict.fromkeys(formula for formula in derived if formula))
    if formulas:
        text += f"；由原文数字算得：{'；'.join(formulas)}"
    return f'<p class="checked">{_line(text)}</p>'


def _mode(answer: VerifiedAnswer) -> str:
    if answer.fallback:
        return f'<p class="mode">{_line(_STOOD_IN[answer.fallback].format(model=answer.model))}</p>'
    if answer.mode == "extractive":
        return '<p class="mode">摘录模式：未接入大模型，答案摘自报告原文，或由原文数字算得</p>'
    return f'<p class="mode">由大模型 {_line(answer.model or "")} 根据报告原文撰写</p>'


def _line(text: str) -> str:
    """Escaped text on one line."""
    return html.escape(_UNSEEN.sub("", " ".join(text.split())))


def _lines(text: str, *, trim: bool = True) -> str:
    """Escaped text whose line breaks are kept, as elements."""
    kept = text.strip() if trim else text
    return html.escape(_UNSEEN.sub("", kept)).replace("\n", "<br>").replace("\t", " ")
