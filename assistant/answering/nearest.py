"""The sentence nearest in meaning to a question that nothing answers, said to be no more than that."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.answering.candidates import ALIKE, SPECIFIC, Models
from assistant.answering.composer import Found
from assistant.answering.sentence_time import period_fits
from assistant.answering.wording import lead_in, shown
from assistant.query import Query
from assistant.question.subject import comparable
from index.encoder.static_encoding import StaticEncoder
from index.figures.clauses import sentences_of

_NEAR = 0.7
"""Likeness of words and cosine together, by the words that ship: of 160 everyday questions the
sentence at the top answers 72 %, of those above 0.62 four of five (evals/bench/colloquial.jsonl)."""
_NOTE = "没有找到直接回答这个问题的内容，最接近的是："


def nearest_answer(query: Query, found: Found, models: Models) -> Answer | None:
    """The nearest sentence of the passages found; None where a figure, a day or works are asked
    for, of which the nearest would be others, and where none is near."""
    asked, expected = query.subject.phrase, query.expected
    if not expected.nearest_helps or query.claim or query.elsewhere:
        return None
    sentences = [
        sentence
        for hit in found
        for sentence in sentences_of(hit.passage)
        if period_fits(sentence, query) and _near_each(query, sentence.text, models)
    ]
    if not sentences or not asked.strip():
        return None
    encoder, texts = StaticEncoder(), [sentence.text for sentence in sentences]
    cosines = encoder.encode(texts, "passage") @ encoder.encode([asked], "query")[0]
    nearness = models.matcher.likeness(asked, texts) + cosines
    best = int(nearness.argmax())
    if nearness[best] < _NEAR:
        return None
    citation = Citation(1, sentences[best].passage, sentences[best].start, sentences[best].end)
    sentence = f"{_NOTE}{lead_in(citation)}{shown(citation.quote)}。[1]"
    return Answer((sentence,), (citation,), nearest=True)


def _near_each(query: Query, text: str, models: Models) -> bool:
    """Whether no weighty word of the question is far from every word of the text, and most mean the
    like of one: of 光伏补贴政策 nothing is in 产业扶持政策 that 光伏 is like."""
    near = [
        max(term.share_in(comparable(text)), models.matcher.likeness(term.asked, [text])[0])
        for term in query.subject.terms
        if term.weight >= SPECIFIC
    ]
    return bool(near) and min(near) > 0 and sum(near) / len(near) >= ALIKE
