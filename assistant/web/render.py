"""Turns a verified answer into HTML; whatever a report or a reader wrote comes out as plain text.

The HTML is one line and begins with a block element: the chat passes such a message through its
Markdown untouched.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Evidence, VerifiedAnswer
from assistant.refusals import HOTLINE
from assistant.web.answer_table import folded, table_of
from assistant.web.refusals import instead_of, label_of
from assistant.web.sentences import checked_in_words, sentences_of
from assistant.web.sources import Card, by_report, nearest_to, sources_of
from assistant.web.templates import fill

_QUESTION_SHOWN = 300  # characters of a question that its bubble shows
_EVIDENCE_SHOWN = 3  # passages shown before the answer is written


def render_question(asked: str, hidden: Sequence[str] = ()) -> str:
    """The bubble of a question; a very long one is shown by its beginning. `hidden` are the kinds of
    personal data that labels stand for in it: a sentence says so."""
    shown = asked.strip() or "（没有输入内容）"
    if len(shown) > _QUESTION_SHOWN:
        shown = f"{shown[:_QUESTION_SHOWN]}……（共 {len(shown)} 字）"
    return fill("question", text=shown, hidden=hidden)


def render_notice(text: str) -> str:
    """The bubble of something that the page itself says."""
    return fill("notice", text=text)


def render_evidence(evidence: Evidence) -> str:
    """The bubble while the answer is being written: what was understood, and what was found."""
    found = by_report(Card(hit.passage) for hit in evidence.found[:_EVIDENCE_SHOWN])
    return fill("evidence", question=evidence.question, found=found)


def render_answer(answer: VerifiedAnswer, anchor: str) -> str:
    """The bubble of an answer or a refusal; `anchor` makes the ids of its source cards unique.

    While an answer streams, only the sources of the sentences so far are shown.
    """
    sources = sources_of(answer, anchor)
    anchors = {marker: card.anchor for marker, card in sources.items()}
    table = table_of(answer)
    if table and not all(row.marker in anchors for row in table.rows):
        table = None  # while it streams
    said = sentences_of(answer, anchor)
    lacking = any(sentence.note or not sentence.cites for sentence in said)
    return fill(
        "answer",
        answer=answer,
        said=said,
        says_what_is_lacking=answer.status == "answered_partly" and lacking,
        anchors=anchors,
        table=table,
        folded=folded(table, answer),
        sources=by_report(sources.values()),
        checked=checked_in_words(answer),
        anchor=anchor,
        instead=instead_of(answer),
        instead_label=label_of(answer),
        hotline=HOTLINE,
        nearest=by_report(nearest_to(answer)),
    )
